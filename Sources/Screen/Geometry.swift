/// How large something on the screen is.
public struct Size: Hashable, Sendable {
    /// Rows, 0 or more.
    public var rows: Int
    /// Columns, 0 or more.
    public var columns: Int

    /// Makes a size; negative numbers are taken as 0.
    public init(rows: Int, columns: Int) {
        self.rows = max(0, rows)
        self.columns = max(0, columns)
    }
}

/// A place on the screen; row 0, column 0 is the top left cell.
public struct Position: Hashable, Sendable {
    /// Rows from the top.
    public var row: Int
    /// Columns from the left.
    public var column: Int

    /// Makes a place.
    public init(row: Int, column: Int) {
        self.row = row
        self.column = column
    }
}

/// A part of the screen.
public struct Rect: Hashable, Sendable {
    /// The top row.
    public var row: Int
    /// The left column.
    public var column: Int
    /// Rows and columns.
    public var size: Size

    /// Makes a part of the screen.
    public init(row: Int, column: Int, rows: Int, columns: Int) {
        self.row = row
        self.column = column
        size = Size(rows: rows, columns: columns)
    }

    /// The column after the last one.
    public var endColumn: Int { column + size.columns }

    /// The row after the last one.
    public var endRow: Int { row + size.rows }

    /// The part below the first `rows` rows.
    public func dropping(rows: Int) -> Rect {
        Rect(row: row + rows, column: column, rows: size.rows - rows, columns: size.columns)
    }
}
