import FlowLogs
import Screen

extension State {
    /// Opens a prompt with a text in it.
    mutating func open(_ kind: Prompt.Kind, _ text: String = "") {
        let before = Prompt.Before(crumbs: crumbs, place: place, sheets: sheets)
        prompt = Prompt(kind: kind, editor: LineEditor(text), before: before)
    }

    /// Opens the filter prompt: on the last condition if it was typed, else for a new one.
    mutating func openFilter() {
        defer { sheets = [] }
        if let last = crumbs.stack.last, last.origin == .typed {
            open(.filter(isEdit: true), String(decoding: last.text, as: UTF8.self))
        } else {
            open(.filter(isEdit: false))
        }
    }

    /// Takes in pasted text: at a prompt it is typed, elsewhere it is nothing.
    mutating func paste(_ text: String) {
        guard prompt?.isLine == true else { return }
        prompt?.editor.insert(text)
        _ = edited()
    }

    /// Gives a key to the prompt.
    mutating func answerPrompt(_ key: Key, at time: Int) -> [Effect] {
        guard var prompt else { return [] }
        if key == .escape || key == .control("c") || key == .control("g") {
            leavePrompt()
            return []
        }
        guard prompt.isLine else { return choose(key) }
        if key == .enter { return accept(at: time) }
        if key == .backspace, prompt.editor.scalars.isEmpty {
            leavePrompt()
            return []
        }
        if prompt.kind == .command, let step = completionStep(key) {
            let count = max(1, prompt.completions.count)
            self.prompt?.choice = (prompt.choice + step + count) % count
            return []
        }
        guard prompt.editor.handle(key) else { return [] }
        prompt.choice = 0
        self.prompt = prompt
        return edited()
    }

    private func completionStep(_ key: Key) -> Int? {
        switch key {
        case .tab, .down: 1
        case .backTab, .up: -1
        default: nil
        }
    }

    /// Leaves a prompt; everything is as it was before it.
    private mutating func leavePrompt() {
        guard let prompt else { return }
        self.prompt = nil
        switch prompt.kind {
        case .filter:
            crumbs = prompt.before.crumbs
            if prompt.isEdited { restore(prompt.before.place) }
            sheets = prompt.before.sheets
        case .find:
            goBack(to: prompt.before)
        default: break
        }
    }

    /// Puts the cursors where a search began, among the rows that there are now.
    mutating func goBack(to before: Prompt.Before) {
        panes = before.place.panes
        panes.show(view, metric, lookup: lookup)
        sheets = before.sheets
        // Their lines may be others by now: the screen was resized, or more was loaded.
        for index in sheets.indices { sheets[index].viewport.resize(count: lines(of: sheets[index]).count) }
        seeking = nil
        // The list of records of that time may have grown, or another row may narrow it by now.
        asked[.preview]?.isVoid = true
        if narrowedTo == nil, !isStale, let question = asked[.view] {
            showRecords(view.matches, question)
        }
    }

    /// The text of a prompt changed: what is live follows it.
    private mutating func edited() -> [Effect] {
        prompt?.isEdited = true
        guard let prompt else { return [] }
        switch prompt.kind {
        case .filter(let isEdit): tryFilter(prompt, isEdit: isEdit)
        case .find: return find(Bytes(prompt.editor.text.utf8), from: prompt.before)
        default: break
        }
        return []
    }

    /// Puts the filter that was typed in force; one with a mistake leaves what was before.
    private mutating func tryFilter(_ prompt: Prompt, isEdit: Bool) {
        let text = Bytes(prompt.editor.text.utf8)
        do throws(FilterError) {
            let filter = try FilterSyntax.parse(text, tags: lookup.tags, fields: fields)
            self.prompt?.error = nil
            crumbs = prompt.before.crumbs
            if isEdit {
                crumbs.replaceLast(text: text, filter: filter)
            } else if !text.trimmingBlanks.isEmpty {
                crumbs.push(Crumb(text: text, filter: filter, origin: .typed, place: prompt.before.place))
            }
        } catch {
            self.prompt?.error = error
        }
    }

