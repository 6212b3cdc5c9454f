import FlowLogs
import Screen

extension State {
    /// Takes in what happened, and says what is to be done about it.
    ///
    /// - Parameter time: when it happened, in milliseconds of any clock that does not go back.
    public mutating func handle(_ event: Event, at time: Int = 0) -> [Effect] {
        var effects: [Effect] = []
        switch event {
        case .key(let key): effects = press(key, at: time)
        case .paste(let text): paste(text)
        case .resize(let size): self.size = size
        case .load(let status): load = status
        case .answer(let slot, let revision, let summary): effects = take(summary, for: slot, revision)
        case .working(let slot, let revision, let share):
            if slot == .view, asked[.view]?.revision == revision { working = share }
        case .page(let revision, let first, let records):
            panes.records.take(records, from: first, list: revision)
            if fetching?.list == revision { fetching = nil }
        case .found(let revision, let place): arrive(at: place, revision)
        case .exported(let outcome): message = Message(outcome)
        case .notice(let text): message = Message(text: text)
        }
        return effects + settle()
    }

    private mutating func press(_ key: Key, at time: Int) -> [Effect] {
        message = nil
        if prompt != nil { return answerPrompt(key, at: time) }
        guard let command = Keymap.command(of: key) else {
            stopPressed = nil
            return []
        }
        if command != .stop { stopPressed = nil }
        return perform(command, key, at: time)
    }

    private mutating func take(_ summary: Summary, for slot: Slot, _ revision: Int) -> [Effect] {
        // An answer to an older question says nothing about what is on the screen now.
        guard let question = asked[slot], question.revision == revision else { return [] }
        asked[slot]?.isAnew = false
        switch slot {
        case .preview:
            showRecords(summary.matches, question)
            return []
        case .view:
            view = summary
            answered = revision
            working = nil
            panes.show(summary, metric, lookup: lookup)
            if narrowedTo == nil { showRecords(summary.matches, question) }
            return export()
        }
    }

    /// Brings everything that follows from other things up to date, and asks for what is missing.
    ///
    /// Called after every event: so no handler has to think of it, and drawing changes nothing.
    private mutating func settle() -> [Effect] {
        var effects: [Effect] = []
        if !presentPanes.contains(panes.focus) { panes.setFocus(.records) }
        let layout = Layout(self)
        panes.tags.resize(height: layout.rows(of: .tags))
        panes.ports.resize(height: layout.rows(of: .ports))
        panes.records.resize(height: layout.rows(of: .records))
        keepColumnsInView(layout)
        for index in sheets.indices {
            sheets[index].viewport.resize(count: lines(of: sheets[index]).count)
            sheets[index].viewport.resize(height: max(1, layout.body.size.rows - 1))
        }
        effects += askForView()
        effects += askForRecords()
        if let missing = panes.records.missing {
            let list = panes.records.list
            if fetching?.list != list || fetching?.range != missing {
                fetching = (list, missing)
                effects.append(.fetch(panes.records.matches, missing, revision: list))
            }
        }
        return effects
    }

    /// A column for which there is no room any more cannot have the cursor.
    private mutating func keepColumnsInView(_ layout: Layout) {
        guard size.rows >= Layout.least.rows, size.columns >= Layout.least.columns else { return }
        func column(of pane: GroupPane, _ rect: Rect?) -> Int {
            guard let rect else { return pane.column }
            let shown = GroupPaneLayout(pane, metric, columns: rect.size.columns).shown
            return shown.last { $0 <= pane.column } ?? 0
        }
        panes.tags.column = column(of: panes.tags, layout.panes[.tags])
        panes.ports.column = column(of: panes.ports, layout.panes[.ports])
    }

    private mutating func askForView() -> [Effect] {
        let filter = crumbs.filter
        if let question = asked[.view], question.filter == filter, !question.isVoid { return [] }
        return [ask(.view, Asked(filter: filter, narrowedTo: nil, revision: lastRevision + 1))]
    }

    /// Sees to it that the list of records is that of the view, or that of the row that narrows it.
    private mutating func askForRecords() -> [Effect] {
        let filter = asked[.view]?.filter
        guard let key = narrowedTo, let narrow = self.filter(key.filterText) else {
            if !isStale, let question = asked[.view],
                panes.records.source != filter || panes.records.narrowedTo != nil
            {
                showRecords(view.matches, question)
            }
            return asked.removeValue(forKey: .preview) == nil ? [] : [.dismissPreview]
        }
        let narrowed = Filter.and([filter, narrow].compactMap(\.self))
        if let question = asked[.preview], question.filter == narrowed, !question.isVoid { return [] }
        return [ask(.preview, Asked(filter: narrowed, narrowedTo: key, revision: lastRevision + 1))]
    }

    /// Shows a list of records.
    mutating func showRecords(_ matches: Matches, _ question: Asked) {
        lastRevision += 1
        panes.records.show(matches, answering: question, number: lastRevision)
    }

    private mutating func ask(_ slot: Slot, _ question: Asked) -> Effect {
        lastRevision = question.revision
        var question = question
        question.isAnew = asked[slot]?.isAnew ?? false
        asked[slot] = question
        return .ask(slot, question.filter, revision: question.revision)
    }

    /// Parses a filter that was made of data; it cannot be wrong, unless a field is not among those that are known.
    func filter(_ text: Bytes) -> Filter? { try? FilterSyntax.parse(text, tags: lookup.tags, fields: fields) }
}
