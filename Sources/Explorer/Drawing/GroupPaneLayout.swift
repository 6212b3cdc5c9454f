import FlowLogs
import Screen

/// Which columns of a group pane there is room for, and how wide they are.
struct GroupPaneLayout {
    /// The indices of the columns that are shown, left to right.
    let shown: [Int]
    /// For each of these, its first column on the screen, counted from the pane's left, and how many it takes.
    let spans: [(start: Int, columns: Int)]
    /// Whether the share of rejects has a bar.
    let hasBars: Bool

    /// Columns between two columns.
    private static let gap = 2
    /// Columns of a bar.
    static let barColumns = 3

    init(_ pane: GroupPane, _ metric: Metric, columns: Int) {
        // One column to the left for the mark of the cursor, one to the right.
        let room = max(0, columns - 2)
        let amount = min(26, max(metric.label.columns + 1, pane.largest.grouped.columns))
        func least(_ column: GroupColumn, bars: Bool) -> Int {
            switch column {
            case .tag: 8
            case .port: 5
            case .ipProtocol: 6
            case .service: 9
            case .amount: amount
            case .share: 6
            case .reject: bars ? Self.barColumns + 7 : 7
            }
        }
        func sum(_ shown: [Int], bars: Bool) -> Int {
            shown.reduce(0) { $0 + least(pane.columns[$1], bars: bars) } + max(0, shown.count - 1) * Self.gap
        }
        var kept = Array(pane.columns.indices)
        // What can be missed goes first; the name of the row and the amount never go.
        for dispensable in [GroupColumn.service, .share, .reject, .tag]
        where sum(kept, bars: false) > room && dispensable != pane.columns.first {
            kept.removeAll { pane.columns[$0] == dispensable }
        }
        let bars = sum(kept, bars: true) <= room
        var widths = kept.map { least(pane.columns[$0], bars: bars) }
        // What is left goes to the tag, up to a point to the service too.
        var rest = max(0, room - sum(kept, bars: bars))
        for (column, most) in [(GroupColumn.service, 16), (.ipProtocol, 9), (.tag, 60)] {
            guard let index = kept.firstIndex(where: { pane.columns[$0] == column }) else { continue }
            let extra = min(rest, max(0, most - widths[index]))
            widths[index] += extra
            rest -= extra
        }
        var spans: [(start: Int, columns: Int)] = []
        var start = 1
        for width in widths {
            spans.append((start, width))
            start += width + Self.gap
        }
        shown = kept
        hasBars = bars
        self.spans = spans
    }
}
