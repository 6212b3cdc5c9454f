import CNcurses
import Screen

/// How each style looks on a terminal.
///
/// Attributes alone tell apart what has to be told apart; colours are added to them where there are any. Text has the
/// terminal's own colours 1, 2, 3 and 6 on its own background: whoever chose the background chose them to be readable
/// on it. Only the shadow's ground brings both of its colours along, since what is behind the text is not known.
nonisolated struct Palette {
    /// What a cell is drawn with.
    struct Look: Equatable {
        /// `WEIR_BOLD` and so on.
        var bits: UInt32 = 0
        /// The number of a colour pair; 0 is the terminal's own.
        var pair: Int32 = 0
    }

    /// A foreground and a background; -1 is the terminal's own.
    struct Pair: Equatable {
        let number: Int32
        let foreground: Int32
        let background: Int32
    }

    /// The pairs to make before anything is drawn.
    let pairs: [Pair]
    private let looks: [Look]

    /// The palette for a number of colours; 0 if there are none or none are wanted.
    init(colors: Int) {
        let depth = Depth(colors: colors)
        switch depth {
        case .none: pairs = []
        case .few: pairs = Self.pairs(Hue.plain, background: -1, from: 1)
        case .many:
            pairs =
                Self.pairs(Hue.plain, background: -1, from: 1)
                + Self.pairs(Hue.onShadow, background: 240, from: Hue.firstOnShadow)
        }
        looks = Style.Ground.allCases.flatMap { ground in
            Style.Role.allCases.map { Self.look($0, on: ground, depth) }
        }
    }

    /// How a style looks.
    subscript(_ style: Style) -> Look {
        looks[Int(style.ground.rawValue) * Style.Role.allCases.count + Int(style.role.rawValue)]
    }

    private enum Depth {
        case none, few, many

        init(colors: Int) {
            self = colors < 8 ? .none : colors < 256 ? .few : .many
        }
    }

    private enum Hue: Int32, CaseIterable {
        case green, red, cyan, yellow, text

        static let plain: [Int32] = [2, 1, 6, 3]
        static let onShadow: [Int32] = [120, 217, 123, 222, 255]
        static let firstOnShadow: Int32 = 5
    }

    private static func pairs(_ foregrounds: [Int32], background: Int32, from first: Int32) -> [Pair] {
        foregrounds.enumerated().map {
            Pair(number: first + Int32($0.offset), foreground: $0.element, background: background)
        }
    }

    private static func look(_ role: Style.Role, on ground: Style.Ground, _ depth: Depth) -> Look {
        var look = Look(bits: bits(role))
        switch ground {
        case .plain:
            if depth != .none, let hue = hue(role) { look.pair = hue.rawValue + 1 }
        case .cursor:
            // Reverse once more is plain, so that a match is seen in the row of the cursor too.
            look.bits = (look.bits ^ WEIR_REVERSE) & ~WEIR_UNDERLINE
        case .cell:
            look.bits = (look.bits ^ WEIR_REVERSE) | WEIR_BOLD | WEIR_UNDERLINE
        case .shadow:
            if depth == .many {
                look.pair = (hue(role) ?? .text).rawValue + Hue.firstOnShadow
            } else {
                look.bits = look.bits & ~WEIR_DIM | WEIR_BOLD
                if depth == .few, let hue = hue(role) { look.pair = hue.rawValue + 1 }
            }
        }
        return look
    }

    private static func bits(_ role: Style.Role) -> UInt32 {
        switch role {
        case .text, .accept, .reject, .crumb, .notice: 0
        case .dim, .crumbOff: WEIR_DIM
        case .title, .focus, .header, .key, .error: WEIR_BOLD
        case .sorted: WEIR_BOLD | WEIR_UNDERLINE
        case .input: WEIR_UNDERLINE
        case .match: WEIR_REVERSE
        }
    }

    private static func hue(_ role: Style.Role) -> Hue? {
        switch role {
        case .accept: .green
        case .reject, .error: .red
        case .key, .header, .sorted: .cyan
        case .notice: .yellow
        case .text, .dim, .title, .focus, .crumb, .crumbOff, .input, .match: nil
        }
    }
}
