import FlowLogs
import Screen

/// What is drawn alike in all panes.
extension State {
    /// Marks the row of the cursor; returns the ground that its cells are on.
    func drawCursor(row: Int, in rect: Rect, isFocused: Bool, on grid: inout Grid) -> Style.Ground {
        let ground: Style.Ground = isFocused ? .cursor : .shadow
        grid.setGround(ground, in: Rect(row: row, column: rect.column, rows: 1, columns: rect.size.columns))
        grid.write("▌", Style(isFocused ? .focus : .dim, on: ground), row: row, column: rect.column)
        return ground
    }

    /// Says in a pane why it has no row.
    func drawReason(in rect: Rect, on grid: inout Grid) {
        grid.write(emptyReason.cut(to: rect.size.columns - 2), .dim, row: rect.row, column: rect.column + 1)
    }

    /// Why there is no row.
    private var emptyReason: String {
        if !load.isOver, crumbs.filter == nil { return load.isFollowing ? "Waiting for records …" : "Reading …" }
        if isStale { return "Counting …" }
        if crumbs.filter != nil { return "Nothing matches.  = drops all conditions, Backspace the last one" }
        if load.tally.records.total > 0 { return "No record has a port and a protocol.  ! says what they are" }
        if load.tally.malformed > 0 || !load.problems.isEmpty { return "No flow record was read.  ! says why" }
        return "There is no flow record in the input."
    }
}
