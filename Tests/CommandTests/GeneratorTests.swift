import Foundation
import Testing

@testable import weir_bench

/// The generated logs: reproducible to the byte, shaped as AWS writes them, and busy where real networks are.
@Suite struct GeneratorTests {
    /// Positions in the default format.
    private enum Column {
        static let (account, source, destination, sourcePort, destinationPort) = (1, 3, 4, 5, 6)
        static let (ipProtocol, packets, bytes, start, end, action, status) = (7, 8, 9, 10, 11, 12, 13)
    }

    private func log(_ records: Int, seed: UInt64, layout: LogLayout = .version2) -> [UInt8] {
        var generator = LogGenerator(records: records, seed: seed, layout: layout)
        var text: [UInt8] = []
        while generator.appendBlock(to: &text) {}
        return text
    }

    private func rows(_ log: [UInt8]) -> [[String]] {
        log.split(separator: 0x0a).map { line in
            line.split(separator: 0x20, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
        }
    }

    private func sample(_ name: String) throws -> [UInt8] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try Array(Data(contentsOf: root.appending(path: "samples/\(name)")))
    }

    // MARK: Reproducible

    @Test func sameArgumentsGiveTheSameBytes() {
        #expect(log(12_000, seed: 1) == log(12_000, seed: 1))
        #expect(log(500, seed: 1) != log(500, seed: 2))
    }

    /// The samples pin the bytes for good: a generator that draws otherwise, on any machine, does not match them.
    @Test func samplesAreWhatTheGeneratorMakes() async throws {
        #expect(try sample("flow.log") == log(4000, seed: 58))

        let fields =
            "account-id action az-id bytes dstaddr dstport end flow-direction instance-id interface-id log-status"
            + " packets pkt-dst-aws-service pkt-dstaddr pkt-src-aws-service pkt-srcaddr protocol region srcaddr srcport"
            + " start sublocation-id sublocation-type subnet-id tcp-flags traffic-path type version vpc-id"
        let layout = try #require(LogLayout(list: fields))
        #expect(layout.columns.count == 29)
        #expect(!layout.columns.contains(.unknown))
        #expect(try gunzip(sample("flow-v5.log.gz")) == layout.header + log(2000, seed: 7, layout: layout))
    }

