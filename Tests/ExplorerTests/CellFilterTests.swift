import FlowLogs
import Screen
import Testing

@testable import Explorer

/// Only this, not this: every cell of every pane becomes the condition that it says, counted by hand.
struct CellFilterTests {
    /// A log of three formats, with unknown values, skipped records and no actions in places.
    static let formats: String = {
        var log = "version srcaddr dstaddr dstport protocol action tcp-flags traffic-path pkt-dst-aws-service bytes\n"
        for index in 0..<30 {
            let action = ["ACCEPT", "REJECT", "-"][index % 3]
            let path = index % 4 == 0 ? "-" : "\(index % 4)"
            log += "5 10.0.0.\(index % 5) 2001:db8::\(index % 2) \([22, 443, 9][index % 3]) \([6, 17][index % 2]) "
            log += "\(action) \(index % 4) \(path) \(["S3", "-", "EC2"][index % 3]) \(index % 7)\n"
        }
        log += "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end "
        log += "action log-status\n" + TestLogs.nodata + TestLogs.record(22) + TestLogs.record(53, 17)
        return log + "dstport protocol colour\n53 17 red\n0 1 blue\n- - red\n443 6 -\n"
    }()

    private let lookup: LookupTable

    init() throws { lookup = try TestLogs.setting().lookup }

    /// All records of a view, one by one.
    private func records(_ rig: Rig) -> [RecordReference] {
        rig.state.view.matches.records(at: 0..<rig.state.view.matches.count)
    }

    /// How many records have a value, or have another one; without a value, how many have none, or any.
    private func count<Value: Equatable>(
        _ records: [RecordReference], _ wanted: Value?, isNegated: Bool, _ value: (RecordReference) -> Value?
    ) -> Int {
        records.filter { record in
            let value = value(record)
            if wanted == nil || value == nil { return wanted == nil && (value == nil) != isNegated }
            return (value == wanted) != isNegated
        }.count
    }

    private func expected(_ key: GroupKey, _ column: GroupColumn, _ all: [RecordReference], _ isNegated: Bool) -> Int {
        func tag(_ record: RecordReference) -> FlowLogs.Tag? { record.key.map { lookup.tag(of: $0) ?? .untagged } }
        if column == .reject {
            return count(all, "REJECT", isNegated: isNegated) { record in
                guard case .word(let word)? = record.value(of: .action) else { return nil }
                return String(decoding: word, as: UTF8.self).uppercased()
            }
        }
        switch (key, column) {
        case (.tag(let wanted), _): return count(all, wanted, isNegated: isNegated, tag)
        case (.port(let key), .port): return count(all, key.port, isNegated: isNegated) { $0.key?.port }
        case (.port(let key), .ipProtocol):
            return count(all, key.ipProtocol, isNegated: isNegated) { $0.key?.ipProtocol }
        case (.port(let key), .service):
            return count(all, ServiceName.name(of: key), isNegated: isNegated) { $0.key.flatMap(ServiceName.name) }
        case (.port(let key), .tag):
            return count(all, lookup.tag(of: key) ?? .untagged, isNegated: isNegated, tag)
        case (.port(let key), _): return count(all, key, isNegated: isNegated) { $0.key }
        }
    }

    private func expect(_ rig: Rig, _ count: Int, _ what: String) {
        #expect(rig.crumbs.count == 1, "\(what)")
        #expect(rig.state.view.matches.count == count, "\(what): \(rig.crumbs)")
        #expect(rig.screen.contains("all ▸ "), "\(what)")
    }

    private func bases() throws -> [Rig] {
        try [Rig.small(columns: 160, rows: 50), Rig.made(Self.formats, columns: 160, rows: 50)]
    }

    @Test func ofTagsAndPorts() throws {
        for base in try bases() {
            let all = records(base)
            for pane in ["1", "2"] {
                for row in ["", "j j", "G"] {
                    for column in 0..<(pane == "1" ? 4 : 7) {
                        for isNegated in [false, true] {
                            var rig = base
                            rig.press("\(pane) \(row)" + String(repeating: " l", count: column))
                            let focused = try #require(rig.state.panes.focusedGroups)
                            #expect(focused.column == column)
                            let key = try #require(focused.selected(in: rig.state.view)?.key)
                            rig.press(isNegated ? "-" : "+")
                            let count = expected(key, focused.columns[column], all, isNegated)
                            expect(rig, count, "\(key) \(focused.columns[column]) \(isNegated)")
                        }
                    }
                }
            }
        }
    }

