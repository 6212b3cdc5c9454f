import Testing

@testable import FlowLogs

/// Sums and matches of chunks against a twin that adds up one record at a time, each a dictionary of words.
struct EvaluationTests {
    /// As reports order what has the same count: by port, then by the protocol's name.
    private static func comesFirst(_ left: UInt32, _ right: UInt32) -> Bool {
        let (left, right) = (PortProtocol(packed: left), PortProtocol(packed: right))
        guard left.port == right.port else { return left.port < right.port }
        return left.ipProtocol.name.utf8.lexicographicallyPrecedes(right.ipProtocol.name.utf8)
    }

    private static let table = """
        dstport,protocol,tag
        443,tcp,web
        80,tcp,web
        22,tcp,admin
        53,udp,dns
        0,icmp,Ping
        8080,tcp,Untagged
        25,tcp,untagged
        65535,255,last
        """

    let lookup: LookupTable

    init() throws { lookup = try LookupTable(parsing: Bytes(Self.table.utf8)) }

    private static let formats = [
        HostileLines.version2, "dstport protocol packets bytes action log-status", "dstport protocol bytes",
        "action protocol dstport", "srcaddr dstport dstaddr protocol packets action log-status",
        "action log-status packets bytes", "dstport protocol packets action bytes packets action",
        "colour dstport protocol bytes action",
    ]

    private static func word(_ name: String, _ random: inout SeededRandom) -> String {
        if random.once(in: 9) { return "-" }
        let hostile = ["0", "00", "18446744073709551616", "+1", "1e3", "x", "18446744073709551615"]
        return switch name {
        case "dstport":
            random.pick([
                "22", "25", "53", "443", "0443", "8080", "0", "255", "256", "65535", String(random.below(65536)),
            ])
        case "protocol": random.pick(["6", "6", "6", "17", "1", "0", "58", "255"])
        case "srcaddr", "dstaddr":
            random.pick(["10.0.\(random.below(4)).1", "2001:DB8::\(random.below(9))", "::", "x"])
        case "packets", "bytes":
            random.once(in: 4) ? random.pick(hostile) : String(random.below(random.pick([3, 9000])))
        case "action":
            random.pick(["ACCEPT", "ACCEPT", "accept", "REJECT", "reject", "Reject", "REJECTED", "odd", "--"])
        case "log-status": random.pick(["OK", "OK", "NODATA", "nodata", "SKIPDATA", "SkipData", "NODATAX"])
        case "colour": random.pick(["Red", "rED", "blue"])
        default: "\(name.prefix(3))-\(random.below(5))"
        }
    }

    /// Lines of random formats, headers before them; some are malformed or blank, some are NODATA as AWS writes it.
    static func log(seed: UInt64, lines: Int) -> String {
        var random = SeededRandom(seed: seed)
        var format = DocumentedFields.words(HostileLines.version2)
        var log = ""
        for _ in 0..<lines {
            if random.once(in: 25) {
                format = DocumentedFields.words(random.pick(formats))
                log += format.joined(separator: " ") + "\n"
            }
            if random.once(in: 40) { log += random.pick(["\n", "odd line\n", "70000 6 1\n"]) }
            let isIdle = random.once(in: 12)
            let status = random.pick(["NODATA", "SKIPDATA", "other"])
            let words = format.map { isIdle ? $0 == "log-status" ? status : "-" : word($0, &random) }
            log += words.joined(separator: " ") + "\n"
        }
        return log
    }

    // MARK: The twin

    /// All, judged and rejected, each as flows, packets and bytes.
    private struct Sums: Equatable {
        var all: [UInt128] = [0, 0, 0]
        var judged: [UInt128] = [0, 0, 0]
        var rejected: [UInt128] = [0, 0, 0]

        init() {}

        init(_ aggregate: Aggregate) {
            func amounts(_ traffic: Traffic) -> [UInt128] { Metric.allCases.map { traffic[$0] } }
            all = amounts(aggregate.all)
            judged = amounts(aggregate.judged)
            rejected = amounts(aggregate.rejected)
        }

        mutating func add(_ record: [String: String]) {
            let amounts: [UInt128] = [1, Self.amount(record["packets"]), Self.amount(record["bytes"])]
            all = zip(all, amounts).map(+)
            guard let action = record["action"], action != "-" else { return }
            judged = zip(judged, amounts).map(+)
            if action.lowercased() == "reject" { rejected = zip(rejected, amounts).map(+) }
        }

        private static func amount(_ word: String?) -> UInt128 {
            guard let word, word.allSatisfy({ "0123456789".contains($0) }) else { return 0 }
            return UInt128(UInt64(word) ?? 0)
        }
    }

