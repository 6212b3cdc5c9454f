/// An aggregate for every destination port and protocol that occurs.
///
/// A flat table with open addressing: memory follows the number of groups, some 160 bytes for each. The hash is seeded
/// for each process, so that no log can be made to collide on purpose.
struct GroupTable: Sendable {
    /// The keys (`PortProtocol.packed`) in order of first appearance, and the aggregate of each.
    private var keys: [UInt32] = []
    private var aggregates: [Aggregate] = []
    /// Index + 1 of the group in each slot, 0 for an empty one.
    ///
    /// The count is a power of two, at most half of them are taken; there is none until there is a group.
    private var slots: [UInt32] = []

    private static let seed = UInt64.random(in: .min ... .max) | 1

    /// Adds the counted records of a chunk that a mask selects, all of them without one; says of the others what they
    /// are.
    mutating func add(_ chunk: Chunk, _ mask: RecordMask?) -> RecordTally {
        var tally = RecordTally()
        let packets = Counter(chunk.column(of: .packets))
        let bytes = Counter(chunk.column(of: .bytes))
        let verdicts = Verdicts(chunk.column(of: .action))
        let statuses = chunk.column(of: .logStatus)
        for (row, key) in chunk.keys().enumerated() {
            if let mask, mask.rows[row] == 0 { continue }
            guard key != Chunk.skippedKey else {
                tally.countSkipped(statuses?[row])
                continue
            }
            tally.counted &+= 1
            let group = index(of: key)
            aggregates[group].add(packets: packets[row], bytes: bytes[row], verdicts[row])
        }
        return tally
    }

    /// Adds all groups of another table.
    mutating func merge(_ other: GroupTable) {
        guard !keys.isEmpty else {
            self = other
            return
        }
        for (key, aggregate) in zip(other.keys, other.aggregates) {
            let group = index(of: key)
            aggregates[group] += aggregate
        }
    }

    /// Visits every group in the order of the reports' ties: by port, then by the protocol's name; O(n log n).
    func forEachInOrder(_ visit: (_ key: UInt32, _ aggregate: Aggregate) -> Void) {
        let places = keys.enumerated().map { index, key in
            UInt64(key & 0xFFFF) << 40 | UInt64(IPProtocol.rank[Int(key >> 16 & 0xFF)]) << 32 | UInt64(index)
        }
        for place in places.sorted() {
            let index = Int(place & 0xFFFF_FFFF)
            visit(keys[index], aggregates[index])
        }
    }

    /// The index of a key's aggregate, made if need be.
    private mutating func index(of key: UInt32) -> Int {
        if keys.count * 2 >= slots.count { grow() }
        let mask = slots.count - 1
        var slot = Self.slot(of: key, among: slots.count)
        while slots[slot] != 0 {
            let index = Int(slots[slot]) &- 1
            if keys[index] == key { return index }
            slot = (slot &+ 1) & mask
        }
        keys.append(key)
        aggregates.append(Aggregate())
        slots[slot] = UInt32(truncatingIfNeeded: keys.count)
        return keys.count - 1
    }

    /// The top bits of the product, as many as there are slots for: those that every bit of the key has a part in.
    private static func slot(of key: UInt32, among count: Int) -> Int {
        Int(truncatingIfNeeded: ((UInt64(key) &+ 1) &* seed) >> UInt64(count.leadingZeroBitCount + 1))
    }

    private mutating func grow() {
        let count = max(64, slots.count * 2)
        slots = [UInt32](repeating: 0, count: count)
        for (index, key) in keys.enumerated() {
            var slot = Self.slot(of: key, among: count)
            while slots[slot] != 0 { slot = (slot &+ 1) & (count - 1) }
            slots[slot] = UInt32(truncatingIfNeeded: index + 1)
        }
    }
}

/// What became of a flow, as far as its record says.
enum Verdict: UInt8 { case unknown, accepted, rejected }

extension Aggregate {
    fileprivate mutating func add(packets: UInt64, bytes: UInt64, _ verdict: Verdict) {
        all.add(packets: packets, bytes: bytes)
        guard verdict != .unknown else { return }
        judged.add(packets: packets, bytes: bytes)
        if verdict == .rejected { rejected.add(packets: packets, bytes: bytes) }
    }
}

/// The numbers of a column, with 0 for the unknown.
private struct Counter {
    private let numbers: PackedColumn?

    init(_ column: Column?) {
        if case .numbers(let numbers)? = column { self.numbers = numbers } else { numbers = nil }
    }

    subscript(row: Int) -> UInt64 { numbers?[row] ?? 0 }
}

/// The verdicts of a column of actions: judged once for each distinct word.
private struct Verdicts {
    private let indices: PackedColumn?
    private let byWord: [Verdict]

    init(_ column: Column?) {
        guard case .words(let indices, let distinct)? = column else {
            self.indices = nil
            byWord = []
            return
        }
        self.indices = indices
        byWord = distinct.map { $0.equalsIgnoringCase("REJECT".utf8) ? .rejected : .accepted }
    }

    subscript(row: Int) -> Verdict {
        guard let index = indices?[row] else { return .unknown }
        return byWord[Int(truncatingIfNeeded: index)]
    }
}
