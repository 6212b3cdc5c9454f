import Foundation
import Testing

@testable import Explorer

/// What the README shows of the explorer is what the explorer is.
struct ReadmeTests {
    private static let readme = TestLogs.package.appending(path: "README.md")

    @Test func hasTheTableOfKeys() throws {
        let text = try String(contentsOf: Self.readme, encoding: .utf8)
        guard ScreenTests.isRecording else {
            #expect(text.contains(Command.markdown))
            return
        }
        let parts = text.components(separatedBy: "<!-- keys -->\n")
        try #require(parts.count == 3)
        let recorded = [parts[0], Command.markdown, parts[2]].joined(separator: "<!-- keys -->\n")
        if recorded != text {
            try recorded.write(to: Self.readme, atomically: true, encoding: .utf8)
            Issue.record("recorded the table of keys: look at it, then run without RECORD")
        }
    }

    /// The picture is drawn from one of the golden screens, so it cannot be older than they are.
    @Test func hasAPictureOfTheScreen() throws {
        let screen = try String(
            contentsOf: ScreenTests.folder.appending(path: "picture-120x34.screen"), encoding: .utf8)
        let svg = try Picture.svg(of: ScreenFile(screen).rig().state.frame())
        let file = ScreenTests.folder.appending(path: "picture.svg")
        let kept = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        if ScreenTests.isRecording, svg != kept {
            try svg.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("recorded the picture: look at it, then run without RECORD")
        }
        #expect(svg == kept)
        let text = try String(contentsOf: Self.readme, encoding: .utf8)
        #expect(text.contains("(Tests/ExplorerTests/Screens/picture.svg)"))
    }
}