    /// What the records of a log are, one after the other, as the rules word it.
    private struct Twin {
        var ports: [UInt32: Sums] = [:]
        var tags: [Bytes: Sums] = [:]
        var total = Sums()
        var tally = RecordTally()
        var texts: [Bytes] = []
        var keys: [PortProtocol?] = []

        /// - Parameter isSelected: Whether the record with this number, from 0, matches.
        init(_ log: String, lookup: LookupTable, isSelected: (Int) -> Bool = { _ in true }) {
            var format = DocumentedFields.words(HostileLines.version2)
            var number = 0
            for line in log.split(separator: "\n") {
                let words = line.split(separator: " ").map(String.init)
                if words.contains("protocol") || words.contains("log-status") {
                    format = words
                    continue
                }
                var record: [String: String] = [:]
                for (name, word) in zip(format, words) { record[name] = word }
                let port = record["dstport"] ?? "-"
                let isOdd = port != "-" && UInt16(port) == nil
                guard words.count == format.count, !isOdd else { continue }
                defer { number += 1 }
                if isSelected(number) { add(record, lookup) }
            }
        }

        private mutating func add(_ record: [String: String], _ lookup: LookupTable) {
            guard let port = UInt16(record["dstport"] ?? "-"), let ipProtocol = UInt8(record["protocol"] ?? "-") else {
                switch record["log-status"]?.lowercased() {
                case "nodata": tally.nodata += 1
                case "skipdata": tally.skipdata += 1
                default: tally.otherSkipped += 1
                }
                return
            }
            let key = PortProtocol(port: port, ipProtocol: IPProtocol(rawValue: ipProtocol))
            tally.counted += 1
            total.add(record)
            ports[key.packed, default: Sums()].add(record)
            tags[lookup.tag(of: key)?.bytes ?? Bytes("Untagged".utf8), default: Sums()].add(record)
        }
    }

    private func check(_ summary: Summary, _ twin: Twin, _ comment: Comment? = nil) {
        let ports = summary.ports.map(\.key.packed)
        #expect(ports == twin.ports.keys.sorted(by: Self.comesFirst), comment)
        #expect(summary.ports.map { Sums($0.aggregate) } == ports.map { twin.ports[$0] }, comment)
        let tags = summary.tags.map(\.tag.bytes)
        #expect(tags == twin.tags.keys.sorted { $0.lexicographicallyPrecedes($1) }, comment)
        #expect(summary.tags.map { Sums($0.aggregate) } == tags.map { twin.tags[$0] }, comment)
        #expect(Sums(summary.total) == twin.total, comment)
        #expect(summary.records == twin.tally, comment)
        #expect(summary.matches.count == twin.tally.total, comment)
        // The books balance.
        let counted = UInt64(summary.records.counted)
        #expect(summary.ports.reduce(0) { $0 + $1.aggregate.all.flows } == counted, comment)
        #expect(summary.tags.reduce(0) { $0 + $1.aggregate.all.flows } == counted, comment)
        #expect(summary.total.all.flows == counted, comment)
    }

    // MARK: Chunks and evaluations

    /// The pieces of a log, each of whole lines and of about so many bytes.
    private static func blocks(_ log: String, _ size: Int) -> [Bytes] {
        var blocks: [Bytes] = [[]]
        for line in log.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast() {
            if blocks[blocks.count - 1].count >= size { blocks.append([]) }
            blocks[blocks.count - 1] += line + [UInt8(ascii: "\n")]
        }
        return blocks
    }

    static func chunks(_ log: String, _ size: Int = .max) -> [Chunk] {
        var parser = BlockParser(isFormatFixed: false)
        var format = LogFormat.version2
        return blocks(log, size).flatMap { block in
            let (parsed, chunks) = parser.chunks(of: block.span, in: format)
            format = parsed.format
            return chunks
        }
    }

    static func evaluation(_ query: Query, _ chunks: some Sequence<Chunk>) -> Evaluation {
        var evaluation = Evaluation(query)
        for chunk in chunks { evaluation.add(chunk) }
        return evaluation
    }

    /// The same query in one go, and in neighbouring parts that are cut and merged at random.
    func summaries(_ query: Query, _ chunks: [Chunk], _ random: inout SeededRandom) -> [Summary] {
        let cuts = [0] + (0..<4).map { _ in random.below(chunks.count + 1) }.sorted() + [chunks.count]
        var parts = zip(cuts, cuts.dropFirst()).map { Self.evaluation(query, chunks[$0..<$1]) }
        while parts.count > 1 {
            let place = random.below(parts.count - 1)
            let next = parts.remove(at: place + 1)
            parts[place].append(next)
        }
        return ([Self.evaluation(query, chunks)] + parts).map { $0.summary(lookup: lookup) }
    }

