import Foundation
import Testing

/// Where the explorer cannot be, it says so in one line, names what to use instead, and changes nothing.
@Suite(.enabled(if: Host.hasTmux), .timeLimit(.minutes(20)))
struct ExplorerRefusalTests {
    /// A line of shell in a terminal: what it said, and its exit code; no escape sequence came to the terminal.
    private func refused(_ line: String, says text: String, code: Int32) async throws {
        let scratch = try Scratch.withSample()
        try await Tmux.open(.large, in: scratch) { tmux in
            try await tmux.noteModes()
            try await tmux.record()
            #expect(try await tmux.shell(line) == code, "\(line)")
            let screen = try await tmux.screen()
            #expect(screen.contains(text), "\(screen)")
            let raw = try await tmux.recorded()
            // The shell itself sends none.
            #expect(!raw.contains(0x1B), "\(line)")
            try await tmux.expectTerminalIsBack()
        }
    }

    @Test func inputsThatAreMissing() async throws {
        try await refused("\"$WEIR\" none.log", says: "none.log: No such file", code: 1)
        try await refused("\"$WEIR\" none.log t.csv", says: "nothing could be read", code: 1)
        try await refused("mkdir empty; \"$WEIR\" empty", says: "nothing could be read", code: 1)
    }

    @Test func lookupTablesThatAreMissing() async throws {
        try await refused("\"$WEIR\" a.log none.csv", says: "none.csv: No such file", code: 1)
        try await refused("mkdir d.csv; \"$WEIR\" a.log -l d.csv", says: "d.csv: ", code: 1)
    }

    @Test func nothingToRead() async throws {
        try await refused("\"$WEIR\"", says: "nothing to read", code: 64)
        try await refused("\"$WEIR\" explore", says: "nothing to read", code: 64)
    }

    @Test func misspeltCommands() async throws {
        try await refused("\"$WEIR\" reprot a.log", says: "did you mean weir report?", code: 64)
        try await refused("\"$WEIR\" record a.log", says: "did you mean weir records?", code: 64)
    }

    @Test func filtersWithAMistake() async throws {
        try await refused("\"$WEIR\" a.log -w 'dstprot = 1'", says: "did you mean dstport?", code: 64)
    }

    @Test(arguments: [
        "\"$WEIR\" a.log t.csv | cat > out", "\"$WEIR\" a.log t.csv > out", "\"$WEIR\" a.log > out < /dev/null",
        "cat a.log | \"$WEIR\" - > out",
    ])
    func noTerminalAsOutput(_ line: String) async throws {
        let scratch = try Scratch.withSample()
        try await Tmux.open(.large, in: scratch) { tmux in
            try await tmux.shell("(\(line)) 2> errors")
            #expect(scratch.text("out") == "")
            #expect(scratch.text("errors")?.contains("weir report") == true)
            #expect(scratch.text("errors")?.split(separator: "\n").count == 1)
        }
        let outcome = try await scratch.shell("\"$WEIR\" a.log t.csv")
        #expect(outcome.code == 64 && outcome.stdout == "" && outcome.stderr.contains("weir report"))
    }

    @Test(arguments: ["env -u TERM", "TERM=", "TERM=dumb", "TERM=unknown", "TERM=no-such-terminal"])
    func terminalsThatCannotShowIt(_ setting: String) async throws {
        try await refused("\(setting) \"$WEIR\" a.log t.csv", says: "use weir report", code: 1)
    }

    /// One of two inputs is missing: the other is shown, with the word.
    @Test func oneOfTwoInputsIsMissing() async throws {
        let scratch = try Scratch.withSample()
        try await Tmux.open(in: scratch) { tmux in
            try await tmux.explore("a.log none.log t.csv", shows: "4 flows")
            try await tmux.wait(for: "1 not read")
            try await tmux.press("!")
            try await tmux.wait(for: "none.log: No such file or directory")
            try await tmux.press("q", "q")
            #expect(try await tmux.end() == 0)
        }
    }

    /// Data on standard input and no terminal device at all: nothing to take keys from.
    @Test(.enabled(if: Host.hasTerminals)) func noTerminalForKeys() async throws {
        let scratch = try Scratch.withSample()
        try scratch.write("piped.sh", "cat a.log | setsid -w \"$WEIR\" -\necho \"[$?]\"\n")
        let outcome = try await scratch.shell("script -qec 'sh piped.sh' /dev/null")
        #expect(outcome.stdout.contains("weir report"))
        #expect(outcome.stdout.contains("[64]"))
        #expect(!outcome.stdout.contains("\u{1B}["))
    }
}
