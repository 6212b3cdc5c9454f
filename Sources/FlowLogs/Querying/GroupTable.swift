/// An aggregate for every destination port and protocol that occurs.
///
/// A dense table in pages of 1024 ports, for each protocol and verdict apart, made when one of its ports is first met:
/// a record is a look-up and three additions, and memory follows what occurs (16 KiB a page). Cells are small, since
/// what a record costs is how far away its cell is: with sums of 64 bits grouping took half as long again. Before one
/// could overflow, all are added to wider ones and begin anew.
struct GroupTable: Sendable {
    /// For each verdict, protocol and 1024 ports, 1 + the number of the page that sums them up; 0 when there is none.
    private var directory: [UInt16] = []
    private var cells: [Cell] = []
    /// What was summed up before the cells began anew; in nearly all logs nothing ever is.
    private var wide: [UInt32: Traffic] = [:]
    /// No sum of a cell is larger than these.
    private var bound = Cell()

    private static let pageSize = 1024
    /// As many as keys with verdicts (`Chunk.verdictKeys`) have values without their lowest ten bits.
    private static let directorySize = 3 << 14

    /// The records of one key and verdict.
    private struct Cell: Sendable {
        var bytes: UInt64 = 0
        var packets: UInt32 = 0
        var flows: UInt32 = 0

        /// Adds another cell; false, and nothing is added, if a sum would overflow.
        mutating func add(_ other: Cell) -> Bool {
            let bytes = bytes.addingReportingOverflow(other.bytes)
            let packets = packets.addingReportingOverflow(other.packets)
            let flows = flows.addingReportingOverflow(other.flows)
            guard !bytes.overflow, !packets.overflow, !flows.overflow else { return false }
            self = Cell(bytes: bytes.partialValue, packets: packets.partialValue, flows: flows.partialValue)
            return true
        }

        var traffic: Traffic {
            var traffic = Traffic()
            traffic.flows = UInt64(flows)
            traffic.packets = UInt128(packets)
            traffic.bytes = UInt128(bytes)
            return traffic
        }
    }

    /// Adds the counted records of a chunk that a mask selects, all of them without one; says of the others what they
    /// are.
    mutating func add(_ chunk: Chunk, _ mask: RecordMask?) -> RecordTally {
        var tally = RecordTally()
        var window = RowWindow(chunk)
        for start in stride(from: 0, to: chunk.count, by: RowWindow.size) {
            tally += window.load(from: start, mask)
            guard window.selectedCount > 0 else { continue }
            makePages(for: window)
            if makeRoom(for: window) { Self.add(window, directory, to: &cells) } else { addWidely(window) }
        }
        return tally
    }

    private mutating func makePages(for window: RowWindow) {
        if directory.isEmpty { directory = [UInt16](repeating: 0, count: Self.directorySize) }
        for row in window.selected[..<window.selectedCount] { makePage(Int(window.keys[Int(row)] >> 10)) }
    }

    /// The hot loop; `makePages` and `makeRoom` were called for the window.
    private static func add(_ window: RowWindow, _ directory: [UInt16], to cells: inout [Cell]) {
        let selected = window.selected.span
        let keys = window.keys.span
        let packets = window.packets.span
        let bytes = window.bytes.span
        let directory = directory.span
        cells.withUnsafeMutableBufferPointer { cells in
            // A row is one of the window's, a key has 26 bits, and its page is there.
            func add(_ row: Int) {
                let key = Int(truncatingIfNeeded: keys[unchecked: row])
                let page = Int(truncatingIfNeeded: directory[unchecked: key >> 10]) &- 1
                let cell = page &* pageSize &+ (key & 1023)
                cells[cell].flows &+= 1
                cells[cell].packets &+= UInt32(truncatingIfNeeded: packets[unchecked: row])
                cells[cell].bytes &+= bytes[unchecked: row]
            }
            if window.selectedCount == window.count {
                for row in 0..<window.count { add(row) }
            } else {
                for index in 0..<window.selectedCount { add(Int(truncatingIfNeeded: selected[unchecked: index])) }
            }
        }
    }

    /// Adds all groups of another table.
    mutating func merge(_ other: GroupTable) {
        guard !cells.isEmpty else {
            self = other
            return
        }
        if !bound.add(other.bound) {
            widen()
            // After this both are small: the sums of one are 0, and those of the other were possible.
            bound = other.bound
        }
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
        wide.merge(other.wide) { $0 + $1 }
    }

