import FlowLogs
import Screen

extension Collection<UInt8> {
    /// Bytes of data as text for the screen: everything in it that could act or deceive is made visible.
    var shown: String { String(decoding: inert(), as: UTF8.self) }

    /// The beginning of bytes that may be very many: more than any line shows, with `…` where something is left out.
    func shown(upTo bytes: Int) -> String {
        let start = prefix(bytes)
        return start.count < count ? start.shown + "…" : start.shown
    }
}

extension String {
    /// The text in at most so many columns, with `…` in place of what is cut off at its end.
    func cut(to columns: Int) -> String {
        // Most texts fit, and most of those are ASCII.
        guard utf8.count > columns, self.columns > columns else { return self }
        guard columns > 0 else { return "" }
        var text = String.UnicodeScalarView()
        var width = 0
        for scalar in unicodeScalars {
            guard width + scalar.columns < columns || scalar.columns == 0 else { break }
            text.append(scalar)
            width += scalar.columns
        }
        return String(text) + "…"
    }

    /// The text in at most so many columns, with `…` in place of what is cut off at its beginning: for paths, whose
    /// ends tell them apart.
    func cutAtStart(to columns: Int) -> String {
        guard self.columns > columns else { return self }
        guard columns > 0 else { return "" }
        var text = unicodeScalars[...]
        var width = self.columns
        while width >= columns, let first = text.first {
            width -= first.columns
            text = text.dropFirst()
        }
        return "…" + String(text)
    }

    /// The text in lines of at most so many columns, broken at blanks where there are any.
    func wrapped(to columns: Int) -> [String] {
        guard self.columns > columns, columns > 0 else { return [self] }
        var lines: [String] = []
        var rest = unicodeScalars[...]
        while !rest.isEmpty {
            var end = rest.startIndex
            var width = 0
            var blank: String.Index?
            while end < rest.endIndex, width + rest[end].columns <= columns {
                width += rest[end].columns
                if rest[end] == " " { blank = end }
                end = rest.index(after: end)
            }
            // What is wider than the whole line goes over its end.
            if end == rest.startIndex { end = rest.index(after: end) }
            if end < rest.endIndex, rest[end] != " ", let blank, blank > rest.startIndex { end = blank }
            lines.append(String(rest[..<end]))
            rest = rest[end...].drop { $0 == " " }
        }
        return lines
    }

    /// The text with blanks before it, so that it takes so many columns.
    func padded(to columns: Int) -> String { String(repeating: " ", count: max(0, columns - self.columns)) + self }
}
