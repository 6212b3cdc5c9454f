import Foundation
import Testing

/// The explorer as it is used, from the shell back to the shell.
@Suite(.enabled(if: Host.hasTmux), .timeLimit(.minutes(20)))
struct ExplorerSessionTests {
    /// Every step of a session, and what it exports is what the other commands say of the same filter.
    @Test(arguments: [Tmux.Size.usual, .large])
    func aSessionFromTheShellToTheShell(_ size: Tmux.Size) async throws {
        let scratch = try Scratch()
        try await Tmux.open(size, in: scratch) { tmux in
            try await tmux.noteModes()
            try await tmux.explore("$SAMPLES/flow-v5.log.gz $SAMPLES/lookup.csv", shows: "1,989 flows")
            #expect(try await tmux.value(of: "#{alternate_on} #{cursor_flag}") == "1 0")

            // Sorted by another column and back.
            try await tmux.wait(for: "Flows▼")
            try await tmux.press(">", ">")
            try await tmux.wait(for: "Reject▼")
            try await tmux.press("I")
            try await tmux.wait(for: "Reject▲")
            try await tmux.press("s")
            try await tmux.wait(for: "Sort by")
            try await tmux.press("2")
            try await tmux.wait(for: "Flows▼")

            // Into the second tag, one of its ports, one of its records; through windows of any size.
            try await tmux.press("g", "j")
            try await tmux.wait(for: "▌sv_P1")
            try await tmux.press("Enter")
            try await tmux.wait(for: "all ▸ tag = sv_P1")
            try await tmux.resize(Tmux.Size(columns: 20, rows: 5))
            try await tmux.wait(for: "weir needs")
            try await tmux.resize(Tmux.Size(columns: 1, rows: 1))
            try await tmux.press("j", "k")
            try await tmux.resize(size)
            try await tmux.wait(for: "all ▸ tag = sv_P1")
            try await tmux.press("BTab")
            try await tmux.press("g")
            try await tmux.press("Enter")
            try await tmux.wait(for: "sv_P1 ▸ 2 443/tcp")
            try await tmux.press("Enter")
            try await tmux.wait(for: "─ Record ─")
            try await tmux.press("q")
            try await tmux.wait(forNo: "─ Record ─")
            try await tmux.press("q")
            try await tmux.wait(forNo: "▸ 2")
            try await tmux.press("q")
            try await tmux.wait(forNo: "▸")

            // A filter as it is typed, and a cell on top.
            try await tmux.press("&")
            try await tmux.type("action = REJECT")
            try await tmux.wait(for: "177 records.")
            try await tmux.press("Enter")
            try await tmux.wait(for: "q back")
            try await tmux.press("1", "g", "+")
            try await tmux.wait(for: "action = REJECT ▸ 2 tag = sv_P4")
            try await tmux.wait(for: "Records 85 of sv_P4")
            try await compareExports(tmux, scratch, "action = REJECT and tag = sv_P4")

            // To the shell and back, to a window of another size.
            try await tmux.press("C-z")
            try await tmux.wait(for: "ready>")
            try await tmux.expectTerminalIsBack()
            try await tmux.resize(Tmux.Size(columns: 70, rows: 20))
            try await tmux.type("fg")
            try await tmux.press("Enter")
            try await tmux.wait(for: "action = REJECT ▸ 2 tag = sv_P4")
            #expect(try await tmux.value(of: "#{alternate_on} #{cursor_flag}") == "1 0")
            try await tmux.resize(size)
            try await tmux.press("=")
            try await tmux.wait(for: "1,989 flows")
            try await tmux.press("q")
            #expect(try await tmux.end() == 0)
            try await tmux.expectTerminalIsBack()
        }
    }

    /// Exports with `e` and `E`, and compares with `report` and `records` of the same filter.
    private func compareExports(_ tmux: Tmux, _ scratch: Scratch, _ filter: String) async throws {
        let inputs = "\"$SAMPLES/flow-v5.log.gz\" \"$SAMPLES/lookup.csv\" -w '\(filter)'"
        let samples = ["SAMPLES": Weir.package.appending(path: "samples").path]
        _ = try await scratch.shell("\"$WEIR\" report \(inputs) -o expected", environment: samples)
        let records = try await scratch.shell("\"$WEIR\" records \(inputs) --csv", environment: samples)
        let reports = try await tmux.export("e", to: "out/reports")
        #expect(reports.count == 2)
        for (name, content) in reports {
            #expect(String(decoding: content, as: UTF8.self) == scratch.text("expected/\(name).csv"))
        }
        #expect(try await tmux.export("E", to: "out/records") == ["records": records.output])
    }

