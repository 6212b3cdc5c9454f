import Foundation
import Testing

/// `--follow` of the commands without a screen: what is appended, and files that are rotated.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct FollowTests {
    /// `records --follow` into a file, while `steps` changes `a.log`; they call `shows N` to wait for N lines.
    private func follow(_ steps: String, options: String = "") async throws -> (Scratch, Weir.Outcome) {
        let scratch = try Scratch()
        try scratch.write("a.log", Sample.log)
        try scratch.write("more", Sample.record(25) + Sample.record(26))
        let outcome = try await scratch.shell(
            """
            "$WEIR" records a.log --follow \(options) > out 2> messages & weir=$!
            shows() { until [ "$(wc -l < out)" -ge "$1" ]; do sleep 0.02; done; }
            shows 4
            \(steps)
            kill -INT $weir; wait $weir
            """, environment: ["LC_ALL": "C"])
        return (scratch, outcome)
    }

    private let more = Sample.record(25) + Sample.record(26)

    @Test func appendedLinesAppearWhole() async throws {
        let (scratch, outcome) = try await follow(
            "head -c 20 more >> a.log; tail -c +21 more >> a.log; shows 6")
        #expect(outcome.code == 0)
        #expect(scratch.text("out") == Sample.log + more)
        #expect(scratch.text("messages") == "weir: 6 of 6 records in 1 file written, 0 malformed\n")
    }

    @Test(arguments: ["mv a.log a.log.1; cp more a.log", "rm a.log; cp more a.log", "mv more a.log"])
    func aFileThatIsReplacedIsFollowedByTheNewOne(_ steps: String) async throws {
        let (scratch, outcome) = try await follow(steps + "; shows 6")
        #expect(outcome.code == 0)
        #expect(scratch.text("out") == Sample.log + more)
        let note = "weir: a.log: replaced by a new file while it was followed; its lines were numbered from 1 again\n"
        #expect(scratch.text("messages") == note + "weir: 6 of 6 records in 1 file written, 0 malformed\n")
    }

    @Test func aFileThatIsCutInPlaceIsReadFromItsBeginning() async throws {
        let (scratch, outcome) = try await follow(
            "cp a.log a.log.1; : > a.log; cat more >> a.log; shows 6")
        #expect(outcome.code == 0)
        #expect(scratch.text("out") == Sample.log + more)
        #expect(scratch.text("messages")?.contains("a.log: cut in place while it was followed") == true)
    }

    /// What is being read when it becomes shorter is not the file that it was.
    @Test func withoutFollowAFileThatShrinksEnds() async throws {
        let scratch = try Scratch()
        try scratch.write("a.log", String(repeating: Sample.log, count: 40_000))
        let outcome = try await scratch.shell(
            #"{ "$WEIR" records a.log 2> messages; echo $? > code; } | { head -n 4 > out; : > a.log; cat; } > rest"#)
        #expect(outcome.stdout == "")
        #expect(scratch.text("out") == Sample.log)
        #expect(scratch.text("code") == "2\n")
        #expect(scratch.text("messages")?.contains("a.log: became shorter while it was read") == true)
    }

    @Test func reportsOfFilesThatWereReplacedAreThoseOfAll() async throws {
        let scratch = try Scratch.withSample()
        let outcome = try await scratch.shell(
            """
            "$WEIR" report a.log t.csv --follow --json > totals & weir=$!
            # The old file is let go when the new one is there: by then it was read.
            opened() { ls -l /proc/$weir/fd 2> /dev/null | grep -q "$1"; }
            until opened '/a\\.log$'; do sleep 0.02; done
            mv a.log a.log.1; cp a.log.1 a.log
            while opened '/a\\.log\\.1$'; do sleep 0.02; done
            kill -TERM $weir; wait $weir
            """)
        #expect(outcome.code == 0, "\(outcome.stderr)")
        #expect(outcome.stderr.contains("a.log: replaced by a new file"))
        #expect(scratch.text("tag_counts.csv") == "Tag,Count\nweb,4\nUntagged,2\nshell,2\n")
        let totals = try JSONValue(parsing: Data((scratch.text("totals") ?? "").utf8))
        #expect(totals["records"] == .whole(8) && totals["files"] == .whole(1))
    }
}
