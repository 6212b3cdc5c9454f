import FlowLogs

/// Keeps the records, as chunks in input order, for the explorer.
///
/// Past a limit of memory, records are counted but not kept: the totals stay right, and nobody's machine is taken.
public struct LoadJob: BlockJob {
    private let memoryLimit: Int

    /// A job that keeps about this many bytes of records; half of the machine's memory if nothing is said.
    public init(memoryLimit: Int = availableMemory / 2) { self.memoryLimit = memoryLimit }

    /// The records so far: an immutable value, whatever is read meanwhile.
    public struct Result: Sendable {
        /// The records that are kept.
        public internal(set) var chunks: [Chunk] = []
        /// The sums of those that are not.
        public internal(set) var unkept = Evaluation(Query(nil, isGrouped: true))
        /// How many are not kept.
        public internal(set) var unkeptCount = 0
        /// Values that are neither a dash nor readable, by field.
        public internal(set) var unreadable: [Field: Int] = [:]
        /// How much memory the kept ones take.
        var byteCount = 0

        /// No records.
        public init() {}
    }

    public func makeResult() -> Result { Result() }

    public func digest(
        _ lines: Span<UInt8>, in format: LogFormat, with parser: inout BlockParser
    ) -> (ParsedBlock, [Chunk]) {
        parser.chunks(of: lines, in: format)
    }

    public func fold(_ digest: [Chunk], into result: inout Result) {
        result.unreadable.merge(digest.unreadable, uniquingKeysWith: +)
        for chunk in digest {
            if result.byteCount < memoryLimit {
                result.chunks.append(chunk)
                result.byteCount += chunk.memory
            } else {
                result.unkept.addSums(of: chunk)
                result.unkeptCount += chunk.count
            }
        }
    }

    public func merge(_ other: Result, into result: inout Result) {
        result.chunks += other.chunks
        result.unkept.append(other.unkept)
        result.unkeptCount += other.unkeptCount
        result.unreadable.merge(other.unreadable, uniquingKeysWith: +)
        result.byteCount += other.byteCount
    }
}
