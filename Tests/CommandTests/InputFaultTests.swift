import Foundation
import Testing

/// Inputs that are damaged, hostile or strange: what can be read counts, and what cannot is said.
struct InputFaultTests {
    private func totals(_ outcome: Weir.Outcome) throws -> JSONValue { try JSONValue(parsing: outcome.output) }

    // MARK: gzip

    @Test(arguments: [10, 17, 100, 200, 399])
    func cutOffGzipIsIncomplete(_ kept: Int) async throws {
        let scratch = try Scratch.withSample()
        let ports = (0..<2000).map { Sample.record($0 * 7919 % 65536) }.joined()
        let packed = try await Sample.gzip(ports)
        try scratch.write("cut.log.gz", packed.prefix(packed.count * kept / 400))
        let outcome = try await scratch.weir("report", "cut.log.gz", "--json")
        #expect(outcome.code == 2)
        let totals = try totals(outcome)
        #expect(totals["incomplete"] == ["cut.log.gz"])
        #expect(outcome.stderr.contains("weir: cut.log.gz: "))
        // Nothing but the torn last line may be malformed.
        #expect(totals["malformed"] == 0 || totals["malformed"] == 1)
        guard case .whole(let counted) = totals["counted"] else { return }
        #expect(counted < 2000 || kept == 399)
    }

    @Test func garbageAfterGzipIsIncompleteAndCounted() async throws {
        let scratch = try Scratch()
        try scratch.write("a.gz", try await Sample.gzip(Sample.log) + Data("garbage behind it".utf8))
        let outcome = try await scratch.weir("report", "a.gz", "--json")
        #expect(outcome.code == 2)
        #expect(try totals(outcome)["counted"] == 4)
        #expect(try totals(outcome)["incomplete"] == ["a.gz"])
    }

    @Test func damagedGzipIsIncomplete() async throws {
        let scratch = try Scratch()
        var packed = try await Sample.gzip(Sample.log)
        packed[packed.count - 6] ^= 1
        try scratch.write("a.gz", packed)
        #expect(try await scratch.weir("report", "a.gz").code == 2)
    }

    @Test func emptyGzipMembersAreNothing() async throws {
        let scratch = try Scratch()
        let empty = try await Sample.gzip("")
        try scratch.write("empty.gz", empty)
        let outcome = try await scratch.weir("report", "empty.gz")
        #expect(outcome.code == 0)
        #expect(scratch.text("tag_counts.csv") == "Tag,Count\n")
        #expect(outcome.stderr.contains("note: the input is empty"))
        try scratch.write("three.gz", empty + (try await Sample.gzip(Sample.log)) + empty)
        let three = try await scratch.weir("report", "three.gz", "--print", "ports")
        #expect(three.code == 0)
        #expect(three.stdout == Sample.ports)
    }

    @Test func gzipIsKnownByItsMagicNumberNotItsName() async throws {
        let scratch = try Scratch()
        try scratch.write("packed.log", try await Sample.gzip(Sample.log))
        try scratch.write("plain.log.gz", Sample.log)
        for name in ["packed.log", "plain.log.gz"] {
            #expect(try await scratch.weir("report", name, "--print", "ports").stdout == Sample.ports)
        }
    }

