import Foundation
import Testing

/// What `weir report` reads, and what it says about what it does not read.
struct ReportInputTests {
    @Test func missingFileAmongOthersIsIncomplete() async throws {
        let scratch = try Scratch.withSample()
        let outcome = try await scratch.weir("report", "a.log", "missing.log", "-l", "t.csv", "--json")
        #expect(outcome.code == 2)
        #expect(outcome.stderr.contains("weir: missing.log: No such file or directory\n"))
        let totals = try JSONValue(parsing: outcome.output)
        #expect(totals["incomplete"] == ["missing.log"])
        #expect(totals["files"] == 2)
        #expect(try scratch.hasSampleReports())
    }

    @Test func missingFileAloneFails() async throws {
        let scratch = try Scratch()
        let outcome = try await scratch.weir("report", "missing.log", "-o", "out")
        #expect(outcome.code == 1)
        #expect(outcome.stderr.contains("weir: missing.log: No such file or directory\n"))
        #expect(try await scratch.shell("ls -A out | wc -l").stdout == "0\n")
    }

    @Test func missingLookupTableFails() async throws {
        let scratch = try Scratch.withSample()
        let outcome = try await scratch.weir("report", "a.log", "-l", "missing.csv")
        #expect(outcome.code == 1)
        #expect(outcome.stderr == "weir: missing.csv: No such file or directory\n")
        #expect(try scratch.names() == ["a.log", "t.csv"])
    }

