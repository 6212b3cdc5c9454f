import Screen
import Testing

@testable import Explorer

/// A line of text while it is typed.
struct LineEditorTests {
    /// Types keys into a text, the cursor at its end; returns the text with `|` for the cursor.
    private func typed(_ text: String, _ keys: Key...) -> String {
        var editor = LineEditor(text)
        for key in keys { _ = editor.handle(key) }
        return editor.textBeforeCursor + "|" + editor.text.dropFirst(editor.textBeforeCursor.count)
    }

    @Test func typesAtTheCursor() {
        #expect(typed("", "a", "b", "c") == "abc|")
        #expect(typed("ac", .left, "b") == "ab|c")
        #expect(typed("bc", .home, "a") == "a|bc")
        #expect(typed("ab", .control("a"), .end, "c") == "abc|")
        #expect(typed("ab", .control("b"), .control("b"), .control("f"), "x") == "ax|b")
        #expect(typed("ab", .home, .control("e"), "c") == "abc|")
    }

    @Test func stopsAtBothEnds() {
        #expect(typed("a", .left, .left, .left, "x") == "x|a")
        #expect(typed("a", .right, .right, "x") == "ax|")
        #expect(typed("a", .delete) == "a|")
        #expect(typed("a", .home, .backspace) == "|a")
    }

    @Test func takesAway() {
        #expect(typed("abc", .backspace) == "ab|")
        #expect(typed("abc", .home, .delete) == "|bc")
        #expect(typed("abc", .home, .control("d")) == "|bc")
        #expect(typed("abc", .left, .control("u")) == "|c")
        #expect(typed("abc", .left, .control("k")) == "ab|")
        #expect(typed("port = 22", .control("w")) == "port = |")
        #expect(typed("port =   ", .control("w")) == "port |")
        #expect(typed("  ", .control("w")) == "|")
        #expect(typed("port = 22", .left, .control("w")) == "port = |2")
    }

    @Test func saysWhichKeysAreNotForIt() {
        var editor = LineEditor("a")
        for key in [Key.enter, .escape, .tab, .backTab, .up, .down, .pageUp, .function(1), .control("c")] {
            let isHandled = editor.handle(key)
            #expect(!isHandled, "\(key)")
        }
        #expect(editor == LineEditor("a"))
    }

    @Test func whatWouldBeDrawnAsSomethingElseBecomesABlank() {
        #expect(LineEditor("a\tb\r\nc\u{1B}\u{202E}d").text == "a b  c  d")
    }

    @Test func hasALongestLine() {
        var editor = LineEditor(String(repeating: "x", count: LineEditor.limit + 5))
        #expect(editor.text.count == LineEditor.limit)
        editor.insert("y")
        #expect(editor.cursor == LineEditor.limit)
    }

    @Test(arguments: 0..<4)
    func isAsAListWithAGap(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var editor = LineEditor()
        var (before, after): ([Unicode.Scalar], [Unicode.Scalar]) = ([], [])
        for _ in 0..<2000 {
            switch random.below(8) {
            case 0: if editor.handle(.backspace) { before.removeLast() }
            case 1:
                _ = editor.handle(.delete)
                after = Array(after.dropFirst())
            case 2:
                _ = editor.handle(.left)
                if let last = before.popLast() { after.insert(last, at: 0) }
            case 3:
                _ = editor.handle(.right)
                if let first = after.first {
                    before.append(first)
                    after.removeFirst()
                }
            case 4 where random.once(in: 9):
                _ = editor.handle(.control("k"))
                after = []
            default:
                let text = RandomText.shown(below: 4, &random)
                editor.insert(text)
                before += text.unicodeScalars
            }
            #expect(editor.scalars == before + after)
            #expect(editor.cursor == before.count)
        }
    }
}
