import Foundation
import Testing

/// `weir lookup check`: row by row, with an exit code for scripts.
struct LookupCheckTests {
    private func check(_ table: String, _ options: String...) async throws -> Weir.Outcome {
        let scratch = try Scratch()
        try scratch.write("t.csv", table)
        return try await Weir.run(["lookup", "check", "t.csv"] + options, in: scratch.url)
    }

    @Test func cleanTable() async throws {
        let outcome = try await check(Sample.lookup)
        #expect(outcome.code == 0)
        #expect(outcome.stdout == "3 rows: 3 entries, 0 rejected, 0 conflicts\n")
        #expect(outcome.stderr == "")
    }

    @Test func rejectedRowsAreNamedByNumber() async throws {
        // Row 1 is the header, row 3 empty, row 4 holds a line break and counts once.
        let outcome = try await check(
            "dstport,protocol,tag\n443,tcp,web\n\n22,tcp,\"two\nlines\"\n65536,tcp,x\n1,nope,x\n"
                + "2,tcp,\n3,icmpv6,x\n4,tcp,x,y\n")
        #expect(outcome.code == 3)
        let rejected = outcome.lines.filter { $0.contains("rejected:") }
        #expect(rejected.map { $0.prefix(6) } == ["row 5:", "row 6:", "row 7:", "row 8:", "row 9:"])
        #expect(rejected[0].contains("65536"))
        #expect(rejected[1].contains("nope"))
        #expect(rejected[2].contains("tag"))
        #expect(rejected[3].contains("ipv6-icmp"), "the rejection names the keyword")
        #expect(outcome.lines.last == "7 rows: 2 entries, 5 rejected, 0 conflicts")
    }

    @Test(arguments: [
        ("443,tcp,a\n443,TCP,b\n", ["443/tcp", "\"a\" in row 1", "\"b\" in row 2", "row 2 counts"]),
        ("443,tcp,web\n80,tcp,Web\n", ["differ only in case"]),
        ("443,tcp,Untagged\n", ["Untagged", "row 1"]),
        ("dstport,protocol,tag,owner\n443,tcp,a,me\n", ["columns not used: \"owner\""]),
        ("", ["no entry"]),
    ])
    func warningsAreNoFailure(_ table: String, _ words: [String]) async throws {
        let outcome = try await check(table)
        #expect(outcome.code == 0)
        let warnings = outcome.lines.filter { $0.hasPrefix("warning: ") }.joined()
        for word in words { #expect(warnings.contains(word)) }
    }

    @Test func duplicatesRuleSaysWhichRowCounts() async throws {
        let outcome = try await check("443,tcp,a\n443,tcp,b\n", "--duplicates", "first")
        #expect(outcome.stdout.contains("row 1 counts"))
    }

    @Test(arguments: [
        (Data(Sample.log.utf8), "a flow log"), (Data([0x1F, 0x8B, 8, 0]), "gzip"), (Data("{}".utf8), "JSON"),
        (Data([0xFF, 0xFE, 0x34, 0]), "UTF-16"), (Data("dstport;protocol;tag\n1;tcp;x\n".utf8), "semicolons"),
    ])
    func whatIsNoTableIsUnreadable(_ content: Data, _ kind: String) async throws {
        let scratch = try Scratch()
        try scratch.write("t.csv", content)
        let outcome = try await scratch.weir("lookup", "check", "t.csv")
        #expect(outcome.code == 1)
        #expect(outcome.stdout == "")
        #expect(outcome.stderr.hasPrefix("weir: t.csv: "))
        #expect(outcome.stderr.contains(kind))
    }

    @Test func missingTableAndFolderAreUnreadable() async throws {
        let scratch = try Scratch()
        for path in ["missing.csv", "."] {
            let outcome = try await scratch.weir("lookup", "check", path)
            #expect(outcome.code == 1)
            #expect(outcome.stderr.hasPrefix("weir: \(path): "))
        }
    }

    @Test func fullStandardOutputFails() async throws {
        let scratch = try Scratch.withSample()
        let outcome = try await scratch.shell(#""$WEIR" lookup check t.csv >/dev/full"#)
        #expect(outcome.code == 1)
        #expect(outcome.stderr == "weir: standard output: No space left on device\n")
    }
}
