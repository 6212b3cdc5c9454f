/// The rows of a CSV text, read as RFC 4180 has it.
///
/// - Rows end at LF or CRLF, the last one also at the end of the text; a CR before anything else is data. A byte-order
///   mark at the start is dropped.
/// - A cell in quotes may hold commas, line breaks and, doubled, quotes; spaces and tabs around its quotes are
///   dropped. A quote inside a cell that did not start with one is data.
/// - What breaks these rules becomes a `Defect` of the row. Reading goes on, never fails and takes linear time.
///
/// Cells are slices of the text, not copies, unless a doubled quote had to be undone.
struct CSVRows: Sequence, IteratorProtocol {
    /// What is wrong with a row's quotes.
    enum Defect: Sendable {
        /// The text ended inside a quoted cell, which therefore swallowed everything after its opening quote.
        case unclosedQuote
        /// More than blanks stood between a closing quote and the end of its cell; it is left out of the cell.
        case textAfterQuote
    }

    /// One row; an empty line is a row of one empty cell.
    struct Row {
        /// 1 for the text's first row; empty rows count, line breaks inside quotes do not.
        let number: Int
        /// The cells from left to right, at least one, at most `CSVRows.cellLimit`.
        fileprivate(set) var cells: [ArraySlice<UInt8>] = []
        /// Whether a cell that no longer fitted into `cells` held more than blanks.
        fileprivate(set) var hasTextPastCells = false
        /// The first thing wrong with the row.
        fileprivate(set) var defect: Defect?
    }

    /// How many cells of a row are kept, so that a row of twenty million commas takes no more memory than its text.
    static let cellLimit = 1000

    private let text: Bytes
    private var position: Int
    private var number = 0

    /// Reads the rows of `text`.
    init(_ text: Bytes) {
        self.text = text
        position = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// The next row, or nil at the end of the text; linear in the row's length.
    mutating func next() -> Row? {
        guard position < text.count else { return nil }
        number &+= 1
        var row = Row(number: number)
        while true {
            let cell = nextCell(&row.defect)
            if row.cells.count < Self.cellLimit {
                row.cells.append(cell)
            } else if !cell.trimmingBlanks.isEmpty {
                row.hasTextPastCells = true
            }
            guard position < text.count else { return row }
            let separator = text[position]
            position &+= 1
            if separator == .lineFeed { return row }
        }
    }

    /// Reads one cell and stops at what ends it: a comma, an LF or the end of the text.
    private mutating func nextCell(_ defect: inout Defect?) -> ArraySlice<UInt8> {
        let start = position
        skipBlanks()
        if position < text.count, text[position] == .quote { return quotedCell(&defect) }
        return plainCell(from: start)
    }

    private mutating func plainCell(from start: Int) -> ArraySlice<UInt8> {
        while position < text.count, text[position] != .comma, text[position] != .lineFeed { position &+= 1 }
        let endsRow = position == text.count || text[position] == .lineFeed
        let hasReturn = endsRow && position > start && text[position &- 1] == .carriageReturn
        return text[start..<(hasReturn ? position &- 1 : position)]
    }

    private mutating func quotedCell(_ defect: inout Defect?) -> ArraySlice<UInt8> {
        position &+= 1
        var undoubled: Bytes = []
        var start = position
        while true {
            while position < text.count, text[position] != .quote { position &+= 1 }
            guard position < text.count else {
                defect = defect ?? .unclosedQuote
                return joined(undoubled, text[start...])
            }
            guard position &+ 1 < text.count, text[position &+ 1] == .quote else { break }
            undoubled += text[start...position]
            position &+= 2
            start = position
        }
        let cell = joined(undoubled, text[start..<position])
        position &+= 1
        skipBlanks()
        if !plainCell(from: position).isEmpty { defect = defect ?? .textAfterQuote }
        return cell
    }

    private func joined(_ head: Bytes, _ tail: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        head.isEmpty ? tail : (head + tail)[...]
    }

    private mutating func skipBlanks() {
        while position < text.count, text[position].isBlank { position &+= 1 }
    }
}

extension CSVRows.Row {
    /// Whether the row holds nothing: an empty line, or cells of nothing but blanks as spreadsheets write them.
    var isBlank: Bool { defect == nil && !hasTextPastCells && cells.allSatisfy { $0.allSatisfy(\.isBlank) } }
}

extension UInt8 {
    fileprivate static let comma = UInt8(ascii: ",")
    fileprivate static let quote = UInt8(ascii: "\"")
    fileprivate static let lineFeed = UInt8(ascii: "\n")
    fileprivate static let carriageReturn = UInt8(ascii: "\r")
}
