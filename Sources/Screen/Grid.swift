/// One character cell.
public struct Cell: Hashable, Sendable {
    /// What is drawn; a blank for an empty cell.
    public var scalar: Unicode.Scalar
    /// A mark over or under it, if any: of several only the first is kept.
    public var mark: Unicode.Scalar?
    /// How it looks.
    public var style: Style
    /// Whether this is the right half of the wide character to its left.
    public var isTail = false

    /// An empty cell.
    public static let blank = Cell(scalar: " ", style: .text)

    /// Makes a cell.
    public init(scalar: Unicode.Scalar, mark: Unicode.Scalar? = nil, style: Style) {
        self.scalar = scalar
        self.mark = mark
        self.style = style
    }
}

/// A screen full of cells: what a frame is drawn into, whole, before the edge sends what differs.
///
/// Drawing outside of it is no error and does nothing, so no size can break a frame. Nothing that is written here can
/// act on a terminal: a scalar that is not drawable becomes U+FFFD, whatever was done to the text before.
public struct Grid: Equatable, Sendable {
    /// Rows and columns.
    public let size: Size
    /// The cells, row by row.
    public private(set) var cells: [Cell]
    /// Where the terminal's own cursor is, while text is typed; it is hidden otherwise.
    public var cursor: Position?

    /// An empty screen.
    public init(_ size: Size) {
        self.size = size
        cells = [Cell](repeating: .blank, count: size.rows * size.columns)
    }

    /// The cells of a row; none if there is no such row.
    public func row(_ row: Int) -> ArraySlice<Cell> {
        guard row >= 0, row < size.rows else { return [] }
        return cells[(row * size.columns)..<((row + 1) * size.columns)]
    }

    /// Writes text from a place to the right, at most to `end` (a column, the screen's end without one); returns the
    /// column after it.
    ///
    /// A wide character that would be cut in two is left out, with what follows.
    @discardableResult
    public mutating func write(
        _ text: some StringProtocol, _ style: Style, row: Int, column: Int, end: Int? = nil
    ) -> Int {
        let end = min(end ?? size.columns, size.columns)
        guard row >= 0, row < size.rows else { return column }
        let start = row * size.columns
        var column = column
        for scalar in text.unicodeScalars {
            let scalar = scalar.isUndrawable ? "\u{FFFD}" : scalar
            let width = scalar.columns
            if width == 0 {
                join(scalar, to: column - 1, from: start)
                continue
            }
            guard column + width <= end else { break }
            if column >= 0 {
                splitWide(at: start + column, from: start)
                splitWide(at: start + column + width, from: start)
                cells[start + column] = Cell(scalar: scalar, style: style)
                if width == 2 {
                    cells[start + column + 1] = Cell(scalar: " ", style: style)
                    cells[start + column + 1].isTail = true
                }
            }
            column += width
        }
        return column
    }

    /// Makes a wide character blank whose left half is before a cell and whose right half is that cell, so that no
    /// half of it is left when one of them is drawn over.
    private mutating func splitWide(at index: Int, from start: Int) {
        guard index < start + size.columns, cells[index].isTail else { return }
        cells[index].isTail = false
        guard index > start else { return }
        cells[index - 1].scalar = " "
        cells[index - 1].mark = nil
    }

    /// Puts a mark on the character that ends at a column.
    private mutating func join(_ mark: Unicode.Scalar, to column: Int, from start: Int) {
        guard column >= 0, column < size.columns else { return }
        let owner = start + column - (cells[start + column].isTail ? 1 : 0)
        if owner >= start, cells[owner].mark == nil { cells[owner].mark = mark }
    }

    /// Makes the cells of a part of the screen blank.
    public mutating func clear(_ rect: Rect, _ style: Style = .text) {
        for row in max(0, rect.row)..<max(0, rect.row, min(rect.endRow, size.rows)) {
            for column in [rect.column, rect.endColumn] where column >= 0 {
                splitWide(at: row * size.columns + column, from: row * size.columns)
            }
        }
        forEachCell(in: rect) { $0 = Cell(scalar: " ", style: style) }
    }

    /// Puts what is drawn already on another ground.
    public mutating func setGround(_ ground: Style.Ground, in rect: Rect) {
        forEachCell(in: rect) { $0.style.ground = ground }
    }

    /// Makes what is drawn already mean something else.
    public mutating func setRole(_ role: Style.Role, in rect: Rect) {
        forEachCell(in: rect) { $0.style.role = role }
    }

    private mutating func forEachCell(in rect: Rect, _ change: (inout Cell) -> Void) {
        let columns = max(0, rect.column)..<max(0, rect.column, min(rect.endColumn, size.columns))
        for row in max(0, rect.row)..<max(0, rect.row, min(rect.endRow, size.rows)) {
            for column in columns { change(&cells[row * size.columns + column]) }
        }
    }
}

extension Grid {
    /// The same screen for a terminal or locale that has nothing but ASCII.
    ///
    /// Lines and marks of weir's own get a likeness, every other scalar becomes `?`; columns stay where they are.
    public var ascii: Grid {
        var grid = self
        // What a wide character becomes is narrow: its right half is a cell like any other.
        for index in grid.cells.indices { grid.cells[index].isTail = false }
        for index in grid.cells.indices where !grid.cells[index].scalar.isASCII || grid.cells[index].mark != nil {
            grid.cells[index].scalar = Self.likeness(grid.cells[index].scalar)
            grid.cells[index].mark = nil
        }
        return grid
    }

    private static func likeness(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case _ where scalar.isASCII: scalar
        case "─", "–", "—", "▁": "-"
        case "│", "▏", "▕": "|"
        case "▌", "▸", "→", "▶", "›": ">"
        case "‹", "←": "<"
        case "▼", "↓": "v"
        case "▲", "↑": "^"
        case "…": "~"
        case "█", "▇", "▉", "▊", "▋", "▍", "▎": "#"
        case "·", "•": "."
        default: "?"
        }
    }
}
