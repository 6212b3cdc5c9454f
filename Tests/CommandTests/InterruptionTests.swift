import Foundation
import Testing

/// INT and TERM while an input stalls: an end at once, with nothing written.
///
/// One after the other: to write to a pipe at its reader's pace holds a thread.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct InterruptionTests {
    static let commands = [
        ["report", "-"], ["report", "-", "-o", "out", "--force"], ["report", "--print", "tags"], ["report", "--json"],
        ["records", "--csv"],
    ]
    static let signals: [(number: Int32, code: Int32)] = [(SIGINT, 130), (SIGTERM, 143)]

    @Test(arguments: commands, signals)
    func signalEndsTheReadingOfAStalledPipe(
        _ arguments: [String], _ signal: (number: Int32, code: Int32)
    ) async throws {
        let (scratch, stall) = (try Scratch(), try Stall())
        try scratch.write("out/tag_counts.csv", "mine")
        let running = try Running(Weir.binary, arguments, stdin: stall.reading(), scratch.url, limit: 20)
        try stall.writeUntilRead()
        running.signal(signal.number)
        let outcome = try await running.end()
        #expect(outcome.code == signal.code)
        #expect(outcome.stdout == "")
        #expect(try scratch.names() == ["out"])
        #expect(try scratch.names(in: "out") == ["tag_counts.csv"])
        #expect(scratch.text("out/tag_counts.csv") == "mine")
    }

    @Test(arguments: [[], ["--ndjson"], ["-w", "dstport = 1"]], signals)
    func signalEndsRecordsToo(_ options: [String], _ signal: (number: Int32, code: Int32)) async throws {
        let stall = try Stall()
        let running = try Running(Weir.binary, ["records"] + options, stdin: stall.reading(), limit: 20)
        try stall.writeUntilRead()
        running.signal(signal.number)
        #expect(try await running.end().code == signal.code)
    }

    /// Half a line is no reason to wait, and no line.
    @Test func signalInTheMiddleOfALine() async throws {
        let (scratch, stall) = (try Scratch(), try Stall())
        let running = try Running(Weir.binary, ["report", "-"], stdin: stall.reading(), scratch.url, limit: 20)
        try stall.writeUntilRead()
        try stall.write("2 123456789010 eni-")
        running.signal(SIGTERM)
        #expect(try await running.end().code == 143)
        #expect(try scratch.names() == [])
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func followingEndsWithReports(_ signal: Int32) async throws {
        let (scratch, stall) = (try Scratch(), try Stall())
        try scratch.write("a.log", Sample.log)
        let arguments = ["report", "-", "a.log", "--follow", "--json"]
        let running = try Running(Weir.binary, arguments, stdin: stall.reading(), scratch.url, limit: 20)
        try stall.writeUntilRead()
        running.signal(signal)
        let outcome = try await running.end()
        #expect(outcome.code == 0, "\(outcome.stderr)")
        let totals = try JSONValue(parsing: outcome.output)
        #expect(totals["records"] == totals["counted"])
        guard case .whole(let records) = totals["records"] else { return }
        #expect(records > 4)
        #expect(try scratch.names() == ["a.log"] + Sample.reports)
    }

    /// A million records pass by in bounded memory: counting keeps none of them.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/status"), "memory is read from /proc"))
    func memoryDoesNotGrowWithTheInput() async throws {
        let (scratch, stall) = (try Scratch(), try Stall())
        let running = try Running(Weir.binary, ["report", "-"], stdin: stall.reading(), scratch.url, limit: 110)
        let thousand = "dstport protocol\n" + String(repeating: "443 6\n", count: 999)
        for _ in 0..<1000 { try stall.write(thousand) }
        let status = try String(contentsOf: URL(filePath: "/proc/\(running.id)/status"), encoding: .utf8)
        let peak = try #require(status.firstMatch(of: /VmHWM:\s*(\d+) kB/))
        #expect(try #require(Int(peak.1)) < 100_000)
        running.signal(SIGTERM)
        #expect(try await running.end().code == 143)
    }

    /// A pager that stopped reading must not keep the program from ending.
    @Test func signalEndsTheWritingToAReaderThatStopped() async throws {
        let scratch = try Scratch()
        let ports = (1...60_000).map { "\($0) 6\n" }.joined()
        try scratch.write("a.log", "dstport protocol\n" + ports)
        let outcome = try await scratch.shell(
            """
            mkfifo full; sleep 20 < full & reader=$!
            "$WEIR" report a.log --print ports > full 2> messages & weir=$!
            # It is asleep for good, in the full pipe, when it has slept through a while.
            until grep -q sleeping /proc/$weir/status && sleep 1 && grep -q sleeping /proc/$weir/status; do :; done
            kill -TERM $weir; wait $weir; code=$?; kill $reader; exit $code
            """)
        #expect(outcome.code == 143)
        #expect(scratch.text("messages") == "")
    }
}