    // MARK: Settings

    /// Without colours, without anything but ASCII, on an old terminal: all that is on the screen can be used.
    @Test(arguments: ["NO_COLOR=1", "LC_ALL=C", "TERM=vt100", "TERM=vt100 LC_ALL=C", "TERM=xterm-mono"])
    func settingsOfTheTerminalAreHonoured(_ setting: String) async throws {
        let scratch = try Scratch.withSample()
        try await Tmux.open(in: scratch) { tmux in
            try await tmux.noteModes()
            try await tmux.explore("a.log t.csv", setting: setting, shows: "4 flows")
            let screen = try await tmux.wait(for: "q quit")
            #expect(screen.utf8.allSatisfy { $0 < 0x80 } == setting.contains("LC_ALL=C"))
            let styled = try await tmux.styledScreen()
            let colours = styled.matches(of: /\u{1B}\[[0-9;:]*(3[0-8]|4[0-8]|9[0-7])[;:m]/)
            #expect(colours.isEmpty == (setting != "LC_ALL=C"), "\(styled)")
            try await tmux.press("Enter")
            try await tmux.wait(for: "tag = web")
            try await tmux.press("q", "Q")
            #expect(try await tmux.end() == 0)
            try await tmux.expectTerminalIsBack()
        }
    }

    // MARK: Pastes

    /// A paste is text for a prompt and nothing else: none of its letters is a key, and no line end presses Enter.
    @Test func aPasteIsTypedIntoAPromptAndNowhereElse() async throws {
        let scratch = try Scratch.withSample()
        try await Tmux.open(in: scratch) { tmux in
            try await tmux.explore("a.log t.csv", shows: "q quit")
            try await tmux.paste("Q\nqq&port = 1\n")
            try await tmux.press("&")
            try await tmux.wait(for: "filter:")
            try await tmux.paste("dstport = 22\nQ\n")
            try await tmux.wait(for: "dstport = 22")
            #expect(try await tmux.value(of: "#{alternate_on}") == "1")
            try await tmux.press("C-u")
            try await tmux.paste("dstport = 22")
            try await tmux.wait(for: "1 record.")
            try await tmux.press("Escape")
            try await tmux.wait(for: "q quit")
            try await tmux.press("q")
            #expect(try await tmux.end() == 0)
        }
    }

    // MARK: Growing logs

    /// What is appended appears; `F` ends the waiting, and begins it again with what came in between.
    @Test func followingShowsWhatIsAppended() async throws {
        let scratch = try Scratch.withSample()
        try await Tmux.open(in: scratch) { tmux in
            try await tmux.explore("a.log t.csv --follow", shows: "4 flows")
            try await tmux.wait(for: "following")
            try scratch.append("a.log", Sample.record(25) + Sample.record(25) + Sample.record(25).dropLast(9))
            try await tmux.wait(for: "6 flows")
            try await tmux.wait(for: "mail")
            try scratch.append("a.log", String(Sample.record(25).suffix(9)))
            try await tmux.wait(for: "7 flows")
            try await tmux.press("F")
            try await tmux.wait(forNo: "following")
            try scratch.append("a.log", Sample.record(443))
            try await tmux.press("F")
            try await tmux.wait(for: "following")
            try await tmux.wait(for: "8 flows")
            // Nothing to be asked for: waiting is no work that would be lost.
            try await tmux.press("q")
            #expect(try await tmux.end() == 0)
        }
    }

    /// Only the newest records are kept: the title says how many are not, `!` how that adds up.
    @Test func theNewestAreKept() async throws {
        let scratch = try Scratch.withSample()
        try scratch.write("a.log", String(repeating: Sample.record(22), count: 20_000))
        try await Tmux.open(in: scratch) { tmux in
            try await tmux.explore("a.log t.csv --follow --last 1k", shows: "dropped")
            try await tmux.wait(for: "20,000 records")
            try await tmux.wait(for: "following")
            try scratch.append("a.log", String(repeating: Sample.record(443), count: 15_000))
            try await tmux.wait(for: "35,000 records")
            try await tmux.wait(for: "web")
            try await tmux.wait(forNo: "shell")
            try await tmux.press("!")
            try await tmux.wait(for: "35,000 records = ")
            try await tmux.wait(for: "dropped: the panes have the newest only")
            try await tmux.press("q")
            try await tmux.wait(forNo: "dropped: the panes")
            try await tmux.press("q")
            #expect(try await tmux.end() == 0)
        }
    }
}
