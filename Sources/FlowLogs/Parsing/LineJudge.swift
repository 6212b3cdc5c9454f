/// What a single line is: the one place that knows every class of lines, written for exactness.
///
/// Lines that the parser's fast loop does not recognise come here one by one.
struct LineJudge {
    /// The words of the line judged last, as ranges of the block, without a time prefix; of a line with more words
    /// than anything can be made of, only the first ones.
    private(set) var words: [Range<Int>] = []
    private var wordCount = 0

    /// No header has more fields than this; all that AWS documents are fewer than a hundred.
    private static let mostHeaderFields = 4096

    /// What a line can be.
    enum Verdict {
        case blank
        case header(LogFormat)
        case counted(UInt32)
        case skipped(SkippedStatus)
        case malformed(Malformed)
    }

    /// Why a record has no port and protocol to be counted by.
    enum SkippedStatus {
        case nodata, skipdata, other

        /// The status that a `log-status` word means, in any case.
        init(_ word: Range<Int>, of text: Span<UInt8>) {
            func reads(_ name: StaticString) -> Bool {
                guard word.count == name.utf8CodeUnitCount else { return false }
                return name.withUTF8Buffer { name in
                    zip(word, name).allSatisfy { text[$0].lowercased == $1 }
                }
            }
            self = reads("nodata") ? .nodata : reads("skipdata") ? .skipdata : .other
        }
    }

    /// Judges the line at `range` (without its line feed) of a block, with `format` in force.
    mutating func judge(_ range: Range<Int>, of block: Span<UInt8>, inForce format: LogFormat) -> Verdict {
        split(range, of: block, keeping: max(Self.mostHeaderFields, format.fields.count + 1))
        guard let first = words.first else { return .blank }
        if wordCount > 1, block.isTimePrefix(first) {
            words.removeFirst()
            wordCount -= 1
        }
        if wordCount == words.count, let header = LogFormat(header: words, of: block, inForce: format) {
            return .header(header)
        }
        guard wordCount == format.fields.count else {
            return .malformed(.fieldCount(found: wordCount, expected: format.fields.count))
        }
        let port = number(in: format.dstport, upTo: 65535, of: block)
        let ipProtocol = number(in: format.ipProtocol, upTo: 255, of: block)
        switch (port, ipProtocol) {
        case (.unreadable, _): return .malformed(.dstport)
        case (_, .unreadable): return .malformed(.ipProtocol)
        case (.number(let port), .number(let ipProtocol)): return .counted(ipProtocol << 16 | port)
        case (.unknown, _), (_, .unknown):
            return .skipped(format.logStatus.map { SkippedStatus(words[$0], of: block) } ?? .other)
        }
    }

    /// Splits a line at runs of spaces and tabs, after dropping one carriage return at its end.
    private mutating func split(_ range: Range<Int>, of block: Span<UInt8>, keeping most: Int) {
        words.removeAll(keepingCapacity: true)
        wordCount = 0
        var end = range.upperBound
        if end > range.lowerBound, block[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        var position = range.lowerBound
        while position < end {
            if block[position].isBlank {
                position += 1
                continue
            }
            let start = position
            while position < end, !block[position].isBlank { position += 1 }
            if wordCount < most { words.append(start..<position) }
            wordCount += 1
        }
    }

    private enum Value { case number(UInt32), unknown, unreadable }

    private func number(in column: Int?, upTo limit: UInt64, of block: Span<UInt8>) -> Value {
        guard let column else { return .unknown }
        if isDash(column, of: block) { return .unknown }
        guard let number = block.wholeNumber(words[column], upTo: limit) else { return .unreadable }
        return .number(UInt32(truncatingIfNeeded: number))
    }

    private func isDash(_ column: Int, of block: Span<UInt8>) -> Bool {
        words[column].count == 1 && block[words[column].lowerBound] == UInt8(ascii: "-")
    }
}
