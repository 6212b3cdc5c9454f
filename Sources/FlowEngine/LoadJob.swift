import FlowLogs

/// Keeps the records, as chunks in input order, for the explorer.
///
/// Past a limit of memory, records are counted but not kept: the totals stay right, and nobody's machine is taken. Where
/// only the newest are wanted, the oldest go instead.
public struct LoadJob: BlockJob {
    private let memoryLimit: Int
    private let retention: Retention?

    /// A job that keeps about this many bytes of records; half of the machine's memory if nothing is said.
    public init(keeping retention: Retention? = nil, memoryLimit: Int = availableMemory / 2) {
        self.retention = retention
        self.memoryLimit = memoryLimit
    }

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
        /// Records that were kept until there were enough newer ones, by kind.
        public internal(set) var dropped = RecordTally()
        /// How many records are kept, and how much memory they take.
        var keptCount = 0
        var byteCount = 0
        /// How many chunks at the end may still be joined.
        var looseCount = 0
        /// How many records were kept when it was last seen to which of them may go.
        var keptAtLook = 0
        /// The time by the records, and the newest one of the last chunk, in milliseconds since 1970.
        var now: UInt64?
        var lastEnd: UInt64?

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
            if let retention {
                result.append(chunk)
                result.drop(by: retention, memoryLimit: memoryLimit)
            } else if result.byteCount < memoryLimit, result.unkeptCount == 0 {
                result.append(chunk)
            } else {
                result.unkept.addSums(of: chunk)
                result.unkeptCount += chunk.count
            }
        }
    }

    public func memory(of digest: [Chunk]) -> Int { digest.reduce(0) { $0 + $1.memory } }

    /// What waits will be kept, as long as there is room for it; of a log whose oldest records go, little waits.
    public func waitingRoom(beside result: Result) -> Int {
        let rest = max(0, memoryLimit - result.byteCount)
        return retention == nil ? rest : min(rest, 32 << 20)
    }

    public func merge(_ other: Result, into result: inout Result) {
        result.chunks += other.chunks
        result.looseCount = other.looseCount
        result.keptCount += other.keptCount
        result.dropped += other.dropped
        result.unkept.append(other.unkept)
        result.unkeptCount += other.unkeptCount
        result.unreadable.merge(other.unreadable, uniquingKeysWith: +)
        result.byteCount += other.byteCount
    }
}
