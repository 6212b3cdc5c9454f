/// One field of all records of a chunk; immutable.
public enum Column: Sendable {
    /// Numbers as they are: ports, protocols, counters, times, codes.
    case numbers(PackedColumn)
    /// IPv4 addresses as numbers. The column of a chunk in which no IPv6 address occurs.
    case v4(PackedColumn)
    /// Addresses by their index among the chunk's distinct addresses.
    case addresses(PackedColumn, distinct: [IPAddress])
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
        case .v4(let bits): bits[row].map { .address(.v4(UInt32(truncatingIfNeeded: $0))) }
        case .addresses(let indices, let distinct): indices[row].map { .address(distinct[Int($0)]) }
        case .words(let indices, let distinct): indices[row].map { .word(distinct[Int($0)]) }
        }
    }

    /// How many bytes the column takes, without fixed overheads.
    public var byteCount: Int {
        switch self {
        case .numbers(let packed), .v4(let packed): packed.byteCount
        case .addresses(let indices, let distinct): indices.byteCount + distinct.count * MemoryLayout<IPAddress>.stride
        case .words(let indices, let distinct): indices.byteCount + distinct.reduce(0) { $0 + $1.count }
        }
    }
}
