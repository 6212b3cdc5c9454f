/// What a block's lines were, and which formats were met on the way.
public struct ParsedBlock: Sendable {
    /// The lines by class.
    public internal(set) var tally = LineTally()
    /// The format in force after the last line.
    public internal(set) var format: LogFormat
    /// The formats that a header announced or a record had, in order, neighbours distinct.
    public internal(set) var formatsSeen: [LogFormat] = []
}

/// Turns blocks of whole lines into records and a tally.
///
/// Two stages, as simdjson has them. The scanner finds every separator of a stretch of lines; then `LineParser` judges
/// each line by where its separators are. What is made of the records is a sink's matter.
///
/// A parser owns its working memory and is used by one task at a time.
public struct BlockParser: Sendable {
    private var scanner: Scanner
    private let isFormatFixed: Bool
    /// The records, or keys, of one stretch.
    private var batch: [UInt32]
    private var builder = ChunkBuilder()

    /// - Parameters:
    ///   - isFormatFixed: Whether headers are skipped instead of obeyed, since `--format` was given.
    ///   - room: How many separators are found at once; by default about those of 128 KiB of version 2 lines.
    public init(isFormatFixed: Bool, room: Int = 16 << 10) {
        scanner = Scanner(room: room)
        self.isFormatFixed = isFormatFixed
        batch = [UInt32](repeating: 0, count: scanner.ends.count)
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
        var builder = builder
        self.builder = ChunkBuilder()
        let parsed = parse(block, in: format, into: &builder)
        let chunks = builder.finish()
        self.builder = builder
        return (parsed, chunks)
    }

    private mutating func parse<Sink: RecordSink>(
        _ block: Span<UInt8>, in format: LogFormat, into sink: inout Sink
    ) -> ParsedBlock {
        var parsed = ParsedBlock(format: format)
        sink.begin(format)
        var lines = LineParser(isFormatFixed: isFormatFixed)
        var batch = batch
        self.batch = []
        defer { self.batch = batch }
        var start = 0
        while start < block.count {
            let text = block.extracting(start...)
            scanner.scan(text)
            if scanner.lines > 0 {
                var batch = batch.mutableSpan
                start += lines.parse(
                    text, marks: scanner.marks.span, ends: scanner.ends.span.extracting(first: scanner.lines),
                    batch: &batch, into: &sink, &parsed)
            } else {
                // More separators in one line than the scanner has room for: nothing ordinary.
                var end = 0
                while text[end] != UInt8(ascii: "\n") { end += 1 }
                lines.parseSingly(0..<end, of: text, into: &sink, &parsed)
                start += end + 1
            }
        }
        lines.handOverMended(to: &sink)
        return parsed
    }
}
