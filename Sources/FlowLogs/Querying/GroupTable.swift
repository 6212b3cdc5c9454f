/// An aggregate for every destination port and protocol that occurs.
///
/// A dense table in pages of 1024 ports, for each protocol and verdict apart, made when one of its ports is first met:
/// a record is a look-up and three additions, and memory follows what occurs (24 KiB a page). Sums are of 64 bits;
/// before one of them could overflow, all are added to wider ones and begin anew.
struct GroupTable: Sendable {
    /// For each verdict, protocol and 1024 ports, 1 + the number of the page that sums them up; 0 when there is none.
    private var directory: [UInt16] = []
    private var cells: [Cell] = []
    /// What was summed up before the cells' sums began anew; in nearly all logs nothing ever is.
    private var wide: [UInt32: WideCell] = [:]
    /// By how much any sum of a cell can grow without overflow.
    private var room = UInt64.max

    private static let pageSize = 1024
    /// As many as a `VerdictKey` has values without its lowest ten bits.
    private static let directorySize = 3 << 14

    /// The records of one key and verdict.
    private struct Cell: Sendable {
        var flows: UInt64 = 0
        var packets: UInt64 = 0
        var bytes: UInt64 = 0
    }

    private struct WideCell: Sendable {
        var packets: UInt128 = 0
        var bytes: UInt128 = 0
    }

    /// Adds the counted records of a chunk that a mask selects, all of them without one; says of the others what they
    /// are.
    mutating func add(_ chunk: Chunk, _ mask: RecordMask?) -> RecordTally {
        let keys = chunk.verdictKeys()
        var tally = RecordTally()
        let rows = chunk.counted(keys, mask, &tally)
        tally.counted = rows?.count ?? chunk.count
        guard tally.counted > 0 else { return tally }
        let packets = chunk.amounts(of: .packets)
        let bytes = chunk.amounts(of: .bytes)
        makePages(for: keys, rows)
        guard makeRoom(for: chunk) else {
            addWidely(keys, rows, packets, bytes)
            return tally
        }
        directory.withUnsafeBufferPointer { directory in
            cells.withUnsafeMutableBufferPointer { cells in
                // A key has 26 bits, and `makePages` saw to it that its page is there.
                func add(_ row: Int) {
                    let key = Int(keys[row])
                    let cell = (Int(directory[key >> 10]) &- 1) &* Self.pageSize &+ key & 1023
                    cells[cell].flows &+= 1
                    cells[cell].packets &+= packets[row]
                    cells[cell].bytes &+= bytes[row]
                }
                if let rows {
                    for row in rows { add(Int(row)) }
                } else {
                    for row in keys.indices { add(row) }
                }
            }
        }
        return tally
    }

    /// Adds all groups of another table.
    mutating func merge(_ other: GroupTable) {
        guard !cells.isEmpty else {
            self = other
            return
        }
        if UInt64.max - other.room > room { widen() }
        let (rest, overflow) = room.subtractingReportingOverflow(UInt64.max - other.room)
        // Only if there was nothing to widen is there still no room: then the other's sums are widened.
        var other = other
        if overflow { other.widen() } else { room = rest }
        for (entry, page) in other.directory.enumerated() where page > 0 {
            makePage(entry)
            let target = (Int(directory[entry]) - 1) * Self.pageSize
            let source = (Int(page) - 1) * Self.pageSize
            for offset in 0..<Self.pageSize {
                let cell = other.cells[source + offset]
                cells[target + offset].flows &+= cell.flows
                cells[target + offset].packets &+= cell.packets
                cells[target + offset].bytes &+= cell.bytes
            }
        }
        wide.merge(other.wide) { WideCell(packets: $0.packets &+ $1.packets, bytes: $0.bytes &+ $1.bytes) }
    }