    /// The first numbers that the published algorithm gives for the seed 1234567.
    @Test func splitMixIsThePublishedOne() {
        var random = SplitMix(seed: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        #expect(expected.map { _ in random.next() } == expected)
    }

    @Test func choiceFollowsItsWeights() {
        let weights: [UInt64] = [700, 0, 200, 99, 1]
        let choice = WeightedChoice(weights: weights)
        var random = SplitMix(seed: 5)
        var counts = weights.map { _ in 0 }
        for _ in 0..<100_000 { counts[choice.pick(&random)] += 1 }
        for (count, weight) in zip(counts, weights) {
            #expect(abs(count - Int(weight) * 100) <= Int(weight) * 2 + 30)
        }
        #expect(counts[1] == 0)
    }

    // MARK: Shaped as AWS writes them

    @Test func everyRecordIsWhole() {
        for row in rows(log(20_000, seed: 3)) {
            #expect(row.count == 14)
            #expect(!row.contains(""))
            let (start, end) = (UInt64(row[Column.start]) ?? 0, UInt64(row[Column.end]) ?? 0)
            #expect(end >= start && end - start <= 600)
            #expect(start >= LogGenerator.defaultStart && start < LogGenerator.defaultStart + 6 * 3600 + 90)
            guard row[Column.status] == "OK" else {
                #expect(row[Column.status] == "NODATA" || row[Column.status] == "SKIPDATA")
                #expect(row[3...9].allSatisfy { $0 == "-" } && row[Column.action] == "-")
                continue
            }
            #expect(row[Column.source] != row[Column.destination])
            #expect(row[Column.action] == "ACCEPT" || row[Column.action] == "REJECT")
            if ["6", "17", "132"].contains(row[Column.ipProtocol]) {
                // A program that counts the source port must not get the right answer by chance.
                #expect(row[Column.sourcePort] != row[Column.destinationPort])
                #expect(row[Column.sourcePort] != "0" && row[Column.destinationPort] != "0")
            } else {
                #expect(row[Column.sourcePort] == "0" && row[Column.destinationPort] == "0")
            }
        }
    }

    @Test(
        arguments: [
            ("dstport", 2), ("vpc-id,dstport", 3), ("dstport region", 4), ("traffic-path\tsrcaddr", 5),
            ("ecs-task-id , dstport", 2),
        ] as [(String, Int)]
    )
    func versionIsTheHighestOfTheFields(list: String, version: Int) throws {
        let layout = try #require(LogLayout(list: "version " + list))
        #expect(layout.version == UInt64(version))
        #expect(rows(log(20, seed: 1, layout: layout)).allSatisfy { $0[0] == "\(version)" })
    }

    @Test func unknownFieldsAreDashes() throws {
        let layout = try #require(LogLayout(list: "dstport team-colour, protocol"))
        #expect(layout.header == Array("dstport team-colour protocol\n".utf8))
        let rows = rows(log(300, seed: 1, layout: layout))
        #expect(rows.count == 300)
        #expect(rows.allSatisfy { $0.count == 3 && $0[1] == "-" })
        #expect(rows.contains { $0[0] == "443" })
    }

    @Test(arguments: ["", " , ", "dstport 5xx", "${dstport}", "dst.port", "-"])
    func wordsThatAreNoFieldNamesAreRefused(list: String) {
        #expect(LogLayout(list: list) == nil)
    }

    /// Custom fields agree with the flow: direction, path, type, flags, and the interface's fields without traffic.
    @Test func customFieldsAgreeWithTheFlow() throws {
        let list =
            "vpc-id flow-direction traffic-path type srcaddr dstaddr pkt-srcaddr pkt-dstaddr tcp-flags protocol"
            + " log-status interface-id"
        let layout = try #require(LogLayout(list: list))
        var ownAddresses: [String: Set<String>] = [:]
        var translated = 0
        for row in rows(log(20_000, seed: 4, layout: layout)) {
            #expect(row[0].hasPrefix("vpc-0") && row[0].count == 4 + 17)
            guard row[10] == "OK" else {
                #expect(row[1...9].allSatisfy { $0 == "-" })
                continue
            }
            #expect(row[1] == "ingress" || row[1] == "egress")
            #expect((row[1] == "ingress" ? ["-"] : ["1", "3", "4", "7", "8"]).contains(row[2]))
            if row[3] == "IPv4" { ownAddresses[row[11], default: []].insert(row[1] == "ingress" ? row[5] : row[4]) }
            #expect((row[3] == "IPv6") == row[4].contains(":"))
            #expect(row[4].contains(":") == row[5].contains(":"))
            #expect(row[9] == "6" || row[8] == "0")
            if row[6] != row[4] || row[7] != row[5] { translated += 1 }
        }
        #expect(translated > 0)
        #expect(ownAddresses.values.allSatisfy { $0.count == 1 })
    }

    // MARK: Busy where real networks are

    @Test func trafficIsSpreadLikeThatOfARealNetwork() {
        let rows = rows(log(60_000, seed: 6))
        let flows = rows.filter { $0[Column.status] == "OK" }
        var counts: [String: (all: Int, rejected: Int)] = [:]
        for flow in flows {
            let key = flow[Column.destinationPort] + "/" + flow[Column.ipProtocol]
            counts[key, default: (0, 0)].all += 1
            if flow[Column.action] == "REJECT" { counts[key, default: (0, 0)].rejected += 1 }
        }
        let share = { (key: String) in counts[key].map { Double($0.rejected) / Double($0.all) } ?? -1 }
        #expect(counts.max { $0.value.all < $1.value.all }?.key == "443/6")
        #expect(["22/6", "23/6", "3389/6", "445/6"].allSatisfy { share($0) > 0.6 })
        #expect((0..<0.03).contains(share("443/6")))
        #expect(Set(flows.map { $0[Column.ipProtocol] }) == ["1", "6", "17", "47", "50", "58", "112", "132", "253"])
        #expect(counts.count > 15_000)
        #expect(Set(rows.map { $0[2] }).count == 100)
        #expect(Set(rows.map { $0[Column.account] }) == ["123456789010", "210987654321"])
        #expect((200...400).contains(rows.count { $0[Column.status] == "NODATA" }))
        #expect((10...60).contains(rows.count { $0[Column.status] == "SKIPDATA" }))
        #expect((400...800).contains(flows.count { $0[Column.source].contains(":") }))
        #expect(flows.contains { UInt64($0[Column.bytes]) ?? 0 > 1 << 32 })
        let starts = rows.compactMap { UInt64($0[Column.start]) }
        #expect(zip(starts, starts.dropFirst()).contains { $0 > $1 })
        #expect(zip(starts, starts.dropFirst()).allSatisfy { $1 + 90 > $0 })
    }

    // MARK: Spelling

    @Test(
        arguments: [
            ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 1], "2001:db8::1"),
            ([0x2001, 0xdb8, 0, 1, 1, 1, 1, 1], "2001:db8:0:1:1:1:1:1"),
            ([0x2001, 0xdb8, 0, 0, 1, 0, 0, 1], "2001:db8::1:0:0:1"),
            ([0x2001, 0, 0, 1, 0, 0, 0, 1], "2001:0:0:1::1"),
            ([0x2001, 0xdb8, 0x85a3, 0, 0, 0x8a2e, 0x370, 0x7334], "2001:db8:85a3::8a2e:370:7334"),
            ([0, 0, 0, 0, 0, 0, 0, 0], "::"), ([0, 0, 0, 0, 0, 0, 0, 1], "::1"), ([1, 0, 0, 0, 0, 0, 0, 0], "1::"),
        ] as [([UInt16], String)]
    )
    func ipv6IsSpelledAsInRFC5952(groups: [UInt16], text: String) {
        #expect(spelled { $0.append(ipv6: groups) } == text)
    }

    @Test func decimalsAreSpelledLikeTheStandardLibrarys() {
        let powers = sequence(first: UInt64(1)) { $0.multipliedReportingOverflow(by: 10).overflow ? nil : $0 * 10 }
        let edges = powers.flatMap { [$0 - 1, $0, $0 + 1] } + [.max, .max - 1]
        for value in Array(0...10_000) + edges {
            #expect(spelled { $0.append(decimal: value) } == String(value))
        }
        #expect(spelled { $0.append(ipv4: 0xcb00_7107) } == "203.0.113.7")
        #expect(spelled { $0.append(hex: 0xabc, width: 5) } == "00abc")
    }

    private func spelled(_ write: (inout OutputSpan<UInt8>) -> Void) -> String {
        String(decoding: [UInt8](capacity: 64) { write(&$0) }, as: UTF8.self)
    }

    // MARK: The command

    @Test(
        arguments: [
            ([], false), (["--header"], true), (["--format", "version dstport"], true),
            (["--format", "version dstport", "--no-header"], false), (["--gz", "--header"], true),
        ] as [([String], Bool)]
    )
    func commandWritesOneLog(options: [String], hasHeader: Bool) async throws {
        let file = URL.temporaryDirectory.appending(path: "generate-\(UUID().uuidString).log")
        defer { try? FileManager.default.removeItem(at: file) }
        let command = try Generate.parse(["--records", "25", "--seed", "8", "-o", file.path] + options)
        try await command.run()
        var text = try Array(Data(contentsOf: file))
        if command.gzip { text = try gunzip(text) }
        #expect(text.last == 0x0a)
        let lines = rows(text)
        #expect(lines.count == (hasHeader ? 26 : 25))
        #expect((lines[0][0] == "version") == hasHeader)
    }

    @Test(
        arguments: [
            ["--records", "5"], ["--records", "5", "--seed", "1", "--format", "a..b"],
            ["--records=-1", "--seed", "1"], ["--records", "5", "--seed", "1", "--start", "1000000000001"],
        ]
    )
    func commandRefusesWrongUsage(arguments: [String]) {
        #expect(throws: (any Error).self) { try Generate.parse(arguments) }
    }

    @Test func outputThatCannotBeWrittenIsAFailure() throws {
        #expect(throws: ByteSink.Failure.self) { _ = try ByteSink(path: "/nonexistent/x.log", gzip: false) }
        #if os(Linux)
            for gzip in [false, true] {
                #expect(throws: ByteSink.Failure.self) {
                    let sink = try ByteSink(path: "/dev/full", gzip: gzip)
                    _ = try sink.write(log(10_000, seed: 1))
                    try sink.close()
                }
            }
        #endif
    }

    /// What the `gzip` program makes of compressed bytes.
    private func gunzip(_ bytes: [UInt8]) throws -> [UInt8] {
        let file = URL.temporaryDirectory.appending(path: "gunzip-\(UUID().uuidString).gz")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", file.path]
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Array(data)
    }
}
