import Screen
import Testing

@testable import Curses

struct KeyDecoderTests {
    @Test(arguments: [
        ("\r", [Key.enter]), ("\n", [.enter]), ("\u{1B}OM", [.enter]), ("\t", [.tab]), ("\u{1B}[Z", [.backTab]),
        ("\u{8}\u{7F}", [.backspace, .backspace]), ("\0", [.control("@")]),
        ("\u{3}\u{1A}", [.control("c"), .control("z")]),
        ("\u{1C}\u{1F}", [.control("\\"), .control("_")]),
        ("jä漢", [.character("j"), .character("ä"), .character("漢")]),
        ("\u{1B}[A\u{1B}OB\u{1B}[1;5C", [.up, .down, .right]), ("\u{1B}[H\u{1B}[4~\u{1B}OF", [.home, .end, .end]),
        ("\u{1B}[3~\u{1B}[5~\u{1B}[6~", [.delete, .pageUp, .pageDown]),
        ("\u{1B}OP\u{1B}[[E\u{1B}[15~\u{1B}[24~", [.function(1), .function(5), .function(5), .function(12)]),
        ("\u{1B}Ok\u{1B}Oq", [.character("+"), .character("1")]), ("\u{1B}x", [.escape, .character("x")]),
        ("\u{1B}\u{1B}[A", [.escape, .up]),
    ])
    func keys(_ text: String, _ keys: [Key]) {
        let input = read(Array(text.utf8))
        #expect(input == keys.map(TerminalInput.key))
        // However the bytes arrive.
        #expect(read(Array(text.utf8), pieces: 1) == input)
    }

    @Test(arguments: [
        "\u{1B}[99;7x", "\u{1B}[?1;2c", "\u{1B}[<0;10;20M", "\u{1B}[M !!", "\u{1B}[12;40R", "\u{1B}[I", "\u{1B}[23;2~",
        "\u{1B}]11;rgb:0000/0000/0000\u{7}", "\u{1B}P1+r544e\u{1B}\\", "\u{1B}[\(String(repeating: "9", count: 500))~",
        "\u{1B}[1;2;3A", "\u{1B}[2~", "\u{85}",
    ])
    func whatIsNoKeyIsSwallowedWhole(_ text: String) {
        #expect(read(Array(text.utf8) + [0x71]) == [.key(.character("q"))])
    }

    @Test(
        arguments: [[0xFF], [0xC3], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE6, 0xBC]]
            as [[UInt8]])
    func brokenCharactersAreIgnored(_ bytes: [UInt8]) {
        #expect(read(bytes + [0x71]) == [.key(.character("q"))])
    }

    @Test
    func halfASequenceIsNothingAndEscapeAloneIsTheKey() {
        var decoder = KeyDecoder()
        var input: [TerminalInput] = []
        decoder.feed([0x1B]) { input.append($0) }
        #expect(decoder.patience == 25)
        decoder.giveUp { input.append($0) }
        #expect(input == [.key(.escape)])
        decoder.feed(Array("\u{1B}[1;".utf8)) { input.append($0) }
        #expect(decoder.patience == 500)
        decoder.giveUp { input.append($0) }
        decoder.feed(Array("q".utf8)) { input.append($0) }
        #expect(input == [.key(.escape), .key(.character("q"))])
    }

    @Test
    func sequencesOfTheTerminalGoFirst() {
        let table: [[UInt8]: Key] = [Array("\u{1B}[M".utf8): .function(1), Array("\u{1B}q".utf8): .end]
        #expect(
            read(Array("\u{1B}[Mx\u{1B}q".utf8), table: table)
                == [.function(1), .character("x"), .end].map { .key($0) })
    }

    @Test
    func pastesAreOneText() {
        let paste = Array("\u{1B}[200~q\u{1B}[A\u{1B}[201\u{1B}[201~x".utf8)
        let expected: [TerminalInput] = [.paste("q\u{1B}[A\u{1B}[201"), .key(.character("x"))]
        #expect(read(paste) == expected)
        #expect(read(paste, pieces: 1) == expected)
    }

    @Test
    func longPastesAreCut() {
        let text = [UInt8](repeating: 0x71, count: 1_000_000)
        let input = read(Array("\u{1B}[200~".utf8) + text + Array("\u{1B}[201~".utf8))
        guard case .paste(let pasted) = input.first else {
            Issue.record("no paste")
            return
        }
        #expect(input.count == 1)
        #expect(pasted.utf8.count <= 65_536)
        #expect(pasted.utf8.count > 65_000)
    }

    @Test
    func noBytesMakeItFail() {
        var seed: UInt64 = 1
        var decoder = KeyDecoder()
        var count = 0
        for _ in 0..<300_000 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1
            let random = UInt8(truncatingIfNeeded: seed >> 56)
            let common = Array("\u{1B}\u{1B}\u{1B}[[O]PM~;?0123A".utf8)
            decoder.feed([random < 128 ? common[Int(random) % common.count] : random]) { _ in count += 1 }
            if seed >> 40 & 0xFF == 0 { decoder.giveUp { _ in count += 1 } }
        }
        #expect(count > 1000)
    }

    private func read(_ bytes: [UInt8], pieces: Int? = nil, table: [[UInt8]: Key] = [:]) -> [TerminalInput] {
        var decoder = KeyDecoder(table: table)
        var input: [TerminalInput] = []
        for start in stride(from: 0, to: bytes.count, by: pieces ?? max(1, bytes.count)) {
            decoder.feed(bytes[start..<min(start + (pieces ?? bytes.count), bytes.count)]) { input.append($0) }
        }
        return input
    }
}
