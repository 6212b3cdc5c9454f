import Testing

@testable import FlowLogs

struct InertTests {
    private func inert(_ bytes: Bytes, keepingLines: Bool = false) -> String {
        String(decoding: bytes.inert(keepingLines: keepingLines), as: UTF8.self)
    }

    @Test(
        "Harmless text stays as it is",
        arguments: [
            "", "2 123456789010 eni-0a1b ACCEPT OK", "~!@#$%^&*()<U+202E>", "Grüße, 東京 ٤٤٣ 😀", "a\u{301}", "\u{A0}",
        ])
    func harmless(text: String) {
        #expect(inert(Bytes(text.utf8)) == text)
    }

    @Test(
        "Controls and deceivers become visible",
        arguments: [
            ("\u{1B}[31m", "^[[31m"), ("\u{0}", "^@"), ("\u{7F}", "^?"), ("\t\r\n", "^I^M^J"), ("\u{7}\u{8}", "^G^H"),
            ("\u{1F}", "^_"), ("\u{80}", "<U+0080>"), ("\u{9B}31m", "<U+009B>31m"), ("\u{9F}", "<U+009F>"),
            ("\u{85}", "<U+0085>"), ("\u{202E}x", "<U+202E>x"), ("\u{202A}\u{202C}", "<U+202A><U+202C>"),
            ("\u{2066}\u{2069}", "<U+2066><U+2069>"), ("\u{200E}\u{200F}\u{61C}", "<U+200E><U+200F><U+061C>"),
            ("a\u{200B}b", "a<U+200B>b"), ("\u{200C}\u{200D}\u{2060}\u{FEFF}", "<U+200C><U+200D><U+2060><U+FEFF>"),
            ("\u{AD}", "<U+00AD>"), ("\u{2028}\u{2029}", "<U+2028><U+2029>"), ("\u{E0041}", "<U+E0041>"),
            ("\u{FE0F}", "<U+FE0F>"), ("\u{115F}\u{3164}", "<U+115F><U+3164>"), ("\u{E000}", "<U+E000>"),
            ("\u{FFFE}", "<U+FFFE>"), ("\u{180E}", "<U+180E>"),
        ])
    func visible(text: String, shown: String) {
        #expect(inert(Bytes(text.utf8)) == shown)
    }

    @Test(
        "Bytes that are no UTF-8 are shown one by one",
        arguments: [
            ([0x9B], "<9B>"), ([0x41, 0xFF, 0x42], "A<FF>B"), ([0xC3], "<C3>"), ([0xC3, 0x28], "<C3>("),
            ([0xC0, 0xAF], "<C0><AF>"),
            ([0xE2, 0x82], "<E2><82>"), ([0xE2, 0x82, 0xAC], "€"), ([0xED, 0xA0, 0x80], "<ED><A0><80>"),
            ([0xF4, 0x90, 0x80, 0x80], "<F4><90><80><80>"), ([0xE2, 0x82, 0x1B], "<E2><82>^["),
            ([0xF0, 0x9F, 0x98], "<F0><9F><98>"),
            ([0xC2, 0x9B], "<U+009B>"), ([0xC2, 0xC2, 0x9B], "<C2><U+009B>"),
        ] as [(Bytes, String)])
    func strayBytes(bytes: Bytes, shown: String) {
        #expect(inert(bytes) == shown)
    }

    @Test("Lines are kept where a caller writes lines")
    func keepingLines() {
        #expect(inert(Bytes("a\nb\r\n\tc\u{1B}\n".utf8), keepingLines: true) == "a\nb^M\n^Ic^[\n")
    }

    @Test("Whatever goes in, nothing that acts comes out, and it is the same the second time")
    func anyBytes() {
        var random = SeededRandom(seed: 13)
        for _ in 0..<5000 {
            let bytes = (0..<random.below(12)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let shown = bytes.inert()
            #expect(shown.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
            #expect(String(validating: shown, as: UTF8.self) != nil)
            #expect(shown.inert() == shown)
        }
        let all = (0...0x10FFFF).compactMap(Unicode.Scalar.init)
        for plane in stride(from: 0, to: all.count, by: 4096) where plane < 0x4000 || plane > 0xF000 && plane < 0x11000
        {
            var text = ""
            text.unicodeScalars.append(contentsOf: all[plane..<min(plane + 4096, all.count)])
            let left = String(decoding: Bytes(text.utf8).inert(), as: UTF8.self).unicodeScalars
            #expect(!left.contains { $0.properties.isBidiControl || $0.properties.generalCategory == .control })
        }
    }
}
