/// Which row of a lookup table wins when several give one key different tags.
public enum DuplicateRule: String, Sendable {
    /// The last row that names the key.
    case last
    /// The first row that names the key.
    case first
}

/// The lookup table: which tag a destination port and protocol have.
///
/// Read once from a CSV file with the columns `dstport`, `protocol` and `tag`, and never changed. A row that cannot be
/// used is kept in `rejected` and costs nothing else. A file that is no such table at all is refused.
public struct LookupTable: Sendable {
    /// The distinct tags that keys have, in the order in which the file first names such a key.
    public let tags: [Tag]
    /// How many rows hold data: neither empty nor the header, rejected ones among them.
    public let rows: Int
    /// The rows that could not be used, in file order.
    public let rejected: [RejectedRow]
    /// The keys with more than one tag, in the order in which the file first contradicts itself.
    public let conflicts: [LookupConflict]
    /// What may not be meant but costs no row: about columns first, then about tags, in file order.
    public let warnings: [LookupWarning]

    private let tagIndices: [UInt32: Int]

    /// The table without rows: everything is untagged.
    public static let empty = LookupTable(Entries(duplicates: .last), rows: 0, rejected: [], columnWarnings: [])

    /// Reads a lookup table from the bytes of its file.
    ///
    /// No bytes, empty rows only or a header only make an empty table. O(n), in memory for the entries and the rejected
    /// rows; tags and cells of any size, and any bytes in them but NUL, are taken as they are.
    ///
    /// Throws if the file is of another kind: by its first bytes, by a NUL in it, or because neither its first 100
    /// rows nor, in a shorter file, all of them hold one that resembles a row of such a table.
    public init(parsing bytes: Bytes, duplicates: DuplicateRule = .last) throws(LookupRefusal) {
        if let refusal = LookupRefusal(bytes: bytes) { throw refusal }
        var filled = CSVRows(bytes).lazy.filter { !$0.isBlank }.makeIterator()
        var next = filled.next()
        let header = next.flatMap(LookupColumns.init(header:))
        if header != nil { next = filled.next() }
        let columns = header ?? LookupColumns()

        var entries = Entries(duplicates: duplicates)
        var rows = 0
        var rejected: [RejectedRow] = []
        var resemblesTable = header != nil
        while let row = next, resemblesTable || rows < 100 {
            rows &+= 1
            do {
                entries.add(try columns.entry(of: row), row: row.number)
            } catch {
                let failedAsHeader = header == nil && rows == 1 && !columns.hasNumberAsPort(row)
                let hint = failedAsHeader ? "; a header must name dstport, protocol and tag" : ""
                rejected.append(RejectedRow(row: row.number, reason: error.reason + hint))
            }
            resemblesTable = resemblesTable || row.resemblesTable
            next = filled.next()
        }
        if rows > 0, !resemblesTable { throw LookupRefusal(unlikeAnyTable: bytes) }
        if rows > 0, entries.isEmpty, LookupRefusal.endsRowsWithReturns(bytes) { throw .carriageReturns }
        self.init(entries, rows: rows, rejected: rejected, columnWarnings: columns.warnings)
    }

    private init(_ entries: Entries, rows: Int, rejected: [RejectedRow], columnWarnings: [LookupWarning]) {
        (tags, tagIndices) = entries.compacted()
        self.rows = rows
        self.rejected = rejected
        conflicts = entries.conflicts
        warnings = columnWarnings + entries.warnings
    }

    /// How many keys have a tag.
    public var entries: Int { tagIndices.count }

    /// The tag of `key`, or nil if the key is not in the table; O(1).
    public func tag(of key: PortProtocol) -> Tag? { tagIndex(of: key.packed).map { tags[$0] } }

    /// The index in `tags` of the tag of the key that packs to `packedKey` (`PortProtocol.packed`), or nil if that key
    /// is not in the table; O(1).
    public func tagIndex(of packedKey: UInt32) -> Int? { tagIndices[packedKey] }

    /// Visits every key that has a tag, packed, with the tag's index in `tags`; in no particular order.
    func forEachEntry(_ visit: (_ packedKey: UInt32, _ tag: Int) -> Void) {
        for (key, tag) in tagIndices { visit(key, tag) }
    }
}

extension CSVRows.Row {
    /// Whether the row looks like one of a lookup table, good or bad: three cells, or a port and one more cell, or a
    /// quote that swallowed what followed.
    fileprivate var resemblesTable: Bool {
        cells.count >= 3 || defect == .unclosedQuote
            || cells.count == 2 && cells.first?.trimmingBlanks.wholeNumber(upTo: 65535) != nil
    }
}
