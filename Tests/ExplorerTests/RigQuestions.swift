import FlowLogs
import Screen

@testable import Explorer

/// What tests ask of a rig.
extension Rig {
    /// The explorer on a sample log with the samples' lookup table.
    static func sample(
        _ name: String = "flow.log", columns: Int = 80, rows: Int = 24, share: Double = 1
    ) throws -> Rig {
        try Rig(TestLogs.sample(name), TestLogs.setting(), size: Size(rows: rows, columns: columns), share: share)
    }

    /// The explorer on the first records of a sample log: enough for what does not depend on how many there are.
    static func small(columns: Int = 80, rows: Int = 24, share: Double = 1) throws -> Rig {
        try Rig(smallLog(), TestLogs.setting(), size: Size(rows: rows, columns: columns), share: share)
    }

    /// The log of the small explorer.
    static func smallLog() throws -> Bytes { try TestLogs.sample("flow.log").loaded(0.1) }

    /// The explorer on a log made for the test.
    static func made(_ log: String, columns: Int = 80, rows: Int = 24, share: Double = 1) throws -> Rig {
        try Rig(Bytes(log.utf8), TestLogs.setting(), size: Size(rows: rows, columns: columns), share: share)
    }

    /// The group under the cursor of the tags.
    var tag: GroupKey? { state.panes.tags.selected(in: state.view)?.key }
    /// The group under the cursor of the ports.
    var port: GroupKey? { state.panes.ports.selected(in: state.view)?.key }
    /// How many counted records there are in the view.
    var flows: UInt64 { state.view.total.all.flows }
    /// The conditions as text.
    var crumbs: [String] { state.crumbs.stack.map { String(decoding: $0.text, as: UTF8.self) } }
    /// The last line of the screen.
    var lastLine: String { lines.last ?? "" }

    /// The line above the hints: where messages are.
    var messageLine: String { lines.dropLast().last ?? "" }

    /// The line of the screen, counted from the top of the list, that the cursor of a pane is on.
    func line(of pane: Pane) -> Int {
        let viewport =
            switch pane {
            case .tags: state.panes.tags.viewport
            case .ports: state.panes.ports.viewport
            case .records: state.panes.records.viewport
            }
        return viewport.cursor - viewport.top
    }
}

/// What makes up a place: where all cursors are and how everything is sorted.
struct PlaceMark: Equatable {
    let focus: Pane
    let isZoomed: Bool
    let keys: [GroupKey?]
    let lines: [Int]
    let sorts: [GroupSort]
    let columns: [Int]
    let record: Int
    let narrowedTo: GroupKey?

    init(_ rig: Rig) {
        let panes = rig.state.panes
        focus = panes.focus
        isZoomed = panes.isZoomed
        keys = [rig.tag, rig.port]
        lines = Pane.allCases.map(rig.line)
        sorts = [panes.tags.sort, panes.ports.sort]
        columns = [panes.tags.column, panes.ports.column, panes.records.column]
        record = panes.records.viewport.cursor
        narrowedTo = panes.records.narrowedTo
    }
}

extension Bytes {
    /// The part of a log that a rig has loaded after `load(share)`.
    func loaded(_ share: Double) -> Bytes {
        let wanted = Swift.min(count, Int(Double(count) * share))
        guard wanted > 0 else { return [] }
        return Bytes(self[..<((self[(wanted - 1)...].firstIndex(of: UInt8(ascii: "\n")) ?? count - 1) + 1)])
    }
}

/// Whether two answers are the same, as far as anyone can see.
func areEqual(_ one: Summary, _ other: Summary) -> Bool {
    one.tags == other.tags && one.ports == other.ports && one.total == other.total && one.records == other.records
        && one.matches.count == other.matches.count
}
