/// Judges the lines of a stretch by where their separators are: the hot loop.
///
/// An ordinary line (the right number of words, single spaces, a number or a dash as port and as protocol) is a record
/// and never leaves the loop in `parse`; every other line goes to `LineJudge`.
struct LineParser {
    /// Whether headers are skipped instead of obeyed, since `--format` was given.
    private let isFormatFixed: Bool
    private var judge = LineJudge()
    private var mended = MendedRecords()

    init(isFormatFixed: Bool) { self.isFormatFixed = isFormatFixed }

    /// Parses the lines that the scanner found, and returns how many bytes they take.
    ///
    /// `marks` and `ends` are the scanner's, of this text; `batch` has room for a number for every line. Every index
    /// below comes from the scanner: marks up to the last line's end are positions of the text in ascending order, and
    /// a regular line has as many words as marks.
    mutating func parse<Sink: RecordSink>(
        _ text: Span<UInt8>, marks: Span<UInt32>, ends: Span<UInt32>, batch: inout MutableSpan<UInt32>,
        into sink: inout Sink, _ parsed: inout ParsedBlock
    ) -> Int {
        var first = 1
        var batched = 0
        var counted = 0
        var columns = Columns(parsed.format)
        for line in 0..<ends.count {
            let last = Int(ends[unchecked: line] & ~Scanner.irregular)
            let start = Int(marks[unchecked: first &- 1] &+ 1)
            var mark = first
            if Int(marks[unchecked: first]) &- start >= 20, first < last,
                text.isTimePrefix(start..<Int(marks[unchecked: first]))
            {
                mark &+= 1
            }
            var record = Record.other
            if ends[unchecked: line] & Scanner.irregular == 0, last &- mark &+ 1 == columns.count {
                record = columns.record(at: mark, marks, text)
            }
            switch record {
            case .counted(let key):
                if Sink.takesFields, !mended.isEmpty { handOverMended(to: &sink) }
                batch[unchecked: batched] = Sink.takesFields ? UInt32(truncatingIfNeeded: mark) : key
                batched &+= 1
                counted &+= 1
            case .skipped(let status):
                parsed.count(counted)
                counted = 0
                parsed.count(status)
                guard Sink.takesFields else { break }
                if !mended.isEmpty { handOverMended(to: &sink) }
                batch[unchecked: batched] = UInt32(truncatingIfNeeded: mark)
                batched &+= 1
            case .other:
                parsed.count(counted)
                counted = 0
                if Sink.takesFields {
                    sink.take(batch.span.extracting(first: batched), marks: marks, of: text)
                } else {
                    sink.take(keys: batch.span.extracting(first: batched))
                }
                batched = 0
                parseSingly(start..<Int(marks[last]), of: text, into: &sink, &parsed)
                columns = Columns(parsed.format)
            }
            first = last &+ 1
        }
        parsed.count(counted)
        if Sink.takesFields {
            sink.take(batch.span.extracting(first: batched), marks: marks, of: text)
        } else {
            sink.take(keys: batch.span.extracting(first: batched))
        }
        return Int(marks[first &- 1] &+ 1)
    }

    /// Parses one line of any class; `range` is without its line feed.
    mutating func parseSingly<Sink: RecordSink>(
        _ range: Range<Int>, of text: Span<UInt8>, into sink: inout Sink, _ parsed: inout ParsedBlock
    ) {
        switch judge.judge(range, of: text, inForce: parsed.format) {
        case .blank:
            parsed.tally.blank += 1
        case .header(let format):
            parsed.tally.append(header: format)
            guard !isFormatFixed else { return }
            handOverMended(to: &sink)
            parsed.format = format
            parsed.note(format)
            sink.begin(format)
        case .counted(let key):
            if Sink.takesFields {
                mended.append(judge.words, of: text)
            } else {
                sink.take(keys: CollectionOfOne(key).span)
            }
            parsed.count(1)
        case .skipped(let status):
            if Sink.takesFields { mended.append(judge.words, of: text) }
            parsed.count(status)
        case .malformed(let reason):
            let excerpt = range.prefix(MalformedLine.excerptLimit)
            parsed.tally.append(malformed: reason, text: text.bytes(excerpt))
        }
    }

    /// Gives the sink what was mended; to be called before any record that comes after them is given to it.
    mutating func handOverMended<Sink: RecordSink>(to sink: inout Sink) {
        guard !mended.isEmpty else { return }
        sink.take(mended.records.span, marks: mended.marks.span, of: mended.text.span)
        mended.removeAll()
    }
}

/// What an ordinary line is.
private enum Record {
    case counted(UInt32)
    case skipped(LineJudge.SkippedStatus)
    /// Not ordinary: this loop does not know.
    case other
}

/// What the loop over ordinary lines has to know of a format.
private struct Columns {
    let count: Int
    private let dstport: Int
    private let ipProtocol: Int
    private let logStatus: Int?

    /// A format that cannot be counted has no ordinary records: no line has -1 words.
    init(_ format: LogFormat) {
        count = format.canBeCounted ? format.fields.count : -1
        dstport = format.dstport ?? 0
        ipProtocol = format.ipProtocol ?? 0
        logStatus = format.logStatus
    }

    /// The record whose first word ends at `mark`, of a regular line with `count` words.
    @inline(__always)
    func record(at mark: Int, _ marks: Span<UInt32>, _ text: Span<UInt8>) -> Record {
        let port = number(at: mark &+ dstport, marks, text)
        let ipProtocol = number(at: mark &+ self.ipProtocol, marks, text)
        if port <= 65535, ipProtocol <= 255 {
            return .counted(UInt32(truncatingIfNeeded: ipProtocol << 16 | port))
        }
        return skipped(at: mark, port, ipProtocol, marks, text)
    }

    @inline(__always)
    private func number(at mark: Int, _ marks: Span<UInt32>, _ text: Span<UInt8>) -> UInt64 {
        text.shortNumber(from: Int(marks[unchecked: mark &- 1] &+ 1), to: Int(marks[unchecked: mark]))
    }

    /// A record of which port or protocol is a dash: no header has a dash for a name.
    @inline(never)
    private func skipped(
        at mark: Int, _ port: UInt64, _ ipProtocol: UInt64, _ marks: Span<UInt32>, _ text: Span<UInt8>
    ) -> Record {
        func word(_ column: Int) -> Range<Int> {
            Int(marks[mark + column - 1] &+ 1)..<Int(marks[mark + column])
        }
        func isDash(_ column: Int) -> Bool {
            word(column).count == 1 && text[word(column).lowerBound] == UInt8(ascii: "-")
        }
        guard port <= 65535 || isDash(dstport), ipProtocol <= 255 || isDash(self.ipProtocol) else { return .other }
        return .skipped(logStatus.map { LineJudge.SkippedStatus(word($0), of: text) } ?? .other)
    }
}

extension ParsedBlock {
    /// Adds records with a port and a protocol.
    fileprivate mutating func count(_ records: Int) {
        guard records > 0 else { return }
        tally.records.counted += records
        note(format)
    }

    /// Adds a record without.
    fileprivate mutating func count(_ status: LineJudge.SkippedStatus) {
        note(format)
        switch status {
        case .nodata: tally.records.nodata += 1
        case .skipdata: tally.records.skipdata += 1
        case .other: tally.records.otherSkipped += 1
        }
    }

    fileprivate mutating func note(_ seen: LogFormat) {
        if formatsSeen.last != seen { formatsSeen.append(seen) }
    }
}
