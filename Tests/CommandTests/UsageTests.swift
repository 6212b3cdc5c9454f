import Foundation
import Testing

/// Wrong usage ends with 64 and says what would be right; help and version do not.
struct UsageTests {
    @Test(arguments: [
        (["a.log"], "weir report"),
        ([], "weir report"),
        (["reprot"], "did you mean weir report?"),
        (["record", "a.log"], "did you mean weir records?"),
        (["lookup"], "weir lookup check"),
        (["lookup", "check"], "LOOKUP.csv"),
        (["report", "--frobnicate", "a.log"], "--frobnicate"),
        (["report", "--print", "both", "a.log"], "both"),
        (["report", "--json", "--print", "tags", "a.log"], "--json and --print"),
        (["report", "--duplicates", "middle", "a.log"], "middle"),
        (["records", "--csv", "--ndjson", "a.log"], "--csv and --ndjson"),
        (["report", "a.log", "-l"], "-l <PATH>"),
        (["report", "a.log", "--last", "15m"], "--last bounds what the explorer keeps"),
        (["records", "a.log", "--last", "100"], "--last bounds what the explorer keeps"),
        (["a.log", "--last", "0"], "'0' is invalid for '--last"),
        (["a.log", "--last", "15x"], "'15x' is invalid for '--last"),
        (["report", "s3://bucket/key"], "aws s3 cp s3://bucket/key - | weir"),
        (["records", "a.log", "-f", "s3://bucket/key"], "aws s3 cp"),
        (["report", "--format", "", "a.log"], "--format: no field is named"),
        (["report", "--format", "dstport,protocol dst_port dstport", "a.log"], "--format: dstport is named twice"),
        (["report", "--format", "dstport 12ab", "a.log"], "12ab"),
        (["report", "-w", "dstport = = 4", "a.log"], "dstport = = 4\n        ^"),
        (["records", "-w", "portt = 4", "a.log"], "portt = 4\n^^^^^"),
    ])
    func wrongUsageIsExplained(_ arguments: [String], _ text: String) async throws {
        let scratch = try Scratch.withSample()
        let outcome = try await Weir.run(arguments, in: scratch.url)
        #expect(outcome.code == 64)
        #expect(outcome.stdout == "")
        #expect(outcome.stderr.contains(text), "\(outcome.stderr)")
        #expect(try scratch.names() == ["a.log", "t.csv"], "nothing is written")
    }

    /// A terminal as standard input is no data: nobody should wonder why nothing happens.
    @Test(.enabled(if: Host.hasTerminals), arguments: ["report", "records"])
    func noInputAtATerminalIsWrongUsage(_ command: String) async throws {
        let outcome = try await Scratch().shell(#"script -qec "'$WEIR' \#(command)" /dev/null </dev/null"#)
        #expect(outcome.stdout.contains("nothing to read: name a flow log"))
        #expect(outcome.code == 64)
    }

    @Test func unknownFieldNameIsAWarningThatNamesTheNearest() async throws {
        let scratch = try Scratch()
        try scratch.write("a.log", "443 6 x\n")
        let outcome = try await scratch.weir(
            "report", "a.log", "--format", "dstport protocol scraddr", "--print", "ports")
        #expect(outcome.code == 0)
        #expect(outcome.lines.last == "443,tcp,1")
        #expect(outcome.stderr.contains("scraddr"))
        #expect(outcome.stderr.contains("did you mean srcaddr?"))
    }

    @Test func versionAndHelpSucceed() async throws {
        let version = try await Weir.run(["--version"])
        #expect(version.code == 0)
        #expect(version.stdout.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
        for arguments in [["--help"], ["report", "--help"], ["records", "--help"], ["lookup", "check", "--help"]] {
            let help = try await Weir.run(arguments)
            #expect(help.code == 0)
            #expect(help.stdout.contains("USAGE: weir"))
            #expect(help.stderr == "")
        }
    }

    @Test func helpNamesEveryOption() async throws {
        let report = try await Weir.run(["report", "--help"]).stdout
        let records = try await Weir.run(["records", "--help"]).stdout
        let common = ["--flow-log", "--lookup", "--format", "--where", "--duplicates", "--follow", "--strict"]
        for option in common + ["--output", "--force", "--timestamp", "--spreadsheet-safe", "--print", "--json"] {
            #expect(report.contains(option))
        }
        for option in common + ["--csv", "--ndjson"] { #expect(records.contains(option)) }
    }
}
