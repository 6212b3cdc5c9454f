import FlowLogs
import Screen

extension State {
    /// Does a command; `key` is the one it was given by, if it was.
    mutating func perform(_ command: Command, _ key: Key? = nil, at time: Int = 0) -> [Effect] {
        switch command {
        case .down, .up, .pageDown, .pageUp, .halfDown, .halfUp, .top, .end: move(command)
        case .left, .right: moveColumn(command)
        case .drill: drill()
        case .back: back()
        case .leave: return leave()
        case .quit: return [.quit]
        case .nextPane: changePane(by: 1)
        case .previousPane: changePane(by: -1)
        case .pane: changePane(to: key)
        case .zoom: panes.isZoomed.toggle()
        case .sortRight: changeSort(by: 1)
        case .sortLeft: changeSort(by: -1)
        case .reverse: reverse()
        case .sort: openSort()
        case .filter: openFilter()
        case .onlyThis: addCell(isNegated: false)
        case .notThis: addCell(isNegated: true)
        case .toggle: openToggle()
        case .suspendFilters: toggleAll()
        case .clear: clear()
        case .find: open(.find)
        case .findNext: return findAgain(isBackwards: false)
        case .findPrevious: return findAgain(isBackwards: true)
        case .metric: changeMetric()
        case .localTime: changeTime()
        case .issues: toggleSheet(.issues)
        case .help: toggleSheet(.help)
        case .export: open(.export, setting.folder.shown)
        case .exportRecords: open(.exportRecords, setting.folder.shown)
        case .copy: return copy()
        case .commands: open(.command)
        case .reload: return reload(isFollowing: load.isFollowing)
        case .follow: return load.isFollowing && !load.isOver ? [.stopLoading] : reload(isFollowing: true)
        case .redraw: return [.redraw]
        case .stop: return stop(at: time)
        case .suspend: return [.suspend]
        }
        return []
    }

    // MARK: Steps

    private mutating func drill() {
        guard sheets.isEmpty else { return }
        if let group = panes.focusedGroups?.selected(in: view) {
            push(group.key.filterText, .drill(group.key))
        } else if panes.focus == .records, let record = panes.records.selected {
            sheets.append(Sheet(content: .detail(record)))
        }
    }

    /// Adds a condition; what was drilled into leads to its records.
    mutating func push(_ text: Bytes, _ origin: Crumb.Origin) {
        guard let filter = filter(text) else {
            message = Message(text: "no filter: \(text.shown)", isError: true)
            return
        }
        crumbs.push(Crumb(text: text, filter: filter, origin: origin, place: place))
        if case .drill = origin {
            panes.isZoomed = false
            panes.focusOnAllRecords()
        }
    }

    /// Closes what is open, or takes the last step back to the very same place.
    mutating func back() {
        if !sheets.isEmpty {
            sheets.removeLast()
        } else if panes.isZoomed {
            panes.isZoomed = false
        } else if let crumb = crumbs.pop() {
            restore(crumb.place)
        }
    }

    /// Puts on the screen what was there before, at once; the answer to the question of that time, which may have
    /// grown since, is asked for again.
    mutating func restore(_ place: Place) {
        panes = place.panes
        view = place.view
        panes.show(view, metric, lookup: lookup)
        for slot in asked.keys { asked[slot]?.isVoid = true }
    }

    private mutating func leave() -> [Effect] {
        guard sheets.isEmpty, !panes.isZoomed, !crumbs.canPop else {
            back()
            return []
        }
        guard load.isOver || load.isFollowing else {
            open(.quit)
            return []
        }
        return [.quit]
    }

    private mutating func stop(at time: Int) -> [Effect] {
        guard load.isOver else {
            message = Message(text: "Loading stopped; what was read stays.")
            return [.stopLoading]
        }
        if let pressed = stopPressed, time - pressed <= 2000 { return [.quit] }
        stopPressed = time
        message = Message(text: "^C again to quit.")
        return []
    }

    private mutating func reload(isFollowing: Bool) -> [Effect] {
        let title = load.title
        load = LoadStatus()
        load.title = title
        // What was loaded is let go, wherever it is kept.
        crumbs.forgetPlaces()
        let place = place.forgotten
        panes = place.panes
        view = place.view
        panes.show(view, metric, lookup: lookup)
        sheets.removeAll { if case .detail = $0.content { true } else { false } }
        for slot in asked.keys {
            asked[slot]?.isVoid = true
            asked[slot]?.isAnew = true
        }
        return [.reload(isFollowing: isFollowing)]
    }

    // MARK: What is shown

    private mutating func toggleSheet(_ content: Sheet.Content) {
        let sheet = Sheet(content: content)
        if sheets.last?.title == sheet.title { sheets.removeLast() } else { sheets.append(sheet) }
    }

    private mutating func changeMetric() {
        metric = metric.next
        panes.show(view, metric, lookup: lookup)
        message = Message(text: "Measured by \(metric.rawValue).")
    }

    private mutating func changeTime() {
        isLocalTime.toggle()
        message = Message(text: isLocalTime ? "Times are local." : "Times are UTC.")
    }

    private mutating func copy() -> [Effect] {
        guard let text = copied else {
            message = Message(text: "Nothing to copy here.")
            return []
        }
        message = Message(text: "Copied: \(text.shown)")
        return [.copy(text)]
    }

    /// What `copy` copies: the row under the cursor.
    private var copied: Bytes? {
        if let sheet = sheets.last {
            let lines = lines(of: sheet)
            guard lines.indices.contains(sheet.viewport.cursor) else { return nil }
            if case .field(_, let value)? = lines[sheet.viewport.cursor].subject { return Bytes(value: value) }
            return Bytes(lines[sheet.viewport.cursor].text.utf8)
        }
        if panes.focus == .records { return panes.records.selected?.text }
        guard let group = panes.focusedGroups?.selected(in: view) else { return nil }
        let name =
            switch group.key {
            case .tag(let tag): tag.bytes
            case .port(let key): Bytes("\(key.port)/\(key.ipProtocol.name)".utf8)
            }
        return name + Bytes("\t\(group.aggregate.all[metric])".utf8)
    }
}

extension State.Message {
    /// What to say of an export.
    init(_ outcome: ExportOutcome) {
        switch outcome {
        case .written(let files):
            let names = files.map { "\($0.path.shown) (\($0.rows.counted("row")))" }
            self.init(text: "Wrote " + names.joined(separator: " and ") + ".")
        case .failed(let path, let message):
            self.init(text: "\(path.shown): \(Bytes(message.utf8).shown); nothing was written.", isError: true)
        }
    }
}
