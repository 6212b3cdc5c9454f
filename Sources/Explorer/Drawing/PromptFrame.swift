import FlowLogs
import Screen

/// The prompt, over the last lines of the screen.
extension State {
    func drawPrompt(on grid: inout Grid) {
        guard let prompt else { return }
        let last = size.rows - 1
        switch prompt.kind {
        case .filter(let isEdit): drawFilter(prompt, isEdit ? "change filter: " : "filter: ", on: &grid)
        case .find: drawLine("find: ", prompt.editor, row: last, on: &grid)
        case .command: drawCommands(prompt, on: &grid)
        case .export:
            drawLine("Folder for the two reports: ", prompt.editor, row: last - 1, on: &grid)
            drawExportHelp(isMissingUnkept: crumbs.filter != nil, on: &grid)
        case .exportRecords:
            let skipped = view.records.skipped
            let without = skipped > 0 ? ", \(skipped.grouped) of them not counted" : ""
            let label = "Folder for \(view.matches.count.counted("record"))\(without): "
            drawLine(label, prompt.editor, row: last - 1, on: &grid)
            drawExportHelp(isMissingUnkept: true, on: &grid)
        case .spreadsheetSafe:
            drawChoice("A tag would be a formula in a spreadsheet. Put ' before such cells?", ["y", "n"], on: &grid)
        case .toggle:
            drawChoice(
                "Switch which condition?",
                crumbs.stack.enumerated().map { "\($0 + 1) \($1.text.shown.cut(to: 24))" }, on: &grid)
        case .sort:
            let columns = panes.focusedGroups?.columns ?? []
            drawChoice(
                "Sort by", columns.enumerated().map { "\($0 + 1) \($1.label(metric))" }, on: &grid)
        case .quit:
            let share = load.pace.percent.map { " (\($0))" } ?? ""
            drawChoice(load.isOver ? "Loaded now. Quit?" : "Still loading\(share). Quit?", ["y", "n"], on: &grid)
        }
    }

    private func drawFilter(_ prompt: Prompt, _ label: String, on grid: inout Grid) {
        let row = size.rows - 3
        for offset in 0..<3 { clear(row + offset, on: &grid) }
        let (start, first) = drawLine(label, prompt.editor, row: row, on: &grid)
        guard let error = prompt.error else {
            let skipped = view.records.skipped
            let counted = skipped > 0 ? " (\(skipped.grouped) not counted)" : ""
            let found = isStale ? "…" : view.matches.count.counted("record") + counted
            drawHelp("\(found).  Enter keeps it, Esc leaves.  Try: reject and dstport < 1024", on: &grid)
            return
        }
        if let names = namesBegun(prompt, error) {
            drawHelp(names, on: &grid)
            return
        }
        // Carets under the bytes that are wrong, as far as they are in view.
        let bytes = Bytes(prompt.editor.text.utf8)
        func column(_ index: Int) -> Int {
            start + String(decoding: bytes.prefix(index), as: UTF8.self).columns - first
        }
        let caret = max(start, column(error.position.lowerBound))
        let carets = max(1, column(error.position.upperBound) - caret)
        grid.write(
            String(repeating: "^", count: min(carets, size.columns)), .error, row: row + 1,
            column: min(caret, size.columns - 2))
        grid.write(Bytes(error.message.utf8).shown.cut(to: size.columns - 2), .error, row: row + 2, column: 1)
    }

    /// The names that the last word is the beginning of: a name that is being typed is no mistake yet.
    private func namesBegun(_ prompt: Prompt, _ error: FilterError) -> String? {
        let bytes = Bytes(prompt.editor.text.utf8)
        guard error.position.upperBound == bytes.count, error.position.lowerBound < bytes.count else { return nil }
        let word = String(decoding: bytes[error.position], as: UTF8.self).lowercased().replacing("_", with: "-")
        let names = (fields.map(\.name) + ["tag", "addr", "port", "service", "time"]).filter { $0.hasPrefix(word) }
        return names.isEmpty ? nil : names.map { Bytes($0.utf8).shown }.joined(separator: "  ")
    }

    private func drawCommands(_ prompt: Prompt, on grid: inout Grid) {
        let completions = prompt.completions
        let count = min(completions.count, max(1, size.rows - 5), 12)
        let first = max(0, min(prompt.choice - count / 2, completions.count - count))
        let top = size.rows - 1 - count
        for (offset, command) in completions[first..<(first + count)].enumerated() {
            let row = top + offset
            clear(row, on: &grid)
            let ground: Style.Ground = first + offset == prompt.choice ? .cursor : .plain
            grid.setGround(ground, in: Rect(row: row, column: 0, rows: 1, columns: size.columns))
            grid.write(command.entry.name, Style(.text, on: ground), row: row, column: 2)
            grid.write(command.keyNames.joined(separator: " "), Style(.key, on: ground), row: row, column: 20)
            grid.write(command.entry.help, Style(.dim, on: ground), row: row, column: 36)
        }
        drawLine(":", prompt.editor, row: size.rows - 1, on: &grid)
    }

    /// Draws a line of text that is being typed, with as much of it as fits around the cursor; returns where the text
    /// begins, and how many columns of it are out of view to the left.
    @discardableResult
    private func drawLine(
        _ label: String, _ editor: LineEditor, row: Int, on grid: inout Grid
    ) -> (start: Int, first: Int) {
        clear(row, on: &grid)
        let start = grid.write(label, .title, row: row, column: 1, end: size.columns - 10)
        let room = size.columns - 1 - start
        let before = editor.textBeforeCursor.columns
        let first = max(0, before - room)
        var text = editor.text.unicodeScalars[...]
        var skipped = 0
        while skipped < first, let next = text.first {
            skipped += next.columns
            text = text.dropFirst()
        }
        grid.write(String(text), .input, row: row, column: start, end: size.columns)
        grid.cursor = Position(row: row, column: min(start + before - skipped, size.columns - 1))
        return (start, skipped)
    }

    private func drawChoice(_ question: String, _ choices: [String], on grid: inout Grid) {
        let row = size.rows - 1
        clear(row, on: &grid)
        var column = grid.write(question, .title, row: row, column: 1) + 2
        for choice in choices {
            let key = choice.prefix(1)
            column = grid.write(key, .key, row: row, column: column)
            column = grid.write(choice.dropFirst(), .text, row: row, column: column) + 2
        }
        grid.write("Esc", .key, row: row, column: column)
        grid.write(" leaves", .dim, row: row, column: column + 3)
    }

    /// What to know before something is written: above all, what will not be in it.
    private func drawExportHelp(isMissingUnkept: Bool, on grid: inout Grid) {
        let keys = "Enter writes, Esc leaves."
        if isMissingUnkept, load.unkept > 0 {
            let text = "\(keys) \(load.unkept.counted("record")) will be missing: not kept."
            drawHelp(text, .error, on: &grid)
        } else if !load.isOver {
            drawHelp("\(keys) Still loading: writes what is counted by then.", .notice, on: &grid)
        } else {
            drawHelp("\(keys) The time is in the names; nothing is overwritten.", on: &grid)
        }
    }

    private func drawHelp(_ text: String, _ style: Style = .dim, on grid: inout Grid) {
        clear(size.rows - 1, on: &grid)
        grid.write(text.cut(to: size.columns - 2), style, row: size.rows - 1, column: 1)
    }

    private func clear(_ row: Int, on grid: inout Grid) {
        grid.clear(Rect(row: row, column: 0, rows: 1, columns: size.columns))
    }
}
