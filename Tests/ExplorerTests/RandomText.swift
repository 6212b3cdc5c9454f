import Screen

/// Text of all sorts: ASCII, blanks, wide letters, marks, emoji, what must not be drawn.
enum RandomText {
    private static let scalars: [Unicode.Scalar] = [
        "a", "b", "Z", "7", "-", "/", " ", " ", " ", "é", "ж", "日", "本", "가", "😀", "🇩", "…", "─", "\u{301}",
        "\u{3099}", "\u{1161}", "\u{20DD}", "\u{1B}", "\u{7}", "\u{9B}", "\u{202E}", "\u{200B}", "\u{FE0F}",
    ]

    static func text(below count: Int, _ random: inout SeededRandom) -> String {
        let range = random.once(in: 3) ? 0..<11 : scalars.indices
        return String(
            String.UnicodeScalarView(
                (0..<random.below(count)).map { _ in scalars[Int.random(in: range, using: &random)] }))
    }

    /// Text as panes have it: what must not be drawn is made visible before.
    static func shown(below count: Int, _ random: inout SeededRandom) -> String {
        String(String.UnicodeScalarView(text(below: count, &random).unicodeScalars.filter { !$0.isUndrawable }))
    }
}
