/// A row of a lookup table that could not be used.
public struct RejectedRow: Hashable, Sendable {
    /// The row's number in the file: 1 is the first CSV row, the header and empty rows count.
    public let row: Int
    /// Why, for people.
    ///
    /// Quotes data: at most 40 bytes of a cell, control characters as they are, bytes that are not UTF-8 as U+FFFD.
    public let reason: String
}

/// A key to which a lookup table gives more than one tag.
public struct LookupConflict: Hashable, Sendable {
    /// A row that gives the key a tag.
    public struct Claim: Hashable, Sendable {
        /// The row's number in the file, as in `RejectedRow`.
        public let row: Int
        /// The tag it gives.
        public let tag: Tag
    }

    /// The key.
    public let key: PortProtocol
    /// The first row that names the key.
    public let first: Claim
    /// The last row that gives the key another tag than the first one.
    public let other: Claim
    /// The row whose tag the key has, by the table's `DuplicateRule`: not always `first` or `other`, for the last row
    /// may name the first one's tag again.
    public let winner: Claim

    /// The conflict in one sentence, for people.
    ///
    /// Quotes data, as `RejectedRow.reason` does.
    public var message: String {
        """
        \(key.port)/\(key.ipProtocol.name) has more than one tag: \(first.tag.bytes.quotedForMessage) in row \(first.row), \
        \(other.tag.bytes.quotedForMessage) in row \(other.row); row \(winner.row) counts
        """
    }
}

/// Something about a lookup table that may not be meant, but costs no row.
public enum LookupWarning: Hashable, Sendable {
    /// The header names these other columns, which are not used.
    case unusedColumns([Bytes])
    /// The header names one of the three columns more than once; the last one counts.
    case repeatedColumn(String)
    /// Two tags differ only in the case of ASCII letters; they are two tags. With the first row of each.
    case tagsDifferInCase(LookupConflict.Claim, LookupConflict.Claim)
    /// The tag of this row is spelled like the tag of all records that are not in the table, and shares its count.
    case spelledUntagged(row: Int)
    /// A tag differs only in case from `Untagged`, and so will be shown beside it.
    case nearlyUntagged(LookupConflict.Claim)

    /// The warning in one sentence, for people.
    ///
    /// Quotes data, as `RejectedRow.reason` does.
    public var message: String {
        switch self {
        case .unusedColumns(let names):
            let shown = names.prefix(8).map { $0.quotedForMessage }.joined(separator: ", ")
            return "columns not used: \(shown)\(names.count > 8 ? " and \(names.count &- 8) more" : "")"
        case .repeatedColumn(let name):
            return "the header names \(name) more than once; the last of these columns counts"
        case .tagsDifferInCase(let one, let other):
            return """
                two tags differ only in case: \(one.tag.bytes.quotedForMessage) in row \(one.row), \
                \(other.tag.bytes.quotedForMessage) in row \(other.row)
                """
        case .spelledUntagged(let row):
            return "the tag in row \(row) is Untagged, the tag of what is not in the table: they are counted together"
        case .nearlyUntagged(let claim):
            return """
                the tag \(claim.tag.bytes.quotedForMessage) in row \(claim.row) differs only in case from Untagged, \
                the tag of what is not in the table
                """
        }
    }
}

extension Collection<UInt8> {
    /// These bytes as data within a message: the first 40 in double quotes, cut between letters; what is not UTF-8
    /// becomes U+FFFD.
    var quotedForMessage: String {
        let limit = 40
        guard count > limit else { return "\"\(String(decoding: self, as: UTF8.self))\"" }
        var head = Bytes(prefix(limit))
        // A letter has at most three continuation bytes. Where there are more, it is none, and cut where it is.
        let isCut = dropFirst(limit).first.map { $0 & 0xC0 == 0x80 } ?? false
        if isCut, let lead = head.suffix(3).lastIndex(where: { $0 & 0xC0 == 0xC0 }) { head.removeSubrange(lead...) }
        return "\"\(String(decoding: head, as: UTF8.self))\"..."
    }
}
