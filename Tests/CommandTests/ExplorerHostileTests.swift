import Foundation
import Testing

/// Bytes that would act on a terminal, from everywhere that data comes from: shown, never sent.
@Suite(.enabled(if: Host.hasTmux), .timeLimit(.minutes(20)))
struct ExplorerHostileTests {
    /// Sequences that set the title, ask, clear, leave the screen; C1, bidi and zero-width characters: what the program
    /// itself has no reason to send.
    private static let payloads = [
        "\u{1B}]0;owned\u{7}", "\u{1B}]52;c;b3duZWQ=\u{7}", "\u{1B}[666;6n", "\u{1B}[2Jowned", "\u{1B}[?1049lowned",
        "\u{1B}Pq owned\u{1B}\\", "\u{1B}cowned", "\u{9B}31mowned", "\u{202E}owned", "\u{200B}owned", "\u{8}owned",
    ]

    @Test(arguments: [Tmux.Size.usual, .large])
    func nothingInDataActsOnTheTerminal(_ size: Tmux.Size) async throws {
        let scratch = try Scratch()
        let table = Self.payloads.enumerated().map { "\($0 + 1),tcp,\"a\($1)\"\n" }.joined()
        try scratch.write("t.csv", "dstport,protocol,tag\n" + table)
        // As values without blanks, since a blank ends a field.
        let records = Self.payloads.enumerated().map { index, payload in
            let value = payload.replacing(" ", with: "_")
            return Sample.record(index + 1).replacing("eni-0a1b2c3d", with: "eni-\(value)")
                .replacing(" OK\n", with: " \(value)\n")
        }
        let name = "x\u{1B}]0;owned\u{7}\u{1B}[2J\u{202E}.log"
        try scratch.write(name, records.joined() + "malformed \(Self.payloads.joined())\n")
        try await Tmux.open(size, in: scratch) { tmux in
            let title = try await tmux.value(of: "#{pane_title}")
            try await tmux.record()
            try await tmux.explore("x* t.csv", shows: "11 flows")
            try await tmux.wait(for: "a^[]0;owned^G")
            // Everything that shows data: panes, records, all fields, malformed lines, crumbs, messages, prompts.
            for keys in [["Tab", "j", "+"], ["3", "Enter", "j", "j", "+"], ["="], ["!"], ["q"], ["Z"], ["q"], ["="]] {
                for key in keys { try await tmux.press(key) }
                try await tmux.settle()
            }
            try await tmux.press("1", "g", "Enter")
            try await tmux.wait(for: "▸")
            try await tmux.press("Enter")
            try await tmux.wait(for: "─ Record ─")
            try await tmux.press("G", "+")
            try await tmux.wait(forNo: "─ Record ─")
            try await tmux.press("e")
            try await tmux.wait(for: "Folder for ")
            try await tmux.press("C-u")
            try await tmux.paste("no/\u{1B}]0;owned\u{7}\u{202E}")
            try await tmux.press("Enter")
            try await tmux.settle()
            try await tmux.press("Q")
            try await tmux.wait(until: "the program has ended") { try !tmux.isRunning() }
            #expect(try await tmux.value(of: "#{pane_title}") == title)
            let raw = try await tmux.recorded()
            for payload in Self.payloads + ["\u{1B}]0;", "\u{1B}]2;", "\u{9B}", "\u{202E}", "\u{200B}"] {
                #expect(raw.firstRange(of: Data(payload.utf8)) == nil, "\(payload.debugDescription) was sent")
            }
        }
    }

    /// What is said after the end, or instead of a beginning, is as harmless.
    @Test func messagesAreHarmless() async throws {
        let scratch = try Scratch()
        try await Tmux.open(in: scratch) { tmux in
            let title = try await tmux.value(of: "#{pane_title}")
            try await tmux.shell(#"NAME=$(printf 'x\033]0;owned\007')"#)
            try await tmux.record()
            #expect(try await tmux.shell(#""$WEIR" "$NAME""#) == 1)
            #expect(try await tmux.recorded().firstRange(of: Data("\u{1B}]0".utf8)) == nil)
            #expect(try await tmux.value(of: "#{pane_title}") == title)
            try await tmux.wait(for: "x^[]0;owned^G: No such file")
        }
    }
}
