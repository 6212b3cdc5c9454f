import Foundation
import Testing

/// `weir report`: what it writes, where, and with which exit code.
struct ReportTests {
    // MARK: The command line

    @Test func ofSeveralFiltersAllMustHold() async throws {
        let outcome = try await Scratch.withSample().weir(
            "report", "a.log", "t.csv", "-w", "protocol = tcp", "--where", "reject", "--print", "ports")
        #expect(outcome.stdout == "Port,Protocol,Count\n22,tcp,1\n")
    }

    @Test(arguments: [
        ["a.log", "t.csv"], ["-f", "a.log", "-l", "t.csv"], ["--flow-log", "a.log", "--lookup", "t.csv"],
        ["a.log", "--lookup=t.csv"], ["-f", "a.log", "t.csv"], ["-f=a.log", "-l=t.csv"],
    ])
    func bothFormsOfTheCommandLine(_ arguments: [String]) async throws {
        let scratch = try Scratch.withSample()
        let outcome = try await Weir.run(["report"] + arguments, in: scratch.url)
        #expect(outcome.code == 0, "\(outcome.stderr)")
        #expect(outcome.stdout == "")
        #expect(try scratch.hasSampleReports())
        #expect(outcome.stderr.contains("4 records in 1 file: 4 counted, 0 without data, 0 malformed"))
    }

    @Test func withoutALookupTableEverythingIsUntagged() async throws {
        let outcome = try await Scratch.withSample().weir("report", "a.log", "--print", "tags")
        #expect(outcome.stdout == "Tag,Count\nUntagged,4\n")
    }

