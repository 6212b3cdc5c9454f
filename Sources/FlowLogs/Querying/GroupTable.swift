/// An aggregate for every destination port and protocol that occurs.
///
/// A table in pages of 256 ports (36 KiB), made when a port in them is first met: a record is added with two loads, and
/// memory follows what occurs.
struct GroupTable: Sendable {
    /// For each protocol and each 256 ports, 1 + the number of the page that has them; 0 when there is none. Empty until
    /// there is a page.
    private var directory: [UInt32] = []
    private var pages: [Aggregate] = []
    /// For each page, its place in the directory.
    private var entries: [UInt32] = []

    private static let pageSize = 256

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
            let index = slot(of: key)
            let verdict = verdicts[row]
            pages[index].add(packets: packets[row], bytes: bytes[row], verdict)
        }
        return tally
    }

    /// Adds all groups of another table.
    mutating func merge(_ other: GroupTable) {
        guard !pages.isEmpty else {
            self = other
            return
        }
        other.forEach { key, aggregate in
            let index = slot(of: key)
            pages[index] += aggregate
        }
    }

    /// Visits every group that has records in the order of the reports' ties: by port, then by the protocol's name.
    func forEachInOrder(_ visit: (_ key: UInt32, _ aggregate: Aggregate) -> Void) {
        // Pages of the same ports, one for each protocol that has them, next to each other.
        let ordered = entries.indices.sorted {
            (entries[$0] & 255, IPProtocol.rank[Int(entries[$0] >> 8)])
                < (entries[$1] & 255, IPProtocol.rank[Int(entries[$1] >> 8)])
        }
        var start = 0
        while start < ordered.count {
            let block = entries[ordered[start]] & 255
            let same = ordered[start...].prefix { entries[$0] & 255 == block }
            for offset in 0..<Self.pageSize {
                for page in same {
                    let aggregate = pages[page * Self.pageSize + offset]
                    if aggregate.all.flows > 0 { visit(entries[page] << 8 | UInt32(offset), aggregate) }
                }
            }
            start = same.endIndex
        }
    }

    /// Visits every group that has records, in no particular order.
    private func forEach(_ visit: (_ key: UInt32, _ aggregate: Aggregate) -> Void) {
        for (page, entry) in entries.enumerated() {
            let start = page * Self.pageSize
            for offset in 0..<Self.pageSize where pages[start + offset].all.flows > 0 {
                visit(entry << 8 | UInt32(offset), pages[start + offset])
            }
        }
    }

    /// The place of a key's aggregate, made if need be; bits 24 to 31 of the key are zero.
    private mutating func slot(of key: UInt32) -> Int {
        let entry = Int(key >> 8)
        if directory.isEmpty { directory = [UInt32](repeating: 0, count: 256 * 256) }
        if directory[entry] == 0 {
            pages.append(contentsOf: repeatElement(Aggregate(), count: Self.pageSize))
            entries.append(key >> 8)
            directory[entry] = UInt32(truncatingIfNeeded: entries.count)
        }
        return (Int(directory[entry]) &- 1) &* Self.pageSize &+ Int(key & 255)
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
