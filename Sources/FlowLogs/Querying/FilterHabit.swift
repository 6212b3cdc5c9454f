/// What hands write that know other languages, and what it is called here.
enum FilterHabit {
    /// Signs of other languages that stand in a word, with what is to be written instead.
    private static let signs: [(sign: Bytes, fix: String)] = [
        ("&&", "write and for &&"), ("||", "write or for ||"), ("“", "write ' for curly quotes"),
        ("”", "write ' for curly quotes"), ("‘", "write ' for curly quotes"), ("’", "write ' for curly quotes"),
        ("\u{A0}", "there is a no-break space here; write a plain one"), (";", "leave out the semicolon"),
    ].map { (Bytes($0.0.utf8), $0.1) }

    /// Words that other languages put where a term is expected.
    private static let words = [
        "&": "write and for &", "|": "write or for |", "where": "leave out where; the condition is enough",
        "filter": "leave out filter; the condition is enough", "-": "a dash is no condition; write FIELD is unknown",
        "~": "to match a pattern write like",
    ]

    /// Operators of other languages, with ours.
    static let operators = ["=>": ">=", "=<": "<=", "=!": "!=", "><": "<>", "===": "=", "!==": "!=", "!": "!= or not"]

    /// The mistake in a word that holds a sign of another language, at that sign; O(n).
    static func inside(_ token: FilterToken) -> FilterError? {
        guard token.kind == .word else { return nil }
        for (sign, fix) in signs {
            guard let offset = token.text.firstIndex(ofAll: sign) else { continue }
            let start = token.range.lowerBound + offset
            return FilterError(at: start..<(start + sign.count), fix)
        }
        return nil
    }

    /// The mistake in a bare word from another language.
    static func bare(_ token: FilterToken) -> FilterError? {
        guard token.kind == .word, token.text.count <= 8,
            let fix = words[String(decoding: token.text.lowercased, as: UTF8.self)]
        else { return inside(token) }
        return FilterError(at: token.range, fix)
    }

    /// Whether a value is a name for the absence of one.
    static func isUnknown(_ text: Bytes) -> Bool {
        ["unknown", "null", "nil", "none", "n/a"].contains { text.equalsIgnoringCase($0.utf8) }
    }
}

extension Bytes {
    /// Where a short sequence of bytes begins.
    fileprivate func firstIndex(ofAll sequence: Bytes) -> Int? {
        indices.dropLast(sequence.count - 1).first { self[$0...].starts(with: sequence) }
    }
}
