import FlowLogs
import Screen

extension State {
    /// Moves the cursor of the sheet or pane.
    mutating func move(_ command: Command) {
        if !sheets.isEmpty {
            let index = sheets.count - 1
            if case .detail = sheets[index].content {
                sheets[index].viewport.move(by: command)
            } else {
                sheets[index].viewport.scroll(by: command)
            }
        } else if panes.focus == .records {
            panes.records.move { $0.move(by: command) }
        } else {
            let view = view
            panes.changeFocusedGroups { $0.move(in: view) { $0.move(by: command) } }
        }
    }

    /// Moves the cursor to another column; from the first one to the left, back.
    mutating func moveColumn(_ command: Command) {
        guard sheets.isEmpty else {
            if command == .left { back() }
            return
        }
        let step = command == .left ? -1 : 1
        if panes.focus == .records {
            let column = panes.records.column + step
            if column < 0 { return back() }
            panes.records.column = min(column, recordColumns.count - 1)
            return
        }
        guard let pane = panes.focusedGroups else { return }
        // Columns for which there is no room are passed over.
        let shown = GroupPaneLayout(pane, metric, columns: Layout(self).panes[panes.focus]?.size.columns ?? 0).shown
        var column = pane.column + step
        while pane.columns.indices.contains(column), !shown.contains(column) { column += step }
        if column < 0 { return back() }
        guard pane.columns.indices.contains(column) else { return }
        panes.changeFocusedGroups { $0.column = column }
    }

    /// Gives the focus to another pane, in order.
    mutating func changePane(by step: Int) {
        sheets = []
        let present = presentPanes
        let index = present.firstIndex(of: panes.focus) ?? 0
        panes.setFocus(present[(index + step + present.count) % present.count])
    }

    /// Gives the focus to the pane of a digit, if it is there.
    mutating func changePane(to key: Key?) {
        guard case .character(let scalar)? = key, let pane = Pane(rawValue: Int(scalar.value) - 0x30),
            presentPanes.contains(pane)
        else { return }
        sheets = []
        panes.setFocus(pane)
    }

    // MARK: Sorting

    /// Sorts by the next column, or the one before.
    mutating func changeSort(by step: Int) {
        guard let pane = sortable() else { return }
        let index = (pane.columns.firstIndex(of: pane.sort.column) ?? 0) + step
        sort(by: pane.columns[(index + pane.columns.count) % pane.columns.count])
    }

    /// Sorts by a column; by the present one the other way.
    mutating func sort(by column: GroupColumn) {
        change { pane in
            if pane.sort.column == column {
                pane.sort.isReversed.toggle()
            } else {
                pane.sort = GroupSort(column: column)
            }
        }
    }

    mutating func reverse() {
        guard sortable() != nil else { return }
        change { $0.sort.isReversed.toggle() }
    }

    mutating func openSort() {
        if sortable() != nil { open(.sort) }
    }

    /// The pane with the focus, if its rows can be sorted; else says so.
    private mutating func sortable() -> GroupPane? {
        if sheets.isEmpty, let pane = panes.focusedGroups { return pane }
        message = Message(text: "Records come in the order of the log; Tags and Ports can be sorted.")
        return nil
    }

    private mutating func change(_ change: (inout GroupPane) -> Void) {
        let (view, metric, lookup) = (view, metric, lookup)
        panes.changeFocusedGroups {
            change(&$0)
            $0.show(view, metric, lookup: lookup)
        }
    }
}

extension Viewport {
    /// Moves the cursor as a command says.
    fileprivate mutating func move(by command: Command) {
        switch command {
        case .down: move(by: 1)
        case .up: move(by: -1)
        case .pageDown: scroll(by: height)
        case .pageUp: scroll(by: -height)
        case .halfDown: scroll(by: max(1, height / 2))
        case .halfUp: scroll(by: -max(1, height / 2))
        case .top: move(to: 0)
        case .end: move(to: count - 1)
        default: break
        }
    }

    /// Moves the window, where the cursor is not shown, as a command says.
    fileprivate mutating func scroll(by command: Command) {
        switch command {
        case .down: scroll(by: 1)
        case .up: scroll(by: -1)
        default: move(by: command)
        }
        // So that the next step moves the window whichever way it goes.
        move(to: top)
    }
}
