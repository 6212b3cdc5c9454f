import Testing

@testable import FlowLogs

@Suite struct CSVRowsTests {
    /// What one row says, in a form that compares and prints.
    struct Shown: Equatable {
        var cells: [String]
        var defect: CSVRows.Defect?
    }

    private func read(_ text: Bytes) -> [Shown] {
        CSVRows(text).map { Shown(cells: $0.cells.map { String(decoding: $0, as: UTF8.self) }, defect: $0.defect) }
    }

    private func cells(_ text: String) -> [[String]] { read(Bytes(text.utf8)).map(\.cells) }

    private func defects(_ text: String) -> [CSVRows.Defect?] { read(Bytes(text.utf8)).map(\.defect) }

    @Test(arguments: [
        ("", []),
        ("a", [["a"]]),
        ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
        ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
        ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
        ("a,b\r", [["a", "b"]]),
        ("a\rb,c\n", [["a\rb", "c"]]),
        ("a\r\r\nb", [["a\r"], ["b"]]),
        ("a\r,b\n", [["a\r", "b"]]),
        ("\n\na\n", [[""], [""], ["a"]]),
        ("\r\n\r\n", [[""], [""]]),
        ("a,", [["a", ""]]),
        (",,\n", [["", "", ""]]),
        (" a , b\t\n", [[" a ", " b\t"]]),
        ("a\"b,c\"\"d\n", [["a\"b", "c\"\"d"]]),
        ("\u{FEFF}a,b\n", [["a", "b"]]),
        ("\u{FEFF}\"a\",b\n", [["a", "b"]]),
        ("a\n\u{FEFF}b\n", [["a"], ["\u{FEFF}b"]]),
        ("\u{FEFF}", []),
    ])
    func splitsRowsAndCells(text: String, rows: [[String]]) {
        #expect(cells(text) == rows)
        #expect(defects(text).allSatisfy { $0 == nil })
    }

    @Test(arguments: [
        ("\"a,b\",c", [["a,b", "c"]]),
        ("\"a\nb\",c\nd", [["a\nb", "c"], ["d"]]),
        ("\"a\r\nb\"\r\nc", [["a\r\nb"], ["c"]]),
        ("\"say \"\"hi\"\"\",c", [["say \"hi\"", "c"]]),
        ("\"\"\"\",\"\"\"\"\"\"", [["\"", "\"\""]]),
        ("\"\",\"\"", [["", ""]]),
        ("\"\"", [[""]]),
        (" \"a\" ,\t\"b\"\t\n", [["a", "b"]]),
        ("\" a \"", [[" a "]]),
        ("\"a\" \r\n\"b\"\r", [["a"], ["b"]]),
        ("\"a\",\"b\"", [["a", "b"]]),
    ])
    func readsQuotedCells(text: String, rows: [[String]]) {
        #expect(cells(text) == rows)
        #expect(defects(text).allSatisfy { $0 == nil })
    }

    @Test func aQuoteThatIsNeverClosedTakesTheRest() {
        #expect(
            read(Bytes("a\nb,\"c\nd,\ne".utf8)) == [
                Shown(cells: ["a"]), Shown(cells: ["b", "c\nd,\ne"], defect: .unclosedQuote),
            ])
        #expect(defects("\"") == [.unclosedQuote])
        #expect(defects("\"\"\"") == [.unclosedQuote])
        #expect(cells("\"a\"\"b\nc") == [["a\"b\nc"]])
    }

    @Test func textAfterAClosingQuoteSpoilsThatRowOnly() {
        #expect(
            read(Bytes("\"a\"x,b\n\"c\"\r,d\ne".utf8)) == [
                Shown(cells: ["a", "b"], defect: .textAfterQuote), Shown(cells: ["c", "d"], defect: .textAfterQuote),
                Shown(cells: ["e"]),
            ])
        #expect(defects("\"a\" \"b\"\nc") == [.textAfterQuote, nil])
        #expect(defects("\"a\"\r\r\n") == [.textAfterQuote])
        #expect(defects("\"a\"x,\"b") == [.textAfterQuote])
    }

    @Test func numbersRowsNotLines() {
        let text = "\n\"a\nb\"\r\n\r\nc\n"
        #expect(CSVRows(Bytes(text.utf8)).map(\.number) == [1, 2, 3, 4])
    }

    @Test func bytesThatAreNotUTF8AreKept() {
        let cells = CSVRows([0xFF, 0x2C, 0x22, 0xC3, 0x22, 0x2C, 0x00]).flatMap { $0.cells.map { Bytes($0) } }
        #expect(cells == [[0xFF], [0xC3], [0x00]])
    }

    @Test func blankRowsAreEmptyLinesAndCommasAlone() {
        let rows = CSVRows(Bytes("\n \t\r\n,,\n\"\"\n , \"\"\na\n,a\n\"\"x\n\"".utf8))
        #expect(rows.map(\.isBlank) == [true, true, true, true, true, false, false, false, false])
    }

    @Test func keepsAsManyCellsAsTheLimitAndTellsOfTextPastThem() {
        let limit = CSVRows.cellLimit
        let full = String(repeating: ",", count: limit - 1)
        for (tail, past) in [("", false), ("x", false), (",", false), (",, \t,\"\"", false), (",,x", true)] {
            let rows = Array(CSVRows(Bytes("\(full)\(tail)\ny".utf8)))
            #expect(rows.count == 2)
            #expect(rows.first?.cells.count == limit)
            #expect(rows.first?.hasTextPastCells == past)
            #expect(rows.first?.isBlank == (tail != "x" && !past))
            #expect(rows.last?.cells.map { Bytes($0) } == [Bytes("y".utf8)])
        }
    }
}