    private mutating func accept(at time: Int) -> [Effect] {
        guard let prompt else { return [] }
        let text = prompt.editor.text
        switch prompt.kind {
        case .filter(let isEdit):
            guard prompt.error == nil else { return [] }
            self.prompt = nil
            // A condition that was emptied is none.
            if isEdit, Bytes(text.utf8).trimmingBlanks.isEmpty { _ = crumbs.pop() }
            return []
        case .find:
            self.prompt = nil
            return []
        case .command:
            self.prompt = nil
            let completions = prompt.completions
            guard completions.indices.contains(prompt.choice) else {
                message = Message(text: "There is no command \(text).", isError: true)
                return []
            }
            return perform(completions[prompt.choice], at: time)
        case .export:
            return acceptExport(to: folder(text))
        case .exportRecords:
            self.prompt = nil
            return export(.records, to: folder(text))
        case .spreadsheetSafe, .toggle, .sort, .quit:
            return []
        }
    }

    /// The folder that was typed; one that was left alone is what it was, whatever bytes are in its name.
    private func folder(_ text: String) -> Bytes {
        if text == setting.folder.shown { return setting.folder }
        return text.isEmpty ? Bytes(".".utf8) : Bytes(text.utf8)
    }

    private mutating func acceptExport(to folder: Bytes) -> [Effect] {
        // Of a view that is still to come, nobody knows which tags it will have.
        let tags = isStale ? lookup.tags : view.tags.map(\.tag)
        let hasFormula = tags.contains { $0.bytes.first.map(CSVWriter.startsFormula) ?? false }
        guard setting.isSpreadsheetSafe || !hasFormula else {
            open(.spreadsheetSafe(folder: folder))
            return []
        }
        prompt = nil
        return export(.reports(isSpreadsheetSafe: setting.isSpreadsheetSafe), to: folder)
    }

    /// Answers a prompt that takes a single key.
    private mutating func choose(_ key: Key) -> [Effect] {
        guard let prompt else { return [] }
        let digit: Int? = if case .character(let scalar) = key { Int(scalar.value) - 0x31 } else { nil }
        switch (prompt.kind, key) {
        case (.quit, "y"), (.quit, "q"): return [.quit]
        case (.quit, "n"), (_, "q"): self.prompt = nil
        case (.spreadsheetSafe(let folder), "y"), (.spreadsheetSafe(let folder), "n"):
            self.prompt = nil
            return export(.reports(isSpreadsheetSafe: key == "y"), to: folder)
        case (.toggle, _):
            guard let digit, crumbs.stack.indices.contains(digit) else { break }
            self.prompt = nil
            crumbs.toggle(digit)
        case (.sort, _):
            guard let digit, let pane = panes.focusedGroups, pane.columns.indices.contains(digit) else { break }
            self.prompt = nil
            sort(by: pane.columns[digit])
        default: break
        }
        return []
    }

    private mutating func export(_ content: WaitingExport.Content, to folder: Bytes) -> [Effect] {
        waitingExports.append(WaitingExport(content: content, folder: folder, filter: crumbs.filter))
        return export()
    }

    /// Has the exports done that were asked for, once the view is the answer to the present question.
    ///
    /// What is written is what is on the screen. Exports of other conditions are given up.
    mutating func export() -> [Effect] {
        guard !waitingExports.isEmpty else { return [] }
        let count = waitingExports.count
        waitingExports.removeAll { $0.filter != crumbs.filter }
        if waitingExports.count < count {
            message = Message(text: "Not written: the conditions have changed.", isError: true)
        }
        guard !waitingExports.isEmpty else { return [] }
        guard asked[.view]?.filter == crumbs.filter, !isStale else {
            message = Message(text: "Counting first; then it is written.")
            return []
        }
        defer { waitingExports = [] }
        message = Message(text: "Writing …")
        return waitingExports.map { export in
            switch export.content {
            case .reports(let isSpreadsheetSafe):
                .exportReports(
                    folder: export.folder, view.reports(lookup: lookup), isSpreadsheetSafe: isSpreadsheetSafe)
            case .records:
                .exportRecords(folder: export.folder, view.matches)
            }
        }
    }
}
