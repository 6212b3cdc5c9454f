import FlowLogs
import Screen

/// The whole explorer as a value: everything that can be seen, and nothing else.
///
/// `handle` changes it by events and says what is to be done; `frame` draws it. It knows no terminal, no file, no
/// clock and no engine.
public struct State: Sendable {
    /// What stays the same for the whole session.
    public struct Setting: Sendable {
        /// The lookup table.
        public var lookup = LookupTable.empty
        /// Filters given at the start, as text and parsed.
        public var filters: [(text: Bytes, filter: Filter)] = []
        /// The folder that export prompts begin with, bytes as the system has them.
        public var folder = Bytes(".".utf8)
        /// Whether cells that look like formulas are always made safe in exports.
        public var isSpreadsheetSafe = false
        /// Local time through the years.
        public var offsets = TimeOffsets.utc

        /// No lookup table, no filter, the current folder, UTC.
        public init() {}
    }

    let setting: Setting
    /// Rows and columns of the screen.
    public internal(set) var size: Size
    var load = LoadStatus()
    var crumbs = Crumbs()
    var panes = Panes()
    var view = Summary.empty
    var metric = Metric.flows
    var isLocalTime = false
    /// The pages that cover the panes, the last one on top.
    var sheets: [Sheet] = []
    var prompt: Prompt?
    /// Something to know, until the next key.
    var message: Message?
    /// The text that was searched for last.
    var needle = Bytes()

    /// The questions that were asked, by slot.
    var asked: [Slot: Asked] = [:]
    /// The revision of the view's last answer.
    var answered = 0
    /// How far a question is that takes a while.
    var working: Double?
    var lastRevision = 0
    /// What is being fetched, so that it is not asked for twice.
    var fetching: (list: Int, range: Range<Int>)?
    /// The search for a record that was begun last, and the list that it goes through; nil when it was given up.
    var seeking: (list: Int, revision: Int)?
    /// The exports that wait for the answer to the present question.
    var waitingExports: [WaitingExport] = []
    /// When ^C was pressed last, in milliseconds of the edge's clock.
    var stopPressed: Int?

    /// A question that was asked.
    struct Asked: Sendable {
        let filter: Filter?
        let narrowedTo: GroupKey?
        let revision: Int
        /// Whether it must be asked again, although nothing about it has changed.
        var isVoid = false
        /// Whether the list of records begins anew with its answer, whatever it was before.
        var isAnew = false
    }

    /// A line of text for the user.
    struct Message: Equatable, Sendable {
        let text: String
        var isError = false
    }

    /// An export that was asked for, of what meets a filter.
    struct WaitingExport: Sendable {
        enum Content: Sendable {
            case reports(isSpreadsheetSafe: Bool)
            case records
        }

        let content: Content
        let folder: Bytes
        let filter: Filter?
    }

    /// An explorer that has nothing loaded, on a screen of some size.
    public init(_ setting: Setting, size: Size) {
        self.setting = setting
        self.size = size
        for (text, filter) in setting.filters {
            crumbs.push(Crumb(text: text, filter: filter, origin: .given, place: place))
        }
    }

    /// The lookup table.
    var lookup: LookupTable { setting.lookup }

    /// The offsets of the times that are shown; nil for UTC.
    var shownOffsets: TimeOffsets? { isLocalTime ? setting.offsets : nil }

    /// What is on the screen, to come back to.
    var place: Place { Place(panes: panes, view: view) }

    /// Whether what the panes show is not what is asked for: a long question is being answered, or a filter is being
    /// typed that is none yet.
    var isOutdated: Bool { working != nil || prompt?.error != nil }

    /// Whether the panes show the answer to an older question than the present one.
    var isStale: Bool { asked[.view].map { $0.revision != answered } ?? true }

    /// The panes that there are at this step of the way: what was drilled into has no pane any more.
    var presentPanes: [Pane] {
        Pane.allCases.filter { pane in
            switch pane {
            case .tags: !crumbs.hasDrilled(.tags)
            case .ports: !crumbs.hasDrilled(.ports)
            case .records: true
            }
        }
    }

    /// The row that narrows the records, if one does.
    var narrowedTo: GroupKey? {
        switch panes.narrowing {
        case .tags where presentPanes.contains(.tags): panes.tags.selected(in: view)?.key
        case .ports where presentPanes.contains(.ports): panes.ports.selected(in: view)?.key
        default: nil
        }
    }

    /// The fields of the records that are loaded, in the order of their formats.
    var fields: [Field] { load.fields.isEmpty ? LogFormat.version2.fields : load.fields }

    /// The columns of the records pane.
    var recordColumns: [RecordColumn] { RecordColumn.columns(of: fields) }

    /// The lines of a sheet, as wide as the screen is.
    func lines(of sheet: Sheet) -> [SheetLine] {
        let lines =
            switch sheet.content {
            case .detail(let record): DetailSheet.lines(of: record, lookup, setting.offsets)
            case .issues: IssuesSheet.lines(of: load)
            case .help: HelpSheet.lines
            }
        return lines.flatMap { $0.wrapped(to: size.columns) }
    }
}