    @Test func ofRecords() throws {
        for base in try bases() {
            var base = base
            // A switched-off condition of an empty tag has every record in the list, skipped ones too.
            base.press("s 1 Tab s 1")
            let all = records(base)
            let columns = base.state.recordColumns
            for row in ["", "G"] {
                for index in columns.indices {
                    for isNegated in [false, true] {
                        var rig = base
                        rig.press("3 \(row)" + String(repeating: " l", count: index))
                        let record = try #require(rig.state.panes.records.selected)
                        rig.press(isNegated ? "-" : "+")
                        let count =
                            switch columns[index] {
                            case .tag: self.count(all, record.tag(lookup), isNegated: isNegated) { $0.tag(lookup) }
                            case .field(let field):
                                self.count(all, record.value(of: field), isNegated: isNegated) { $0.value(of: field) }
                            }
                        expect(rig, count, "\(columns[index]) \(isNegated)")
                    }
                }
            }
        }
    }

    @Test func ofTheRecordPage() throws {
        for base in try bases() {
            var base = base
            base.press("G 3 Enter")
            let all = records(base)
            let sheet = try #require(base.state.sheets.last)
            let lines = base.state.lines(of: sheet)
            #expect(lines.count > 4)
            for (row, line) in lines.enumerated() {
                for isNegated in [false, true] {
                    var rig = base
                    rig.press(String(repeating: " j", count: row) + (isNegated ? " -" : " +"))
                    let count: Int
                    switch line.subject {
                    case .field(let field, let value)?:
                        count = self.count(all, value, isNegated: isNegated) { $0.value(of: field) }
                    case .tag(let tag)?: count = self.count(all, tag, isNegated: isNegated) { $0.tag(lookup) }
                    case .service(let service)?:
                        count = self.count(all, service, isNegated: isNegated) { $0.key.flatMap(ServiceName.name) }
                    case nil:
                        #expect(rig.messageLine == " There is nothing to filter by here.")
                        #expect(rig.crumbs.isEmpty)
                        continue
                    }
                    #expect(rig.state.sheets.isEmpty)
                    expect(rig, count, "\(line.text) \(isNegated)")
                }
            }
        }
    }

    @Test func ofHostileData() throws {
        var setting = State.Setting()
        setting.lookup = try LookupTable(parsing: TestLogs.hostile.lookup)
        let base = Rig(TestLogs.hostile.log, setting, size: Size(rows: 24, columns: 120))
        for row in 0..<3 {
            for pane in ["1", "2 l l l"] {
                var rig = base
                rig.press(pane + String(repeating: " j", count: row))
                let group = try #require(rig.state.panes.focusedGroups?.selected(in: rig.state.view))
                rig.press("+")
                #expect(rig.flows == group.aggregate.all.flows, "\(rig.crumbs)")
                rig.press("= -")
                #expect(rig.flows == base.flows - group.aggregate.all.flows, "\(rig.crumbs)")
            }
        }
    }

    @Test func aColumnWithoutRoomIsNotUnderTheCursor() throws {
        var rig = try Rig.sample(columns: 120)
        rig.press("2 l l")
        #expect(rig.state.panes.ports.selectedColumn == .service)
        rig.press("44x24")
        #expect(rig.state.panes.ports.selectedColumn == .ipProtocol)
        rig.press("+")
        #expect(rig.crumbs == ["protocol = tcp"])
    }

    @Test func nothingIsMadeOfNothing() throws {
        var rig = try Rig.made("")
        for keys in ["1 +", "2 -", "3 +", "? -", "! +"] {
            rig.press(keys)
            #expect(rig.messageLine == " There is nothing to filter by here.", "\(keys)")
            #expect(rig.crumbs.isEmpty)
        }
    }
}
