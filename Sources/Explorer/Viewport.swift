/// A window on a list of rows, and a cursor in it: pure arithmetic.
///
/// Invariants after every change: `cursor` is a row of the list (0 when there is none) and is visible; the window
/// shows no more emptiness than it must.
struct Viewport: Equatable, Sendable {
    /// How many rows the list has.
    private(set) var count = 0
    /// How many rows are shown at once, at least 1.
    private(set) var height = 1
    /// The first row shown.
    private(set) var top = 0
    /// The row of the cursor.
    private(set) var cursor = 0

    /// The rows shown.
    var visible: Range<Int> { top..<min(count, top + height) }

    /// Moves the cursor, and the window only as far as it must.
    mutating func move(to row: Int) {
        cursor = min(max(0, row), max(0, count - 1))
        settle()
    }

    /// Moves the cursor by some rows.
    mutating func move(by rows: Int) { move(to: cursor + rows) }

    /// Moves cursor and window by some rows, so that the cursor stays where it is on the screen.
    mutating func scroll(by rows: Int) {
        top += rows
        move(to: cursor + rows)
    }

    /// Shows a list of another length.
    mutating func resize(count: Int) {
        self.count = max(0, count)
        move(to: cursor)
    }

    /// Shows another number of rows at once.
    mutating func resize(height: Int) {
        self.height = max(1, height)
        settle()
    }

    /// Puts the cursor on a row to which what it stood on has moved, as far from the top of the window as it was.
    mutating func follow(to row: Int) {
        top += row - cursor
        move(to: row)
    }

    private mutating func settle() {
        top = min(max(top, cursor - height + 1), cursor)
        top = max(0, min(top, count - height))
    }
}