    static func text(_ row: NaiveRow) -> Bytes {
        let words = row.values.map { value in
            switch value {
            case .number(let number): return Bytes(String(number).utf8)
            case .word(let word): return word
            case .address(let address):
                var text = Bytes()
                address.write(to: &text)
                return text
            case nil: return Bytes("-".utf8)
            }
        }
        return Bytes(words.joined(separator: [UInt8(ascii: " ")]))
    }

    static func rows(_ log: String) -> [NaiveRow] {
        var parser = NaiveParser(format: LogFormat.version2.names, isFormatFixed: false)
        parser.parse(Bytes(log.utf8))
        return parser.rows
    }

    // MARK: Sums

    @Test("All records, in chunks of any size, cut anywhere", arguments: [1, 2, 3] as [UInt64])
    func allRecords(seed: UInt64) {
        let log = Self.log(seed: seed, lines: 500)
        let twin = Twin(log, lookup: lookup)
        var random = SeededRandom(seed: seed)
        for size in [1, 100, 1000, 10_000, .max] {
            let chunks = Self.chunks(log, size)
            for summary in summaries(Query(nil, isGrouped: true), chunks, &random) {
                check(summary, twin, "blocks of \(size)")
            }
        }
        // A log that lacks something proves little.
        #expect(twin.tally.counted > 200 && twin.tally.nodata > 0 && twin.tally.skipdata > 0)
        #expect(twin.tally.otherSkipped > 0 && twin.total.rejected[2] > 1 << 64)
        #expect(twin.tags.count > 4 && twin.ports.count > 50)
        #expect(twin.ports.values.contains { $0.all != $0.judged && $0.judged != $0.rejected && $0.rejected[0] > 0 })
    }

    @Test("Those that a filter selects", arguments: [1, 2] as [UInt64])
    func filteredRecords(seed: UInt64) {
        let log = Self.log(seed: seed, lines: 150)
        let rows = Self.rows(log)
        let records = rows.map(FilterOracle.Record.init)
        let oracle = FilterOracle(lookup: lookup)
        let cuts = [1, 500, 3000].map { Self.chunks(log, $0) }
        var filters = RandomFilters(seed: seed, near: rows, tags: lookup.tags.map(\.bytes))
        var random = SeededRandom(seed: seed)
        var selections: Set<[Bool]> = []
        for number in 0..<40 {
            let filter = filters.next()
            let isSelected = records.map { oracle.matches(filter, $0) }
            selections.insert(isSelected)
            let twin = Twin(log, lookup: lookup) { isSelected[$0] }
            let texts = zip(rows, isSelected).filter(\.1).map { Self.text($0.0) }
            let query = Query(RecordFilter(filter, lookup: lookup), isGrouped: true)
            for summary in summaries(query, cuts[number % cuts.count], &random) {
                check(summary, twin, "\(filter)")
                #expect(summary.matches.records(at: 0..<texts.count).map(\.text) == texts, "\(filter)")
            }
        }
        #expect(selections.count > 10)
    }

    @Test("The reports of a summary are those that counting gives", arguments: [6, 7] as [UInt64])
    func reports(seed: UInt64) {
        let log = Self.log(seed: seed, lines: 500)
        var parser = BlockParser(isFormatFixed: false)
        var counts = RecordCounts()
        counts.add(parser.counts(of: Bytes(log.utf8).span, in: .version2).1)
        let evaluation = Self.evaluation(Query(nil, isGrouped: true), Self.chunks(log, 1000))
        for lookup in [lookup, .empty] {
            let summary = evaluation.summary(lookup: lookup)
            #expect(summary.reports(lookup: lookup) == CountReports(counts.ports, lookup: lookup))
            #expect(summary.records == counts.tally)
            check(summary, Twin(log, lookup: lookup))
        }
    }

    @Test("Every port of every protocol has a sum of its own")
    func everyGroup() {
        let ports = [0, 1, 255, 256, 257, 511, 512, 32767, 32768, 65279, 65280, 65535]
        let lines = (0..<256).flatMap { number in ports.map { "\($0) \(number) \($0 + number)\n" } }
        let log = "dstport protocol bytes\n" + lines.joined()
        let query = Query(nil, isGrouped: true)
        var whole = Self.evaluation(query, Self.chunks(log, 5000))
        check(whole.summary(lookup: lookup), Twin(log, lookup: lookup))
        #expect(whole.summary(lookup: lookup).ports.count == 256 * ports.count)
        whole.append(Self.evaluation(query, Self.chunks(log)))
        check(whole.summary(lookup: lookup), Twin(log + log, lookup: lookup))
    }

