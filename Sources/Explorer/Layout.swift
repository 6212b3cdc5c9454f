import Screen

/// Where everything is on a screen of some size.
///
/// ```
/// title             0
/// crumbs            1
/// Tags     Ports    2 …   side by side from 100 columns on, else one below the other
/// Records
/// hint              last row
/// ```
/// Under 20 rows, or zoomed, only the pane with the focus is shown.
struct Layout: Equatable {
    /// The panes that are shown.
    private(set) var panes: [Pane: Rect] = [:]
    /// All that is between crumbs and hint.
    let body: Rect
    /// Whether other panes are hidden behind the one with the focus.
    private(set) var isTabbed = false

    /// Rows of a pane that are not rows of its list: the line with its title, and the heads of its columns.
    static let paneHead = 2

    /// The smallest screen that anything is drawn on.
    static let least = Size(rows: 10, columns: 40)

    init(_ state: State) {
        let size = state.size
        body = Rect(row: 2, column: 0, rows: max(0, size.rows - 3), columns: size.columns)
        let present = state.presentPanes
        guard size.rows >= 20, !state.panes.isZoomed, present.count > 1 else {
            isTabbed = true
            panes[state.panes.focus] = body
            return
        }
        let groups = present.filter { $0 != .records }
        let wanted: [Pane: Int] = [
            .tags: Self.paneHead + max(1, state.panes.tags.viewport.count),
            .ports: Self.paneHead + max(1, state.panes.ports.viewport.count),
        ]
        if groups.count > 1, size.columns >= 100 {
            place(sideBySide: max(wanted[.tags] ?? 0, wanted[.ports] ?? 0))
        } else {
            place(groups, wanted)
        }
    }

    /// Tags to the left, ports to the right, as high as they want to be but never more than three fifths.
    private mutating func place(sideBySide wanted: Int) {
        let height = min(max(wanted, 6), body.size.rows * 3 / 5)
        let left = max(40, body.size.columns * 2 / 5)
        panes[.tags] = Rect(row: body.row, column: 0, rows: height, columns: left)
        panes[.ports] = Rect(row: body.row, column: left + 1, rows: height, columns: body.size.columns - left - 1)
        panes[.records] = body.dropping(rows: height)
    }

    /// One below the other: records get a third, or half below a single group pane, and what the others do not want.
    private mutating func place(_ groups: [Pane], _ wanted: [Pane: Int]) {
        var rest = body
        let records = body.size.rows / (groups.count + 1)
        var room = body.size.rows - records
        for (index, pane) in groups.enumerated() {
            let share = index == groups.count - 1 ? room : room * 3 / 7
            let height = min(share, wanted[pane] ?? share)
            panes[pane] = Rect(row: rest.row, column: 0, rows: height, columns: body.size.columns)
            rest = rest.dropping(rows: height)
            room -= height
        }
        panes[.records] = rest
    }

    /// How many rows of its list a pane shows.
    func rows(of pane: Pane) -> Int { max(1, (panes[pane]?.size.rows ?? body.size.rows) - Self.paneHead) }
}
