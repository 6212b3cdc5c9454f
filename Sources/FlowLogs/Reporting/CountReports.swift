/// The two reports: counted records by tag, and by port and protocol.
public struct CountReports: Equatable, Sendable {
    /// One line of the tag report.
    public struct TagRow: Equatable, Sendable {
        /// The tag, or `Untagged`.
        public let tag: Tag
        /// How many counted records have it.
        public let count: UInt64
    }

    /// One line of the port/protocol report.
    public struct PortRow: Equatable, Sendable {
        /// The destination port and protocol.
        public let key: PortProtocol
        /// How many counted records have them.
        public let count: UInt64
    }

    /// By count, largest first, then by the tag's bytes; no count is 0.
    public let tags: [TagRow]
    /// By count, largest first, then by port, then by the protocol name's bytes; no count is 0.
    public let ports: [PortRow]
    /// How many counted records have a key that the lookup table has.
    public let tagged: UInt64
    /// How many do not.
    public let untagged: UInt64

    /// Folds counts by port and protocol into the reports.
    ///
    /// A tag is a function of port and protocol, so no record is looked at: O(keys · log keys).
    public init(_ counts: PortProtocolCounts, lookup: LookupTable) {
        var ports: [PortRow] = []
        var byTag = [UInt64](repeating: 0, count: lookup.tags.count)
        var untagged: UInt64 = 0
        counts.forEach { key, count in
            ports.append(PortRow(key: PortProtocol(packed: key), count: count))
            if let tag = lookup.tagIndex(of: key) {
                byTag[tag] += count
            } else {
                untagged += count
            }
        }
        var sums: [Tag: UInt64] = untagged > 0 ? [.untagged: untagged] : [:]
        // A tag that is spelled like the fallback shares its row.
        for (tag, count) in zip(lookup.tags, byTag) where count > 0 { sums[tag, default: 0] += count }
        self.tags = sums.map(TagRow.init).sorted { ($1.count, $0.tag) < ($0.count, $1.tag) }
        self.ports = ports.sorted { left, right in
            guard left.count == right.count, left.key.port == right.key.port else {
                return (right.count, left.key.port) < (left.count, right.key.port)
            }
            return left.key.ipProtocol.name.utf8.lexicographicallyPrecedes(right.key.ipProtocol.name.utf8)
        }
        self.untagged = untagged
        tagged = byTag.reduce(0, +)
    }
}

extension CountReports {
    /// Which of the two.
    public enum Kind: String, CaseIterable, Sendable {
        case tags, ports

        /// The file name of the report, without `.csv`.
        public var fileStem: String {
            switch self {
            case .tags: "tag_counts"
            case .ports: "port_protocol_counts"
            }
        }
    }

    /// A report as CSV (RFC 4180 with LF line ends): `Tag,Count` or `Port,Protocol,Count`, then the rows.
    public func csv(_ kind: Kind, isSpreadsheetSafe: Bool = false) -> Bytes {
        var csv = CSVWriter(isSpreadsheetSafe: isSpreadsheetSafe)
        switch kind {
        case .tags:
            csv.row("Tag", "Count")
            for row in tags {
                csv.cell(row.tag.bytes)
                csv.cell(row.count)
                csv.endRow()
            }
        case .ports:
            csv.row("Port", "Protocol", "Count")
            for row in ports {
                csv.cell(UInt64(row.key.port))
                csv.cell(Bytes(row.key.ipProtocol.name.utf8))
                csv.cell(row.count)
                csv.endRow()
            }
        }
        return csv.bytes
    }
}
