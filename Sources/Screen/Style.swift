/// How a cell looks, by what it means; only the edge knows colours.
public struct Style: Hashable, Sendable {
    /// What the text is.
    public enum Role: UInt8, CaseIterable, Sendable {
        /// Ordinary text.
        case text
        /// Less important than what is around it: lines between panes, units, what is out of date.
        case dim
        /// The name of the program, of a pane.
        case title
        /// The name of the pane that has the focus.
        case focus
        /// The head of a column.
        case header
        /// The head of the column that rows are sorted by.
        case sorted
        /// Accepted traffic.
        case accept
        /// Rejected traffic.
        case reject
        /// A crumb that is on.
        case crumb
        /// A crumb that is switched off.
        case crumbOff
        /// A key to press.
        case key
        /// Something to know.
        case notice
        /// Something wrong.
        case error
        /// Text that is being typed.
        case input
        /// The part of a text that was searched for.
        case match
    }

    /// What the cell is part of.
    public enum Ground: UInt8, CaseIterable, Sendable {
        /// Nothing special.
        case plain
        /// The row of the cursor.
        case cursor
        /// The cell of the cursor in that row.
        case cell
        /// The row of the cursor in a pane without the focus.
        case shadow
    }

    /// What the text is.
    public var role: Role
    /// What the cell is part of.
    public var ground: Ground

    /// Makes a style.
    public init(_ role: Role, on ground: Ground = .plain) {
        self.role = role
        self.ground = ground
    }

    /// Ordinary text.
    public static let text = Style(.text)
    /// Less important text.
    public static let dim = Style(.dim)
    /// The name of the program or of a pane.
    public static let title = Style(.title)
    /// A key to press.
    public static let key = Style(.key)
    /// Something to know.
    public static let notice = Style(.notice)
    /// Something wrong.
    public static let error = Style(.error)
    /// Text that is being typed.
    public static let input = Style(.input)
}
