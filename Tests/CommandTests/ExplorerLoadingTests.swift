import Foundation
import Testing

/// The explorer while it loads: everything can be done, and what is exported adds up.
@Suite(.enabled(if: Host.hasTmux), .timeLimit(.minutes(20)))
struct ExplorerLoadingTests {
    private static let bench = Weir.binary.deletingLastPathComponent().appending(path: "weir-bench")

    /// A million records, with keys pressed all the while; in the end the reports are those of `weir report`.
    @Test func aMillionRecordsWithKeysPressedWhileTheyLoad() async throws {
        let scratch = try Scratch()
        // Four times the same, since a debug build takes its time to make them up.
        _ = try await scratch.shell(
            """
            "\(Self.bench.path)" generate --records 250000 --seed 1 -o part && cat part part part part > big.log &&
            rm part && cp "\(Weir.package.path)/samples/lookup.csv" . && "$WEIR" report big.log lookup.csv -o expected
            """)
        try #require(scratch.text("expected/tag_counts.csv") != nil)
        try await Tmux.open(.large, in: scratch) { tmux in
            try await tmux.noteModes()
            try await tmux.explore("big.log lookup.csv", shows: "eta")
            try await tmux.wait(for: "sv_P1")
            try await expectWhole(try await tmux.export("e", to: "early"))
            for keys in [["Tab", "j", "k", ">", "I"], ["3", "G", "g"], ["1", "Enter", "Escape"], ["m", "m", "m"]] {
                for key in keys { try await tmux.press(key) }
            }
            try await tmux.resize(.usual)
            try await tmux.press("&")
            try await tmux.type("tag = sv_P1")
            try await tmux.press("Enter")
            try await tmux.wait(for: "▸ tag = sv_P1")
            let tags = try await expectWhole(try await tmux.export("e", to: "filtered"))
            #expect(tags.split(separator: "\n").count == 2 && tags.contains("\nsv_P1,"))
            try await tmux.resize(.large)
            try await tmux.press("=")
            try await tmux.wait(for: "1,000,000 records") { $0.contains("1,000,000 records") && !$0.contains("eta") }
            try await tmux.wait(for: "all flows") { $0.contains(/all +99\d,\d\d\d flows/) }
            for (name, content) in try await tmux.export("e", to: "late") {
                #expect(String(decoding: content, as: UTF8.self) == scratch.text("expected/\(name).csv"))
            }
            try await tmux.press("Q")
            #expect(try await tmux.end() == 0)
            try await tmux.expectTerminalIsBack()
        }
    }

    /// Standard input as data, which stalls in the middle of a line: what came is there, and exported.
    @Test func aStalledPipeIsShownAndExportedAsFarAsItCame() async throws {
        let scratch = try Scratch.withSample()
        try await Tmux.open(in: scratch) { tmux in
            try await tmux.noteModes()
            try await tmux.shell("mkfifo gate")
            try await tmux.explorePiped("cat a.log; printf '2 12345'; read go < gate; cat a.log", shows: "4 flows")
            try await tmux.wait(for: "standard input")
            let early = try await tmux.export("e", to: "early")
            #expect(early["tag_counts"] == Data(Sample.tags.utf8))
            #expect(early["port_protocol_counts"] == Data(Sample.ports.utf8))
            try await tmux.press("q")
            try await tmux.wait(for: "Quit?")
            try await tmux.press("n")
            try await tmux.wait(forNo: "Quit?")
            try scratch.append("gate", "go\n")
            // The first line after the gate goes with the half one before it.
            try await tmux.wait(for: "7 flows")
            try await tmux.wait(for: "1 malformed")
            try await tmux.press("F5")
            try await tmux.wait(for: "cannot be read again")
            try await tmux.press("q")
            #expect(try await tmux.end() == 0)
            try await tmux.expectTerminalIsBack()
        }
    }

    /// `q` while loading asks, and `y` means it, although the pipe still stalls.
    @Test func quittingWhileAPipeStalls() async throws {
        let scratch = try Scratch.withSample()
        try await Tmux.open(in: scratch) { tmux in
            try await tmux.noteModes()
            try await tmux.explorePiped("cat a.log; exec sleep 600", shows: "4 flows")
            try await tmux.press("q")
            try await tmux.wait(for: "Quit?")
            try await tmux.press("y")
            // The shell waits for all of a pipeline.
            try await tmux.wait(until: "the program has ended") { try !tmux.isRunning() }
            try await tmux.press("C-c")
            try await tmux.wait(for: "ready>")
            try await tmux.expectTerminalIsBack()
        }
    }

    /// `^C` stops the loading and keeps what is there; twice, it quits.
    @Test func controlCStopsTheLoadingThenQuits() async throws {
        let scratch = try Scratch.withSample()
        try await Tmux.open(in: scratch) { tmux in
            try await tmux.noteModes()
            try await tmux.explorePiped("trap '' INT; cat a.log; exec sleep 600", shows: "4 flows")
            try await tmux.press("C-c")
            try await tmux.wait(for: "Loading stopped")
            #expect(try await tmux.export("e", to: "out")["tag_counts"] == Data(Sample.tags.utf8))
            try await tmux.press("C-c")
            try await tmux.wait(for: "again to quit")
            try await tmux.press("C-c")
            try await tmux.wait(until: "the program has ended") { try !tmux.isRunning() }
        }
    }

    /// Expects whole files whose sums agree; the tags.
    @discardableResult
    private func expectWhole(_ reports: [String: Data]) async throws -> String {
        let tags = String(decoding: try #require(reports["tag_counts"]), as: UTF8.self)
        let ports = String(decoding: try #require(reports["port_protocol_counts"]), as: UTF8.self)
        #expect(tags.hasPrefix("Tag,Count\n") && tags.hasSuffix("\n"))
        #expect(ports.hasPrefix("Port,Protocol,Count\n") && ports.hasSuffix("\n"))
        let sum = { (text: String) in
            text.split(separator: "\n").dropFirst().reduce(0) { $0 + (Int($1.split(separator: ",").last ?? "") ?? 0) }
        }
        #expect(sum(tags) == sum(ports) && sum(tags) > 0)
        return tags
    }
}
