extension Span<UInt8> {
    /// Whether a word is an ISO 8601 date and time with a zone: `2018-09-22T20:28:14.000Z`, `...+02:00`, `...+0200`.
    ///
    /// CloudWatch Logs puts the event's time before every line that it exports (API "CreateExportTask"). No value of
    /// a flow log has this form, so it is safe to drop. Digits are checked for form only: `99:99:99` is such a time.
    func isTimePrefix(_ word: Range<Int>) -> Bool {
        guard word.count >= 20, matches("dddd-dd-ddTdd:dd:dd", at: word.lowerBound) else { return false }
        var position = word.lowerBound + 19
        if self[position] == UInt8(ascii: ".") {
            let fraction = position + 1
            position = fraction
            while position < word.upperBound, self[position].isDigit { position += 1 }
            guard position > fraction else { return false }
        }
        let zone = position..<word.upperBound
        switch zone.count {
        case 1: return self[position] == UInt8(ascii: "Z")
        case 5: return matches("+dddd", at: position)
        case 6: return matches("+dd:dd", at: position)
        default: return false
        }
    }

    /// Whether the bytes from `position` on follow a pattern: `d` is any digit, `+` either sign, the rest themselves.
    private func matches(_ pattern: StaticString, at position: Int) -> Bool {
        pattern.withUTF8Buffer { pattern in
            for (offset, expected) in pattern.enumerated() {
                let byte = self[position + offset]
                switch expected {
                case UInt8(ascii: "d"): guard byte.isDigit else { return false }
                case UInt8(ascii: "+"): guard byte == expected || byte == UInt8(ascii: "-") else { return false }
                default: guard byte == expected else { return false }
                }
            }
            return true
        }
    }
}
