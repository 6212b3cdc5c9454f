import FlowLogs
import Screen

extension State {
    /// Draws tags or ports: heads, and the rows in view.
    func draw(_ pane: GroupPane, in rect: Rect, isFocused: Bool, on grid: inout Grid) {
        let layout = GroupPaneLayout(pane, metric, columns: rect.size.columns)
        drawHeads(pane, layout, in: rect, on: &grid)
        let rows = rect.dropping(rows: 1)
        guard pane.viewport.count > 0 else {
            return drawReason(in: rows, on: &grid)
        }
        for (offset, index) in pane.viewport.visible.enumerated() where offset < rows.size.rows {
            guard let group = pane.group(at: index, in: view) else { continue }
            let row = rows.row + offset
            let isSelected = index == pane.viewport.cursor
            let ground = isSelected ? drawCursor(row: row, in: rect, isFocused: isFocused, on: &grid) : .plain
            for (place, (start, columns)) in zip(layout.shown, layout.spans) {
                let isCell = isSelected && isFocused && place == pane.column
                draw(
                    group.key, group.aggregate, pane.columns[place], layout.hasBars, ground: isCell ? .cell : ground,
                    in: Rect(row: row, column: rect.column + start, rows: 1, columns: columns), end: rect.endColumn,
                    on: &grid)
            }
        }
    }

    private func drawHeads(_ pane: GroupPane, _ layout: GroupPaneLayout, in rect: Rect, on grid: inout Grid) {
        for (place, (start, columns)) in zip(layout.shown, layout.spans) {
            let column = pane.columns[place]
            let isSorted = column == pane.sort.column
            let text = column.label(metric) + (isSorted ? pane.sort.isDescending ? "▼" : "▲" : "")
            let padded = column.isRightAligned ? text.padded(to: columns) : text
            grid.write(
                padded, Style(isSorted ? .sorted : .header), row: rect.row, column: rect.column + start,
                end: min(rect.endColumn, rect.column + start + columns))
        }
    }

    private func draw(
        _ key: GroupKey, _ aggregate: Aggregate, _ column: GroupColumn, _ hasBars: Bool, ground: Style.Ground,
        in rect: Rect, end: Int, on grid: inout Grid
    ) {
        var role = isOutdated ? Style.Role.dim : .text
        var text: String
        switch (column, key) {
        case (.tag, .tag(let tag)): text = tag.bytes.shown
        case (.tag, .port(let key)): text = (lookup.tag(of: key) ?? .untagged).bytes.shown
        case (.port, .port(let key)): text = String(key.port)
        case (.ipProtocol, .port(let key)): text = key.ipProtocol.name
        case (.service, .port(let key)):
            text = ServiceName.name(of: key) ?? ""
            role = .dim
        case (.amount, _): text = aggregate.all[metric].grouped
        case (.share, _): text = percent(aggregate.all[metric], of: view.total.all[metric]) ?? "–"
        case (.reject, _):
            let (rejected, judged) = (aggregate.rejected[metric], aggregate.judged[metric])
            text = percent(rejected, of: judged) ?? "–"
            role = isOutdated || rejected == 0 ? .dim : .reject
            if hasBars, judged > 0 {
                let filled = Int((rejected * UInt128(2 * GroupPaneLayout.barColumns) / judged + 1) / 2)
                let bar = String(repeating: "▇", count: filled)
                let rest = String(repeating: "▁", count: GroupPaneLayout.barColumns - filled)
                let after = grid.write(bar, Style(.reject, on: ground), row: rect.row, column: rect.column)
                grid.write(rest, Style(.dim, on: ground), row: rect.row, column: after)
            }
        default: text = ""
        }
        text = text.cut(to: rect.size.columns)
        let end = min(end, rect.endColumn)
        let start = column.isRightAligned ? max(rect.column, rect.endColumn - text.columns) : rect.column
        grid.write(text, Style(role, on: ground), row: rect.row, column: start, end: end)
        // The cell of the cursor is seen as a whole, be it empty.
        if ground == .cell {
            grid.setGround(.cell, in: Rect(row: rect.row, column: rect.column, rows: 1, columns: end - rect.column))
        }
    }
}
