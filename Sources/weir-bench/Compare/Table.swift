/// What is printed in the end: a row for each thing that was measured, in Markdown.
struct Table {
    /// One thing that was measured.
    struct Row: Equatable {
        let what: String
        let goal: String
        let measured: String
    }

    var rows: [Row] = []

    mutating func add(_ what: String, goal: String, _ measured: String...) {
        rows.append(Row(what: what, goal: goal, measured: measured.joined(separator: "; ")))
    }

    var text: String {
        let cells =
            [["what", "goal", "measured"], ["---", "---", "---"]] + rows.map { [$0.what, $0.goal, $0.measured] }
        return cells.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
    }
}
