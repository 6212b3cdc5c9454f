import Foundation
import Testing

/// Exports from the screen: they replace nothing, and say where they could not go.
@Suite(.enabled(if: Host.hasTmux), .timeLimit(.minutes(20)))
struct ExplorerExportTests {
    /// One after the other, as fast as keys go: each has names of its own.
    @Test func exportsOfOneSecondHaveTheirOwnNames() async throws {
        let scratch = try Scratch.withSample()
        try await Tmux.open(in: scratch) { tmux in
            try await tmux.explore("a.log t.csv --output out", shows: "q quit")
            for _ in 1...6 { try await tmux.press("e", "Enter", "E", "Enter") }
            try await tmux.wait(until: "there are 18 files") {
                ((try? scratch.names(in: "out")) ?? []).filter { $0.hasSuffix(".csv") }.count == 18
            }
            try await tmux.wait(for: "Wrote")
            for name in try scratch.names(in: "out") {
                if name.hasPrefix("tag") { #expect(scratch.text("out/\(name)") == Sample.tags) }
                if name.hasPrefix("port") { #expect(scratch.text("out/\(name)") == Sample.ports) }
                if name.hasPrefix("rec") { #expect(scratch.text("out/\(name)")?.split(separator: "\n").count == 5) }
            }
            // Whoever had to try another name has no signal left behind that waits.
            try tmux.signal(SIGTERM)
            #expect(try await tmux.end() == 143)
        }
    }

    /// A folder that is a file, or cannot be made: named, and nothing is written.
    @Test(arguments: ["a.log", "a.log/x", "/dev/null/x"])
    func aPathThatIsNoFolderIsNamed(_ path: String) async throws {
        let scratch = try Scratch.withSample()
        try await Tmux.open(in: scratch) { tmux in
            try await tmux.explore("a.log t.csv", shows: "q quit")
            for key in ["e", "E"] {
                try await tmux.press(key)
                try await tmux.wait(for: "Folder for ")
                try await tmux.press("C-u")
                try await tmux.type(path)
                try await tmux.press("Enter")
                let screen = try await tmux.wait(for: "nothing was written.")
                #expect(screen.contains(path))
                // A key makes the message go.
                try await tmux.press("j")
                try await tmux.wait(forNo: "nothing was written")
            }
            try await tmux.press("q")
            #expect(try await tmux.end() == 0)
        }
        #expect(try scratch.names() == ["a.log", "id", "t.csv"])
        #expect(scratch.text("a.log") == Sample.log)
    }

    /// Folders are made, `~` is the user's, and a folder that cannot be written is named.
    @Test func foldersAreMade() async throws {
        let scratch = try Scratch.withSample()
        try await Tmux.open(in: scratch) { tmux in
            try await tmux.explore("a.log t.csv", shows: "q quit")
            let reports = try await tmux.export("e", to: "one/two/three")
            #expect(reports["tag_counts"] == Data(Sample.tags.utf8))
            try await tmux.press("E")
            try await tmux.wait(for: "Folder for ")
            try await tmux.press("C-u")
            try await tmux.type("~/mine")
            try await tmux.press("Enter")
            try await tmux.wait(for: "mine/records-")
            #expect(try scratch.names(in: "mine").count == 1)
            try await tmux.press("Q")
            #expect(try await tmux.end() == 0)
        }
    }

    @Test(.enabled(if: Host.canBeNobody))
    func aFolderThatCannotBeWrittenIsNamed() async throws {
        let scratch = try Scratch.withSample()
        try await Tmux.open(in: scratch) { tmux in
            try await tmux.shell("mkdir closed; chmod 755 . closed")
            try await tmux.type("setpriv --reuid 65534 --regid 65534 --clear-groups \"$WEIR\" a.log t.csv -o closed")
            try await tmux.press("Enter")
            try await tmux.wait(for: "q quit")
            try await tmux.press("e", "Enter")
            try await tmux.wait(for: "Permission denied; nothing was")
            try await tmux.press("Q")
            try await tmux.wait(for: "ready>")
        }
        #expect(try scratch.names(in: "closed") == [])
    }
}
