import Testing

@testable import FlowLogs

struct CountReportsTests {
    private func reports(_ counts: [(port: UInt16, ipProtocol: UInt8, count: UInt64)], _ table: String) throws
        -> CountReports
    {
        var sums = PortProtocolCounts()
        for (port, ipProtocol, count) in counts {
            sums.add(count, of: PortProtocol(port: port, ipProtocol: IPProtocol(rawValue: ipProtocol)).packed)
        }
        let lookup = try table.isEmpty ? .empty : LookupTable(parsing: Bytes("dstport,protocol,tag\n\(table)".utf8))
        return CountReports(sums, lookup: lookup)
    }

    private func csv(_ reports: CountReports, _ kind: CountReports.Kind) -> String {
        String(decoding: reports.csv(kind), as: UTF8.self)
    }

    @Test("No records: headers only")
    func empty() throws {
        let reports = try reports([], "443,tcp,web\n")
        #expect(csv(reports, .tags) == "Tag,Count\n")
        #expect(csv(reports, .ports) == "Port,Protocol,Count\n")
        #expect(reports.tagged == 0 && reports.untagged == 0)
        #expect(CountReports.Kind.allCases.map(\.fileStem) == ["tag_counts", "port_protocol_counts"])
    }

    @Test("Ports by count, then as numbers, then by the protocol's bytes")
    func portOrder() throws {
        let reports = try reports(
            [
                (9, 6, 5), (10, 6, 5), (100, 6, 5), (80, 6, 7), (53, 17, 5), (53, 6, 5), (53, 1, 5), (53, 200, 5),
                (53, 61, 5),
            ], "")
        #expect(
            csv(reports, .ports) == """
                Port,Protocol,Count
                80,tcp,7
                9,tcp,5
                10,tcp,5
                53,200,5
                53,61,5
                53,icmp,5
                53,tcp,5
                53,udp,5
                100,tcp,5

                """)
    }

    @Test("Tags by count, then by their bytes; a tag without records has no row")
    func tagOrder() throws {
        let table = "1,tcp,b\n2,tcp,a\n3,tcp,B\n4,tcp,é\n5,tcp,ab\n6,tcp,z\n7,tcp,never\n8,tcp,a\n"
        let reports = try reports([(1, 6, 3), (2, 6, 1), (3, 6, 3), (4, 6, 3), (5, 6, 3), (6, 6, 9), (8, 6, 2)], table)
        #expect(csv(reports, .tags) == "Tag,Count\nz,9\nB,3\na,3\nab,3\nb,3\né,3\n")
        #expect(reports.tagged == 24 && reports.untagged == 0)
    }

    @Test("A tag spelled Untagged shares the row; who is in the table is still told apart")
    func untagged() throws {
        let reports = try reports([(1, 6, 3), (2, 6, 4), (3, 6, 1)], "1,tcp,Untagged\n3,tcp,untagged\n")
        #expect(csv(reports, .tags) == "Tag,Count\nUntagged,7\nuntagged,1\n")
        #expect(reports.tagged == 4 && reports.untagged == 4)
    }

    @Test("Without a table everything is untagged")
    func noTable() throws {
        #expect(csv(try reports([(0, 1, 2), (443, 6, 2)], ""), .tags) == "Tag,Count\nUntagged,4\n")
    }

    @Test func spreadsheetSafe() throws {
        let reports = try reports([(1, 6, 1)], "1,tcp,\"=1,\"\"2\"\"\"\n")
        #expect(csv(reports, .tags) == "Tag,Count\n\"=1,\"\"2\"\"\",1\n")
        let safe = reports.csv(.tags, isSpreadsheetSafe: true)
        #expect(String(decoding: safe, as: UTF8.self) == "Tag,Count\n\"'=1,\"\"2\"\"\",1\n")
    }

    @Test("Counts of any keys add up as a dictionary does, merged in any order")
    func counts() {
        var random = SeededRandom(seed: 16)
        var naive: [UInt32: UInt64] = [:]
        var parts = [PortProtocolCounts](repeating: PortProtocolCounts(), count: 3)
        for _ in 0..<5000 {
            let key =
                UInt32(random.below(256)) << 16 | UInt32(random.pick([0, 1023, 1024, 65535, random.below(65536)]))
            naive[key, default: 0] += 1
            parts[random.below(3)].add([key])
        }
        for order in [[0, 1, 2], [2, 0, 1]] {
            var sum = PortProtocolCounts()
            for index in order { sum.merge(parts[index]) }
            var found: [UInt32: UInt64] = [:]
            var keys: [UInt32] = []
            sum.forEach { key, count in
                found[key] = count
                keys.append(key)
            }
            #expect(found == naive)
            #expect(keys == keys.sorted())
            #expect(sum != parts[0])
            #expect(CountReports(sum, lookup: .empty).untagged == 5000)
        }
    }
}