    /// Visits every group in the order of the reports' ties: by port, then by the protocol's name; O(pages).
    func forEachInOrder(_ visit: (_ key: UInt32, _ aggregate: Aggregate) -> Void) {
        guard !directory.isEmpty else { return }
        let byName = (0..<256).sorted { IPProtocol.rank[$0] < IPProtocol.rank[$1] }
        for ports in 0..<64 {
            let pages = byName.map { Pages(self, $0, ports) }.filter { !$0.isEmpty }
            for offset in 0..<Self.pageSize {
                for pages in pages {
                    guard let aggregate = aggregate(pages, offset) else { continue }
                    visit(UInt32(pages.ipProtocol << 16 | ports << 10 | offset), aggregate)
                }
            }
        }
    }

    /// How many groups there are at most: each verdict of a port and protocol counts as one.
    var mostGroups: Int { wide.count + cells.count { $0.flows > 0 } }

    /// The pages of 1024 ports under one protocol: where the cells of each verdict begin, or -1.
    private struct Pages {
        let ipProtocol: Int
        let ports: Int
        let unknown: Int
        let accepted: Int
        let rejected: Int

        init(_ table: GroupTable, _ ipProtocol: Int, _ ports: Int) {
            func start(_ verdict: Verdict) -> Int {
                let page = Int(table.directory[GroupTable.entry(verdict, ipProtocol, ports)])
                return page > 0 ? (page - 1) * GroupTable.pageSize : -1
            }
            self.ipProtocol = ipProtocol
            self.ports = ports
            unknown = start(.unknown)
            accepted = start(.accepted)
            rejected = start(.rejected)
        }

        var isEmpty: Bool { max(unknown, accepted, rejected) < 0 }
    }

    private static func entry(_ verdict: Verdict, _ ipProtocol: Int, _ ports: Int) -> Int {
        Int(verdict.rawValue) << 14 | ipProtocol << 6 | ports
    }

    /// The sums of one port; nil if it has no records.
    private func aggregate(_ pages: Pages, _ offset: Int) -> Aggregate? {
        func traffic(_ start: Int, _ verdict: Verdict) -> Traffic? {
            guard start >= 0 else { return nil }
            var traffic = cells[start + offset].traffic
            if !wide.isEmpty {
                let key = UInt32(Self.entry(verdict, pages.ipProtocol, pages.ports) << 10 | offset)
                traffic += wide[key] ?? Traffic()
            }
            return traffic.flows > 0 ? traffic : nil
        }
        let accepted = traffic(pages.accepted, .accepted)
        let rejected = traffic(pages.rejected, .rejected)
        let unknown = traffic(pages.unknown, .unknown)
        guard accepted != nil || rejected != nil || unknown != nil else { return nil }
        var aggregate = Aggregate()
        if let accepted { aggregate.judged = accepted }
        if let rejected {
            aggregate.rejected = rejected
            aggregate.judged += rejected
        }
        aggregate.all = aggregate.judged
        if let unknown { aggregate.all += unknown }
        return aggregate
    }

    @inline(__always)
    private mutating func makePage(_ entry: Int) {
        guard directory[entry] == 0 else { return }
        cells.append(contentsOf: repeatElement(Cell(), count: Self.pageSize))
        // At most 49,152 of them.
        directory[entry] = UInt16(truncatingIfNeeded: cells.count / Self.pageSize)
    }
}

extension GroupTable {
    /// Sees to it that no sum can overflow when the rows of a window are added; false when even sums that begin anew
    /// could.
    private mutating func makeRoom(for window: RowWindow) -> Bool {
        guard let packets = window.packets[..<window.count].sum.flatMap(UInt32.init(exactly:)),
            let bytes = window.bytes[..<window.count].sum
        else { return false }
        let growth = Cell(bytes: bytes, packets: packets, flows: UInt32(truncatingIfNeeded: window.count))
        if !bound.add(growth) {
            widen()
            bound = growth
        }
        return true
    }

    /// Adds all sums to wide ones, and begins them anew.
    private mutating func widen() {
        for (entry, page) in directory.enumerated() where page > 0 {
            for offset in 0..<Self.pageSize {
                let index = (Int(page) - 1) * Self.pageSize + offset
                guard cells[index].flows > 0 else { continue }
                wide[UInt32(entry << 10 | offset), default: Traffic()] += cells[index].traffic
                cells[index] = Cell()
            }
        }
        bound = Cell()
    }

    private mutating func addWidely(_ window: RowWindow) {
        for row in window.selected[..<window.selectedCount].map(Int.init) {
            wide[window.keys[row], default: Traffic()].add(packets: window.packets[row], bytes: window.bytes[row])
        }
    }
}

extension ArraySlice<UInt64> {
    /// The sum; nil if it could have more than 64 bits.
    fileprivate var sum: UInt64? {
        var sum: UInt64 = 0
        var upper: UInt64 = 0
        // Without a branch for a number: the upper halves, summed up apart, tell whether the sum fits.
        for number in self {
            sum &+= number
            upper &+= number >> 32
        }
        return count < 1 << 31 && upper < 1 << 31 ? sum : nil
    }
}
