/// Which column of a lookup table holds what, and how one of its rows becomes an entry.
struct LookupColumns {
    /// What a row says: this key has this tag.
    struct Entry {
        let key: PortProtocol
        let tag: ArraySlice<UInt8>
    }

    /// Why a row says nothing.
    struct Rejection: Error {
        let reason: String
    }

    /// The columns of the table that are used, as the header spells them.
    static let names = ["dstport", "protocol", "tag"]

    /// What the header gave reason to say.
    private(set) var warnings: [LookupWarning] = []

    private var port = 0
    private var ipProtocol = 1
    private var tag = 2
    /// How many columns the table has: text in a cell past them makes a row ambiguous, so it is rejected.
    private var width = 3

    /// The columns of a table without a header, in the order dstport, protocol, tag.
    init() {}

    /// The columns that `row` names, or nil if it does not name all three and so is no header.
    ///
    /// Columns without a name at the right end do not count as columns: `31,udp,a,b` under the header
    /// `dstport,protocol,tag,` still is a tag with a comma, not a cell to pass over.
    init?(header row: CSVRows.Row) {
        guard row.defect == nil else { return nil }
        let header = row.cells.map(\.trimmingBlanks)
        let columns = Self.names.map { name in header.indices.filter { header[$0].equalsIgnoringCase(name.utf8) } }
        guard let port = columns[0].last, let ipProtocol = columns[1].last, let tag = columns[2].last,
            let lastNamed = header.lastIndex(where: { !$0.isEmpty })
        else { return nil }
        self.port = port
        self.ipProtocol = ipProtocol
        self.tag = tag
        width = row.hasTextPastCells ? .max : lastNamed &+ 1

        let used = Set(columns.joined())
        let unused = header.indices.filter { !used.contains($0) && !header[$0].isEmpty }.map { Bytes(header[$0]) }
        if !unused.isEmpty { warnings.append(.unusedColumns(unused)) }
        for (name, places) in zip(Self.names, columns) where places.count > 1 { warnings.append(.repeatedColumn(name)) }
    }

    /// Reads one data row; throws what is wrong with it first.
    func entry(of row: CSVRows.Row) throws(Rejection) -> Entry {
        switch row.defect {
        case .unclosedQuote: throw Rejection(reason: "a quote is never closed: the rest of the file is in this row")
        case .textAfterQuote: throw Rejection(reason: "text after a closing quote (a quote inside quotes is doubled)")
        case nil: break
        }
        let (portCell, protocolCell, tagCell) = (cell(port, of: row), cell(ipProtocol, of: row), cell(tag, of: row))
        if portCell.isEmpty || protocolCell.isEmpty || tagCell.isEmpty {
            let missing = zip(Self.names, [portCell, protocolCell, tagCell]).filter { $1.isEmpty }
            throw Rejection(reason: missing.map { "no \($0.0)" }.joined(separator: ", "))
        }
        if let surplus = surplusText(of: row) {
            throw Rejection(reason: "\(surplus) past the last column (a tag with a comma needs quotes)")
        }
        guard let number = portCell.wholeNumber(upTo: 65535) else {
            throw Rejection(reason: "dstport \(portCell.quotedForMessage) is not a number from 0 to 65535")
        }
        let known = try Self.ipProtocol(protocolCell)
        return Entry(key: PortProtocol(port: UInt16(truncatingIfNeeded: number), ipProtocol: known), tag: tagCell)
    }

    /// Whether `row` gives a number as its dstport, of whatever size: then it was not meant as a header.
    func hasNumberAsPort(_ row: CSVRows.Row) -> Bool {
        let cell = cell(port, of: row)
        return !cell.isEmpty && cell.allSatisfy(\.isDigit)
    }

    private func cell(_ index: Int, of row: CSVRows.Row) -> ArraySlice<UInt8> {
        index < row.cells.count ? row.cells[index].trimmingBlanks : []
    }

    private func surplusText(of row: CSVRows.Row) -> String? {
        guard width < .max else { return nil }
        if let cell = row.cells.dropFirst(width).lazy.map(\.trimmingBlanks).first(where: { !$0.isEmpty }) {
            return cell.quotedForMessage
        }
        return row.hasTextPastCells ? "text" : nil
    }

    private static func ipProtocol(_ cell: ArraySlice<UInt8>) throws(Rejection) -> IPProtocol {
        if let known = IPProtocol(keywordOrNumber: cell) { return known }
        if cell.allSatisfy(\.isDigit) {
            throw Rejection(reason: "protocol \(cell.quotedForMessage) is not a number from 0 to 255")
        }
        let hint = IPProtocol.suggestion(for: cell).map { ": IANA calls it \($0.name)" } ?? ""
        throw Rejection(reason: "unknown protocol \(cell.quotedForMessage)\(hint)")
    }
}
