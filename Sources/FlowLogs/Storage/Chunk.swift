/// The records of one block (up to a change of format) as immutable columns: the unit of storage and of queries.
///
/// A chunk stands on its own: it has its format, its own dictionaries of words, its own base for every number. So
/// chunks are made by any number of tasks at once, shared without locks, queried in parallel and dropped at will.
/// A version 2 record takes some 30 bytes.
public final class Chunk: Sendable {
    /// The fields, one for each column.
    public let format: LogFormat
    /// The columns, each with `count` rows.
    public let columns: [Column]
    /// How many records there are.
    public let count: Int
    /// How many values were neither a dash nor readable, by column: they are unknown, and this is all that is kept
    /// of them.
    public let unreadable: [Int]

    init(format: LogFormat, columns: [Column], count: Int, unreadable: [Int]) {
        self.format = format
        self.columns = columns
        self.count = count
        self.unreadable = unreadable
    }

    /// The column of a field, if the format has it.
    public func column(of field: Field) -> Column? { format.column(of: field).map { columns[$0] } }

    /// The key of every record as `PortProtocol.packed`; `skippedKey` where port or protocol is unknown.
    func keys() -> [UInt32] {
        guard case .numbers(let ports)? = format.dstport.map({ columns[$0] }),
            case .numbers(let protocols)? = format.ipProtocol.map({ columns[$0] })
        else { return [UInt32](repeating: Self.skippedKey, count: count) }
        var keys = ports.unpacked(unknown: Self.skippedKey)
        let upper = protocols.unpacked(unknown: Self.skippedKey)
        keys.withUnsafeMutableBufferPointer { keys in
            upper.withUnsafeBufferPointer { upper in
                for row in 0..<count {
                    let isSkipped = keys[row] == Self.skippedKey || upper[row] == Self.skippedKey
                    keys[row] = isSkipped ? Self.skippedKey : keys[row] | upper[row] << 16
                }
            }
        }
        return keys
    }

    /// What stands in place of a key for a skipped record; no packed key has bits above the 24th.
    static let skippedKey = UInt32.max

    /// How many bytes the records take, without fixed overheads.
    public var byteCount: Int { columns.reduce(0) { $0 + $1.byteCount } }

    /// About how many bytes of memory the chunk takes: with what is the same for any chunk, which is most of it where
    /// there are few records.
    public var memory: Int { byteCount + 128 * columns.count + 512 }
}