    @Test func gzipInGzipIsRefused() async throws {
        let scratch = try Scratch.withSample()
        let outcome = try await scratch.shell(#"gzip -c a.log | gzip -c | "$WEIR" report -"#)
        #expect(outcome.code == 1)
        #expect(outcome.stderr.contains("gzip inside gzip"))
    }

    // MARK: Pipes

    @Test func pipeThatGivesOneByteAtATime() async throws {
        let scratch = try Scratch.withSample()
        for command in ["cat a.log", "gzip -c a.log"] {
            let outcome = try await scratch.shell(
                #"\#(command) | dd bs=1 2>/dev/null | "$WEIR" report - t.csv --print ports"#)
            #expect(outcome.code == 0)
            #expect(outcome.stdout == Sample.ports)
        }
    }

    /// The first line is blank, and the second comes when the first was read long ago.
    @Test func pipeIsJudgedByItsFirstLineThatIsNotBlank() async throws {
        let (scratch, stall) = (try Scratch(), try Stall())
        let running = try Running(
            Weir.binary, ["report", "-", "missing.log"], stdin: stall.reading(), scratch.url, limit: 20)
        try stall.write(String(repeating: "\n", count: 200_000) + "{\"events\": []}\n")
        stall.finish()
        let outcome = try await running.end()
        #expect(outcome.code == 1)
        #expect(outcome.stderr.contains("weir: standard input: is JSON"))
    }

    @Test func folderAsStandardInputCannotBeRead() async throws {
        let scratch = try Scratch()
        let outcome = try await scratch.shell(#""$WEIR" report - <."#)
        #expect(outcome.code == 1)
        #expect(outcome.stderr.contains("weir: standard input: Is a directory"))
        #expect(try scratch.names() == [])
    }

    // MARK: Text that is none

    @Test func endlessLineIsOneMalformedLine() async throws {
        let scratch = try Scratch()
        let outcome = try await scratch.shell(
            #"""
            { head -c 40000000 /dev/zero | tr '\0' x; echo; echo '\#(Sample.record(443).dropLast())'; } >a.log
            "$WEIR" report a.log --json
            """#)
        #expect(outcome.code == 0)
        let expected = try JSONValue(
            parsing: Data(
                #"{"lines": 2, "counted": 1, "malformed_lines": [{"line": 1, "reason": "longer than 16 MiB"}]}"#.utf8))
        #expect(try totals(outcome).differences(from: expected) == [])
    }

    @Test func holeOfNULsIsOneMalformedLine() async throws {
        let scratch = try Scratch()
        let hole = Data(count: 1 << 20)
        try scratch.write("a.log", Data(Sample.record(443).utf8) + hole + Data("\n\(Sample.record(22))".utf8))
        let outcome = try await scratch.weir("report", "a.log", "--json")
        #expect(outcome.code == 0)
        let totals = try totals(outcome)
        #expect(totals["lines"] == 3)
        #expect(totals["counted"] == 2)
        #expect(totals["malformed"] == 1)
    }

    @Test func noiseIsCountedAndExplained() async throws {
        let scratch = try Scratch()
        var state: UInt64 = 7
        let noise = (0..<300_000).map { _ -> UInt8 in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
        try scratch.write("noise.log", [0xEE] + noise)
        let outcome = try await scratch.weir("report", "noise.log", "--json")
        #expect(outcome.code == 0)
        #expect(outcome.stderr.contains("noise.log: nothing readable at its beginning"))
        let totals = try totals(outcome)
        #expect(totals["records"] == 0)
        guard case .whole(let lines) = totals["lines"], case .whole(let blank) = totals["blank"],
            case .whole(let malformed) = totals["malformed"], case .array(let listed) = totals["malformed_lines"]
        else {
            Issue.record("totals are missing")
            return
        }
        #expect(lines == blank + malformed)
        #expect(malformed > 100)
        #expect(listed.count == 100)
    }

    @Test(arguments: ["\r\n", "\r\n\u{20}\t"])
    func windowsLineEndsAndByteOrderMark(_ lineEnd: String) async throws {
        let scratch = try Scratch()
        let text = "\u{FEFF}" + Sample.log.replacing("\n", with: lineEnd)
        try scratch.write("a.log", text)
        let outcome = try await scratch.weir("report", "a.log", "--print", "ports", "--strict")
        #expect(outcome.code == 0, "\(outcome.stderr)")
        #expect(outcome.stdout == Sample.ports)
    }

    // MARK: Folders

    @Test func cycleOfLinksIsWalkedOnce() async throws {
        let scratch = try Scratch.withSample()
        let outcome = try await scratch.shell(
            #"""
            mkdir -p d/e; cp a.log d/e/; ln -s .. d/e/up; ln -s ../d d/again; ln -s e/a.log d/same.log; ln d/e/a.log d/hard
            ln -s nowhere d/dangling; ln -s loop d/loop; mkfifo d/pipe
            "$WEIR" report d --json
            """#)
        #expect(outcome.code == 2, "a dangling link is a file that cannot be read")
        let totals = try totals(outcome)
        #expect(totals["counted"] == 4)
        #expect(totals["incomplete"] == ["d/dangling", "d/loop"])
    }

    /// The kernel gives such files no size; they did not shrink.
    @Test(
        .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/status"), "files without a size are in /proc"))
    func fileWithoutASizeIsReadToItsEnd() async throws {
        let outcome = try await Weir.run(["report", "/proc/self/status", "--print", "tags"])
        #expect(outcome.code == 0, "\(outcome.stderr)")
        #expect(!outcome.stderr.contains("became shorter"))
    }
}
