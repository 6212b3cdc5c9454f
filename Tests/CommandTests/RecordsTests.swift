import Foundation
import Testing

/// `weir records`: matching records, one a line, in three forms.
struct RecordsTests {
    /// Two formats in one file, with what is unknown, skipped, rubbish and odd.
    static let mixed = """
        version srcaddr dstport protocol bytes
        2 10.0.0.1 443 6 0100
        2   rubbish\t22 6 -

        srcaddr dstport protocol Team_Colour log-status
        2001:DB8:0:0::1 53 17 a"b,c OK
        - - - - NODATA
        only three words

        """

    private func records(_ options: String..., log: String = mixed) async throws -> Weir.Outcome {
        let scratch = try Scratch()
        try scratch.write("a.log", log)
        try scratch.write("t.csv", Sample.lookup)
        return try await Weir.run(["records", "a.log", "t.csv"] + options, in: scratch.url)
    }

    @Test func textIsTheFieldsOfTheFormatJoinedByOneBlank() async throws {
        let outcome = try await records()
        #expect(outcome.code == 0)
        #expect(
            outcome.lines == [
                "2 10.0.0.1 443 6 100", "2 - 22 6 -", "2001:db8::1 53 17 a\"b,c OK", "- - - - NODATA",
            ])
        #expect(outcome.stderr.contains("4 of 4 records in 1 file written, 1 malformed"))
    }

    static let table = """
        version,srcaddr,dstport,protocol,bytes,team-colour,log-status,tag
        2,10.0.0.1,443,6,100,,,web
        2,-,22,6,-,,,shell
        ,2001:db8::1,53,17,,"a""b,c",OK,Untagged
        ,-,-,-,,-,NODATA,-

        """

    @Test func csvHasEveryFieldByFirstAppearanceThenTheTag() async throws {
        let outcome = try await records("--csv")
        #expect(outcome.code == 0)
        #expect(outcome.stdout == Self.table)
    }

    @Test func csvOfAPipeIsTheSame() async throws {
        let scratch = try Scratch.withSample()
        try scratch.write("m.log", Self.mixed)
        for pipe in ["cat m.log", "gzip -c m.log"] {
            let outcome = try await scratch.shell(#"\#(pipe) | "$WEIR" records - t.csv --csv"#)
            #expect(outcome.code == 0)
            #expect(outcome.stdout == Self.table)
        }
    }

    @Test func csvOfSeveralFilesHasTheFieldsOfAll() async throws {
        let scratch = try Scratch()
        try scratch.write("1.log", "srcport dstport\n1 2\n")
        try scratch.write("2.log", "dstport protocol\n3 6\n")
        let outcome = try await scratch.weir("records", "2.log", "1.log", "--csv")
        #expect(outcome.lines == ["dstport,protocol,srcport,tag", "3,6,,Untagged", "2,,1,-"])
    }

    @Test func csvWithoutARecordIsTheHeaderOfVersion2() async throws {
        let outcome = try await records("--csv", log: "")
        #expect(
            outcome.stdout
                == "version,account-id,interface-id,srcaddr,dstaddr,srcport,dstport,protocol,packets,bytes,start,end,"
                + "action,log-status,tag\n")
    }

    @Test func ndjsonHasNumbersTextAndNull() async throws {
        let outcome = try await records("--ndjson")
        #expect(outcome.code == 0)
        #expect(
            outcome.stdout == """
                {"version":2,"srcaddr":"10.0.0.1","dstport":443,"protocol":6,"bytes":100,"tag":"web"}
                {"version":2,"srcaddr":null,"dstport":22,"protocol":6,"bytes":null,"tag":"shell"}
                {"srcaddr":"2001:db8::1","dstport":53,"protocol":17,"team-colour":"a\\"b,c","log-status":"OK","tag":"Untagged"}
                {"srcaddr":null,"dstport":null,"protocol":null,"team-colour":null,"log-status":"NODATA","tag":null}

                """)
    }

    @Test func fieldNamedTwiceAppearsOnceWithItsLastColumn() async throws {
        let log = "dstport protocol dstport\n1 6 443\n"
        let json = try await records("--ndjson", log: log)
        #expect(json.stdout == "{\"dstport\":443,\"protocol\":6,\"tag\":\"web\"}\n")
        let csv = try await records("--csv", log: log)
        #expect(csv.lines == ["dstport,protocol,tag", "443,6,web"])
        #expect(csv.stderr.contains("dstport twice"))
    }

    @Test(arguments: [
        ("dstport = 443", [443, 443]), ("not dstport = 443", [22, 5353]), ("tag = Untagged", [5353]),
        ("action = reject", [22]), ("protocol = udp or dstport < 100", [22, 5353]), ("bytes > 10K", []),
        ("srcaddr in 10.0.0.0/8 and port != 443", [22, 5353]),
    ])
    func filterKeepsWhatMatchesInOrder(_ filter: String, _ ports: [Int]) async throws {
        let outcome = try await records("--where", filter, log: Sample.log)
        #expect(outcome.code == 0, "no match is no failure")
        #expect(outcome.lines.map { $0.split(separator: " ")[6] } == ports.map { "\($0)" })
        #expect(outcome.stderr.contains("\(ports.count) of 4 records in 1 file written"))
    }

    /// More than one block of several files, parsed by several tasks: the order must be that of the input, though the
    /// small files are read while the large one before them still is.
    @Test func orderIsThatOfTheInput() async throws {
        let scratch = try Scratch()
        let ports = (0..<60_000).map { $0 * 7919 % 65536 }
        for (name, part) in [("0.log", 0..<58_000), ("1.log.gz", 58_000..<59_000), ("2.log", 59_000..<60_000)] {
            let text = "dstport protocol\n" + ports[part].map { "\($0) 6\n" }.joined()
            try scratch.write("d/\(name)", name.hasSuffix("gz") ? try await Sample.gzip(text) : Data(text.utf8))
        }
        try scratch.write("big.log", "dstport protocol\n" + (ports + ports + ports).map { "\($0) 000006\n" }.joined())
        let expected = ports.map { "\($0) 6" }
        let folder = try await scratch.weir("records", "d").lines
        let large = try await scratch.weir("records", "big.log").lines
        // Compared outside the macro, which would print 60,000 lines.
        let areInOrder = (folder == expected, large == expected + expected + expected)
        #expect(areInOrder == (true, true))
    }

    @Test func strictAndIncompleteInput() async throws {
        let scratch = try Scratch.withSample()
        #expect(try await records("--strict").code == 3)
        #expect(try await records("--strict", log: Sample.log).code == 0)
        let two = try await scratch.weir("records", "a.log", "missing.log")
        #expect(two.code == 2)
        #expect(two.stdout == Sample.log)
        #expect(try await scratch.weir("records", "a.log", "missing.log", "--strict").code == 3)
        #expect(try await scratch.weir("records", "missing.log").code == 1)
    }

    // MARK: Terminals

    /// Text that would set a terminal's title, clear it, and turn letters around.
    static let hostile = "srcaddr dstport protocol team\n- 443 6 \u{1B}]0;owned\u{07}\u{1B}[2J\u{202E}x\u{9B}31m\n"

    @Test(.enabled(if: Host.hasTerminals), arguments: ["", "--csv", "--ndjson"])
    func whatGoesToATerminalIsInert(_ form: String) async throws {
        let scratch = try Scratch()
        try scratch.write("a.log", Self.hostile)
        let outcome = try await scratch.shell(#"script -qec "'$WEIR' records a.log \#(form) 2>/dev/null" /dev/null"#)
        #expect(outcome.code == 0)
        #expect(outcome.stdout.contains("]0;owned"))
        #expect(outcome.stdout.contains("<U+202E>"))
        let acting = outcome.output.filter { $0 < 0x20 && $0 != 0x0A && $0 != 0x0D }
        #expect(acting.isEmpty, "\(Array(acting))")
        #expect(!outcome.stdout.unicodeScalars.contains("\u{202E}"))
        #expect(!outcome.stdout.unicodeScalars.contains("\u{9B}"))
    }

    @Test func whatGoesToAPipeIsExact() async throws {
        let outcome = try await records(log: Self.hostile)
        #expect(outcome.stdout == "- 443 6 \u{1B}]0;owned\u{07}\u{1B}[2J\u{202E}x\u{9B}31m\n")
    }

    @Test(.enabled(if: Host.hasTerminals)) func messagesOnATerminalAreInertToo() async throws {
        let scratch = try Scratch()
        let line = #"script -qec "'$WEIR' report \"\#("$(printf 'x\\033]0;y\\007')")\"" /dev/null"#
        let outcome = try await scratch.shell(line)
        #expect(outcome.code == 1)
        #expect(outcome.stdout.contains("x^[]0;y^G: No such file or directory"))
        #expect(!outcome.stdout.contains("\u{07}"))
    }

    @Test(.enabled(if: Host.hasTerminals)) func tagsOnATerminalAreInertToo() async throws {
        let scratch = try Scratch()
        try scratch.write("a.log", Sample.record(443))
        try scratch.write("t.csv", "443,tcp,\u{1B}[31mred\n443,tcp,\u{1B}[32mgreen\n")
        for command in ["report a.log t.csv --print tags", "lookup check t.csv"] {
            let outcome = try await scratch.shell(#"script -qec "'$WEIR' \#(command) 2>/dev/null" /dev/null"#)
            #expect(outcome.stdout.contains("^[[32mgreen"))
            #expect(!outcome.stdout.contains("\u{1B}[3"))
        }
    }
}
