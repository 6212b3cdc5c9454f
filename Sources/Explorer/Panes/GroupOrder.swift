import FlowLogs

/// The order of a group pane's rows.
///
/// Rows that are equal in the sorted column come as in the reports: by tag, or by port and protocol. That is how a
/// summary has them, so a row's index decides. What has no value (no known action, no service) comes last either way.
struct GroupOrder {
    let kind: GroupPane.Kind
    let sort: GroupSort
    let metric: Metric
    let lookup: LookupTable

    /// The rows, as indices into the summary's tags or ports: O(n log n) in the number of groups.
    func rows(of summary: Summary) -> [UInt32] {
        switch kind {
        case .tags:
            sorted(sort.column == .tag ? places(summary.tags.count) : summary.tags.map { value(of: $0.aggregate) })
        case .ports: sorted(values(of: summary.ports))
        }
    }

    private func values(of groups: [Summary.PortGroup]) -> [UInt128?] {
        switch sort.column {
        case .port: groups.map { UInt128($0.key.port) }
        case .ipProtocol: ranks(groups.map { Bytes($0.key.ipProtocol.name.utf8) })
        case .service: ranks(groups.map { ServiceName.name(of: $0.key).map { Bytes($0.utf8) } })
        case .tag: ranks(groups.map { (lookup.tag(of: $0.key) ?? .untagged).bytes })
        case .amount, .share, .reject: groups.map { value(of: $0.aggregate) }
        }
    }

    private func places(_ count: Int) -> [UInt128?] { (0..<count).map { UInt128($0) } }

    /// What the column says of a group, as a number to sort by; nil for nothing.
    private func value(of aggregate: Aggregate) -> UInt128? {
        guard sort.column == .reject else { return aggregate.all[metric] }
        let (rejected, judged) = (aggregate.rejected[metric], aggregate.judged[metric])
        guard judged > 0 else { return nil }
        // The share in units of 2^-62; it is at most 1, so the quotient fits.
        return judged.dividingFullWidth((high: rejected >> 66, low: rejected << 62)).quotient
    }

    /// The indices by value.
    ///
    /// Value and index are packed into one number, of 64 bits where that is enough: sorting 65,000 of them takes 4 ms,
    /// a third of what it takes to sort by two members.
    private func sorted(_ values: [UInt128?]) -> [UInt32] {
        let largest = values.reduce(0) { max($0, $1 ?? 0) }
        if largest < 1 << 31 { return packed(values, largest, as: UInt64.self) }
        return packed(values, min(largest, 1 << 95), as: UInt128.self)
    }

    private func packed<Packed: FixedWidthInteger & UnsignedInteger>(
        _ values: [UInt128?], _ largest: UInt128, as type: Packed.Type
    ) -> [UInt32] {
        let isDescending = sort.isDescending
        let last = Packed(largest) + 1
        var rows: [Packed] = []
        rows.reserveCapacity(values.count)
        for (index, value) in values.enumerated() {
            let value = value.map { Packed(min($0, largest)) }
            let place = value.map { isDescending ? last - 1 - $0 : $0 } ?? last
            rows.append(place << 32 | Packed(index))
        }
        rows.sort()
        return rows.map { UInt32(truncatingIfNeeded: $0) }
    }

    /// Texts as their places in the order of their bytes.
    private func ranks(_ texts: [Bytes?]) -> [UInt128?] {
        let distinct = Set(texts.compactMap(\.self)).sorted { $0.lexicographicallyPrecedes($1) }
        let places = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, UInt128($0)) })
        return texts.map { $0.flatMap { places[$0] } }
    }
}
