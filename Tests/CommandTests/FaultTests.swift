import Foundation
import Testing

/// Faults of where output goes: what was there stays, nothing half-written is left, and someone is told.
struct FaultTests {
    /// A folder whose reports are larger than a small disk: 9,000 ports.
    private func large() throws -> Scratch {
        let scratch = try Scratch()
        try scratch.write("big.log", "dstport protocol\n" + (1...9000).map { "\($0) 6\n" }.joined())
        return scratch
    }

    // MARK: Standard output

    @Test(arguments: [
        "records big.log", "records big.log --csv", "records big.log --ndjson", "report big.log --print ports",
    ])
    func closedPipeIsSuccess(_ command: String) async throws {
        let outcome = try await large().shell(#"{ "$WEIR" \#(command); echo "code $?" >&2; } | head -1"#)
        #expect(outcome.lines.count == 1)
        #expect(outcome.stderr.contains("code 0\n"), "\(outcome.stderr)")
        #expect(!outcome.stderr.contains("Broken pipe"))
    }

    @Test(arguments: [
        "records big.log", "records big.log --csv", "report big.log --print tags", "report big.log --json", "--version",
        "report --help",
    ])
    func fullStandardOutputFailsWithOneLine(_ command: String) async throws {
        let outcome = try await large().shell(#""$WEIR" \#(command) >/dev/full"#)
        #expect(outcome.code == 1)
        let line = "weir: standard output: No space left on device\n"
        #expect(outcome.stderr.components(separatedBy: line).count == 2, "\(outcome.stderr)")
    }

    /// A descriptor that is closed at the start is the first that the next file gets: data must not end up there.
    @Test(arguments: [("<&-", Int32(0)), (">&-", 1), ("2>&-", 0), ("<&- >&- 2>&-", 1)])
    func closedDescriptorsAreNotReused(_ redirection: String, _ code: Int32) async throws {
        let scratch = try Scratch.withSample()
        let outcome = try await scratch.shell(#""$WEIR" report a.log t.csv -o out --json \#(redirection)"#)
        #expect(outcome.code == code)
        #expect(try scratch.hasSampleReports(in: "out"))
        #expect(scratch.text("a.log") == Sample.log)
    }

    @Test func closedStandardInputCannotBeRead() async throws {
        let scratch = try Scratch()
        let outcome = try await scratch.shell(#""$WEIR" report <&-"#)
        #expect(outcome.code == 1)
        #expect(outcome.stderr.contains("weir: standard input: Bad file descriptor"))
        #expect(try scratch.names() == [])
    }

    // MARK: Disks and folders

    @Test(.enabled(if: Host.canMount, "needs root and mount"), arguments: ["", "--force", "--timestamp"])
    func fullDiskFailsAndLeavesNothing(_ option: String) async throws {
        let scratch = try large()
        let outcome = try await scratch.shell(
            #"""
            mkdir disk; exec unshare -m sh -c '
                mount -t tmpfs -o size=64k none disk || exit 99
                [ "\#(option)" = --force ] && echo old >disk/tag_counts.csv && echo old >disk/port_protocol_counts.csv
                "$WEIR" report big.log -o disk \#(option); code=$?
                ls -A disk; cat disk/*.csv 2>/dev/null; exit $code'
            """#)
        #expect(outcome.code == 1)
        #expect(outcome.stderr.contains("weir: disk/port_protocol_counts"))
        #expect(outcome.stderr.contains(": No space left on device\n"))
        #expect(outcome.lines == (option == "--force" ? Sample.reports + ["old", "old"] : []))
    }

    @Test func fileSizeLimitFailsAndLeavesNothing() async throws {
        let scratch = try large()
        let outcome = try await scratch.shell(#"ulimit -f 8; "$WEIR" report big.log -o out"#)
        #expect(outcome.code == 1)
        #expect(outcome.stderr == "weir: out/port_protocol_counts.csv: File too large\n")
        #expect(try scratch.names(in: "out") == [])
    }

    @Test(arguments: [[], ["--force"]])
    func targetThatIsAFolderIsNotReplaced(_ options: [String]) async throws {
        let scratch = try Scratch.withSample()
        try scratch.write("out/port_protocol_counts.csv/inside", "mine")
        let outcome = try await Weir.run(["report", "a.log", "-o", "out"] + options, in: scratch.url)
        #expect(outcome.code == 1)
        #expect(outcome.stderr.contains("weir: out/port_protocol_counts.csv: "))
        #expect(scratch.text("out/port_protocol_counts.csv/inside") == "mine")
        #expect(try scratch.names(in: "out").allSatisfy { !$0.hasPrefix(".") }, "no hidden rest")
    }

    // MARK: As another user

    /// Root may do anything, so files that may not be read or written need another user, who must be able to run the
    /// program: a copy of it in a folder that is open to all.
    private func asNobody(_ line: String, in scratch: Scratch) async throws -> Weir.Outcome {
        try await scratch.shell(
            #"""
            chmod 755 .; cp "$WEIR" ./program; chmod 755 program
            LD_LIBRARY_PATH=$(ldd "$WEIR" | sed -n 's|.*=> \(.*\)/libswiftCore.so .*|\1|p'); export LD_LIBRARY_PATH
            WEIR=./program exec setpriv --reuid 65534 --regid 65534 --clear-groups sh -c '\#(line)'
            """#)
    }

    @Test(.enabled(if: Host.canBeNobody, "needs root and setpriv"))
    func folderThatCannotBeWrittenFails() async throws {
        let scratch = try Scratch.withSample()
        try scratch.write("out/keep", "mine")
        for path in ["out", "out/below"] {
            let outcome = try await asNobody(#""$WEIR" report a.log t.csv -o \#(path)"#, in: scratch)
            #expect(outcome.code == 1)
            #expect(outcome.stderr.hasPrefix("weir: \(path)"))
            #expect(outcome.stderr.hasSuffix(": Permission denied\n"), "\(outcome.stderr)")
            #expect(try scratch.names(in: "out") == ["keep"])
        }
    }

    @Test(.enabled(if: Host.canBeNobody, "needs root and setpriv"))
    func inputThatCannotBeReadIsIncomplete() async throws {
        let scratch = try Scratch.withSample()
        try scratch.write("d/secret.log", Sample.log)
        let lock = try await scratch.shell("chmod 000 d/secret.log; mkdir d/locked; chmod 700 d/locked")
        #expect(lock.code == 0)
        let among = try await asNobody(#""$WEIR" report a.log d -l t.csv --print tags"#, in: scratch)
        #expect(among.code == 2)
        #expect(among.stdout == Sample.tags)
        for path in ["d/secret.log", "d/locked"] {
            #expect(among.stderr.contains("weir: \(path): Permission denied\n"))
        }
        let alone = try await asNobody(#""$WEIR" report d/secret.log --print tags"#, in: scratch)
        #expect(alone.code == 1)
        #expect(alone.stdout == "")
    }
}