// MARK: - The slow twin, and a writer

extension CSVRowsTests {
    private static let alphabet = Bytes("a,\"\n\r ".utf8)

    @Test func agreesWithTheNaiveTwinOnEveryShortText() {
        var texts: [Bytes] = [[]]
        var differing: [Bytes] = []
        for _ in 0..<6 {
            texts = texts.flatMap { text in Self.alphabet.map { text + [$0] } }
            differing += texts.filter { read($0) != naive($0) }
        }
        #expect(texts.count == 46_656)
        #expect(differing.first.map { String(decoding: $0, as: UTF8.self) } == nil)
    }

    @Test func agreesWithTheNaiveTwinOnRandomTexts() {
        var random = Seeded(state: 1)
        for _ in 0..<5_000 {
            let length = Int.random(in: 7...60, using: &random)
            let text = (0..<length).compactMap { _ in Self.alphabet.randomElement(using: &random) }
            guard read(text) != naive(text) else { continue }
            Issue.record("differs on \(String(decoding: text, as: UTF8.self).debugDescription)")
            return
        }
    }

    @Test func readsBackWhatANaiveWriterWrote() {
        var random = Seeded(state: 2)
        for _ in 0..<2_000 {
            let table = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                (0..<Int.random(in: 1...4, using: &random)).map { _ in
                    String(
                        (0..<Int.random(in: 0...5, using: &random)).compactMap { _ in
                            "ab,\"\n\r é".randomElement(using: &random)
                        })
                }
            }
            let text = written(table, using: &random)
            guard read(Bytes(text.utf8)) != table.map({ Shown(cells: $0) }) else { continue }
            Issue.record("\(table) written as \(text.debugDescription) reads as \(cells(text))")
            return
        }
    }

    /// Writes `table` as RFC 4180 has it; a cell may be in quotes though it need not be, with blanks around them.
    private func written(_ table: [[String]], using random: inout Seeded) -> String {
        var text = ""
        for row in table {
            let cells = row.map { cell in
                let mustQuote = cell.unicodeScalars.contains { ",\"\n\r".unicodeScalars.contains($0) }
                guard mustQuote || Bool.random(using: &random) else { return cell }
                let doubled = cell.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
                return ["\"\(doubled)\"", " \"\(doubled)\"\t"][Int.random(in: 0...1, using: &random)]
            }
            text += cells.joined(separator: ",") + ["\n", "\r\n"][Int.random(in: 0...1, using: &random)]
        }
        return text
    }

    /// Reads CSV one byte at a time with a state machine, without a thought for speed.
    private func naive(_ text: Bytes) -> [Shown] {
        enum State { case atStart, plain, quoted, afterQuote }
        var rows: [Shown] = []
        var row = Shown(cells: [])
        var cell = Bytes()
        var tail = Bytes()
        var state = State.atStart

        func endCell(endsRow: Bool) {
            if state == .afterQuote {
                if endsRow, tail.last == 0x0D { tail.removeLast() }
                if tail.contains(where: { $0 != 0x20 }), row.defect == nil { row.defect = .textAfterQuote }
            } else if endsRow, state != .quoted, cell.last == 0x0D {
                cell.removeLast()
            }
            row.cells.append(String(decoding: cell, as: UTF8.self))
            (cell, tail, state) = ([], [], .atStart)
            if endsRow {
                rows.append(row)
                row = Shown(cells: [])
            }
        }

        for (place, byte) in text.enumerated() {
            switch (state, byte) {
            case (.quoted, 0x22):
                state = .afterQuote
            case (.quoted, _):
                cell.append(byte)
            case (.afterQuote, 0x22) where tail.isEmpty && text[place - 1] == 0x22:
                cell.append(byte)
                state = .quoted
            case (_, 0x2C):
                endCell(endsRow: false)
            case (_, 0x0A):
                endCell(endsRow: true)
            case (.afterQuote, _):
                tail.append(byte)
            case (.atStart, 0x22):
                cell = []
                state = .quoted
            default:
                cell.append(byte)
                if byte != 0x20 { state = .plain }
            }
        }
        if state == .quoted, row.defect == nil { row.defect = .unclosedQuote }
        if let last = text.last, last != 0x0A || state == .quoted { endCell(endsRow: true) }
        return rows
    }

    /// The same numbers in every run (xorshift64*).
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state ^= state >> 12
            state ^= state << 25
            state ^= state >> 27
            return state &* 0x2545_F491_4F6C_DD1D
        }
    }
}
