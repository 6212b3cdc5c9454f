import FlowLogs

/// The order of a group pane's rows.
///
/// Rows that are equal in the sorted column come as in the reports: by amount, then by tag, or by port and protocol.
/// What has no value (no known action, no service) comes last either way.
struct GroupOrder {
    let kind: GroupPane.Kind
    let sort: GroupSort
    let metric: Metric
    let lookup: LookupTable

    /// The rows, as indices into the summary's tags or ports: O(n log n) in the number of groups.
    func rows(of summary: Summary) -> [UInt32] {
        switch kind {
        case .tags: tagRows(summary.tags)
        case .ports: portRows(summary.ports)
        }
    }

    private func tagRows(_ groups: [Summary.TagGroup]) -> [UInt32] {
        // They come in the order of their bytes already.
        let natural = groups.indices.map { UInt32(truncatingIfNeeded: $0) }
        guard sort.column != .tag else { return sorted(natural.map(UInt128.init), natural) }
        return sorted(groups.map { value(of: $0.aggregate) }, natural)
    }

    private func portRows(_ groups: [Summary.PortGroup]) -> [UInt32] {
        let names = ProtocolRanks.ranks
        // As in the report: by port, then by the protocol's name.
        func rank(_ index: Int) -> UInt32 {
            UInt32(groups[index].key.port) << 16 | UInt32(names[Int(groups[index].key.ipProtocol.rawValue)])
        }
        let natural = groups.indices.map(rank)
        switch sort.column {
        case .port:
            return sorted(natural.map(UInt128.init), natural)
        case .ipProtocol:
            return sorted(natural.map { UInt128($0 & 0xFFFF) }, natural)
        case .service:
            return sorted(ranks(groups.map { ServiceName.name(of: $0.key).map { Bytes($0.utf8) } }), natural)
        case .tag:
            return sorted(
                ranks(groups.map { lookup.tag(of: $0.key)?.bytes ?? Tag.untagged.bytes }), natural)
        case .amount, .share, .reject:
            return sorted(groups.map { value(of: $0.aggregate) }, natural)
        }
    }

    /// What the column says of a group, as a number to sort by; nil for nothing.
    private func value(of aggregate: Aggregate) -> UInt128? {
        guard sort.column == .reject else { return aggregate.all[metric] }
        let judged = aggregate.judged[metric]
        guard judged > 0 else { return nil }
        // Shares to 2^-32; sums of 2^64 records of 2^64 bytes would not overflow it, and less do not exist.
        return (aggregate.rejected[metric] << 32) / judged
    }

    /// The indices by value, and by `natural` among equals.
    private func sorted(_ values: [UInt128?], _ natural: [UInt32]) -> [UInt32] {
        struct Row {
            let value: UInt128
            let natural: UInt32
            let index: UInt32
        }
        let isDescending = sort.isDescending
        var rows: [Row] = []
        var valueless: [Row] = []
        rows.reserveCapacity(values.count)
        for (index, value) in values.enumerated() {
            let row = Row(value: value ?? 0, natural: natural[index], index: UInt32(truncatingIfNeeded: index))
            if value == nil { valueless.append(row) } else { rows.append(row) }
        }
        rows.sort { left, right in
            if left.value != right.value { return (left.value > right.value) == isDescending }
            return left.natural < right.natural
        }
        valueless.sort { $0.natural < $1.natural }
        return (rows + valueless).map(\.index)
    }

    /// Texts as their places in the order of their bytes.
    private func ranks(_ texts: [Bytes?]) -> [UInt128?] {
        let distinct = Set(texts.compactMap(\.self)).sorted { $0.lexicographicallyPrecedes($1) }
        let places = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, UInt128($0)) })
        return texts.map { $0.flatMap { places[$0] } }
    }
}

/// The places of all protocols in the order of their names' bytes.
private enum ProtocolRanks {
    static let ranks: [UInt8] = {
        let numbers = (0...UInt8.max).sorted {
            IPProtocol(rawValue: $0).name.utf8.lexicographicallyPrecedes(IPProtocol(rawValue: $1).name.utf8)
        }
        var ranks = [UInt8](repeating: 0, count: 256)
        for (rank, number) in numbers.enumerated() { ranks[Int(number)] = UInt8(truncatingIfNeeded: rank) }
        return ranks
    }()
}
