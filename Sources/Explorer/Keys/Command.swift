import Screen

/// Everything that can be done with a key, declared once: the key map, the hint line, the help, the command prompt and
/// the README's table all come from here.
public enum Command: String, CaseIterable, Sendable {
    case down, up, pageDown, pageUp, halfDown, halfUp, top, end, left, right
    case drill, back, leave, quit
    case nextPane, previousPane, pane
    case sortRight, sortLeft, reverse, sort
    case filter, onlyThis, notThis, toggle, suspendFilters, clear
    case find, findNext, findPrevious
    case metric, localTime, zoom, issues
    case export, exportRecords, copy
    case help, commands, reload, redraw, follow, stop, suspend

    /// What the table says of a command.
    struct Entry: Sendable {
        /// The name at the command prompt.
        let name: String
        /// The keys.
        let keys: [Key]
        /// What it does, in a few words.
        let help: String
        /// One word for the hint line; nil for commands that are not hinted at.
        var hint: String?
    }

    /// The line of the table.
    var entry: Entry {
        switch self {
        case .down: Entry(name: "down", keys: ["j", .down], help: "one row down")
        case .up: Entry(name: "up", keys: ["k", .up], help: "one row up")
        case .pageDown: Entry(name: "page-down", keys: [.pageDown, .control("f")], help: "one page down")
        case .pageUp: Entry(name: "page-up", keys: [.pageUp, .control("b")], help: "one page up")
        case .halfDown: Entry(name: "half-page-down", keys: [.control("d")], help: "half a page down")
        case .halfUp: Entry(name: "half-page-up", keys: [.control("u")], help: "half a page up")
        case .top: Entry(name: "top", keys: ["g", .home], help: "to the first row")
        case .end: Entry(name: "end", keys: ["G", .end], help: "to the last row")
        case .left: Entry(name: "left", keys: ["h", .left], help: "one column to the left; from the first one, back")
        case .right: Entry(name: "right", keys: ["l", .right], help: "one column to the right")
        case .drill: Entry(name: "drill", keys: [.enter], help: "into the row: its records, all fields", hint: "drill")
        case .back: Entry(name: "back", keys: [.backspace, .escape], help: "back to where you were")
        case .leave: Entry(name: "leave", keys: ["q"], help: "back; at the top, quit", hint: "quit")
        case .quit: Entry(name: "quit", keys: ["Q", .function(10)], help: "quit")
        case .nextPane: Entry(name: "next-pane", keys: [.tab], help: "to the next pane", hint: "pane")
        case .previousPane: Entry(name: "previous-pane", keys: [.backTab], help: "to the pane before")
        case .pane:
            Entry(
                name: "pane", keys: "123456789".unicodeScalars.map(Key.character),
                help: "to a pane: 1 tags, 2 ports, 3 records")
        case .sortRight: Entry(name: "sort-right", keys: [">"], help: "sort by the next column")
        case .sortLeft: Entry(name: "sort-left", keys: ["<"], help: "sort by the column before")
        case .reverse: Entry(name: "reverse", keys: ["I"], help: "reverse the order")
        case .sort: Entry(name: "sort", keys: ["s", .function(6)], help: "choose the column to sort by", hint: "sort")
        case .filter:
            Entry(name: "filter", keys: ["&", "\\", .function(4)], help: "filter as you type", hint: "filter")
        case .onlyThis: Entry(name: "only", keys: ["+"], help: "only what the cell says", hint: "only")
        case .notThis: Entry(name: "not", keys: ["-"], help: "not what the cell says", hint: "not")
        case .toggle: Entry(name: "toggle", keys: ["x"], help: "switch a condition off, or on again", hint: "toggle")
        case .suspendFilters:
            Entry(name: "suspend-filters", keys: ["X"], help: "switch all conditions off, or on again")
        case .clear: Entry(name: "clear", keys: ["="], help: "drop all conditions", hint: "clear")
        case .find: Entry(name: "find", keys: ["/"], help: "find a text in the pane, as you type", hint: "find")
        case .findNext: Entry(name: "find-next", keys: ["n"], help: "to the next row with it")
        case .findPrevious: Entry(name: "find-previous", keys: ["N"], help: "to the row before with it")
        case .metric: Entry(name: "metric", keys: ["m"], help: "measure by flows, packets or bytes", hint: "metric")
        case .localTime: Entry(name: "local-time", keys: ["L"], help: "times in local time, or in UTC")
        case .zoom: Entry(name: "zoom", keys: ["Z"], help: "the pane on the whole screen, or beside the others")
        case .issues: Entry(name: "issues", keys: ["!"], help: "malformed and skipped records, what was not read")
        case .export:
            Entry(
                name: "export", keys: ["e", .control("s")], help: "write the two reports of this view", hint: "export")
        case .exportRecords: Entry(name: "export-records", keys: ["E"], help: "write the records of this view as CSV")
        case .copy: Entry(name: "copy", keys: ["y"], help: "copy the row to the clipboard (OSC 52)", hint: "copy")
        case .help: Entry(name: "help", keys: ["?", .function(1)], help: "this help", hint: "help")
        case .commands: Entry(name: "commands", keys: [":"], help: "do a command by its name")
        case .reload: Entry(name: "reload", keys: [.function(5)], help: "load everything again")
        case .redraw: Entry(name: "redraw", keys: [.control("l")], help: "draw the screen again")
        case .follow: Entry(name: "follow", keys: ["F"], help: "load again and wait for more, or stop waiting")
        case .stop: Entry(name: "stop", keys: [.control("c")], help: "stop the loading; twice: quit")
        case .suspend: Entry(name: "suspend", keys: [.control("z")], help: "to the shell; fg comes back")
        }
    }

