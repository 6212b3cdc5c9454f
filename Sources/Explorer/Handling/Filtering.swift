import FlowLogs
import Screen

extension State {
    /// Adds the condition that says what the cell under the cursor says, or the contrary.
    mutating func addCell(isNegated: Bool) {
        guard let text = cellFilter(isNegated: isNegated) else {
            message = Message(text: "There is nothing to filter by here.")
            return
        }
        if !sheets.isEmpty { sheets = [] }
        push(text, .cell)
    }

    private func cellFilter(isNegated: Bool) -> Bytes? {
        if let sheet = sheets.last {
            let lines = lines(of: sheet)
            guard lines.indices.contains(sheet.viewport.cursor) else { return nil }
            return lines[sheet.viewport.cursor].subject.map { filterText(of: $0, isNegated) }
        }
        if panes.focus == .records {
            let columns = recordColumns
            guard let record = panes.records.selected, columns.indices.contains(panes.records.column) else {
                return nil
            }
            switch columns[panes.records.column] {
            case .tag: return filterText(of: .tag(record.tag(lookup)), isNegated)
            case .field(let field): return field.filterText(of: record.value(of: field), isNegated: isNegated)
            }
        }
        guard let pane = panes.focusedGroups, let group = pane.selected(in: view) else { return nil }
        return filterText(of: group.key, pane.selectedColumn, isNegated)
    }

    private func filterText(of key: GroupKey, _ column: GroupColumn, _ isNegated: Bool) -> Bytes {
        if column == .reject { return Bytes("action \(isNegated ? "!=" : "=") REJECT".utf8) }
        switch (key, column) {
        case (.port(let key), .port):
            return Field.dstport.filterText(of: .number(UInt64(key.port)), isNegated: isNegated)
        case (.port(let key), .ipProtocol):
            return Bytes("protocol \(isNegated ? "!=" : "=") \(key.ipProtocol.name)".utf8)
        case (.port(let key), .service): return filterText(of: .service(ServiceName.name(of: key)), isNegated)
        case (.port(let key), .tag): return filterText(of: .tag(lookup.tag(of: key) ?? .untagged), isNegated)
        case (.tag(let tag), _): return filterText(of: .tag(tag), isNegated)
        case (.port, _): return Bytes((isNegated ? "not " : "").utf8) + key.filterText
        }
    }

    private func filterText(of subject: DetailSubject, _ isNegated: Bool) -> Bytes {
        func text(_ name: String, _ value: Bytes?) -> Bytes {
            guard let value else { return Bytes("\(name) is \(isNegated ? "not " : "")unknown".utf8) }
            return Bytes("\(name) \(isNegated ? "!=" : "=") ".utf8) + FilterSyntax.literal(value)
        }
        switch subject {
        case .field(let field, let value): return field.filterText(of: value, isNegated: isNegated)
        case .tag(let tag): return text("tag", tag?.bytes)
        case .service(let service): return text("service", service.map { Bytes($0.utf8) })
        }
    }

    // MARK: Crumbs

    /// Asks which condition to switch, if there are several.
    mutating func openToggle() {
        switch crumbs.stack.count {
        case 0: message = Message(text: "There is no condition to switch.")
        case 1: crumbs.toggle(0)
        default: open(.toggle)
        }
    }

    mutating func toggleAll() {
        guard !crumbs.stack.isEmpty else {
            message = Message(text: "There is no condition to switch.")
            return
        }
        crumbs.toggleAll()
        message = Message(
            text: crumbs.isSuspended ? "All conditions are off; X switches them on." : "Conditions are on.")
    }

    /// Drops all conditions and everything that was drilled into.
    mutating func clear() {
        guard let first = crumbs.stack.first else { return }
        let hasDrilled = crumbs.stack.contains { if case .drill = $0.origin { true } else { false } }
        crumbs.clear()
        sheets = []
        if hasDrilled { restore(first.place) }
    }
}
