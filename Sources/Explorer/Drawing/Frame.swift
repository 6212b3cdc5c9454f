import FlowLogs
import Screen

/// Drawing: the state as a grid of cells, always the whole of it, back to front.
///
/// ```
///  weir  AWSLogs/ 12 files   1.2 GB   10,000,000 records   4 malformed              68%  1.4 GB/s  eta 0:01
///  all ▸ 1 srcaddr in 10.0.0.0/8                                        2,311,904 of 10,000,000 flows  23.1%
/// ─ Tags 6 ──────────────────────────── 1 of 6 ─│─ Ports 10,516 ──────────────────────────── 1 of 10,516 ─
///  Tag               Flows▼      %      Reject  │  Port  Proto  Service    Tag          Flows▼      %  Reject
/// ▌Untagged      1,203,113   52.0%  ▇▁▁  41.2%  │   443  tcp    https      sv_P2       401,223   17.4%   2.1%
/// ─ Records 1,203,113 of Untagged ─────────────────────────────────────────────────────── 1 of 1,203,113 ─
///  Start                Source           Port Destination      Port Proto  Action    Bytes …
///  Enter drill  + only this  - not this  & filter  / find  s sort  m metric  e export  ? help  q quit
/// ```
extension State {
    /// The screen as it is now.
    ///
    /// Changes nothing, and formats nothing that is out of view.
    public func frame() -> Grid {
        var grid = Grid(size)
        guard size.rows >= Layout.least.rows, size.columns >= Layout.least.columns else {
            grid.write(
                "weir needs \(Layout.least.columns) x \(Layout.least.rows); this is \(size.columns) x \(size.rows)",
                .notice, row: 0, column: 0)
            return grid
        }
        let layout = Layout(self)
        drawTitle(on: &grid)
        drawCrumbs(on: &grid)
        if let sheet = sheets.last {
            draw(sheet, in: layout.body, on: &grid)
        } else {
            drawPanes(layout, on: &grid)
        }
        if !needle.isEmpty { grid.mark(String(decoding: needle, as: UTF8.self), in: layout.body) }
        drawHints(on: &grid)
        drawMessage(on: &grid)
        drawPrompt(on: &grid)
        return grid
    }

    private func drawPanes(_ layout: Layout, on grid: inout Grid) {
        for pane in Pane.allCases {
            guard let rect = layout.panes[pane] else { continue }
            let isFocused = pane == panes.focus
            drawRule(of: pane, in: rect, isTabbed: layout.isTabbed, on: &grid)
            let content = rect.dropping(rows: 1)
            switch pane {
            case .tags: draw(panes.tags, in: content, isFocused: isFocused, on: &grid)
            case .ports: draw(panes.ports, in: content, isFocused: isFocused, on: &grid)
            case .records: drawRecords(in: content, isFocused: isFocused, on: &grid)
            }
        }
        // Where panes are side by side, a line goes between them.
        if let tags = layout.panes[.tags], let ports = layout.panes[.ports], tags.row == ports.row {
            for row in tags.row..<tags.endRow { grid.write("│", .dim, row: row, column: tags.endColumn) }
        }
    }

    /// The line over a pane: its name, how many rows it has, where the cursor is.
    private func drawRule(of pane: Pane, in rect: Rect, isTabbed: Bool, on grid: inout Grid) {
        grid.write(
            String(repeating: "─", count: rect.size.columns), .dim, row: rect.row, column: rect.column,
            end: rect.endColumn)
        var column = rect.column + 1
        for other in isTabbed ? presentPanes : [pane] {
            if column > rect.column + 1 { column = grid.write("│", .dim, row: rect.row, column: column) }
            let style = Style(other == panes.focus ? .focus : .title)
            column = grid.write(
                " \(other.title) \(heading(of: other)) ", style, row: rect.row, column: column, end: rect.endColumn - 1)
        }
        let viewport = viewport(of: pane)
        guard viewport.count > 0 else { return }
        let position = " \((viewport.cursor + 1).grouped) of \(viewport.count.grouped) "
        let start = rect.endColumn - 1 - position.columns
        if start > column { grid.write(position, .dim, row: rect.row, column: start) }
    }

    private func heading(of pane: Pane) -> String {
        let count = viewport(of: pane).count.grouped
        guard pane == .records, let key = panes.records.narrowedTo else { return count }
        switch key {
        case .tag(let tag): return "\(count) of \(tag.bytes.shown.cut(to: 30))"
        case .port(let key): return "\(count) of \(key.port)/\(key.ipProtocol.name)"
        }
    }

    private func viewport(of pane: Pane) -> Viewport {
        switch pane {
        case .tags: panes.tags.viewport
        case .ports: panes.ports.viewport
        case .records: panes.records.viewport
        }
    }

    private func draw(_ sheet: Sheet, in rect: Rect, on grid: inout Grid) {
        grid.write(String(repeating: "─", count: rect.size.columns), .dim, row: rect.row, column: 0)
        grid.write(" \(sheet.title) ", Style(.focus), row: rect.row, column: 1)
        let lines = lines(of: sheet)
        let rows = rect.dropping(rows: 1)
        for (offset, index) in sheet.viewport.visible.enumerated() where offset < rows.size.rows {
            let row = rows.row + offset
            var ground = Style.Ground.plain
            if case .detail = sheet.content, index == sheet.viewport.cursor {
                ground = .cursor
                grid.setGround(.cursor, in: Rect(row: row, column: 0, rows: 1, columns: rect.size.columns))
                grid.write("▌", Style(.focus, on: .cursor), row: row, column: 0)
            }
            for (column, text, style) in lines[index].pieces {
                grid.write(text, Style(style.role, on: ground), row: row, column: column)
            }
        }
        let below = lines.count - sheet.viewport.visible.upperBound
        if below > 0 {
            let text = " \(below) more "
            grid.write(text, .dim, row: rect.row, column: rect.endColumn - 1 - text.columns)
        }
    }
}

extension Grid {
    /// Shows every place in a part of the screen where a text is, without regard to ASCII case.
    fileprivate mutating func mark(_ text: String, in rect: Rect) {
        let needle = text.unicodeScalars.map(\.folded)
        guard !needle.isEmpty else { return }
        for row in rect.row..<max(rect.row, rect.endRow) {
            // The right half of a wide letter is no letter of its own.
            let cells = self.row(row).enumerated().filter { !$1.isTail }.map { ($0, $1.scalar.folded) }
            guard cells.count >= needle.count else { continue }
            for start in 0...(cells.count - needle.count)
            where cells[start].1 == needle[0]
                && cells[start..<(start + needle.count)].lazy.map(\.1).elementsEqual(needle)
            {
                let (first, last) = (cells[start].0, cells[start + needle.count - 1])
                let rect = Rect(row: row, column: first, rows: 1, columns: last.0 + last.1.columns - first)
                setRole(.match, in: rect)
            }
        }
    }
}

extension Unicode.Scalar {
    /// The scalar with an ASCII capital letter made small.
    fileprivate var folded: Unicode.Scalar {
        (0x41...0x5A).contains(value) ? Unicode.Scalar(UInt8(truncatingIfNeeded: value | 0x20)) : self
    }
}