    /// Visits every group in the order of the reports' ties: by port, then by the protocol's name; O(pages).
    func forEachInOrder(_ visit: (_ key: UInt32, _ aggregate: Aggregate) -> Void) {
        guard !directory.isEmpty else { return }
        let byName = (0..<256).sorted { IPProtocol.rank[$0] < IPProtocol.rank[$1] }
        for ports in 0..<64 {
            let protocols = byName.filter { ipProtocol in
                Verdict.allCases.contains { directory[Self.entry($0, ipProtocol, ports)] > 0 }
            }
            for offset in 0..<Self.pageSize {
                for ipProtocol in protocols {
                    let aggregate = aggregate(ipProtocol, ports, offset)
                    if aggregate.all.flows > 0 {
                        visit(UInt32(ipProtocol << 16 | ports << 10 | offset), aggregate)
                    }
                }
            }
        }
    }

    private static func entry(_ verdict: Verdict, _ ipProtocol: Int, _ ports: Int) -> Int {
        Int(verdict.rawValue) << 14 | ipProtocol << 6 | ports
    }

    private func aggregate(_ ipProtocol: Int, _ ports: Int, _ offset: Int) -> Aggregate {
        var aggregate = Aggregate()
        for verdict in Verdict.allCases {
            let entry = Self.entry(verdict, ipProtocol, ports)
            guard directory[entry] > 0 else { continue }
            let cell = cells[(Int(directory[entry]) - 1) * Self.pageSize + offset]
            guard cell.flows > 0 else { continue }
            var traffic = Traffic()
            traffic.flows = cell.flows
            traffic.packets = UInt128(cell.packets)
            traffic.bytes = UInt128(cell.bytes)
            if let more = wide.isEmpty ? nil : wide[UInt32(entry << 10 | offset)] {
                traffic.packets &+= more.packets
                traffic.bytes &+= more.bytes
            }
            aggregate.all += traffic
            if verdict != .unknown { aggregate.judged += traffic }
            if verdict == .rejected { aggregate.rejected += traffic }
        }
        return aggregate
    }

    private mutating func makePages(for keys: [UInt32], _ rows: [UInt32]?) {
        if let rows {
            for row in rows { makePage(Int(keys[Int(row)] >> 10)) }
        } else {
            for key in keys { makePage(Int(key >> 10)) }
        }
    }

    @inline(__always)
    private mutating func makePage(_ entry: Int) {
        if directory.isEmpty { directory = [UInt16](repeating: 0, count: Self.directorySize) }
        guard directory[entry] == 0 else { return }
        cells.append(contentsOf: repeatElement(Cell(), count: Self.pageSize))
        // At most 49,152 of them.
        directory[entry] = UInt16(truncatingIfNeeded: cells.count / Self.pageSize)
    }
}

extension GroupTable {
    /// Sees to it that no sum can overflow when the records of a chunk are added; false when even sums that begin anew
    /// could.
    private mutating func makeRoom(for chunk: Chunk) -> Bool {
        let most = max(chunk.largestAmount(of: .packets), chunk.largestAmount(of: .bytes))
        let (growth, overflow) = most.multipliedReportingOverflow(by: UInt64(chunk.count))
        guard !overflow else { return false }
        if growth > room { widen() }
        room -= growth
        return true
    }

    /// Adds all sums to wide ones, and begins them anew.
    private mutating func widen() {
        for (entry, page) in directory.enumerated() where page > 0 {
            for offset in 0..<Self.pageSize {
                let index = (Int(page) - 1) * Self.pageSize + offset
                let cell = cells[index]
                guard cell.packets > 0 || cell.bytes > 0 else { continue }
                add(cell.packets, cell.bytes, toWide: UInt32(entry << 10 | offset))
                cells[index].packets = 0
                cells[index].bytes = 0
            }
        }
        room = .max
    }

    private mutating func addWidely(_ keys: [UInt32], _ rows: [UInt32]?, _ packets: [UInt64], _ bytes: [UInt64]) {
        for row in rows.map({ $0.map(Int.init) }) ?? Array(keys.indices) {
            let key = keys[row]
            cells[(Int(directory[Int(key >> 10)]) - 1) * Self.pageSize + Int(key & 1023)].flows &+= 1
            add(packets[row], bytes[row], toWide: key)
        }
    }

    private mutating func add(_ packets: UInt64, _ bytes: UInt64, toWide key: UInt32) {
        wide[key, default: WideCell()].packets &+= UInt128(packets)
        wide[key, default: WideCell()].bytes &+= UInt128(bytes)
    }
}
