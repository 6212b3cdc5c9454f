import FlowLogs

/// Writes matching records to standard output, in the order of the input.
public struct WriteJob: BlockJob {
    private let writer: RecordWriter
    private let filter: RecordFilter?
    private let output: OutputStream

    /// A job that writes what matches, all records without a filter.
    public init(_ writer: RecordWriter, filter: RecordFilter?, output: OutputStream) {
        self.writer = writer
        self.filter = filter
        self.output = output
    }

    /// How many records were written, and how many values could not be read, by field.
    public struct Result: Sendable {
        /// Records written.
        public internal(set) var written = 0
        /// Values of all records that are neither a dash nor readable.
        public internal(set) var unreadable: [Field: Int] = [:]
    }

    /// The lines of one block's records.
    public struct Digest: Sendable {
        let lines: Bytes
        let count: Int
        let unreadable: [Field: Int]
    }

    public func makeResult() -> Result { Result() }

    public func digest(
        _ lines: Span<UInt8>, in format: LogFormat, with parser: inout BlockParser
    ) -> (ParsedBlock, Digest) {
        let (parsed, chunks) = parser.chunks(of: lines, in: format)
        var text = Bytes()
        var count = 0
        for chunk in chunks {
            let mask = filter?.mask(of: chunk)
            count += mask?.count ?? chunk.count
            text += writer.lines(of: chunk, selected: mask)
        }
        return (parsed, Digest(lines: text, count: count, unreadable: chunks.unreadable))
    }

    public func fold(_ digest: Digest, into result: inout Result) {
        result.unreadable.merge(digest.unreadable, uniquingKeysWith: +)
        result.written += digest.count
        output.write(digest.lines)
    }

    public func memory(of digest: Digest) -> Int { digest.lines.count }

    public func merge(_ other: Result, into result: inout Result) {
        result.written += other.written
        result.unreadable.merge(other.unreadable, uniquingKeysWith: +)
    }

    public func wantsMore(_ result: Result) -> Bool { output.error == nil }
}
