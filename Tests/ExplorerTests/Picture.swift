import Foundation
import Screen

/// A screen as SVG, for the README: text stays text, colours are those of a dark terminal.
enum Picture {
    private static let cell = (width: 8.4, height: 18.0)
    private static let margin = 12.0

    static func svg(of grid: Grid) -> String {
        let width = Double(grid.size.columns) * cell.width + 2 * margin
        let height = Double(grid.size.rows) * cell.height + 2 * margin
        var svg = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(text(width)) \(text(height))" \
            font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14">
            <rect width="100%" height="100%" rx="8" fill="#16181d"/>

            """
        for row in 0..<grid.size.rows {
            for run in runs(of: Array(grid.row(row))) { svg += element(run, row) }
        }
        return svg + "</svg>\n"
    }

    /// Neighbouring cells of one style.
    private struct Run {
        var text: String
        let column: Int
        var columns: Int
        let style: Style
    }

    private static func runs(of cells: [Cell]) -> [Run] {
        var runs: [Run] = []
        for (column, cell) in cells.enumerated() {
            let scalar = cell.isTail ? "" : String(cell.scalar)
            if let last = runs.indices.last, runs[last].style == cell.style {
                runs[last].text += scalar
                runs[last].columns += 1
            } else {
                runs.append(Run(text: scalar, column: column, columns: 1, style: cell.style))
            }
        }
        return runs
    }

    private static func element(_ run: Run, _ row: Int) -> String {
        let x = margin + Double(run.column) * cell.width
        let y = margin + Double(row) * cell.height
        var svg = ""
        let width = Double(run.columns) * cell.width
        if let ground = ground(of: run.style) {
            svg += """
                <rect x="\(text(x))" y="\(text(y))" width="\(text(width))" height="\(text(cell.height))" fill="\(ground)"/>

                """
        }
        let trimmed = run.text.drop { $0 == " " }
        let content = String(trimmed.reversed().drop { $0 == " " }.reversed())
        guard !content.isEmpty else { return svg }
        let start = x + Double(run.text.count - trimmed.count) * cell.width
        let length = Double(content.columns) * cell.width
        return svg + """
            <text x="\(text(start))" y="\(text(y + 13.5))" textLength="\(text(length))" xml:space="preserve" \
            fill="\(colour(of: run.style))"\(weight(of: run.style))>\(escaped(content))</text>

            """
    }

    private static func ground(of style: Style) -> String? {
        switch style.ground {
        case .plain: nil
        case .cursor: "#2f5d8a"
        case .cell: "#4a8ac4"
        case .shadow: "#2a2e37"
        }
    }

    private static func colour(of style: Style) -> String {
        if style.ground == .cell || style.ground == .cursor { return "#ffffff" }
        return switch style.role {
        case .text, .title: "#d5d9e0"
        case .dim, .crumbOff: "#7c8494"
        case .focus, .key, .header, .sorted, .crumb, .input: "#6cc7d9"
        case .accept: "#86c26b"
        case .reject, .error: "#e5707a"
        case .notice, .match: "#e0b567"
        }
    }

    private static func weight(of style: Style) -> String {
        switch style.role {
        case .title, .focus, .sorted, .key, .header, .error: " font-weight=\"bold\""
        default: ""
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    private static func text(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