    @Test(arguments: ["", "\n \t\n", "version account-id srcaddr dstport protocol\n"])
    func emptyLogGivesEmptyReports(_ log: String) async throws {
        let scratch = try Scratch()
        try scratch.write("a.log", log)
        let outcome = try await scratch.weir("report", "a.log", "--strict")
        #expect(outcome.code == 0)
        #expect(scratch.text("tag_counts.csv") == "Tag,Count\n")
        #expect(scratch.text("port_protocol_counts.csv") == "Port,Protocol,Count\n")
        if log.isEmpty { #expect(outcome.stderr.contains("weir: note: the input is empty\n")) }
    }

    @Test(arguments: ["", "dstport,protocol,tag\n"])
    func emptyLookupTableIsAWarning(_ lookup: String) async throws {
        let scratch = try Scratch.withSample()
        try scratch.write("t.csv", lookup)
        let outcome = try await scratch.weir("report", "a.log", "t.csv", "--print", "tags")
        #expect(outcome.code == 0)
        #expect(outcome.stdout == "Tag,Count\nUntagged,4\n")
        #expect(outcome.stderr.contains("t.csv: warning: no entry in the lookup table"))
    }

    // MARK: Folders and standard input

    @Test func foldersAreWalkedInOrderWithoutHiddenNames() async throws {
        let scratch = try Scratch()
        for (name, port) in [("d/b.log", 2), ("d/a/z.log", 1), ("d/c.log.gz", 3)] {
            let text = Sample.record(port)
            try scratch.write(name, name.hasSuffix("gz") ? try await Sample.gzip(text) : Data(text.utf8))
        }
        try scratch.write("d/.hidden", Sample.record(9))
        try scratch.write("d/_SUCCESS", Sample.record(9))
        try scratch.write("d/.git/x.log", Sample.record(9))
        let records = try await scratch.weir("records", "d", "-w", "dstport is not unknown")
        #expect(records.lines.map { $0.split(separator: " ")[6] } == ["1", "2", "3"])
        let outcome = try await scratch.weir("report", "d", "d/b.log", "--json")
        #expect(try JSONValue(parsing: outcome.output)["files"] == 3, "each real file once")
        #expect(outcome.code == 0)
    }

    @Test func emptyFolderIsAnError() async throws {
        let scratch = try Scratch.withSample()
        #expect(try await scratch.shell(#"mkdir d; touch d/.x d/_y; "$WEIR" report d"#).code == 1)
        let outcome = try await scratch.weir("report", "d", "a.log", "--json", "--force")
        #expect(outcome.code == 2)
        #expect(try JSONValue(parsing: outcome.output)["incomplete"] == ["d"])
    }

    @Test(arguments: [[], ["-"], ["-f", "-"]])
    func standardInputIsReadNamedOrNot(_ name: [String]) async throws {
        let scratch = try Scratch.withSample()
        let outcome = try await Weir.run(
            ["report"] + name + ["-l", "t.csv"], stdin: Data(Sample.log.utf8), in: scratch.url)
        #expect(outcome.code == 0, "\(outcome.stderr)")
        #expect(try scratch.hasSampleReports())
    }

    @Test func standardInputMayBeAPipeAndGzip() async throws {
        let scratch = try Scratch.withSample()
        for pipe in ["cat a.log", "gzip -c a.log", "cat a.log | tr '\\n' '\\r' | tr '\\r' '\\n'"] {
            let outcome = try await scratch.shell(#"\#(pipe) | "$WEIR" report - t.csv --force"#)
            #expect(outcome.code == 0, "\(outcome.stderr)")
            #expect(try scratch.hasSampleReports())
        }
    }

    // MARK: Names of files

    /// Names as a shell writes them for `printf`, how to pass them, and how JSON shows them.
    @Test(arguments: [
        ("a b.log", #""$n""#, "a b.log"),
        (#"two\nlines.log"#, #""$n""#, #"two\nlines.log"#),
        (#"\033[2Jx.log"#, #""$n""#, #"\u001b[2Jx.log"#),
        ("-n.log", #""-f=$n""#, "-n.log"),
        ("-n.log", #"-- "$n""#, "-n.log"),
        ("--version", #""--flow-log=$n""#, "--version"),
        (#"\377\200.log"#, #""$n""#, "\u{FFFD}\u{FFFD}.log"),
        (#"caf\303\251 %%s \342\200\256.log"#, #""$n""#, "café %s \u{202E}.log"),
        (#"\364\217\234\201.log"#, #""$n""#, "\u{10F701}.log"),
    ])
    func anyNameCanBeOpened(_ name: String, _ argument: String, _ shown: String) async throws {
        let scratch = try Scratch.withSample()
        let outcome = try await scratch.shell(
            #"""
            n=$(printf -- '\#(name)'; echo x); n=${n%x}; cp a.log "./$n"; echo "not a record" >>"./$n"
            "$WEIR" report -l t.csv --json \#(argument)
            """#)
        #expect(outcome.code == 0, "\(outcome.stderr)")
        #expect(scratch.text("tag_counts.csv") == Sample.tags)
        let file = try JSONValue(parsing: outcome.output)["malformed_lines"]
        let known = try JSONValue(parsing: Data(#"[{"file": "\#(shown)", "line": 5}]"#.utf8))
        #expect(file.differences(from: known) == [])
    }

    @Test func lookupAndOutputMayHaveAnyNameToo() async throws {
        let scratch = try Scratch.withSample()
        let outcome = try await scratch.shell(
            #"""
            n=$(printf 'x\377 y'); mv t.csv "$n.csv"
            "$WEIR" report a.log "$n.csv" -o "out/$n" && mv "out/$n" plain
            """#)
        #expect(outcome.code == 0, "\(outcome.stderr)")
        #expect(try scratch.hasSampleReports(in: "plain"))
    }

    // MARK: What is no flow log

    static let strangers: [(name: String, start: [UInt8])] = [
        ("Parquet", Array("PAR1\u{15}\u{4}".utf8)),
        ("JSON", Array("\n  {\"events\": []}\n".utf8)),
        ("JSON", Array("[1]".utf8)),
        ("comma-separated", Array("a,b,c,d,e,f,g\n1,2,3,4,5,6,7\n".utf8)),
        ("zstd", [0x28, 0xB5, 0x2F, 0xFD, 0x24, 0]),
        ("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, 0]),
        ("bzip2", Array("BZh91AY&SY".utf8)),
        ("zip", [0x50, 0x4B, 0x03, 0x04, 0x14, 0]),
        ("zlib", [0x78, 0x9C, 0x4B, 0x04]),
        ("UTF-16", [0xFF, 0xFE, 0x32, 0x00, 0x20, 0x00, 0x0A, 0x00]),
    ]

    @Test(arguments: strangers)
    func othersAreRefusedByName(_ kind: String, _ start: [UInt8]) async throws {
        let scratch = try Scratch.withSample()
        try scratch.write("x", start)
        let alone = try await scratch.weir("report", "x", "--json")
        #expect(alone.code == 1)
        #expect(alone.stdout == "")
        #expect(alone.stderr.contains("weir: x: is "))
        #expect(alone.stderr.contains(kind))
        #expect(try scratch.names() == ["a.log", "t.csv", "x"])

        let among = try await scratch.weir("report", "a.log", "x", "-l", "t.csv", "--json")
        #expect(among.code == 2)
        let totals = try JSONValue(parsing: among.output)
        #expect(totals["incomplete"] == ["x"])
        #expect(totals["malformed"] == 0)
        #expect(totals["lines"] == 4)
    }

    @Test(arguments: [
        ("2021-05-04T12:00:31.000000+00:00 stream-1 " + Sample.record(443), "aws logs tail"),
        ("timestamp,message\n1620129611000,started\n", "console"),
        ("2 1 2 3 4 5\n", "--format"),
        (String(repeating: "?? what is this\n", count: 100) + Sample.record(443), "does not look like a flow log"),
    ])
    func unreadableBeginningIsExplained(_ log: String, _ hint: String) async throws {
        let scratch = try Scratch()
        try scratch.write("a.log", log)
        let outcome = try await scratch.weir("report", "a.log")
        #expect(outcome.code == 0)
        #expect(outcome.stderr.contains(hint), "\(outcome.stderr)")
    }

    @Test func explicitFormatWinsOverHeaders() async throws {
        let scratch = try Scratch()
        try scratch.write("a.log", "protocol dstport\n6 443\n17 53\n")
        let auto = try await scratch.weir("report", "a.log", "--print", "ports")
        #expect(auto.lines == ["Port,Protocol,Count", "53,udp,1", "443,tcp,1"])
        for format in ["dstport protocol", "${dstport},${protocol}", "DstPort, PROTOCOL"] {
            let fixed = try await scratch.weir("report", "a.log", "--print", "ports", "--format", format)
            #expect(fixed.lines == ["Port,Protocol,Count", "17,swipe,1"])
            #expect(fixed.stderr.contains("1 malformed"))
        }
    }
}
