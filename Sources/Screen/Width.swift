extension Unicode.Scalar {
    /// How many columns a terminal gives this scalar: 0 for marks that join what is before them, 2 for wide letters and
    /// emoji, else 1.
    ///
    /// Sources: Unicode Standard Annex #11 (East Asian Width, W and F) and UTS #51 (emoji presentation). Control and
    /// format characters count as 1: they are replaced before anything is drawn.
    public var columns: Int {
        // Letters of western languages; then the lines and blocks that every screen is full of.
        if value < 0x300 || (0x2500...0x259F).contains(value) { return 1 }
        if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FB).contains(value) { return 0 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        if value < 0x1100 { return 1 }
        return Self.isInWideRange(value) || properties.isEmojiPresentation ? 2 : 1
    }

    private static func isInWideRange(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
            0x16FE0...0x18D08, 0x1AFF0...0x1B2FB, 0x1F200...0x1F265, 0x20000...0x2FFFD, 0x30000...0x3FFFD:
            true
        default: false
        }
    }

    /// Whether a terminal would act on this scalar, or show nothing for it, instead of drawing it.
    public var isUndrawable: Bool {
        if value < 0x20 { return true }
        if value < 0x7F || (0x2500...0x259F).contains(value) { return false }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: return true
        default: return properties.isDefaultIgnorableCodePoint
        }
    }
}

extension StringProtocol {
    /// How many columns the text takes.
    public var columns: Int {
        var columns = 0
        for scalar in unicodeScalars { columns += scalar.columns }
        return columns
    }
}
