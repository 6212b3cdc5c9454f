import Screen

/// Keys as text, for tests: `Tab Down "reject" ^f Enter`.
enum KeyScript {
    enum Token: Equatable {
        case key(Key)
        case text(String)
        case resize(Size)
        /// Answers are kept back from here on.
        case hold
        /// And come now.
        case release
        case unknown(String)
    }

    private static let names: [String: Key] = [
        "Tab": .tab, "Shift-Tab": .backTab, "Enter": .enter, "Esc": .escape, "Backspace": .backspace, "Del": .delete,
        "Up": .up, "Down": .down, "Left": .left, "Right": .right, "Home": .home, "End": .end, "PgUp": .pageUp,
        "PgDn": .pageDown, "Space": " ",
    ]

    static func tokens(of script: String) -> [Token] {
        var tokens: [Token] = []
        var rest = script[...]
        while let first = rest.first {
            if first == " " {
                rest = rest.dropFirst()
            } else if first == "\"", let end = rest.dropFirst().firstIndex(of: "\"") {
                tokens.append(.text(String(rest[rest.index(after: rest.startIndex)..<end])))
                rest = rest[rest.index(after: end)...]
            } else {
                let word = rest.prefix { $0 != " " }
                tokens.append(token(String(word)))
                rest = rest.dropFirst(word.count)
            }
        }
        return tokens
    }

    private static func token(_ word: String) -> Token {
        let scalars = Array(word.unicodeScalars)
        if let key = names[word] { return .key(key) }
        if scalars.count == 1 { return .key(.character(scalars[0])) }
        if scalars.count == 2, scalars[0] == "^" { return .key(.control(scalars[1])) }
        if scalars[0] == "F", let number = Int(word.dropFirst()) { return .key(.function(number)) }
        let numbers = word.split(separator: "x").compactMap { Int($0) }
        if numbers.count == 2 { return .resize(Size(rows: numbers[1], columns: numbers[0])) }
        return word == "hold" ? .hold : word == "release" ? .release : .unknown(word)
    }
}