    @Test("Sums past 64 bits are exact")
    func largeSums() {
        let largest = UInt64.max
        let line = "443 6 \(largest) \(largest) REJECT\n"
        let log = "dstport protocol packets bytes action\n" + String(repeating: line, count: 5)
        let chunks = Self.chunks(log, 100)
        var evaluation = Self.evaluation(Query(nil, isGrouped: true), chunks)
        evaluation.append(Self.evaluation(Query(nil, isGrouped: true), chunks))
        let summary = evaluation.summary(lookup: lookup)
        for traffic in [summary.total.all, summary.total.judged, summary.total.rejected] {
            #expect(traffic.flows == 10)
            #expect(traffic.packets == 10 * UInt128(largest) && traffic.bytes == 10 * UInt128(largest))
        }
        #expect(summary.tags.map(\.aggregate) == [summary.total])
    }

    @Test("An unknown action is not judged, and any other one is not rejected")
    func verdicts() {
        let actions = ["ACCEPT", "-", "REJECT", "reject", "-", "odd", "REJECTS"]
        let log = "dstport protocol bytes action\n" + actions.map { "80 6 10 \($0)\n" }.joined()
        let total = Self.evaluation(Query(nil, isGrouped: true), Self.chunks(log)).summary(lookup: lookup).total
        #expect([total.all.flows, total.judged.flows, total.rejected.flows] == [7, 5, 2])
        #expect([total.all.bytes, total.judged.bytes, total.rejected.bytes] == [70, 50, 20])
        let without = "dstport protocol bytes\n80 6 10\n"
        let unknown = Self.evaluation(Query(nil, isGrouped: true), Self.chunks(without)).summary(lookup: lookup).total
        #expect(unknown.all.flows == 1 && unknown.judged == Traffic() && unknown.rejected == Traffic())
    }

    @Test("A tag spelled Untagged shares the row of those without a tag, and only it")
    func untagged() {
        let log = "dstport protocol bytes\n8080 6 1\n9999 6 10\n25 6 100\n"
        let summary = Self.evaluation(Query(nil, isGrouped: true), Self.chunks(log)).summary(lookup: lookup)
        #expect(summary.tags.map { String(decoding: $0.tag.bytes, as: UTF8.self) } == ["Untagged", "untagged"])
        #expect(summary.tags.map(\.aggregate.all.bytes) == [11, 100])
    }

    @Test("Ungrouped, records are found but not summed up; sums alone find none")
    func onlyOneOfBoth() {
        let log = Self.log(seed: 8, lines: 100)
        let chunks = Self.chunks(log, 1000)
        var random = SeededRandom(seed: 8)
        for summary in summaries(Query(nil, isGrouped: false), chunks, &random) {
            #expect(summary.matches.count == Self.rows(log).count)
            #expect(summary.ports.isEmpty && summary.tags.isEmpty && summary.total == Aggregate())
            #expect(summary.records == RecordTally())
        }
        // Some chunks are kept, of the others only the sums.
        let middle = chunks.count / 2
        var some = Self.evaluation(Query(nil, isGrouped: true), chunks[..<middle])
        var sums = Evaluation(Query(nil, isGrouped: true))
        for chunk in chunks[middle...] { sums.addSums(of: chunk) }
        #expect(sums.summary(lookup: lookup).matches.count == 0)
        some.append(sums)
        let summary = some.summary(lookup: lookup)
        let twin = Twin(log, lookup: lookup)
        #expect(summary.records == twin.tally && Sums(summary.total) == twin.total)
        #expect(summary.matches.count == chunks[..<middle].reduce(0) { $0 + $1.count })
    }

    @Test("No records, no groups")
    func nothing() {
        check(.empty, Twin("", lookup: lookup))
        check(Self.evaluation(Query(nil, isGrouped: true), []).summary(lookup: lookup), Twin("", lookup: lookup))
        var none = Evaluation(Query(nil, isGrouped: true))
        none.append(Evaluation(Query(nil, isGrouped: true)))
        check(none.summary(lookup: lookup), Twin("", lookup: lookup))
        #expect(Summary.empty.matches.records(at: 0..<10).isEmpty)
        #expect(Summary.empty.matches.place(of: Bytes("a".utf8), from: 0, isCancelled: { false }) == nil)
    }
}
