import Foundation
import Testing

/// The corpus of real flow logs with the answers they must give, if it is on this machine.
///
/// It is kept outside the repository. Where its folder is not there (`WEIR_CASES`, default `../shared/cases` beside the
/// package), these tests are skipped, which a line on standard error says: a run without the corpus proves less.
enum Corpus {
    struct Index: Decodable {
        let cases: [Case]
        let runs: [Run]
    }

    /// A log whose records are known field by field.
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let id: String
        let file: String
        let format: String
        var testDescription: String { id }
    }

    /// Logs and a lookup table whose reports and totals are known.
    struct Run: Decodable, Sendable, CustomTestStringConvertible {
        let id: String
        let logs: [String]
        let format: String
        let lookup: String
        let duplicates: String
        let expected: String
        var testDescription: String { id }
    }

    static let folder =
        ProcessInfo.processInfo.environment["WEIR_CASES"].map { URL(filePath: $0) }
        ?? Weir.package.deletingLastPathComponent().appending(path: "shared/cases")

    static let index: Index = {
        guard let data = try? Data(contentsOf: folder.appending(path: "cases.json")) else {
            Host.skip("no corpus of real flow logs in \(folder.path) (set WEIR_CASES)")
            return Index(cases: [], runs: [])
        }
        do {
            return try JSONDecoder().decode(Index.self, from: data)
        } catch {
            Issue.record("cases.json: \(error)")
            return Index(cases: [], runs: [])
        }
    }()

    static var isThere: Bool { !index.runs.isEmpty }

    static func json(_ name: String) throws -> JSONValue {
        try JSONValue(parsing: Data(contentsOf: folder.appending(path: name)))
    }
}

@Suite(.enabled(if: Corpus.isThere, "the corpus of real flow logs is not here: see WEIR_CASES"))
struct CasesTests {
    @Test(arguments: Corpus.index.runs)
    func reportsAreTheKnownOnes(_ run: Corpus.Run) async throws {
        let scratch = try Scratch()
        let outcome = try await Weir.run(
            ["report", "--format", run.format, "-l", run.lookup, "--duplicates", run.duplicates]
                + ["-o", scratch.url.path, "--json"] + run.logs, in: Corpus.folder)
        let expected = try Corpus.json("\(run.expected)/totals.json")
        #expect(outcome.code == (expected["incomplete"] == [] ? 0 : 2), "\(outcome.stderr)")
        let totals = try JSONValue(parsing: outcome.output)
        #expect(totals.differences(from: expected) == [])
        for name in Sample.reports {
            let known = try Data(contentsOf: Corpus.folder.appending(path: "\(run.expected)/\(name)"))
            #expect(scratch.text(name) == String(decoding: known, as: UTF8.self), "\(name)")
        }
    }

    @Test(arguments: Corpus.index.cases)
    func recordsHaveTheKnownFields(_ sample: Corpus.Case) async throws {
        let outcome = try await Weir.run(
            ["records", "--ndjson", "--format", sample.format, sample.file], in: Corpus.folder)
        #expect([0, 2].contains(outcome.code), "\(outcome.stderr)")
        let records = try outcome.lines.map { try JSONValue(parsing: Data($0.utf8)).without("tag") }
        let name = sample.file.replacing(".gz", with: "").replacing(".log", with: ".expected.json")
        guard case .array(let expected) = try Corpus.json(name)["records"] else {
            Issue.record("\(name) lists no records")
            return
        }
        #expect(records.count == expected.count)
        for (record, known) in zip(records, expected) {
            #expect(record == known["fields"], "line \(known["line"])")
        }
    }
}
