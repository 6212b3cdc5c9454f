import FlowLogs
import Screen

/// A question at the bottom of the screen, that takes all keys until it is answered.
struct Prompt: Sendable {
    /// What is asked.
    enum Kind: Sendable, Equatable {
        /// A filter; `isEdit` when it replaces the last condition, else it adds one.
        case filter(isEdit: Bool)
        /// A text to find.
        case find
        /// The name of a command.
        case command
        /// The folder for the two reports.
        case export
        /// Whether cells that look like formulas are to be made safe.
        case spreadsheetSafe(folder: Bytes)
        /// The folder for records.
        case exportRecords
        /// Which condition to switch.
        case toggle
        /// By which column to sort.
        case sort
        /// Whether to quit although the log is still loading.
        case quit
    }

    let kind: Kind
    var editor = LineEditor()
    /// Whether anything was typed, so that what is live has followed it.
    var isEdited = false
    /// Why the text is no filter.
    var error: FilterError?
    /// The completion that is chosen at the command prompt, by its index.
    var choice = 0
    /// What was on the screen before, for when the prompt is left.
    let before: Before

    /// What a prompt goes back to.
    struct Before: Sendable {
        let crumbs: Crumbs
        let place: Place
        let sheets: [Sheet]
    }

    /// Whether it takes a line of text; else single keys.
    var isLine: Bool {
        switch kind {
        case .filter, .find, .command, .export, .exportRecords: true
        case .spreadsheetSafe, .toggle, .sort, .quit: false
        }
    }

    /// The commands whose names begin with what was typed, or have it in them.
    var completions: [Command] {
        let typed = editor.text.lowercased()
        let all = Command.allCases.filter { $0 != .pane && $0 != .commands }
        guard !typed.isEmpty else { return all }
        let begun = all.filter { $0.entry.name.hasPrefix(typed) }
        return begun.sorted { $0.entry.name.utf8.count < $1.entry.name.utf8.count }
            + all.filter { !$0.entry.name.hasPrefix(typed) && $0.entry.name.contains(typed) }
    }
}
