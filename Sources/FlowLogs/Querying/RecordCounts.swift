/// What `weir report` keeps of the records: how many of each port and protocol, and how many of each kind.
///
/// Counts of different records merge in any order.
public struct RecordCounts: Equatable, Sendable {
    /// The counted records by port and protocol.
    public private(set) var ports = PortProtocolCounts()
    /// The same records, and the skipped ones, by kind.
    public private(set) var tally = RecordTally()

    /// No records.
    public init() {}

    /// Adds what was found in a block.
    public mutating func add(_ block: CountedBlock) {
        ports.add(block.keys)
        tally += block.tally
    }

    /// Adds what was found elsewhere.
    public mutating func merge(_ other: RecordCounts) {
        ports.merge(other.ports)
        tally += other.tally
    }
}

/// The records of one block, as far as the counts need them: 4 bytes for each counted record.
///
/// Keys are kept in a list before they are counted, since a block may turn out to have been read in the wrong format.
public struct CountedBlock: Sendable {
    /// The keys of the counted records, in order.
    public private(set) var keys: [UInt32] = []
    /// How many records there were.
    public internal(set) var tally = RecordTally()

    init() {}

    /// The records of chunks that match a filter.
    public init(matching filter: RecordFilter, in chunks: [Chunk]) {
        for chunk in chunks {
            let mask = filter.mask(of: chunk)
            let statuses = chunk.column(of: .logStatus)
            for (row, key) in chunk.keys().enumerated() where mask.rows[row] == 1 {
                if key == Chunk.skippedKey {
                    tally.countSkipped(statuses?[row])
                } else {
                    tally.counted += 1
                    keys.append(key)
                }
            }
        }
    }
}

extension CountedBlock: RecordSink {
    static var takesFields: Bool { false }

    mutating func begin(_ format: LogFormat) {}

    mutating func take(_ records: Span<UInt32>, marks: Span<UInt32>, of text: Span<UInt8>) {}

    mutating func take(keys batch: Span<UInt32>) { batch.withUnsafeBufferPointer { keys.append(contentsOf: $0) } }
}

extension RecordTally {
    /// Counts a record that has no port or no protocol, by its log-status.
    mutating func countSkipped(_ status: Column.Value?) {
        guard case .word(let word)? = status else {
            otherSkipped += 1
            return
        }
        if word.equalsIgnoringCase("NODATA".utf8) {
            nodata += 1
        } else if word.equalsIgnoringCase("SKIPDATA".utf8) {
            skipdata += 1
        } else {
            otherSkipped += 1
        }
    }
}
