import FlowLogs
import Screen

/// The lines above and below the panes.
extension State {
    /// The first line: what is loaded, how much, and how the loading goes.
    func drawTitle(on grid: inout Grid) {
        let right = progress
        let end = size.columns - 1 - right.columns
        grid.write(right, .title, row: 0, column: max(0, end))
        var column = grid.write("weir", .title, row: 0, column: 1) + 2
        let figures = self.figures
        let figureColumns = figures.reduce(0) { $0 + $1.text.columns + 2 }
        let name = load.title.shown.cutAtStart(to: max(8, end - column - figureColumns - 2))
        column = grid.write(name, .text, row: 0, column: column, end: end)
        for (text, style) in figures where column + 2 + text.columns < end {
            column = grid.write(text, style, row: 0, column: column + 2)
        }
    }

    private var figures: [(text: String, style: Style)] {
        let tally = load.tally
        var figures: [(String, Style)] = []
        if size.columns >= 100, load.isOver, load.pace.bytes > 0 {
            figures.append((load.pace.bytes.scaledBytes, .text))
        }
        figures.append((tally.records.total.counted("record"), .text))
        if !load.problems.isEmpty { figures.append(("\(load.problems.count.grouped) not read", .error)) }
        if load.dropped.total > 0 { figures.append(("\(load.dropped.total.grouped) dropped", .text)) }
        if load.unkept > 0 { figures.append(("\(load.unkept.grouped) not kept", .error)) }
        if tally.records.skipdata > 0 {
            let lost = size.columns >= 100 ? "AWS lost data: " : ""
            figures.append(("\(lost)\(tally.records.skipdata.grouped) SKIPDATA", .error))
        }
        if tally.malformed > 0 { figures.append(("\(tally.malformed.grouped) malformed", .notice)) }
        return figures
    }

    private var progress: String {
        guard !load.isOver else { return "" }
        if load.isFollowing { return "following" }
        let pace = load.pace
        guard let percent = pace.percent, let share = pace.share else {
            return "\(pace.bytes.scaledBytes)  \(pace.rate)"
        }
        let total = pace.total.map { " of \($0.scaledBytes)" } ?? ""
        var text = "\(percent)\(total)  \(pace.rate)"
        if let timeLeft = pace.timeLeft { text += "  eta \(timeLeft)" }
        guard size.columns >= 100 else { return text }
        let filled = Int(share * 10)
        return "▕" + String(repeating: "█", count: filled) + String(repeating: " ", count: 10 - filled) + "▏ " + text
    }

    /// The second line: the conditions, and how much of everything meets them.
    func drawCrumbs(on grid: inout Grid) {
        let right = amount
        let end = size.columns - 1 - right.columns
        grid.write(right, isOutdated ? .dim : .title, row: 1, column: max(0, end))
        var pieces: [(text: String, style: Style)] = [("all", Style(crumbs.stack.isEmpty ? .title : .dim))]
        for (index, crumb) in crumbs.stack.enumerated() {
            let isOn = crumb.isOn && !crumbs.isSuspended
            let number = crumbs.stack.count > 1 ? "\(index + 1) " : ""
            let text = number + crumb.text.shown.cut(to: max(12, end / 2))
            pieces.append((isOn ? text : "[off] " + text, Style(isOn ? .crumb : .crumbOff)))
        }
        // The last conditions are the ones that matter, when there is not room for all.
        var first = 0
        func columns() -> Int { pieces[first...].reduce(first > 0 ? 4 : 0) { $0 + $1.text.columns + 3 } }
        while first < pieces.count - 1, columns() > end - 2 { first += 1 }
        var column = 1
        if first > 0 { column = grid.write("… ▸ ", .dim, row: 1, column: column, end: end - 1) }
        for (index, piece) in pieces.enumerated().dropFirst(first) {
            if index > first { column = grid.write(" ▸ ", .dim, row: 1, column: column, end: end - 1) }
            column = grid.write(piece.text, piece.style, row: 1, column: column, end: end - 1)
        }
    }

    private var amount: String {
        if let working { return "\(Int(working * 100))% counted …" }
        let found = view.total.all[metric].grouped
        guard metric == .flows else { return "\(found) \(metric.rawValue)" }
        guard crumbs.filter != nil else { return view.total.all[metric].counted("flow") }
        let all = UInt128(max(0, load.tally.records.counted - load.dropped.counted))
        let share = percent(view.total.all[.flows], of: all).map { "  \($0)" } ?? ""
        return size.columns >= 100
            ? "\(found) of \(all.counted("flow"))\(share)" : view.total.all[metric].counted("flow") + share
    }

    /// The last line: keys that do something here.
    func drawHints(on grid: inout Grid) {
        var shown = hints
        func columns() -> Int { shown.reduce(1) { $0 + key(of: $1).columns + 1 + word(for: $1).columns + 2 } }
        for command in Self.dispensable where columns() > size.columns + 1 { shown.removeAll { $0 == command } }
        var column = 1
        for command in shown {
            column = grid.write(key(of: command), .key, row: size.rows - 1, column: column)
            column = grid.write(" " + word(for: command), .dim, row: size.rows - 1, column: column) + 2
        }
    }

    private var hints: [Command] {
        switch sheets.last?.content {
        case .detail: return [.onlyThis, .notThis, .find, .copy, .help, .leave]
        case .issues, .help: return [.find, .help, .leave]
        case nil: break
        }
        let conditions: [Command] = crumbs.stack.isEmpty ? [] : [.toggle, .clear]
        let sorting: [Command] = panes.focus == .records ? [] : [.sort]
        return [.drill, .nextPane, .onlyThis, .notThis, .filter] + conditions + [.find] + sorting
            + [.metric, .export, .help, .leave]
    }

    /// The hints that go first where there is not room for all.
    private static let dispensable: [Command] = [
        .clear, .toggle, .find, .notThis, .sort, .copy, .nextPane, .export, .metric, .onlyThis, .filter, .drill,
    ]

    private func key(of command: Command) -> String { command.keyNames.first ?? "" }

    private func word(for command: Command) -> String {
        let isBack = command == .leave && (crumbs.canPop || !sheets.isEmpty || panes.isZoomed)
        return isBack ? "back" : command.entry.hint ?? command.entry.name
    }

    /// A message, above the hints.
    func drawMessage(on grid: inout Grid) {
        guard let message else { return }
        let lines = message.text.wrapped(to: size.columns - 2).prefix(3)
        let style: Style = message.isError ? .error : .notice
        for (offset, line) in lines.enumerated() {
            let row = size.rows - 1 - lines.count + offset
            grid.clear(Rect(row: row, column: 0, rows: 1, columns: size.columns))
            grid.write(line, style, row: row, column: 1)
        }
    }
}
