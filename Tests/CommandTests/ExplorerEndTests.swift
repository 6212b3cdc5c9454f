import Foundation
import Testing

/// Every way out of the explorer gives the terminal back as it was.
@Suite(.enabled(if: Host.hasTmux), .timeLimit(.minutes(20)))
struct ExplorerEndTests {
    /// What the explorer does when its end comes.
    enum Moment: String, CaseIterable, Sendable { case loading, idle, prompt }

    private static let signals: [(number: Int32, code: Int32)] = [
        (SIGTERM, 143), (SIGHUP, 129), (SIGINT, 130), (SIGQUIT, 131),
    ]

    @Test(arguments: signals, Moment.allCases)
    func aSignalEndsTheProgramAndGivesTheTerminalBack(
        _ signal: (number: Int32, code: Int32), _ moment: Moment
    ) async throws {
        let scratch = try Scratch.withSample()
        try await Tmux.open(in: scratch) { tmux in
            try await tmux.noteModes()
            try await tmux.shell("ulimit -c 0; mkfifo gate")
            switch moment {
            case .loading: try await tmux.explorePiped("cat a.log; exec cat < gate", shows: "4 flows")
            case .idle: try await tmux.explore("a.log t.csv", shows: "q quit")
            case .prompt:
                try await tmux.explore("a.log t.csv", shows: "q quit")
                try await tmux.press("e")
                try await tmux.wait(for: "Folder for ")
                #expect(try await tmux.value(of: "#{cursor_flag}") == "1")
            }
            try tmux.signal(signal.number)
            // What writes into its pipe ends too, as the shell waits for both.
            if moment == .loading { try scratch.append("gate", "") }
            #expect(try await tmux.end() == signal.code)
            try await tmux.expectTerminalIsBack()
        }
        #expect(try scratch.names().filter { $0 != "source" } == ["a.log", "gate", "id", "modes", "t.csv"])
    }

    /// The signals that faults end a program by, a Swift trap (ILL or TRAP) among them.
    ///
    /// Swift's own handler, which would ask on the terminal whether to debug, must not get them.
    @Test(arguments: [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT])
    func aFaultGivesTheTerminalBackToo(_ number: Int32) async throws {
        let scratch = try Scratch.withSample()
        try await Tmux.open(in: scratch) { tmux in
            try await tmux.noteModes()
            try await tmux.shell("ulimit -c 0; unset SWIFT_BACKTRACE")
            try await tmux.explore("a.log t.csv", shows: "q quit")
            try tmux.signal(number)
            #expect(try await tmux.end() == 128 + number)
            try await tmux.expectTerminalIsBack()
        }
    }

    /// Export after export, and a signal in the middle of one of them: a file is there as a whole or not at all.
    @Test(arguments: [SIGTERM, SIGHUP])
    func aSignalInAnExportLeavesNoHalfFile(_ number: Int32) async throws {
        let scratch = try Scratch.withSample()
        let log = String(repeating: Sample.log, count: 20_000)
        try scratch.write("a.log", log)
        try await Tmux.open(in: scratch) { tmux in
            try await tmux.noteModes()
            try await tmux.explore("a.log t.csv --output out", shows: "80,000 flows")
            try await tmux.press("E")
            try await tmux.wait(for: "Folder for ")
            try await tmux.press("Enter")
            try await tmux.wait(for: "Writing or Wrote") { $0.contains("Writing") || $0.contains("Wrote") }
            try tmux.signal(number)
            #expect(try await tmux.end() == 128 + number)
            try await tmux.expectTerminalIsBack()
        }
        for name in (try? scratch.names(in: "out")) ?? [] {
            let text = try #require(scratch.text("out/\(name)"))
            #expect(name.hasSuffix(".csv") && text.split(separator: "\n").count == 80_001, "\(name)")
        }
    }

    /// A program that is stopped, then ended, from outside: as `kill` and a shell that is closed do it.
    @Test func aSignalWhileStoppedEndsIt() async throws {
        let scratch = try Scratch.withSample()
        try await Tmux.open(in: scratch) { tmux in
            try await tmux.noteModes()
            try await tmux.explore("a.log t.csv", shows: "q quit")
            try tmux.signal(SIGTSTP)
            try await tmux.wait(for: "ready>")
            try await tmux.expectTerminalIsBack()
            try tmux.signal(SIGTERM)
            try tmux.signal(SIGCONT)
            #expect(try await tmux.shell("wait $(cat id)") == 143)
            try await tmux.expectTerminalIsBack()
        }
    }

    /// `^C ^C` quits with 0, and neither of them is a signal.
    @Test func controlCTwiceQuits() async throws {
        let scratch = try Scratch.withSample()
        try await Tmux.open(in: scratch) { tmux in
            try await tmux.noteModes()
            try await tmux.explore("a.log t.csv", shows: "q quit")
            try await tmux.press("C-c")
            try await tmux.wait(for: "^C again to quit")
            try await tmux.press("C-c")
            #expect(try await tmux.end() == 0)
            try await tmux.expectTerminalIsBack()
        }
    }

    /// The window is closed, over the program or over a program that loads: nothing stays.
    @Test(arguments: [("a.log t.csv", "4 flows"), ("gate t.csv", "Reading"), ("a.log t.csv --follow", "following")])
    func aTerminalThatIsClosedEndsTheProgram(_ arguments: String, _ shown: String) async throws {
        let scratch = try Scratch.withSample()
        try await Tmux.open(in: scratch) { tmux in
            try await tmux.shell("mkfifo gate")
            try await tmux.explore(arguments, shows: shown)
            try await tmux.closeWindow()
            try await tmux.wait(until: "the program has ended", screenless: true) { try !tmux.isRunning() }
        }
    }

    /// The same when hang-ups are ignored, as under `nohup`: without a terminal there is nobody to wait for.
    @Test func aTerminalThatIsClosedEndsTheProgramWithoutHangUpToo() async throws {
        let scratch = try Scratch.withSample()
        try await Tmux.open(in: scratch) { tmux in
            try await tmux.shell("trap '' HUP")
            try await tmux.explore("a.log t.csv", shows: "q quit")
            try await tmux.closeWindow()
            try await tmux.wait(until: "the program has ended", screenless: true) { try !tmux.isRunning() }
        }
    }
}
