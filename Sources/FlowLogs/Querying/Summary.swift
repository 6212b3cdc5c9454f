/// What a query found: counted records by port/protocol and by tag, the skipped ones by kind, and all of them in order.
///
/// The books balance: the flows of all ports, those of all tags, and `records.counted` are the same number.
public struct Summary: Sendable {
    /// The counted records of one port and protocol.
    public struct PortGroup: Equatable, Sendable {
        /// The port and protocol.
        public let key: PortProtocol
        /// Their sums.
        public let aggregate: Aggregate
    }

    /// The counted records of one tag.
    public struct TagGroup: Equatable, Sendable {
        /// The tag, or `Untagged`.
        public let tag: Tag
        /// Their sums.
        public let aggregate: Aggregate
    }

    /// Every port and protocol that occurs, by port, then by the bytes of the protocol's name.
    public let ports: [PortGroup]
    /// Every tag that occurs, by its bytes.
    public let tags: [TagGroup]
    /// The sums of all counted records.
    public let total: Aggregate
    /// The matching records by kind.
    public let records: RecordTally
    /// The matching records themselves.
    public let matches: Matches

    init(_ groups: GroupTable, _ records: RecordTally, _ matches: Matches, lookup: LookupTable) {
        var ports: [PortGroup] = []
        ports.reserveCapacity(groups.mostGroups)
        var byTag = [Aggregate](repeating: Aggregate(), count: lookup.tags.count)
        var untagged = Aggregate()
        var total = Aggregate()
        groups.forEachInOrder { key, aggregate in
            ports.append(PortGroup(key: PortProtocol(packed: key), aggregate: aggregate))
            total += aggregate
            if let tag = lookup.tagIndex(of: key) { byTag[tag] += aggregate } else { untagged += aggregate }
        }
        var sums: [Tag: Aggregate] = [.untagged: untagged]
        // A tag that is spelled like the fallback shares its row.
        for (tag, aggregate) in zip(lookup.tags, byTag) { sums[tag, default: Aggregate()] += aggregate }
        self.ports = ports
        tags = sums.filter { $0.value.all.flows > 0 }.map(TagGroup.init).sorted { $0.tag < $1.tag }
        self.total = total
        self.records = records
        self.matches = matches
    }

    /// No records at all.
    public static let empty = Evaluation(Query(nil, isGrouped: true)).summary(lookup: .empty)

    /// The two reports of these records.
    public func reports(lookup: LookupTable) -> CountReports {
        var counts = PortProtocolCounts()
        for group in ports { counts.add(group.aggregate.all.flows, of: group.key.packed) }
        return CountReports(counts, lookup: lookup)
    }
}
