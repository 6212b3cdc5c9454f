import FlowLogs
import Screen

extension State {
    /// Goes to the first row from where the search began that has the text that was typed.
    mutating func find(_ text: Bytes, from before: Prompt.Before) -> [Effect] {
        needle = text
        goBack(to: before)
        guard !text.isEmpty else { return [] }
        return find(from: cursorRow, isBackwards: false)
    }

    /// Goes to the next row with the text that was searched for last, or the one before.
    mutating func findAgain(isBackwards: Bool) -> [Effect] {
        guard !needle.isEmpty else {
            message = Message(text: "Nothing was searched for yet; / does.")
            return []
        }
        let count = rowCount
        guard count > 0 else { return [] }
        return find(from: (cursorRow + (isBackwards ? count - 1 : 1)) % count, isBackwards: isBackwards)
    }

    /// A record was found, or none.
    mutating func arrive(at place: Int?, _ revision: Int) {
        guard let seeking, seeking.revision == revision, seeking.list == panes.records.list else { return }
        self.seeking = nil
        if let place {
            panes.records.move { $0.move(to: place) }
        } else {
            sayNotFound()
        }
    }

    private var cursorRow: Int {
        sheets.last?.viewport.cursor ?? panes.focusedGroups?.viewport.cursor ?? panes.records.viewport.cursor
    }

    private var rowCount: Int {
        sheets.last?.viewport.count ?? panes.focusedGroups?.viewport.count ?? panes.records.viewport.count
    }

    private mutating func find(from start: Int, isBackwards: Bool) -> [Effect] {
        if sheets.isEmpty, panes.focus == .records {
            lastRevision += 1
            seeking = (panes.records.list, lastRevision)
            return [
                .find(panes.records.matches, needle, from: start, isBackwards: isBackwards, revision: lastRevision)
            ]
        }
        guard let row = row(from: start, isBackwards) else {
            sayNotFound()
            return []
        }
        if sheets.isEmpty {
            let view = view
            panes.changeFocusedGroups { $0.move(in: view) { $0.move(to: row) } }
        } else {
            sheets[sheets.count - 1].viewport.move(to: row)
        }
        return []
    }

    private mutating func sayNotFound() {
        message = Message(text: "No row has \(needle.shown).", isError: true)
    }

    /// The next row of a sheet or group pane that has the needle, all around.
    private func row(from start: Int, _ isBackwards: Bool) -> Int? {
        let count = rowCount
        guard count > 0 else { return nil }
        let needle = needle.lowercased
        let lines = sheets.last.map(lines)
        let rows = (0..<count).lazy.map { isBackwards ? (start + count - $0) % count : (start + $0) % count }
        return rows.first { row in
            let text = lines.map { Bytes($0[row].text.utf8) } ?? groupText(at: row)
            return text.lowercased.contains(needle)
        }
    }

    /// What can be found in a row of the group pane with the focus.
    private func groupText(at row: Int) -> Bytes {
        switch panes.focusedGroups?.group(at: row, in: view)?.key {
        case .tag(let tag): return tag.bytes
        case .port(let key):
            let names = "\(key.port) \(key.ipProtocol.name) \(ServiceName.name(of: key) ?? "") "
            return Bytes(names.utf8) + (lookup.tag(of: key) ?? .untagged).bytes
        case nil: return []
        }
    }
}