    /// The headings of help and README, each with its commands.
    static let groups: [(title: String, commands: [Command])] = [
        ("Move", [.down, .up, .pageDown, .pageUp, .halfDown, .halfUp, .top, .end, .left, .right]),
        ("Look into", [.drill, .back, .leave, .quit, .nextPane, .previousPane, .pane, .zoom]),
        ("Sort and measure", [.sortRight, .sortLeft, .reverse, .sort, .metric, .localTime]),
        (
            "Filter and find",
            [
                .filter, .onlyThis, .notThis, .toggle, .suspendFilters, .clear, .find, .findNext, .findPrevious,
            ]
        ),
        ("Take away", [.export, .exportRecords, .copy]),
        ("The program", [.issues, .help, .commands, .reload, .follow, .redraw, .stop, .suspend]),
    ]

    /// The table of keys as Markdown, for the README.
    public static var markdown: String {
        var text = "| keys | command | what it does |\n|---|---|---|\n"
        for (_, commands) in groups {
            for command in commands {
                let keys = command.keyNames.map { $0 == "\\" ? "`\\`" : "`\($0)`" }.joined(separator: " ")
                text += "| \(keys) | \(command.entry.name) | \(command.entry.help) |\n"
            }
        }
        return text
    }

    /// The names of the keys; a run of digits as one.
    var keyNames: [String] {
        if self == .pane { return ["1", "…", "9"] }
        return entry.keys.map(\.name)
    }
}

extension Key {
    /// The key as help shows it.
    var name: String {
        switch self {
        case .character(let scalar): String(scalar)
        case .control(let scalar): "^" + String(scalar).uppercased()
        case .enter: "Enter"
        case .escape: "Esc"
        case .backspace: "Backspace"
        case .delete: "Del"
        case .tab: "Tab"
        case .backTab: "Shift-Tab"
        case .up: "↑"
        case .down: "↓"
        case .left: "←"
        case .right: "→"
        case .home: "Home"
        case .end: "End"
        case .pageUp: "PgUp"
        case .pageDown: "PgDn"
        case .function(let number): "F\(number)"
        }
    }
}
