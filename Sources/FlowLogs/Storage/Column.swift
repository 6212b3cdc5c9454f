/// One field of all records of a chunk; immutable.
public enum Column: Sendable {
    /// Numbers as they are: ports, protocols, counters, times, codes.
    case numbers(PackedColumn)
    /// Addresses: IPv4 as numbers, unknown in the rows that have an IPv6 address.
    case addresses(PackedColumn, v6: V6Rows)
    /// Words by their index among the chunk's distinct words.
    case words(PackedColumn, distinct: [Bytes])

    /// One value of a record, as its column holds it.
    public enum Value: Equatable, Sendable {
        case number(UInt64)
        case address(IPAddress)
        case word(Bytes)
    }

    /// The value of a row; nil when it is unknown.
    public subscript(row: Int) -> Value? {
        switch self {
        case .numbers(let numbers): numbers[row].map(Value.number)
        case .addresses(let v4, let v6):
            v4[row].map { .address(.v4(UInt32(truncatingIfNeeded: $0))) } ?? v6[row].map { .address(.v6($0)) }
        case .words(let indices, let distinct): indices[row].map { .word(distinct[Int($0)]) }
        }
    }

    /// How many bytes the column takes, without fixed overheads.
    public var byteCount: Int {
        switch self {
        case .numbers(let packed): packed.byteCount
        case .addresses(let v4, let v6): v4.byteCount + v6.byteCount
        case .words(let indices, let distinct): indices.byteCount + distinct.reduce(0) { $0 + $1.count }
        }
    }
}

/// The IPv6 addresses of a column, by row: most flow logs have few of them or none.
public struct V6Rows: Sendable {
    /// The rows that have one, ascending.
    private(set) var rows: [UInt32] = []
    /// Their addresses, in the same order.
    private(set) var addresses: [UInt128] = []

    mutating func append(_ address: UInt128, row: Int) {
        rows.append(UInt32(truncatingIfNeeded: row))
        addresses.append(address)
    }

    /// The address of a row, if it has an IPv6 address; O(log rows).
    subscript(row: Int) -> UInt128? {
        var low = 0
        var high = rows.count
        while low < high {
            let middle = (low + high) / 2
            if Int(rows[middle]) < row { low = middle + 1 } else { high = middle }
        }
        return low < rows.count && Int(rows[low]) == row ? addresses[low] : nil
    }

    var byteCount: Int { rows.count * (MemoryLayout<UInt32>.stride + MemoryLayout<UInt128>.stride) }
}
