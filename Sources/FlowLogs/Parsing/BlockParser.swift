/// What takes the records of a block while they are parsed, in the order of their lines.
///
/// The parser is generic over it, so that counting ports costs no more than counting ports: a sink that does not
/// take fields is compiled into a loop that never looks at them.
protocol RecordSink {
    /// Whether `take` wants to be called.
    static var takesFields: Bool { get }

    /// The records that follow are of this format. Called before the first record and after a header.
    mutating func begin(_ format: LogFormat)

    /// The fields of a record: column c is `text[bounds[2 * c] ..< bounds[2 * c + 1]]`. Called for every record, and
    /// before `count` for the same one.
    mutating func take(_ bounds: Span<UInt32>, of text: Span<UInt8>)

    /// A record with a port and a protocol; `key` is `PortProtocol.packed`.
    mutating func count(_ key: UInt32)
}

/// What a block's lines were, and which formats were met on the way.
public struct ParsedBlock: Sendable {
    /// The lines by class.
    public internal(set) var tally = LineTally()
    /// The format in force after the last line.
    public internal(set) var format: LogFormat
    /// The formats that a header announced or a record had, in order, neighbours distinct.
    public internal(set) var formatsSeen: [LogFormat] = []
}

/// Turns blocks of whole lines into records and a tally: the hot loop.
///
/// Two stages, as simdjson has them. The scanner finds every separator of a stretch of lines; then each line is
/// judged by where its separators are. An ordinary record (the right number of words, single spaces, numbers as port
/// and protocol) never leaves the loop in `parseLines`; every other line goes to `LineJudge`.
///
/// A parser owns its working memory and is used by one task at a time.
public struct BlockParser: Sendable {
    /// Whether headers are skipped instead of obeyed, since `--format` was given.
    private let isFormatFixed: Bool
    private var scanner: Scanner
    private var judge = LineJudge()
    /// Where the fields of the record at hand begin and end.
    private var bounds: [UInt32] = []

    /// - Parameters:
    ///   - isFormatFixed: Whether headers are skipped instead of obeyed, since `--format` was given.
    ///   - room: How many separators are found at once; by default about those of 1 MiB of version 2 lines.
    public init(isFormatFixed: Bool, room: Int = 128 << 10) {
        self.isFormatFixed = isFormatFixed
        scanner = Scanner(room: room)
    }

    /// Reads the keys of a block's counted records, for counts of everything: the fastest way.
    ///
    /// The block is empty or ends in a line feed, and is shorter than 2 GiB; `format` is in force at its beginning.
    public mutating func counts(of block: Span<UInt8>, in format: LogFormat) -> (ParsedBlock, CountedBlock) {
        var counted = CountedBlock()
        let parsed = parse(block, in: format, into: &counted)
        counted.tally = parsed.tally.records
        return (parsed, counted)
    }

    /// Reads all fields of a block's records into columns, on the same terms.
    public mutating func chunks(of block: Span<UInt8>, in format: LogFormat) -> (ParsedBlock, [Chunk]) {
        var builder = ChunkBuilder()
        let parsed = parse(block, in: format, into: &builder)
        return (parsed, builder.finish())
    }

    private mutating func parse<Sink: RecordSink>(
        _ block: Span<UInt8>, in format: LogFormat, into sink: inout Sink
    ) -> ParsedBlock {
        var parsed = ParsedBlock(format: format)
        sink.begin(format)
        var start = 0
        while start < block.count {
            let text = block.extracting(start...)
            scanner.scan(text)
            if scanner.lines > 0 {
                start += parseLines(of: text, into: &sink, &parsed)
            } else {
                // More separators in one line than the scanner has room for: nothing ordinary.
                var end = 0
                while text[end] != UInt8(ascii: "\n") { end += 1 }
                parseLine(0..<end, of: text, into: &sink, &parsed)
                start += end + 1
            }
        }
        return parsed
    }

