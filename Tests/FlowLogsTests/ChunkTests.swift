import Testing

@testable import FlowLogs

struct ChunkTests {
    private let text = RecordWriter(.text, lookup: .empty)

    private func chunks(_ log: Bytes, in format: LogFormat = .version2) -> [Chunk] {
        var parser = BlockParser(isFormatFixed: false)
        return parser.chunks(of: log.span, in: format).1
    }

    @Test("Canonical lines come back as they went in")
    func roundTrip() throws {
        let log = try SampleFiles.log("flow.log")
        #expect(chunks(log).flatMap { text.lines(of: $0, selected: nil) } == log)
        var random = SeededRandom(seed: 11)
        for names in HostileLines.formats {
            let lines = (0..<200).map { _ in
                names.split(separator: " ").map { canonicalWord($0, &random) }.joined(separator: " ") + "\n"
            }
            let log = Bytes(lines.joined().utf8)
            #expect(chunks(log, in: LogFormat(names)).flatMap { text.lines(of: $0, selected: nil) } == log, "\(names)")
        }
    }

    /// A word that has no other spelling.
    private func canonicalWord(_ name: Substring, _ random: inout SeededRandom) -> String {
        if random.once(in: 5) { return "-" }
        return switch name {
        case "dstport", "srcport": String(random.below(65536))
        case "protocol": String(random.below(256))
        case "version", "packets", "bytes", "start", "end": String(random.next() >> UInt64(random.below(64)))
        case "srcaddr", "dstaddr":
            random.pick(["10.0.0.1", "0.0.0.0", "2001:db8::1", "::", "::ffff:1.2.3.4", "1::2:0:0:3"])
        default: random.pick(["OK", "NODATA", "x\u{7F}y", "é", "eni-\(random.below(300))", "a,b\"c"])
        }
    }

    @Test("A version 2 record takes at most 48 bytes")
    func memory() throws {
        let chunks = chunks(try SampleFiles.log("flow.log"))
        let records = chunks.reduce(0) { $0 + $1.count }
        #expect(records > 1000)
        #expect(chunks.reduce(0) { $0 + $1.byteCount } <= 48 * records)
    }

    @Test("A chunk for every run of one format, and none that is empty")
    func formats() {
        let log = """
            dstport protocol
            80 6
            dstport protocol
            - 6
            protocol dstport
            dstport protocol
            22 6
            17 -
            protocol dstport
            6 443
            rubbish
            0 0

            """
        let chunks = chunks(Bytes(log.utf8))
        #expect(
            chunks.map { $0.format.names.joined(separator: " ") } == [
                "dstport protocol", "dstport protocol", "protocol dstport",
            ])
        #expect(chunks.map(\.count) == [2, 2, 2])
        let tcp: UInt32 = 6 << 16
        #expect(chunks[0].keys() == [tcp + 80, Chunk.skippedKey])
        #expect(chunks[1].keys() == [tcp + 22, Chunk.skippedKey])
        #expect(chunks[2].keys() == [tcp + 443, 0])
    }

    @Test("Without a port or a protocol in the format there are no keys")
    func noKeys() {
        let chunks = chunks(Bytes("80 OK\n22 NODATA\n".utf8), in: LogFormat("dstport log-status"))
        #expect(chunks.flatMap { $0.keys() } == [Chunk.skippedKey, Chunk.skippedKey])
        #expect(chunks[0].column(of: .ipProtocol) == nil)
        #expect(chunks[0].column(of: .dstport)?[1] == .number(22))
    }

    @Test("What cannot be read is unknown, and counted by column; a dash is not counted")
    func unreadable() {
        let lines = "80 6 10.0.0.256 x 7\n443 6 - - 18446744073709551616\n1 6 ::1 65535 -5\n2 6 1.2.3.4 65536 0007\n"
        let chunks = chunks(Bytes(lines.utf8), in: LogFormat("dstport protocol srcaddr srcport bytes"))
        #expect(chunks.map(\.unreadable) == [[0, 0, 1, 2, 2]])
        let columns = chunks[0].columns
        #expect((0..<4).map { columns[2][$0] } == [nil, nil, .address(.v6(1)), .address(.v4(0x0102_0304))])
        #expect((0..<4).map { columns[3][$0] } == [nil, nil, .number(65535), nil])
        #expect((0..<4).map { columns[4][$0] } == [.number(7), nil, nil, .number(7)])
    }

    @Test("Many distinct words of every length, many of them alike")
    func words() {
        var random = SeededRandom(seed: 12)
        var words: [String] = []
        for _ in 0..<4000 {
            let length = 1 + random.below(30)
            words.append((0..<length).map { _ in random.pick(["a", "b", "\u{0}", "é"]) }.joined())
        }
        words += words.prefix(500)
        let chunks = chunks(Bytes(words.map { "\($0) x\n" }.joined().utf8), in: LogFormat("colour taste"))
        #expect(chunks.map(\.count) == [4500])
        #expect(words.indices.allSatisfy { chunks[0].columns[0][$0] == .word(Bytes(words[$0].utf8)) })
        guard case .words(_, let distinct) = chunks[0].columns[0] else {
            Issue.record("not a column of words")
            return
        }
        #expect(distinct.count == Set(words).count)
    }

    @Test("CSV has the same columns for every format; unknown is a dash, a missing field is empty")
    func csv() throws {
        let log = "dstport protocol action\n80 6 a,b\n- 6 -\ndstport protocol srcaddr\n22 6 2001:DB8::1\n53 17 -\n"
        let chunks = chunks(Bytes(log.utf8))
        let columns = RecordWriter.columns(of: chunks.map(\.format))
        #expect(columns.map(\.name) == ["dstport", "protocol", "action", "srcaddr"])
        let lookup = try LookupTable(parsing: Bytes("dstport,protocol,tag\n80,tcp,\"x,y\"\n53,udp,dns\n".utf8))
        let writer = RecordWriter(.csv(columns: columns), lookup: lookup)
        let text = writer.header + chunks.flatMap { writer.lines(of: $0, selected: nil) }
        #expect(
            String(decoding: text, as: UTF8.self) == """
                dstport,protocol,action,srcaddr,tag
                80,6,"a,b",,"x,y"
                -,6,-,,-
                22,6,,2001:db8::1,Untagged
                53,17,,-,dns

                """)
    }

    @Test("JSON has the record's fields once each, numbers as numbers, unknown as null")
    func ndjson() {
        let log = "dstport protocol action dstport\n80 6 a\"b 81\n- 6 - -\n"
        let writer = RecordWriter(.ndjson, lookup: .empty)
        #expect(writer.header.isEmpty)
        let text = chunks(Bytes(log.utf8)).flatMap { writer.lines(of: $0, selected: nil) }
        #expect(
            String(decoding: text, as: UTF8.self) == """
                {"dstport":81,"protocol":6,"action":"a\\"b","tag":"Untagged"}
                {"dstport":null,"protocol":6,"action":null,"tag":null}

                """)
    }

    @Test("Only the selected rows are written, in order")
    func selection() {
        let chunk = chunks(Bytes("1 6\n2 6\n3 6\n4 6\n".utf8), in: LogFormat("dstport protocol"))[0]
        #expect(text.lines(of: chunk, selected: RecordMask([0, 1, 0, 1])) == Bytes("2 6\n4 6\n".utf8))
        #expect(text.lines(of: chunk, selected: RecordMask([0, 0, 0, 0])).isEmpty)
    }
}
