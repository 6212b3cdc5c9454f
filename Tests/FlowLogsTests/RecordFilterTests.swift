import Testing

@testable import FlowLogs

/// Filters over columns against the oracle that looks at one record at a time, and some that read like SQL.
struct RecordFilterTests {
    private static let table = """
        dstport,protocol,tag
        443,tcp,web
        80,tcp,web
        22,tcp,admin
        53,udp,dns
        0,icmp,ping
        8080,tcp,Untagged
        25,tcp,sv_P1
        """

    private let lookup: LookupTable

    init() throws { lookup = try LookupTable(parsing: Bytes(Self.table.utf8)) }

    /// Logs that between them have columns of every kind and width, with and without unknown values.
    private static func log(_ name: String) throws -> Bytes {
        switch name {
        case "flow.log":
            // The first hundred lines are enough for one filter; they are looked at by a thousand.
            let lines = try SampleFiles.log("flow.log").split(separator: UInt8(ascii: "\n"))
            return Bytes(lines.prefix(100).joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")]
        case "broken.log":
            return try SampleFiles.log("broken.log")
        case "version 5":
            var random = SeededRandom(seed: 21)
            let names = DocumentedFields.vpc.prefix(4).flatMap(\.names).sorted()
            let lines = (0..<100).map { _ in names.map { word($0, &random) }.joined(separator: " ") }
            return Bytes(([names.joined(separator: " ")] + lines).map { $0 + "\n" }.joined().utf8)
        default:
            return Bytes(byHand.utf8)
        }
    }

    private static func word(_ name: String, _ random: inout SeededRandom) -> String {
        if random.once(in: 8) { return "-" }
        return switch name {
        case "dstport", "srcport": random.pick(["22", "80", "443", "8080", String(random.below(65536))])
        case "protocol": random.pick(["6", "6", "17", "1", "58"])
        case "srcaddr", "dstaddr": "10.0.\(random.below(4)).\(random.below(256))"
        case "pkt-srcaddr", "pkt-dstaddr": random.pick(["10.0.0.1", "2001:db8::\(random.below(9))"])
        case _ where DocumentedFields.numbers.contains(name): String(random.below(random.pick([2, 300, 70_000])))
        case "start", "end": String(1_620_129_600 + random.below(600))
        case "action", "log-status": random.pick(["ACCEPT", "accept", "REJECT", "OK"])
        default: "\(name.prefix(3))-\(random.below(5))"
        }
    }

    /// Columns of one value, of none, of numbers from end to end with an unknown one among them; IPv6; skipped records.
    private static let byHand = """
        dstport protocol srcaddr dstaddr packets bytes start colour action log-status
        443 6 10.0.0.1 2001:db8::1 0 18446744073709551615 7 - ACCEPT OK
        80 6 10.0.0.2 10.0.0.1 18446744073709551615 - 7 - REJECT OK
        8080 6 - ::ffff:10.0.0.1 - 18446744073709551614 7 - - OK
        - 6 :: 255.255.255.255 18446744073709551614 0 7 - accept NODATA
        22 - 0.0.0.0 - 1 1 7 - Accept SKIPDATA
        - - - - - - - - - -
        0 1 2001:db8::ffff 10.0.0.255 255 256 7 - REJECT OK
        0 58 10.0.0.1 10.1.0.0 256 255 7 - REJECT -
        dstport protocol
        443 6
        dstport protocol dstport tcp-flags
        1 6 22 18
        22 6 - 0

        """

    @Test(
        "Random filters select the records that the oracle selects",
        arguments: [
            "flow.log", "version 5", "broken.log", "by hand",
        ], [1, 2] as [UInt64])
    func randomFilters(name: String, seed: UInt64) throws {
        let log = try Self.log(name)
        var twin = NaiveParser(format: LogFormat.version2.names, isFormatFixed: false)
        twin.parse(log)
        var parser = BlockParser(isFormatFixed: false)
        let chunks = parser.chunks(of: log.span, in: .version2).1
        let records = twin.rows.map(FilterOracle.Record.init)
        let oracle = FilterOracle(lookup: lookup)
        var filters = RandomFilters(seed: seed, near: twin.rows, tags: lookup.tags.map(\.bytes))
        var selections: Set<[UInt8]> = []
        for _ in 0..<500 {
            let filter = filters.next()
            let compiled = RecordFilter(filter, lookup: lookup)
            let mask = chunks.flatMap { compiled.mask(of: $0).rows }
            let expected = records.map { oracle.matches(filter, $0) ? UInt8(1) : 0 }
            #expect(mask == expected, "\(filter)")
            if mask != expected { return }
            selections.insert(mask)
        }
        // Filters that select everything or nothing prove little.
        #expect(selections.count > 60)
    }

    /// The numbers of the records, from 0, that a filter as people write it selects.
    private func select(_ text: String, from log: String = byHand) throws -> [Int] {
        var parser = BlockParser(isFormatFixed: false)
        let chunks = parser.chunks(of: Bytes(log.utf8).span, in: .version2).1
        let fields = chunks.flatMap(\.format.fields)
        let filter = try FilterSyntax.parse(Bytes(text.utf8), tags: lookup.tags, fields: fields)
        let compiled = RecordFilter(filter, lookup: lookup)
        let mask = chunks.flatMap { compiled.mask(of: $0).rows }
        return mask.indices.filter { mask[$0] == 1 }
    }

    @Test(
        "Unknown is neither equal nor different, and so is its negation",
        arguments: [
            ("packets = 1", [4]), ("packets != 1", [0, 1, 3, 6, 7]), ("not packets = 1", [0, 1, 3, 6, 7]),
            ("packets is unknown", [2, 5, 8, 9, 10]), ("not packets is unknown", [0, 1, 3, 4, 6, 7]),
            ("packets is not null", [0, 1, 3, 4, 6, 7]), ("packets = 1 or packets != 1", [0, 1, 3, 4, 6, 7]),
            ("packets >= 0", [0, 1, 3, 4, 6, 7]), ("bytes > 18446744073709551613", [0, 2]),
            ("bytes = 18446744073709551615", [0]), ("bytes != 18446744073709551615", [2, 3, 4, 6, 7]),
            ("dstport != 22", [0, 1, 2, 6, 7, 8]), ("port != 22", []), ("not port = 22", []), ("port = 22", [4, 9]),
            ("not (packets = 1 and dstport = 22)", [0, 1, 2, 3, 6, 7, 8]), ("colour = x or dstport = 22", [4, 9]),
            ("colour is unknown", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), ("not colour = x", []),
            ("start = 7 and not bytes = 0", [0, 2, 4, 6, 7]),
        ])
    func unknown(filter: String, rows: [Int]) throws {
        #expect(try select(filter) == rows)
    }

    @Test(
        "Either port",
        arguments: [
            ("port = 22", [0, 1, 3]), ("port != 22", [2]), ("not port != 22", [0, 1, 3]), ("22/tcp", [1]),
            ("22", [1, 3]),
            ("port is unknown", [3, 4]), ("srcport != 22", [1, 2]),
        ])
    func eitherPort(filter: String, rows: [Int]) throws {
        let log = "srcport dstport protocol\n22 1 6\n1 22 6\n1 2 6\n- 22 17\n- 1 6\n"
        #expect(try select(filter, from: log) == rows)
    }

    @Test(
        "Tags are of counted records only, Untagged among them",
        arguments: [
            ("tag = web", [0, 1, 8]), ("tag != web", [2, 6, 7, 9]), ("not tag = web", [2, 6, 7, 9]),
            ("tag = Untagged", [2, 7]), ("not tag = Untagged", [0, 1, 6, 8, 9]), ("tag is unknown", [3, 4, 5, 10]),
            ("tag is not unknown", [0, 1, 2, 6, 7, 8, 9]), ("tag in (admin, ping)", [6, 9]),
            ("tag like 'w%'", [0, 1, 8]),
            ("service = https", [0, 8]), ("service != https", [1, 2, 9]), ("service is unknown", [3, 4, 5, 6, 7, 10]),
        ])
    func tags(filter: String, rows: [Int]) throws {
        #expect(try select(filter) == rows)
    }

    @Test(
        "Addresses by family, keywords without case",
        arguments: [
            ("srcaddr = 10.0.0.1", [0, 7]), ("srcaddr != 10.0.0.1", [1, 3, 4, 6]), ("addr = 10.0.0.1", [0, 1, 7]),
            ("dstaddr = ::ffff:10.0.0.1", [2]), ("srcaddr in 0.0.0.0/0", [0, 1, 4, 7]), ("srcaddr in ::/0", [3, 6]),
            ("not srcaddr in ::/0", [0, 1, 4, 7]), ("addr in 2001:db8::/32", [0, 6]), ("action = accept", [0, 3, 4]),
            ("action != ACCEPT", [1, 6, 7]), ("srcaddr like '10.%'", [0, 1, 7]),
            ("srcaddr is unknown", [2, 5, 8, 9, 10]),
            ("log-status = nodata", [3]), ("log-status is unknown", [5, 7, 8, 9, 10]),
        ])
    func addressesAndKeywords(filter: String, rows: [Int]) throws {
        #expect(try select(filter) == rows)
    }

    @Test("Counting what matches is counting by the mask")
    func countedBlock() throws {
        var parser = BlockParser(isFormatFixed: false)
        let chunks = parser.chunks(of: Bytes(Self.byHand.utf8).span, in: .version2).1
        let all = CountedBlock(matching: RecordFilter(.and([]), lookup: lookup), in: chunks)
        let plain = parser.counts(of: Bytes(Self.byHand.utf8).span, in: .version2).1
        #expect(all.keys == plain.keys)
        #expect(all.tally == plain.tally)
        let none = CountedBlock(matching: RecordFilter(.or([]), lookup: lookup), in: chunks)
        #expect(none.keys.isEmpty && none.tally == RecordTally())
        let filter = try FilterSyntax.parse(Bytes("start = 7 and (dstport = 443 or dstport is unknown)".utf8), tags: [])
        let some = CountedBlock(matching: RecordFilter(filter, lookup: lookup), in: chunks)
        #expect(some.keys == [6 << 16 | 443])
        #expect(some.tally.nodata == 1 && some.tally.skipped == 1)
    }
}