    /// Parses the lines that the scanner found, and returns how many bytes they take.
    private mutating func parseLines<Sink: RecordSink>(
        of text: Span<UInt8>, into sink: inout Sink, _ parsed: inout ParsedBlock
    ) -> Int {
        var lineStart = 0
        var firstMark = 0
        var counted = 0
        var columns = Columns(parsed.format)
        for line in 0..<scanner.lines {
            let end = scanner.end(ofLine: line)
            let lastMark = Int(end & ~Scanner.irregular)
            let lineEnd = scanner.mark(lastMark)
            var start = lineStart
            var mark = firstMark
            var isOrdinary = end & Scanner.irregular == 0
            if isOrdinary, mark < lastMark, text.isTimePrefix(start..<scanner.mark(mark)) {
                start = scanner.mark(mark) &+ 1
                mark &+= 1
            }
            isOrdinary = isOrdinary && lastMark &- mark &+ 1 == columns.count
            if isOrdinary {
                let port = text.shortNumber(scanner.word(columns.dstport, from: start, mark: mark))
                let ipProtocol = text.shortNumber(scanner.word(columns.ipProtocol, from: start, mark: mark))
                if port <= 65535, ipProtocol <= 255 {
                    if Sink.takesFields {
                        setBounds(from: start, mark: mark, count: columns.count)
                        sink.take(bounds.span, of: text)
                    }
                    sink.count(ipProtocol << 16 | port)
                    counted &+= 1
                } else {
                    isOrdinary = false
                }
            }
            if !isOrdinary {
                parsed.count(counted)
                counted = 0
                parseLine(lineStart..<lineEnd, of: text, into: &sink, &parsed)
                columns = Columns(parsed.format)
            }
            lineStart = lineEnd &+ 1
            firstMark = lastMark &+ 1
        }
        parsed.count(counted)
        return lineStart
    }

    /// Parses one line of any class.
    private mutating func parseLine<Sink: RecordSink>(
        _ line: Range<Int>, of text: Span<UInt8>, into sink: inout Sink, _ parsed: inout ParsedBlock
    ) {
        switch judge.judge(line, of: text, inForce: parsed.format) {
        case .blank:
            parsed.tally.blank += 1
        case .header(let format):
            parsed.tally.append(header: format)
            guard !isFormatFixed else { return }
            parsed.format = format
            parsed.note(format)
            sink.begin(format)
        case .counted(let key):
            takeWords(of: text, into: &sink)
            sink.count(key)
            parsed.count(1)
        case .skipped(let status):
            takeWords(of: text, into: &sink)
            parsed.note(parsed.format)
            switch status {
            case .nodata: parsed.tally.records.nodata += 1
            case .skipdata: parsed.tally.records.skipdata += 1
            case .other: parsed.tally.records.otherSkipped += 1
            }
        case .malformed(let reason):
            let excerpt = line.prefix(MalformedLine.excerptLimit)
            parsed.tally.append(malformed: reason, text: text.bytes(excerpt))
        }
    }

    private mutating func takeWords<Sink: RecordSink>(of text: Span<UInt8>, into sink: inout Sink) {
        guard Sink.takesFields else { return }
        bounds.removeAll(keepingCapacity: true)
        for word in judge.words {
            bounds.append(UInt32(truncatingIfNeeded: word.lowerBound))
            bounds.append(UInt32(truncatingIfNeeded: word.upperBound))
        }
        sink.take(bounds.span, of: text)
    }

    /// Sets the bounds of a regular line's words, the first of which begins at `start` and ends at `mark`.
    private mutating func setBounds(from start: Int, mark: Int, count: Int) {
        bounds.removeAll(keepingCapacity: true)
        for column in 0..<count {
            let word = scanner.word(column, from: start, mark: mark)
            bounds.append(UInt32(truncatingIfNeeded: word.lowerBound))
            bounds.append(UInt32(truncatingIfNeeded: word.upperBound))
        }
    }
}

/// What the loop over ordinary records has to know of a format.
private struct Columns {
    let count: Int
    let dstport: Int
    let ipProtocol: Int

    /// A format that cannot be counted has no ordinary records: no line has -1 words.
    init(_ format: LogFormat) {
        count = format.canBeCounted ? format.fields.count : -1
        dstport = format.dstport ?? 0
        ipProtocol = format.ipProtocol ?? 0
    }
}

extension ParsedBlock {
    /// Adds records with a port and a protocol.
    fileprivate mutating func count(_ records: Int) {
        guard records > 0 else { return }
        tally.records.counted += records
        note(format)
    }

    fileprivate mutating func note(_ seen: LogFormat) {
        if formatsSeen.last != seen { formatsSeen.append(seen) }
    }
}
