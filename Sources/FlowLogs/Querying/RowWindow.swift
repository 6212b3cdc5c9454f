/// What became of a flow, as far as its record says.
enum Verdict: UInt8, CaseIterable { case unknown, accepted, rejected }

/// Some neighbouring rows of a chunk as plain numbers, as grouping wants them.
///
/// Few enough to stay in the nearest cache while each column, and then the table, is gone through.
struct RowWindow {
    /// The most rows that there are at once.
    static let size = 1024

    /// The key of each row (`PortProtocol.packed`) with its verdict in the bits from 24 on; `Chunk.skippedKey` where
    /// port or protocol is unknown.
    private(set) var keys = [UInt32](repeating: 0, count: size)
    /// The packets of each row; 0 where unknown.
    private(set) var packets = [UInt64](repeating: 0, count: size)
    /// The bytes of each row; 0 where unknown.
    private(set) var bytes = [UInt64](repeating: 0, count: size)
    /// The rows that are selected and have a key, ascending.
    private(set) var selected = [UInt32](repeating: 0, count: size)
    /// How many of them there are.
    private(set) var selectedCount = 0
    /// How many rows there are.
    private(set) var count = 0

    private let chunk: Chunk
    private let ports: PackedColumn?
    private let protocols: PackedColumn?
    private let packetColumn: PackedColumn?
    private let byteColumn: PackedColumn?
    private let actions: PackedColumn?
    /// The verdict of each distinct action, where a key has it.
    private let verdicts: [UInt32]
    private var other = [UInt32](repeating: 0, count: size)

    init(_ chunk: Chunk) {
        self.chunk = chunk
        ports = chunk.numbers(of: .dstport)
        protocols = chunk.numbers(of: .ipProtocol)
        packetColumn = chunk.numbers(of: .packets)
        byteColumn = chunk.numbers(of: .bytes)
        guard case .words(let indices, let distinct)? = chunk.column(of: .action) else {
            actions = nil
            verdicts = []
            return
        }
        actions = indices
        verdicts = distinct.indices.map { index in
            distinct.withWord(at: index) {
                UInt32(($0.equalsIgnoringCase("REJECT".utf8) ? Verdict.rejected : .accepted).rawValue) << 24
            }
        }
    }

    /// Reads the rows from `start` on that a mask selects, all of them without one; of those that are selected but have
    /// no key it says what they are.
    mutating func load(from start: Int, _ mask: RecordMask?) -> RecordTally {
        let rows = start..<min(start + Self.size, chunk.count)
        count = rows.count
        selectedCount = 0
        var tally = RecordTally()
        if let mask, !mask.selectsAny(of: rows) { return tally }
        loadKeys(rows)
        select(rows, mask, &tally)
        tally.counted = selectedCount
        if selectedCount > 0 {
            Self.load(packetColumn, rows, into: &packets)
            Self.load(byteColumn, rows, into: &bytes)
        }
        return tally
    }

    private mutating func loadKeys(_ rows: Range<Int>) {
        guard let ports, let protocols else {
            for row in 0..<rows.count { keys[row] = Chunk.skippedKey }
            return
        }
        Self.load(ports, rows, into: &keys, unknown: Chunk.skippedKey)
        Self.load(protocols, rows, into: &other, unknown: Chunk.skippedKey)
        Self.combine(&keys, other, rows.count) { key, ipProtocol in
            key == Chunk.skippedKey || ipProtocol == Chunk.skippedKey ? Chunk.skippedKey : key | ipProtocol << 16
        }
        guard let actions else { return }
        Self.load(actions, rows, into: &other, unknown: .max)
        verdicts.withUnsafeBufferPointer { verdicts in
            Self.combine(&keys, other, rows.count) { key, action in
                // Beyond the actions there are none, and a skipped key has all bits set anyway.
                Int(action) < verdicts.count ? key | verdicts[Int(action)] : key
            }
        }
    }

    private mutating func select(_ rows: Range<Int>, _ mask: RecordMask?, _ tally: inout RecordTally) {
        var skipped: [Int] = []
        var found = 0
        keys.withUnsafeBufferPointer { keys in
            selected.withUnsafeMutableBufferPointer { selected in
                // Each row is written down, and stays if the next one is not written over it.
                if let mask {
                    mask.rows.withUnsafeBufferPointer { mask in
                        for row in 0..<rows.count {
                            selected[found] = UInt32(truncatingIfNeeded: row)
                            let isSelected = mask[rows.lowerBound &+ row]
                            let isCounted: UInt8 = keys[row] == Chunk.skippedKey ? 0 : 1
                            found &+= Int(isSelected & isCounted)
                            if isSelected & (isCounted ^ 1) == 1 { skipped.append(rows.lowerBound + row) }
                        }
                    }
                } else {
                    for row in 0..<rows.count {
                        selected[found] = UInt32(truncatingIfNeeded: row)
                        if keys[row] == Chunk.skippedKey { skipped.append(rows.lowerBound + row) } else { found &+= 1 }
                    }
                }
            }
        }
        selectedCount = found
        guard !skipped.isEmpty else { return }
        let statuses = chunk.column(of: .logStatus)
        for row in skipped { tally.countSkipped(statuses?[row]) }
    }

    private static func load<Value: FixedWidthInteger>(
        _ column: PackedColumn?, _ rows: Range<Int>, into values: inout [Value], unknown: Value = 0
    ) {
        guard let column else { return }
        var span = values.mutableSpan
        column.unpack(rows, into: &span, unknown: unknown)
    }

    @inline(__always)
    private static func combine(
        _ keys: inout [UInt32], _ others: [UInt32], _ count: Int, _ combined: (UInt32, UInt32) -> UInt32
    ) {
        keys.withUnsafeMutableBufferPointer { keys in
            others.withUnsafeBufferPointer { others in
                for row in 0..<count { keys[row] = combined(keys[row], others[row]) }
            }
        }
    }
}

extension Chunk {
    /// The numbers of a field, if the format has it.
    fileprivate func numbers(of field: Field) -> PackedColumn? {
        guard case .numbers(let numbers)? = column(of: field) else { return nil }
        return numbers
    }
}
