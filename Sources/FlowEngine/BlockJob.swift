import FlowLogs

/// What is to be made of an input: a pure step for each block, by many tasks at once, and a fold of what they made,
/// in the order of the input.
///
/// `digest` must not depend on anything but its arguments: a block whose format turns out to be another one than was
/// assumed is digested again, and only the last digest is folded.
public protocol BlockJob: Sendable {
    /// What is made of one block.
    associatedtype Digest: Sendable
    /// What the digests are folded into.
    associatedtype Result: Sendable

    /// The result of no input at all.
    func makeResult() -> Result

    /// Parses a block's lines (whole ones, or none) with a parser that is the task's own.
    func digest(_ lines: Span<UInt8>, in format: LogFormat, with parser: inout BlockParser) -> (ParsedBlock, Digest)

    /// Adds the digest of the next block.
    func fold(_ digest: Digest, into result: inout Result)

    /// Adds the result of inputs that were read at the same time.
    func merge(_ other: Result, into result: inout Result)

    /// Whether more input would make a difference.
    func wantsMore(_ result: Result) -> Bool

    /// About how much memory a digest takes while it waits for its turn.
    func memory(of digest: Digest) -> Int

    /// How much memory all digests that wait for their turn may take.
    func waitingRoom(beside result: Result) -> Int
}

extension BlockJob {
    /// 32 MiB: some blocks of each of several inputs.
    public func waitingRoom(beside result: Result) -> Int { 32 << 20 }

    public func wantsMore(_ result: Result) -> Bool { true }
}

/// Counts records by port and protocol.
public struct CountJob: BlockJob {
    /// Only the records that match; all of them without a filter, which is much faster.
    private let filter: RecordFilter?

    /// Makes a job that counts what matches.
    public init(filter: RecordFilter? = nil) { self.filter = filter }

    /// What was counted, and how many values of matching and other records could not be read, by field.
    public struct Result: Sendable {
        /// The records that match.
        public internal(set) var counts = RecordCounts()
        /// Values that are neither a dash nor readable; found only with a filter, since only then all fields are read.
        public internal(set) var unreadable: [Field: Int] = [:]
    }

    public func makeResult() -> Result { Result() }

    public func digest(
        _ lines: Span<UInt8>, in format: LogFormat, with parser: inout BlockParser
    ) -> (ParsedBlock, (CountedBlock, [Field: Int])) {
        guard let filter else {
            let (parsed, counted) = parser.counts(of: lines, in: format)
            return (parsed, (counted, [:]))
        }
        let (parsed, chunks) = parser.chunks(of: lines, in: format)
        return (parsed, (CountedBlock(matching: filter, in: chunks), chunks.unreadable))
    }

    public func fold(_ digest: (CountedBlock, [Field: Int]), into result: inout Result) {
        result.counts.add(digest.0)
        result.unreadable.merge(digest.1, uniquingKeysWith: +)
    }

    public func memory(of digest: (CountedBlock, [Field: Int])) -> Int {
        digest.0.keys.count * MemoryLayout<UInt32>.stride
    }

    public func merge(_ other: Result, into result: inout Result) {
        result.counts.merge(other.counts)
        result.unreadable.merge(other.unreadable, uniquingKeysWith: +)
    }
}

extension [Chunk] {
    /// How many values could not be read, by field.
    var unreadable: [Field: Int] {
        var counts: [Field: Int] = [:]
        for chunk in self {
            for (field, count) in zip(chunk.format.fields, chunk.unreadable) where count > 0 {
                counts[field, default: 0] += count
            }
        }
        return counts
    }
}
