import Screen
import Testing

@testable import Explorer

/// Text cut, wrapped and padded to columns.
struct TextTests {
    @Test func cutsAtTheEnd() {
        #expect("abc".cut(to: 3) == "abc")
        #expect("abcd".cut(to: 3) == "ab…")
        #expect("abcd".cut(to: 1) == "…")
        #expect("abcd".cut(to: 0) == "")
        #expect("abcd".cut(to: -3) == "")
        #expect("日本語".cut(to: 5) == "日本…")
        #expect("日本語".cut(to: 4) == "日…")
        #expect("e\u{301}fgh".cut(to: 2) == "e\u{301}…")
    }

    @Test func cutsAtTheStart() {
        #expect("/a/b".cutAtStart(to: 4) == "/a/b")
        #expect("/a/bc".cutAtStart(to: 4) == "…/bc")
        #expect("日本語".cutAtStart(to: 4) == "…語")
        #expect("abc".cutAtStart(to: 0) == "")
    }

    @Test func wrapsAtBlanks() {
        #expect("one two three".wrapped(to: 8) == ["one two", "three"])
        #expect("one two three".wrapped(to: 7) == ["one two", "three"])
        #expect("one two three".wrapped(to: 6) == ["one", "two", "three"])
        #expect("unbreakable".wrapped(to: 5) == ["unbre", "akabl", "e"])
        #expect("日本語".wrapped(to: 3) == ["日", "本", "語"])
        #expect("日".wrapped(to: 1) == ["日"], "what is wider than a line goes over its end")
        #expect("".wrapped(to: 5) == [""])
        #expect("abc".wrapped(to: 0) == ["abc"])
    }

    @Test func pads() {
        #expect("7".padded(to: 3) == "  7")
        #expect("日".padded(to: 3) == " 日")
        #expect("long".padded(to: 2) == "long")
    }

    @Test(arguments: 0..<4)
    func isNeverWiderThanAsked(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<3000 {
            let text = RandomText.shown(below: 40, &random)
            let columns = random.below(30)
            let cut = text.cut(to: columns)
            let cutAtStart = text.cutAtStart(to: columns)
            #expect(cut.columns <= columns)
            #expect(cutAtStart.columns <= columns)
            if text.columns <= columns {
                #expect(cut == text)
                #expect(cutAtStart == text)
            } else if columns > 0 {
                #expect(cut.unicodeScalars.last == "…")
                #expect(text.unicodeScalars.starts(with: cut.unicodeScalars.dropLast()))
                #expect(cut.columns >= columns - 1, "no more is cut off than must be")
                #expect(cutAtStart.unicodeScalars.first == "…")
                #expect(text.unicodeScalars.reversed().starts(with: cutAtStart.unicodeScalars.dropFirst().reversed()))
                #expect(cutAtStart.columns >= columns - 1)
            }
            #expect(text.padded(to: columns).columns == max(columns, text.columns))
        }
    }

    @Test(arguments: 0..<4)
    func wrappingLosesNothingButBlanks(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<3000 {
            let text = RandomText.shown(below: 60, &random)
            let columns = 2 + random.below(30)
            let lines = text.wrapped(to: columns)
            #expect(lines.allSatisfy { $0.columns <= columns }, "\(text.debugDescription) in \(columns)")
            func letters(_ texts: [String]) -> [Unicode.Scalar] {
                texts.flatMap { $0.unicodeScalars.filter { $0 != " " } }
            }
            #expect(letters(lines) == letters([text]))
            // A word is only broken where it is too long for a line.
            let words = text.unicodeScalars.split(separator: " ").map { String(String.UnicodeScalarView($0)) }
            let pieces = lines.flatMap { $0.unicodeScalars.split(separator: " ") }.map {
                String(String.UnicodeScalarView($0))
            }
            if words.allSatisfy({ $0.columns <= columns }), text.unicodeScalars.first != " " {
                #expect(pieces == words)
            }
        }
    }

    @Test func bytesAreShownHarmless() {
        let hostile: [UInt8] = [0x61, 0x1B, 0x9B, 0xE2, 0x80, 0xAE]
        #expect(hostile.shown == "a^[<9B><U+202E>")
        #expect("日本 é".utf8.shown == "日本 é")
    }
}
