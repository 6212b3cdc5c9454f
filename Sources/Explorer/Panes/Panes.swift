import FlowLogs

/// One of the three panes.
enum Pane: Int, CaseIterable, Sendable {
    case tags = 1, ports, records

    /// The name on the screen.
    var title: String {
        switch self {
        case .tags: "Tags"
        case .ports: "Ports"
        case .records: "Records"
        }
    }
}

/// The panes, which of them has the focus, and which one narrows the records.
struct Panes: Sendable {
    var tags = GroupPane(.tags)
    var ports = GroupPane(.ports)
    var records = RecordsPane()
    private(set) var focus = Pane.tags
    /// The group pane that had the focus last at this step of the way: its cursor narrows the records.
    private(set) var narrowing: GroupPane.Kind? = .tags
    /// Whether the pane with the focus takes the whole screen.
    var isZoomed = false

    /// Gives a pane the focus.
    mutating func setFocus(_ pane: Pane) {
        focus = pane
        switch pane {
        case .tags: narrowing = .tags
        case .ports: narrowing = .ports
        case .records: break
        }
    }

    /// After a step down: the records of the view as a whole are looked at.
    mutating func focusOnAllRecords() {
        focus = .records
        narrowing = nil
    }

    /// The group pane with the focus.
    var focusedGroups: GroupPane? {
        switch focus {
        case .tags: tags
        case .ports: ports
        case .records: nil
        }
    }

    /// Changes the group pane with the focus, if there is one.
    mutating func changeFocusedGroups(_ change: (inout GroupPane) -> Void) {
        switch focus {
        case .tags: change(&tags)
        case .ports: change(&ports)
        case .records: break
        }
    }

    /// Shows a summary in the group panes.
    mutating func show(_ summary: Summary, _ metric: Metric, lookup: LookupTable) {
        tags.show(summary, metric, lookup: lookup)
        ports.show(summary, metric, lookup: lookup)
    }
}
