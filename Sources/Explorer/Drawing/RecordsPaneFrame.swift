import FlowLogs
import Screen

extension State {
    /// Draws the records in view.
    func drawRecords(in rect: Rect, isFocused: Bool, on grid: inout Grid) {
        let pane = panes.records
        let rows = rect.dropping(rows: 1)
        let visible = pane.viewport.visible.prefix(rows.size.rows)
        let records = visible.map { pane.record(at: $0) }
        let columns = recordColumns
        var cells = CellTexts(columns: columns) { column in
            records.map { $0.map { column.text(of: $0, lookup: lookup, offsets: shownOffsets) } }
        }
        let spans = Self.spans(columns, &cells, selected: pane.column, room: rect.size.columns - 2)
        for (index, (start, width)) in spans {
            let label = columns[index].isRightAligned ? columns[index].label.padded(to: width) : columns[index].label
            grid.write(
                label, Style(.header), row: rect.row, column: rect.column + start,
                end: min(rect.endColumn, rect.column + start + width))
        }
        // Whoever sees these goes there.
        if let first = spans.first, first.index > 0 {
            grid.write("‹", Style(.key), row: rect.row, column: rect.column)
        }
        if let last = spans.last, last.index < columns.count - 1 {
            grid.write("›", Style(.key), row: rect.row, column: rect.endColumn - 1)
        }
        guard pane.viewport.count > 0 else {
            return drawReason(in: rows, on: &grid)
        }
        for (offset, place) in visible.enumerated() {
            let row = rows.row + offset
            let isSelected = place == pane.viewport.cursor
            let ground = isSelected ? drawCursor(row: row, in: rect, isFocused: isFocused, on: &grid) : .plain
            for (index, (start, width)) in spans {
                let isCell = isSelected && isFocused && index == pane.column
                let text = (cells[index][offset] ?? "…").cut(to: width)
                let column = rect.column + start + (columns[index].isRightAligned ? max(0, width - text.columns) : 0)
                grid.write(
                    text, Style(role(of: columns[index], text), on: isCell ? .cell : ground), row: row, column: column,
                    end: min(rect.endColumn, rect.column + start + width))
                if isCell {
                    grid.setGround(.cell, in: Rect(row: row, column: rect.column + start, rows: 1, columns: width))
                }
            }
        }
    }

    private func role(of column: RecordColumn, _ text: String) -> Style.Role {
        if text == "-" { return .dim }
        guard column == .field(.action) else { return .text }
        return text.lowercased() == "reject" ? .reject : .accept
    }

    /// The columns that there is room for, from the first one that leaves the selected one in view; with where they
    /// begin, counted from the pane's left, and how wide they are.
    private static func spans(
        _ columns: [RecordColumn], _ cells: inout CellTexts, selected: Int, room: Int
    ) -> [(index: Int, span: (start: Int, columns: Int))] {
        func width(_ index: Int) -> Int {
            let widest = cells[index].reduce(0) { max($0, $1?.columns ?? 0) }
            return min(max(columns[index].leastColumns, widest), columns[index].mostColumns, max(1, room))
        }
        guard columns.indices.contains(selected) else { return [] }
        // Back from the selected column, as far as there is room.
        var first = selected
        var taken = width(first)
        while first > 0, taken + width(first - 1) + 1 <= room {
            first -= 1
            taken += width(first) + 1
        }
        var spans: [(index: Int, span: (start: Int, columns: Int))] = []
        var start = 1
        for index in first..<columns.count {
            let width = width(index)
            guard start + width <= room + 1 else { break }
            spans.append((index, (start, width)))
            start += width + 1
        }
        return spans
    }
}

/// The cells of the rows in view, made for a column when it is first asked for: there may be thousands of columns.
private struct CellTexts {
    private let columns: [RecordColumn]
    private let make: (RecordColumn) -> [String?]
    private var made: [Int: [String?]] = [:]

    init(columns: [RecordColumn], make: @escaping (RecordColumn) -> [String?]) {
        self.columns = columns
        self.make = make
    }

    subscript(index: Int) -> [String?] {
        mutating get {
            if let texts = made[index] { return texts }
            let texts = make(columns[index])
            made[index] = texts
            return texts
        }
    }
}
