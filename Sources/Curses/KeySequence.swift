import CNcurses
import Screen

/// The key sequences that terminals have in common.
nonisolated enum KeySequence {
    /// The key of a complete sequence that starts with ESC; nil if it is none.
    static func key(_ sequence: [UInt8]) -> Key? {
        guard sequence.count >= 3, let last = sequence.last else { return nil }
        let middle = sequence[2..<(sequence.count - 1)]
        switch sequence[1] {
        case UInt8(ascii: "O"): return numbers(middle).flatMap { shortKey(last, isPlain: $0.isEmpty) }
        case UInt8(ascii: "["):
            if middle == [UInt8(ascii: "[")] { return consoleKey(last) }
            return numbers(middle).flatMap { key(last, $0) }
        default: return nil
        }
    }

    /// The numbers between semicolons; nil if there is anything else, as in reports.
    private static func numbers(_ bytes: ArraySlice<UInt8>) -> [Int]? {
        if bytes.isEmpty { return [] }
        var numbers = [0]
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard let number = numbers.popLast(), number < 1000 else { return nil }
                numbers.append(number * 10 + Int(byte - UInt8(ascii: "0")))
            case UInt8(ascii: ";"): numbers.append(0)
            default: return nil
            }
        }
        return numbers
    }

    private static func key(_ last: UInt8, _ numbers: [Int]) -> Key? {
        guard numbers.count <= 2 else { return nil }
        // The second number says which of Shift, Ctrl and Alt are held. That is passed over for keys that move; it makes
        // another key of a function key.
        let isPlain = numbers.count < 2 || numbers[1] == 1
        switch last {
        case UInt8(ascii: "~"): return numberedKey(numbers.first ?? 0, isPlain: isPlain)
        case UInt8(ascii: "Z"): return .backTab
        case UInt8(ascii: "P"), UInt8(ascii: "Q"), UInt8(ascii: "R"), UInt8(ascii: "S"):
            // With two numbers R is the answer to where the cursor is.
            return numbers.isEmpty ? movingOrFunctionKey(last) : nil
        default: return (numbers.first ?? 1) <= 1 ? movingOrFunctionKey(last) : nil
        }
    }

    private static func numberedKey(_ number: Int, isPlain: Bool) -> Key? {
        switch number {
        case 1, 7: return .home
        case 3: return .delete
        case 4, 8: return .end
        case 5: return .pageUp
        case 6: return .pageDown
        case 11...15 where isPlain: return .function(number - 10)
        case 17...21 where isPlain: return .function(number - 11)
        case 23...24 where isPlain: return .function(number - 12)
        default: return nil
        }
    }

    private static func movingOrFunctionKey(_ last: UInt8) -> Key? {
        switch last {
        case UInt8(ascii: "A"): .up
        case UInt8(ascii: "B"): .down
        case UInt8(ascii: "C"): .right
        case UInt8(ascii: "D"): .left
        case UInt8(ascii: "F"): .end
        case UInt8(ascii: "H"): .home
        case UInt8(ascii: "P"): .function(1)
        case UInt8(ascii: "Q"): .function(2)
        case UInt8(ascii: "R"): .function(3)
        case UInt8(ascii: "S"): .function(4)
        default: nil
        }
    }

    /// After `ESC O`: the same keys, and the keypad's.
    private static func shortKey(_ last: UInt8, isPlain: Bool) -> Key? {
        switch last {
        case UInt8(ascii: "M"): .enter
        case UInt8(ascii: "I"): .tab
        case UInt8(ascii: "X"): .character("=")
        // `*` to `9`, as `j` to `y`.
        case UInt8(ascii: "j")...UInt8(ascii: "y"): .character(Unicode.Scalar(last - 0x40))
        case UInt8(ascii: "P")...UInt8(ascii: "S"): isPlain ? movingOrFunctionKey(last) : nil
        default: movingOrFunctionKey(last)
        }
    }

    /// F1 to F5 of the Linux console: `ESC [ [ A`.
    private static func consoleKey(_ last: UInt8) -> Key? {
        switch last {
        case UInt8(ascii: "A")...UInt8(ascii: "E"): .function(Int(last - 0x40))
        default: nil
        }
    }
}

extension Terminal {
    /// What this terminal sends for its keys, by its terminfo entry; only what cannot be taken for typed text.
    static func keySequences() -> [[UInt8]: Key] {
        var keys: [(String, Key)] = [
            ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home), ("kend", .end),
            ("kpp", .pageUp), ("knp", .pageDown), ("kdch1", .delete), ("kcbt", .backTab), ("kent", .enter),
            ("kbs", .backspace),
        ]
        keys += (1...12).map { ("kf\($0)", .function($0)) }
        var table: [[UInt8]: Key] = [:]
        for (name, key) in keys {
            guard let start = weir_key_sequence(name) else { continue }
            let sequence = Array(String(cString: start).utf8)
            let isSequence = sequence.first == 0x1B && (2...16).contains(sequence.count)
            if isSequence, !sequence.dropFirst().contains(0x1B) { table[sequence] = key }
        }
        return table
    }
}