    @Test func equalCountsAreOrderedByPortAsANumberThenByName() async throws {
        let scratch = try Scratch()
        let keys = [(80, 6), (80, 17), (80, 1), (9, 6), (443, 6), (443, 6), (100, 6), (80, 200)]
        try scratch.write("a.log", keys.map { Sample.record($0.0, $0.1) }.joined())
        try scratch.write("t.csv", "9,tcp,b\n100,tcp,B\n443,tcp,é\n80,tcp,a\n80,udp,a\n80,icmp,C\n80,200,a\n")
        let ports = try await scratch.weir("report", "a.log", "--print", "ports")
        #expect(
            ports.lines == [
                "Port,Protocol,Count", "443,tcp,2", "9,tcp,1", "80,200,1", "80,icmp,1", "80,tcp,1", "80,udp,1",
                "100,tcp,1",
            ])
        let tags = try await scratch.weir("report", "a.log", "t.csv", "--print", "tags")
        #expect(tags.lines == ["Tag,Count", "a,3", "é,2", "B,1", "C,1", "b,1"])
    }

    @Test func tagsAreQuotedAsRFC4180HasIt() async throws {
        let scratch = try Scratch()
        try scratch.write("a.log", (1...4).map { Sample.record($0) }.joined())
        try scratch.write("t.csv", "1,tcp,\"a,b\"\n2,tcp,\"say \"\"hi\"\"\"\n3,tcp,\"two\nlines\"\n4,tcp,plain 'one'\n")
        let outcome = try await scratch.weir("report", "a.log", "t.csv", "--print", "tags")
        #expect(
            outcome.stdout
                == "Tag,Count\n\"a,b\",1\nplain 'one',1\n\"say \"\"hi\"\"\",1\n\"two\nlines\",1\n")
    }

    @Test(arguments: [("last", "Second"), ("first", "One"), ("", "Second")])
    func duplicateRowsWinByTheRule(_ rule: String, _ tag: String) async throws {
        let scratch = try Scratch()
        try scratch.write("a.log", Sample.record(443))
        try scratch.write("t.csv", "443,tcp,One\n443,TCP,Second\n")
        let option = rule.isEmpty ? [] : ["--duplicates", rule]
        let outcome = try await Weir.run(["report", "a.log", "t.csv", "--print", "tags"] + option, in: scratch.url)
        #expect(outcome.stdout == "Tag,Count\n\(tag),1\n")
        for row in ["row 1", "row 2"] { #expect(outcome.stderr.contains(row)) }
    }

    @Test(arguments: ["=1+1", "+1", "-1", "@x", "\"\tx\"", "\"\rx\""])
    func spreadsheetSafeDisarmsFormulas(_ cell: String) async throws {
        let scratch = try Scratch()
        try scratch.write("a.log", Sample.record(443))
        try scratch.write("t.csv", "dstport,protocol,tag\n443,tcp,\(cell)\n")
        let exact = try await scratch.weir("report", "a.log", "t.csv", "--print", "tags")
        let safe = try await scratch.weir("report", "a.log", "t.csv", "--print", "tags", "--spreadsheet-safe")
        // Tabs around a cell are trimmed before anything else, so that a tag never starts with one; nothing to disarm.
        if cell.contains("\t") {
            #expect(safe.stdout == "Tag,Count\nx,1\n")
            return
        }
        #expect(exact.stdout == "Tag,Count\n\(cell),1\n")
        let guarded = cell.hasPrefix("\"") ? "\"'" + cell.dropFirst() : "'" + cell
        #expect(safe.stdout == "Tag,Count\n\(guarded),1\n")
    }

    @Test func filterLeavesTheLinesAndCountsWhatMatches() async throws {
        let scratch = try Scratch.withSample()
        let outcome = try await scratch.weir("report", "a.log", "t.csv", "--json", "-w", "action = REJECT")
        let totals = try JSONValue(parsing: outcome.output)
        #expect(totals["records"] == 4)
        #expect(totals["matched"] == 1)
        #expect(totals["counted"] == 1)
        #expect(totals["tagged"] == 1)
        #expect(scratch.text("tag_counts.csv") == "Tag,Count\nshell,1\n")
    }

    // MARK: Where reports go

    @Test func outputFolderIsMadeWithItsParents() async throws {
        let scratch = try Scratch.withSample()
        let outcome = try await scratch.weir("report", "a.log", "t.csv", "-o", "x/y/z")
        #expect(outcome.code == 0)
        #expect(try scratch.hasSampleReports(in: "x/y/z"))
    }

    @Test(arguments: [["tag_counts.csv"], ["port_protocol_counts.csv"], Sample.reports])
    func reportsThatExistAreNotTouched(_ there: [String]) async throws {
        let scratch = try Scratch.withSample()
        for name in there { try scratch.write("out/\(name)", "mine") }
        let outcome = try await scratch.weir("report", "a.log", "t.csv", "-o", "out")
        #expect(outcome.code == 1)
        #expect(outcome.stderr.contains("already exists"))
        #expect(try scratch.names(in: "out") == there)
        for name in there { #expect(scratch.text("out/\(name)") == "mine") }

        let forced = try await scratch.weir("report", "a.log", "t.csv", "-o", "out", "--force")
        #expect(forced.code == 0)
        #expect(try scratch.hasSampleReports(in: "out"))
    }

    @Test func forceReplacesALinkAndNotWhatItPointsAt() async throws {
        let scratch = try Scratch.withSample()
        let outcome = try await scratch.shell(
            #"echo mine >other; ln -s other tag_counts.csv; "$WEIR" report a.log t.csv --force"#)
        #expect(outcome.code == 0)
        #expect(scratch.text("other") == "mine\n")
        #expect(scratch.text("tag_counts.csv") == Sample.tags)
        let isLink = try await scratch.shell("test -L tag_counts.csv")
        #expect(isLink.code == 1)
    }

    @Test func outputThatIsAFileFails() async throws {
        let scratch = try Scratch.withSample()
        for path in ["a.log", "a.log/below"] {
            let outcome = try await scratch.weir("report", "a.log", "-o", path)
            #expect(outcome.code == 1)
            #expect(outcome.stderr.contains("weir: \(path): is a file"))
        }
        #expect(scratch.text("a.log") == Sample.log)
    }

    @Test func timestampNamesComeInPairsAndNeverCollide() async throws {
        let scratch = try Scratch.withSample()
        // Within one second names collide; which runs share one is chance, that all are kept is not.
        for _ in 0..<4 {
            let outcome = try await scratch.weir("report", "a.log", "t.csv", "-o", "out", "--timestamp")
            #expect(outcome.code == 0)
        }
        let names = try scratch.names(in: "out")
        #expect(names.count == 8)
        let form = /(tag_counts|port_protocol_counts)(-\d{8}T\d{6}Z(?:-[2-9])?)\.csv/
        let stamps = try names.map { try #require($0.wholeMatch(of: form), "\($0)") }
        #expect(Dictionary(grouping: stamps, by: \.2).map(\.value.count) == [2, 2, 2, 2], "four pairs")
        for name in names where name.hasPrefix("tag") { #expect(scratch.text("out/\(name)") == Sample.tags) }
    }

    /// The same second for sure: one file of a pair is there for every second of the next two minutes.
    @Test func takenTimestampGetsANumber() async throws {
        let scratch = try Scratch.withSample()
        let outcome = try await scratch.shell(
            #"""
            mkdir out; now=$(date +%s); i=0
            while [ $i -lt 120 ]; do
                echo "out/tag_counts-$(date -u -d "@$((now + i))" +%Y%m%dT%H%M%SZ).csv"; i=$((i + 1))
            done | xargs touch
            "$WEIR" report a.log t.csv -o out --timestamp && "$WEIR" report a.log t.csv -o out --timestamp
            """#)
        #expect(outcome.code == 0, "\(outcome.stderr)")
        let names = try scratch.names(in: "out")
        #expect(names.count == 124)
        #expect(names.count { $0.contains("Z-2.csv") } >= 2)
        #expect(names.allSatisfy { $0.hasPrefix("tag") || $0.contains(/Z-[23]\.csv/) })
    }

    @Test func modeFollowsTheUmask() async throws {
        let scratch = try Scratch.withSample()
        let outcome = try await scratch.shell(
            #"umask 027; "$WEIR" report a.log -o out && stat -c %a out/tag_counts.csv out"#)
        #expect(outcome.lines == ["640", "750"])
    }

    // MARK: Standard output

    @Test(arguments: [("tags", Sample.tags), ("ports", Sample.ports)])
    func printWritesOneReportAndNoFile(_ kind: String, _ report: String) async throws {
        let scratch = try Scratch.withSample()
        let outcome = try await scratch.weir("report", "a.log", "t.csv", "--print", kind)
        #expect(outcome.code == 0)
        #expect(outcome.stdout == report)
        #expect(try scratch.names() == ["a.log", "t.csv"])
    }

    @Test func jsonIsAloneOnStandardOutput() async throws {
        let scratch = try Scratch.withSample()
        try scratch.write("a.log", "\n" + Sample.log + Sample.nodata + Sample.malformed)
        try scratch.write("t.csv", Sample.lookup + "1,tcp\n443,tcp,other\n")
        let outcome = try await scratch.weir("report", "a.log", "t.csv", "--json")
        #expect(outcome.code == 0)
        #expect(outcome.lines.count == 1)
        let totals = try JSONValue(parsing: outcome.output)
        let names: [String] = [
            "files", "input_bytes", "lines", "blank", "header", "records", "counted", "skipped", "nodata", "skipdata",
            "tagged", "untagged", "malformed", "malformed_lines", "incomplete", "lookup", "seconds",
        ]
        #expect(totals.names == Set(names))
        let bytes = try #require(scratch.text("a.log")).utf8.count
        let expected = try JSONValue(
            parsing: Data(
                """
                {"files": 1, "input_bytes": \(bytes), "lines": 7, "blank": 1, "header": 0, "records": 5, "counted": 4,
                 "skipped": 1, "nodata": 1, "skipdata": 0, "tagged": 3, "untagged": 1, "malformed": 1, "incomplete": [],
                 "malformed_lines": [{"file": "a.log", "line": 7, "reason": "4 fields where the format has 14"}],
                 "lookup": {"rows": 5, "entries": 3, "rejected_rows": [5], "conflicts": 1}}
                """.utf8))
        #expect(totals.differences(from: expected) == [])
        #expect(try scratch.hasReports(), "the reports are written all the same")
    }

    // MARK: Exit codes

    /// Malformed lines, rejected lookup rows, incomplete input: log, table, other inputs.
    static let faults: [(log: String, lookup: String, others: [String])] = [
        (Sample.malformed, Sample.lookup, []),
        (Sample.record(443), "443,tcp,web\n1,tcp\n", []),
        (Sample.record(443), Sample.lookup, ["missing.log"]),
    ]

    @Test(arguments: faults)
    func strictFindsWhatIsWrong(_ log: String, _ lookup: String, _ others: [String]) async throws {
        let scratch = try Scratch()
        try scratch.write("a.log", log)
        try scratch.write("t.csv", lookup)
        let arguments = ["report", "a.log"] + others + ["-l", "t.csv", "--force"]
        #expect(try await Weir.run(arguments + ["--strict"], in: scratch.url).code == 3)
        #expect(try scratch.hasReports(), "output is written all the same")
        #expect(try await Weir.run(arguments, in: scratch.url).code == (others.isEmpty ? 0 : 2))
    }

    @Test func strictFindsNothingWrongWithNodataAndWarnings() async throws {
        let scratch = try Scratch()
        try scratch.write("a.log", Sample.log + Sample.nodata + "\n")
        try scratch.write("t.csv", "443,tcp,web\n443,tcp,Web\n")
        #expect(try await scratch.weir("report", "a.log", "t.csv", "--strict").code == 0)
    }

    @Test func failureBeatsStrictBeatsIncomplete() async throws {
        let scratch = try Scratch()
        try scratch.write("a.log", Sample.malformed)
        #expect(try await scratch.weir("report", "a.log", "missing", "--print", "tags").code == 2)
        #expect(try await scratch.weir("report", "a.log", "missing", "--print", "tags", "--strict").code == 3)
        let full = try await scratch.shell(#""$WEIR" report a.log missing --print tags --strict >/dev/full"#)
        #expect(full.code == 1)
        #expect(try await scratch.weir("report", "missing", "--strict").code == 1)
    }
}
