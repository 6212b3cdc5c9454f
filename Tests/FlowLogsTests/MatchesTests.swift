import Testing

@testable import FlowLogs

/// What a query finds, by place and by text, against a plain list of the matching records.
extension EvaluationTests {
    /// The matches of one query in chunks of several sizes, in one go and merged, and what they must be.
    private func matches(
        _ log: String, _ filter: String?, _ sizes: [Int], seed: UInt64
    ) throws -> (all: [Matches], rows: [NaiveRow]) {
        let rows = Self.rows(log)
        var random = SeededRandom(seed: seed)
        guard let filter else {
            let query = Query(nil, isGrouped: false)
            return (sizes.flatMap { summaries(query, Self.chunks(log, $0), &random).map(\.matches) }, rows)
        }
        let parsed = try FilterSyntax.parse(Bytes(filter.utf8), tags: lookup.tags)
        let oracle = FilterOracle(lookup: lookup)
        let query = Query(RecordFilter(parsed, lookup: lookup), isGrouped: false)
        let all = sizes.flatMap { summaries(query, Self.chunks(log, $0), &random).map(\.matches) }
        return (all, rows.filter { oracle.matches(parsed, FilterOracle.Record($0)) })
    }

    @Test("Records by their places", arguments: [nil, "action = reject", "port = 443", "bytes = 1 and bytes = 2"])
    func places(filter: String?) throws {
        let (all, rows) = try matches(Self.log(seed: 9, lines: 90), filter, [1, 300, 2000, .max], seed: 9)
        let texts = rows.map(Self.text)
        #expect(filter?.contains(" and ") == true ? rows.isEmpty : rows.count > 5)
        var random = SeededRandom(seed: 10)
        let ends = (0..<60).map { _ in random.below(rows.count + 3) }
        let ranges =
            [0..<0, 0..<1, 0..<rows.count, 0..<Int.max, rows.count..<rows.count, rows.count..<Int.max, -5..<2]
            + [Int.min..<Int.max, -3..<0] + zip(ends, ends.dropFirst()).map { min($0, $1)..<max($0, $1) }
        for matches in all {
            #expect(matches.count == rows.count)
            for range in ranges {
                let within = range.clamped(to: 0..<rows.count)
                let found = matches.records(at: range)
                #expect(found.map(\.text) == Array(texts[within]), "\(range)")
                #expect(found.map(\.key) == rows[within].map { FilterOracle.Record($0).key }, "\(range)")
            }
        }
    }

    @Test("A record has the values of its fields, of a field named twice the last one")
    func values() throws {
        let log = "dstport protocol packets srcaddr packets\n443 6 1 10.0.0.1 2\n- 6 - 2001:DB8:0::1 x\n"
        let found = Self.evaluation(Query(nil, isGrouped: false), Self.chunks(log)).summary(lookup: lookup)
            .matches.records(at: 0..<2)
        try #require(found.count == 2)
        #expect(found[0].value(of: .packets) == .number(2))
        #expect(found[0].value(of: .action) == nil && found[1].value(of: .packets) == nil)
        #expect(found.map(\.key) == [PortProtocol(packed: 6 << 16 | 443), nil])
        let texts = found.map { String(decoding: $0.text, as: UTF8.self) }
        #expect(texts == ["443 6 1 10.0.0.1 2", "- 6 - 2001:db8::1 -"])
    }

    @Test("Find from any start, either way round", arguments: [nil, "action = reject or dstport = 443"])
    func find(filter: String?) throws {
        let log = Self.log(seed: 11, lines: filter == nil ? 25 : 45)
        let (all, rows) = try matches(log, filter, [1, 400, .max], seed: 11)
        let texts = rows.map { Self.text($0).lowercased }
        let count = texts.count
        try #require(count > 10)
        let rare = String(decoding: texts[count / 2], as: UTF8.self)
        let needles = ["reJECT", "443", "2001:DB8", "NODATA", " - ", rare, rare.uppercased(), "nowhere", "\u{0}"]
        for matches in all {
            for needle in needles {
                let bytes = Bytes(needle.utf8)
                let isHit = texts.map { Self.contains($0, bytes.lowercased) }
                for start in [Int.min, -1] + Array(0..<count) + [count, Int.max] {
                    let origin = min(max(start, 0), count - 1)
                    for isBackwards in [false, true] {
                        let walk = (0..<count).map {
                            isBackwards ? (origin + count - $0) % count : (origin + $0) % count
                        }
                        let found = matches.place(
                            of: bytes, from: start, isBackwards: isBackwards, isCancelled: { false })
                        #expect(found == walk.first { isHit[$0] }, "\(needle) from \(start), \(isBackwards)")
                    }
                }
            }
        }
    }

    private static func contains(_ text: Bytes, _ part: Bytes) -> Bool {
        text.indices.contains { text[$0...].starts(with: part) }
    }

    @Test("Find nothing in nothing, nor for no text")
    func findNothing() throws {
        let (all, _) = try matches(Self.log(seed: 12, lines: 20), nil, [100], seed: 12)
        for matches in all { #expect(matches.place(of: [], from: 3, isCancelled: { false }) == nil) }
        let none = try matches(Self.log(seed: 12, lines: 20), "bytes = 1 and bytes = 2", [100], seed: 12).all
        for matches in none { #expect(matches.place(of: [0x31], from: 0, isCancelled: { false }) == nil) }
    }

    @Test("Cancelled, a search ends before the next chunk", arguments: [false, true])
    func cancelled(isBackwards: Bool) throws {
        let lines = (0..<100).map { "\($0) 6 \($0 == 50 ? "here" : "there")\n" }
        let log = "dstport protocol colour\n" + lines.joined()
        let matches = try #require(try matches(log, nil, [1], seed: 13).all.first)
        let needle = Bytes("6 here".utf8)
        let start = isBackwards ? 60 : 40
        #expect(matches.place(of: needle, from: start, isBackwards: isBackwards, isCancelled: { false }) == 50)
        #expect(matches.place(of: needle, from: start, isBackwards: isBackwards, isCancelled: { true }) == nil)
        var asked = 0
        let found = matches.place(of: needle, from: start, isBackwards: isBackwards) {
            asked += 1
            return asked > 5
        }
        #expect(found == nil && asked == 6)
    }
}
