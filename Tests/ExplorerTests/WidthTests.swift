import Screen
import Testing

/// How many columns a scalar takes, and which are never drawn.
struct WidthTests {
    @Test(arguments: [
        ("a", 1), (" ", 1), ("~", 1), ("é", 1), ("ß", 1), ("Ω", 1), ("ж", 1), ("א", 1), ("ا", 1), ("ก", 1), ("–", 1),
        ("…", 1), ("─", 1), ("▌", 1), ("▇", 1), ("→", 1), ("▸", 1), ("\u{FFFD}", 1), ("¡", 1), ("①", 1),
    ])
    func isNarrow(_ text: String, _ columns: Int) { #expect(text.columns == columns) }

    @Test(arguments: [
        "日", "本", "語", "あ", "カ", "가", "힣", "ᄀ", "，", "！", "￥", "〈", "😀", "🚀", "⌚", "⭐", "🇩", "𠀀", "𰀀", "㍿", "﹏",
        "🀄", "🈁", "𛀀",
    ])
    func isWide(_ text: String) { #expect(text.unicodeScalars.map(\.columns) == [2]) }

    @Test(arguments: [
        "\u{301}", "\u{308}", "\u{20DD}", "\u{5B4}", "\u{64B}", "\u{E31}", "\u{302A}", "\u{3099}",
        "\u{1161}", "\u{11A8}", "\u{D7B0}", "\u{D7CB}", "\u{1D165}\u{1D167}",
    ])
    func joinsWhatIsBefore(_ text: String) { #expect(text.unicodeScalars.last?.columns == 0) }

    @Test func textTakesTheSumOfItsScalars() {
        #expect("".columns == 0)
        #expect("tag".columns == 3)
        #expect("e\u{301}e".columns == 2)
        #expect("日本 a".columns == 6)
        #expect("\u{1112}\u{1161}\u{11AB}".columns == 2, "a syllable of three letters is one wide letter")
    }

    @Test(
        arguments: [
            0x00...0x1F, 0x7F...0x9F, 0xAD...0xAD, 0x61C...0x61C, 0x115F...0x1160, 0x180E...0x180E, 0x200B...0x200F,
            0x2028...0x202E, 0x2060...0x2069, 0x3164...0x3164, 0xE000...0xE001, 0xFE00...0xFE0F, 0xFEFF...0xFEFF,
            0xFFA0...0xFFA0, 0xFFF9...0xFFFB, 0x1D173...0x1D17A, 0xE0001...0xE0001, 0xE0020...0xE007F,
            0xE0100...0xE01EF, 0x10FFFD...0x10FFFF,
        ] as [ClosedRange<UInt32>])
    func isNeverDrawn(_ range: ClosedRange<UInt32>) {
        for scalar in range.compactMap(Unicode.Scalar.init) { #expect(scalar.isUndrawable, "\(scalar.value)") }
    }

    @Test func everyScalarTakesNoneToTwoColumns() {
        for value in Array(UInt32(0)..<0x300) + Array(stride(from: 0x300, through: 0x10FFFF, by: 11)) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let columns = scalar.columns
            if !(0...2).contains(columns) { Issue.record("\(value) takes \(columns)") }
            if value < 0x7F, scalar.isUndrawable != (value < 0x20) { Issue.record("\(value)") }
        }
    }
}
