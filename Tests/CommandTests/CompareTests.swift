import Foundation
import Testing

@testable import weir_bench

/// The table of `weir-bench compare`: what is in it, and what it says where a tool is missing; never how fast anything is.
@Suite struct CompareTests {
    private static let bench = Weir.binary.deletingLastPathComponent().appending(path: "weir-bench").path

    private static let absent = Tool("DuckDB", program: "there-is-no-such-program")

    @Test func rowsAreMarkdown() {
        var table = Table()
        table.add("`weir report`", goal: "≤ 2 × `wc -l`", "840 ms", "3.6 × `wc -l` (233 ms)")
        table.add("memory", goal: "≤ 64 MiB", "23 MiB")
        let lines = [
            "| what | goal | measured |", "| --- | --- | --- |",
            "| `weir report` | ≤ 2 × `wc -l` | 840 ms; 3.6 × `wc -l` (233 ms) |", "| memory | ≤ 64 MiB | 23 MiB |",
        ]
        #expect(table.text == lines.map { $0 + "\n" }.joined())
    }

    @Test(arguments: [
        (Duration.microseconds(42), "0.0 ms"), (.microseconds(4149), "4.1 ms"), (.milliseconds(10), "10 ms"),
        (.milliseconds(233), "233 ms"), (.milliseconds(3524), "3.52 s"), (.milliseconds(12_060), "12.1 s"),
    ])
    func timesAreShort(_ time: Duration, _ text: String) { #expect(time.text == text) }

    @Test func ratiosAreShort() {
        let second = Duration.seconds(1)
        #expect(second.ratio(to: .milliseconds(278)) == "3.6 × ")
        #expect(second.ratio(to: second) == "1.0 × ")
        #expect(second.ratio(to: .milliseconds(4200)) == "1/4.2 of ")
        #expect(second.ratio(to: .seconds(12)) == "1/12 of ")
        #expect(Duration.zero.ratio(to: second) == "1/1000000000 of ")
        #expect((-0.05).decimal(1) == "-0.1" && 1.005.decimal(0) == "1" && 0.04.decimal(2) == "0.04")
    }

    @Test func mediansAreOfRoundsWithoutTheFirst() throws {
        var order = ""
        var times = [9, 1, 5, 3].map { Duration.seconds($0) }.makeIterator()
        var lasts = 2
        let medians = try Rounds(runs: 3).inTurn([
            "a": {
                order += "a"
                return times.next()
            },
            "absent": {
                order += "-"
                return nil
            },
            "b": {
                order += "b"
                return .seconds(2)
            },
            "breaks": {
                lasts -= 1
                return lasts >= 0 ? .seconds(1) : nil
            },
        ])
        #expect(order == "a-bababab")
        #expect(medians == ["a": .seconds(3), "b": .seconds(2)])
        #expect([Duration]().median == .zero)
        #expect((1...200).map { Duration.seconds($0) }.shuffled().percentile(99) == .seconds(199))
    }

    @Test func missingToolsAreSaidToBe() throws {
        let absent = Self.absent
        #expect(absent.command == nil)
        #expect(try absent.time() == nil)
        #expect(absent.compared(to: .seconds(1), nil) == "DuckDB not installed")
        let failing = Tool("mawk", program: "false")
        #expect(failing.command != nil)
        #expect(try failing.time() == nil)
        #expect(failing.compared(to: .seconds(1), nil) == "mawk failed")
        #expect(
            failing.compared(to: .seconds(1), .seconds(4), ", one grouping") == "1/4.0 of mawk, one grouping (4.00 s)")
    }

    @Test(arguments: [
        ([:], 0), (["`wc -l`": 12, "DuckDB": 1, "mawk": 0.5], 0), (["`wc -l`": 12.1], 1), (["DuckDB": 1.01], 1),
        (["mawk": 0.51, "`wc -l`": 1], 1), (["`wc -l`": 13, "DuckDB": 2, "mawk": 1], 3),
    ])
    func floorDecidesByRatios(_ ratios: [String: Double], _ count: Int) {
        #expect(Floor.missed(by: ratios).count == count)
    }

    /// Everything that can be measured is, in a few seconds, and nothing is left behind.
    @Test(.enabled(if: Host.hasTerminals), arguments: [false, true])
    func smallLogGivesTheWholeTable(isToolless: Bool) async throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(
            at: scratch.url.appending(path: "temporary"), withIntermediateDirectories: true)
        var environment = ["TMPDIR": scratch.url.appending(path: "temporary").path]
        if isToolless { environment["PATH"] = "/there/is/nothing" }
        let outcome = try await scratch.shell(
            "\(Self.bench) generate --records 3000 --seed 1 -o a.log && \(Self.bench) compare a.log --runs 1",
            environment: environment)
        #expect(outcome.code == 0, "\(outcome.stderr)")
        #expect(outcome.lines.first?.hasPrefix("3,000 records, 337.0 kB, ") == true, "\(outcome.stdout)")
        let rows = outcome.lines.filter { $0.hasPrefix("|") }.map { $0.split(separator: "|").map(String.init) }
        #expect(rows.allSatisfy { $0.count == 3 } && rows.count == (isToolless ? 12 : 13))
        #expect(!outcome.stdout.contains("failed") && !outcome.stdout.contains("other groups"), "\(outcome.stdout)")
        if isToolless {
            for tool in ["`wc -l`", "DuckDB", "mawk", "gzip"] {
                #expect(outcome.stdout.contains("\(tool) not installed"))
            }
        }
        #expect(try scratch.names(in: "temporary") == [])
    }

    @Test func impossibleNumbersAreRefused() async throws {
        let scratch = try Scratch()
        for arguments in ["--runs 0", "--records 0", "--runs 2000"] {
            #expect(try await scratch.shell("\(Self.bench) compare \(arguments)").code == 64)
        }
        let outcome = try await scratch.shell("\(Self.bench) compare none.log --runs 1")
        #expect(outcome.code == 1 && outcome.stderr.contains("weir report none.log failed"), "\(outcome.stderr)")
    }

    /// What is read from the files together is the start of the log, and no line is in two of them.
    @Test func gzipFilesAreThoseOfTheLog() async throws {
        let scratch = try Scratch()
        let log = (0..<300_000).map { "2 123456789010 eni-0a1b2c3d line \($0)\n" }.joined()
        try scratch.write("a.log", log)
        let setting = try Setting(scratch.url.appending(path: "a.log").path, runs: 1, weir_bench.Scratch())
        // The files are there as long as the setting is.
        defer { withExtendedLifetime(setting) {} }
        let files = try Compressed(setting).cut()
        #expect(files.count == Compressed.fileCount)
        var whole = ""
        for file in files {
            let text = try await scratch.shell("gzip -dc \(file)").stdout
            #expect(text.last == "\n" && text.utf8.count > log.utf8.count / 7)
            whole += text
        }
        #expect(log.hasPrefix(whole) && whole.utf8.count > log.utf8.count - 100)
    }
}
