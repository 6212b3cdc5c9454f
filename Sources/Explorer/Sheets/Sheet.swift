import FlowLogs
import Screen

/// A page that covers the panes until it is closed.
struct Sheet: Sendable {
    /// What it is about.
    enum Content: Sendable {
        /// All fields of a record.
        case detail(RecordReference)
        /// Malformed and skipped records, inputs that could not be read.
        case issues
        /// Keys and commands.
        case help
    }

    let content: Content
    var viewport = Viewport()

    /// The name on the screen.
    var title: String {
        switch content {
        case .detail: "Record"
        case .issues: "Malformed and skipped"
        case .help: "Help"
        }
    }
}

/// A line of a sheet: pieces of text next to each other.
struct SheetLine: Sendable {
    /// The pieces, each with the column it begins at.
    var pieces: [(column: Int, text: String, style: Style)]
    /// What the line is about, on the page of a record.
    var subject: DetailSubject?

    init(_ text: String, _ style: Style = .text, column: Int = 1) { pieces = [(column, text, style)] }

    /// The whole text, to be searched.
    var text: String { pieces.map(\.text).joined(separator: " ") }

    /// The line, and below it what of its last piece is beyond the edge of the screen.
    func wrapped(to columns: Int) -> [SheetLine] {
        guard let last = pieces.last, last.column + last.text.columns >= columns else { return [self] }
        let parts = last.text.wrapped(to: max(8, columns - last.column - 1))
        return parts.enumerated().map { index, part in
            var line = self
            line.pieces = (index == 0 ? pieces.dropLast() : []) + [(last.column, part, last.style)]
            return line
        }
    }

    /// The line with another piece.
    func adding(_ text: String, _ style: Style = .text, at column: Int) -> SheetLine {
        var line = self
        line.pieces.append((column, text, style))
        return line
    }
}
