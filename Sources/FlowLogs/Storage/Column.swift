/// One field of all records of a chunk; immutable.
public enum Column: Sendable {
    /// Numbers as they are: ports, protocols, counters, times, codes.
    case numbers(PackedColumn)
    /// Addresses: IPv4 as numbers, unknown in the rows that have an IPv6 address.
    case addresses(PackedColumn, v6: V6Rows)
    /// Words by their index among the chunk's distinct words.
    case words(PackedColumn, distinct: WordList)

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
            v4[row].map { .address(.v4(UInt32(truncatingIfNeeded: $0))) }
                ?? v6.address(ofRow: row).map { .address(.v6($0)) }
        case .words(let indices, let distinct): indices[row].map { .word(distinct[Int(truncatingIfNeeded: $0)]) }
        }
    }

    /// How many bytes the column takes, without fixed overheads.
    public var byteCount: Int {
        switch self {
        case .numbers(let packed): packed.byteCount
        case .addresses(let v4, let v6): v4.byteCount + v6.byteCount
        case .words(let indices, let distinct): indices.byteCount + distinct.byteCount
        }
    }
}

/// The distinct words of a column, in order of first appearance.
public struct WordList: Sendable, RandomAccessCollection {
    public let startIndex = 0
    public let endIndex: Int
    /// In the slab, from `offset` on: for each word where it ends (4 bytes), counted from the end of this list; then the
    /// words.
    private let slab: Slab
    private let offset: Int

    /// The list that was written into a slab from `offset` on; nil when the slab does not hold it.
    init?(count: Int, in slab: Slab, at offset: Int) {
        guard count >= 0, offset >= 0, offset % 8 == 0, offset <= slab.count, count <= (slab.count - offset) / 4 else {
            return nil
        }
        self.endIndex = count
        self.slab = slab
        self.offset = offset
        let room = slab.count - offset - 4 * count
        var last = 0
        for index in 0..<count {
            let end = self.end(of: index)
            guard end >= last, end <= room else { return nil }
            last = end
        }
    }

    /// A copy of a word.
    public subscript(index: Int) -> Bytes { withWord(at: index) { Bytes($0) } }

    /// Calls with a word's bytes, which are only good within the call.
    func withWord<Result>(at index: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        precondition(index >= 0 && index < endIndex, "no such word")
        let start = offset + 4 * endIndex
        let word = (index > 0 ? end(of: index - 1) : 0)..<end(of: index)
        return slab.withBytes {
            body(UnsafeRawBufferPointer(rebasing: $0[(start + word.lowerBound)..<(start + word.upperBound)]))
        }
    }

    private func end(of index: Int) -> Int {
        slab.withBytes { Int($0.loadUnaligned(fromByteOffset: offset + 4 * index, as: UInt32.self)) }
    }

    var byteCount: Int { 4 * count + (isEmpty ? 0 : end(of: count - 1)) }

    /// How many bytes a list of words takes.
    static func byteCount(of words: WordTable) -> Int { 4 * words.count + words.bytes.count }

    /// Writes a list of words; `output` has room for just that.
    static func write(_ words: WordTable, into output: UnsafeMutableRawBufferPointer) {
        for (index, end) in words.ends.enumerated() {
            output.storeBytes(of: end, toByteOffset: 4 * index, as: UInt32.self)
        }
        UnsafeMutableRawBufferPointer(rebasing: output[(4 * words.count)...]).copyBytes(from: words.bytes)
    }
}

/// The IPv6 addresses of a column, by row: most flow logs have few of them or none.
public struct V6Rows: Sendable, RandomAccessCollection {
    public let startIndex = 0
    public let endIndex: Int
    /// In the slab, from `offset` on: the rows that have one, ascending (4 bytes each), then their addresses (16 each).
    private let slab: Slab
    private let offset: Int

    /// The rows that were written into a slab from `offset` on; nil when the slab does not hold them.
    init?(count: Int, in slab: Slab, at offset: Int) {
        guard count >= 0, offset >= 0, offset <= slab.count, count <= (slab.count - offset) / Self.size else {
            return nil
        }
        self.endIndex = count
        self.slab = slab
        self.offset = offset
    }

    private static let size = MemoryLayout<UInt32>.size + MemoryLayout<UInt128>.size

    /// A row that has an address, and the address.
    public subscript(index: Int) -> (row: Int, address: UInt128) {
        precondition(index >= 0 && index < endIndex, "no such row")
        return slab.withBytes { bytes in
            (
                Int(bytes.loadUnaligned(fromByteOffset: offset + 4 * index, as: UInt32.self)),
                bytes.loadUnaligned(fromByteOffset: offset + 4 * endIndex + 16 * index, as: UInt128.self)
            )
        }
    }

    /// The address of a row, if it has an IPv6 address; O(log rows).
    func address(ofRow row: Int) -> UInt128? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].row < row { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].row == row ? self[low].address : nil
    }

    var byteCount: Int { Self.size * count }

    /// How many bytes so many rows take.
    static func byteCount(of count: Int) -> Int { size * count }

    /// Writes rows, ascending, with their addresses; `output` has room for just that.
    static func write(_ rows: [UInt32], _ addresses: [UInt128], into output: UnsafeMutableRawBufferPointer) {
        for (index, row) in rows.enumerated() { output.storeBytes(of: row, toByteOffset: 4 * index, as: UInt32.self) }
        for (index, address) in addresses.enumerated() {
            output.storeBytes(of: address, toByteOffset: 4 * rows.count + 16 * index, as: UInt128.self)
        }
    }
}
