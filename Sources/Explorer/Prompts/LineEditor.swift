import Screen

/// A line of text while it is typed: what is there, and where the next character goes.
struct LineEditor: Equatable, Sendable {
    private(set) var scalars: [Unicode.Scalar] = []
    /// The place of the cursor: before the scalar of that index.
    private(set) var cursor = 0

    /// The longest line that can be typed or pasted, in characters; filters are not longer either.
    static let limit = 65536

    init(_ text: String = "") { insert(text) }

    /// The text.
    var text: String { String(String.UnicodeScalarView(scalars)) }

    /// The text before the cursor.
    var textBeforeCursor: String { String(String.UnicodeScalarView(scalars[..<cursor])) }

    /// Puts text in at the cursor; what would be drawn as something else than it is becomes a blank.
    mutating func insert(_ text: String) {
        let room = max(0, Self.limit - scalars.count)
        let added = text.unicodeScalars.prefix(room).map { $0.isUndrawable ? " " : $0 }
        scalars.insert(contentsOf: added, at: cursor)
        cursor += added.count
    }

    /// Does what a key does in a line of text; false if it does nothing there.
    mutating func handle(_ key: Key) -> Bool {
        switch key {
        case .character(let scalar): insert(String(scalar))
        case .backspace where cursor > 0: remove((cursor - 1)..<cursor)
        case .delete, .control("d"): if cursor < scalars.count { scalars.remove(at: cursor) }
        case .left, .control("b"): cursor = max(0, cursor - 1)
        case .right, .control("f"): cursor = min(scalars.count, cursor + 1)
        case .home, .control("a"): cursor = 0
        case .end, .control("e"): cursor = scalars.count
        case .control("u"): remove(0..<cursor)
        case .control("k"): scalars.removeSubrange(cursor...)
        case .control("w"): remove(startOfWord..<cursor)
        default: return false
        }
        return true
    }

    private var startOfWord: Int {
        var start = cursor
        while start > 0, scalars[start - 1] == " " { start -= 1 }
        while start > 0, scalars[start - 1] != " " { start -= 1 }
        return start
    }

    private mutating func remove(_ range: Range<Int>) {
        scalars.removeSubrange(range)
        cursor = range.lowerBound
    }
}
