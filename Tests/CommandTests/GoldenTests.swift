import Foundation
import Testing

/// The reports and totals of the samples, kept under `Golden/`.
///
/// `RECORD=1 swift test --filter GoldenTests` writes them anew, and fails: what was recorded has to be looked at, and
/// checked by other means than this program, before it counts as right.
struct GoldenTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    private static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

    private func compare(_ content: Data, with name: String) throws {
        let file = Self.folder.appending(path: name)
        if Self.isRecording {
            try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
            try content.write(to: file)
            Issue.record("recorded \(name): check it, then run without RECORD")
        }
        let known = try String(decoding: Data(contentsOf: file), as: UTF8.self)
        #expect(String(decoding: content, as: UTF8.self) == known, "\(name)")
    }

    /// Totals one member a line; without `seconds`, which no two runs share.
    private func readable(_ totals: Data) -> Data {
        let text = String(decoding: totals, as: UTF8.self).replacing(/,"seconds":[0-9.]+/, with: "")
        return Data(text.replacing(/,(?={|"(?!line|reason))/, with: ",\n").utf8)
    }

    @Test(arguments: ["flow.log", "flow-v5.log.gz", "broken.log"])
    func reportsOfTheSamples(_ sample: String) async throws {
        let scratch = try Scratch()
        let outcome = try await Weir.run(
            ["report", sample, "lookup.csv", "-o", scratch.url.path, "--json"],
            in: Weir.package.appending(path: "samples"))
        #expect(outcome.code == 0)
        for report in Sample.reports {
            try compare(Data(contentsOf: scratch.url.appending(path: report)), with: "\(sample).\(report)")
        }
        try compare(readable(outcome.output), with: "\(sample).totals.txt")
        let messages = outcome.stderr.replacing(scratch.url.path, with: "FOLDER")
        try compare(Data(messages.utf8), with: "\(sample).messages.txt")
    }

    /// The figures of the broken sample, as its author counted them.
    @Test func brokenSampleIsCountedLineByLine() async throws {
        let outcome = try await Weir.run(
            ["report", "broken.log", "lookup.csv", "-o", Scratch().url.path, "--json"],
            in: Weir.package.appending(path: "samples"))
        let totals = try JSONValue(parsing: outcome.output)
        let expected: [(String, JSONValue)] = [
            ("lines", 41), ("blank", 3), ("header", 4), ("records", 23), ("malformed", 11), ("counted", 19),
            ("skipped", 4), ("nodata", 1), ("skipdata", 2),
        ]
        for (name, number) in expected { #expect(totals[name] == number, "\(name)") }
        guard case .array(let malformed) = totals["malformed_lines"] else {
            Issue.record("no list of malformed lines")
            return
        }
        #expect(malformed.map { $0["line"] } == [12, 13, 14, 15, 17, 19, 20, 28, 33, 37, 41])
    }
}
