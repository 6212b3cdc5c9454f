import FlowLogs

/// What a group of records has in common.
enum GroupKey: Hashable, Sendable {
    case tag(Tag)
    case port(PortProtocol)

    /// The filter that selects the group, as text.
    var filterText: Bytes {
        switch self {
        case .tag(let tag): Bytes("tag = ".utf8) + FilterSyntax.literal(tag.bytes)
        case .port(let key): Bytes("\(key.port)/\(key.ipProtocol.name)".utf8)
        }
    }
}

/// The rows of one grouping, sorted, with a cursor that stays on its group.
struct GroupPane: Sendable {
    /// Which grouping.
    enum Kind: Sendable { case tags, ports }

    let kind: Kind
    /// The columns, left to right.
    let columns: [GroupColumn]
    var sort = GroupSort(column: .amount)
    /// The column of the cursor, by its index.
    var column = 0
    /// The rows in the order of the screen, as indices into the summary's groups.
    private(set) var order: [UInt32] = []
    private(set) var viewport = Viewport()
    /// The largest amount of a row, for the width of the column.
    private(set) var largest: UInt128 = 0
    /// The group that the cursor stays on; nil, as long as nobody has moved it, for whichever comes first.
    private var pinned: GroupKey?

    init(_ kind: Kind) {
        self.kind = kind
        columns =
            switch kind {
            case .tags: [.tag, .amount, .share, .reject]
            case .ports: [.port, .ipProtocol, .service, .tag, .amount, .share, .reject]
            }
    }

    /// The group of a row of the screen's order.
    func group(at row: Int, in summary: Summary) -> (key: GroupKey, aggregate: Aggregate)? {
        guard order.indices.contains(row) else { return nil }
        let index = Int(order[row])
        switch kind {
        case .tags:
            guard summary.tags.indices.contains(index) else { return nil }
            return (.tag(summary.tags[index].tag), summary.tags[index].aggregate)
        case .ports:
            guard summary.ports.indices.contains(index) else { return nil }
            return (.port(summary.ports[index].key), summary.ports[index].aggregate)
        }
    }

    /// The group under the cursor.
    func selected(in summary: Summary) -> (key: GroupKey, aggregate: Aggregate)? {
        group(at: viewport.cursor, in: summary)
    }

    /// The column under the cursor.
    var selectedColumn: GroupColumn { columns.indices.contains(column) ? columns[column] : .amount }

    /// Moves the cursor; it stays on the group it comes to.
    mutating func move(in summary: Summary, _ change: (inout Viewport) -> Void) {
        change(&viewport)
        pinned = selected(in: summary)?.key
    }

    /// Shows another number of rows at once.
    mutating func resize(height: Int) { viewport.resize(height: height) }

    /// Puts the rows of a summary in order; the cursor stays on its group, and that where it is on the screen.
    mutating func show(_ summary: Summary, _ metric: Metric, lookup: LookupTable) {
        order = GroupOrder(kind: kind, sort: sort, metric: metric, lookup: lookup).rows(of: summary)
        largest =
            switch kind {
            case .tags: summary.tags.reduce(0) { max($0, $1.aggregate.all[metric]) }
            case .ports: summary.ports.reduce(0) { max($0, $1.aggregate.all[metric]) }
            }
        viewport.resize(count: order.count)
        if let pinned {
            if let row = row(of: pinned, in: summary) { viewport.follow(to: row) }
        } else {
            viewport.move(to: 0)
        }
    }

    private func row(of key: GroupKey, in summary: Summary) -> Int? {
        order.firstIndex { index in
            switch (kind, key) {
            case (.tags, .tag(let tag)): summary.tags[Int(index)].tag == tag
            case (.ports, .port(let port)): summary.ports[Int(index)].key == port
            default: false
            }
        }
    }
}
