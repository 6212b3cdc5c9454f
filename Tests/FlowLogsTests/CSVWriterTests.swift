import Testing

@testable import FlowLogs

struct CSVWriterTests {
    private func row(_ cells: [Bytes], isSpreadsheetSafe: Bool = false) -> Bytes {
        var csv = CSVWriter(isSpreadsheetSafe: isSpreadsheetSafe)
        for cell in cells { csv.cell(cell) }
        csv.endRow()
        return csv.bytes
    }

    @Test(
        "Quotes where RFC 4180 wants them, and nowhere else",
        arguments: [
            (["a", "b"], "a,b\n"), ([""], "\n"), (["", ""], ",\n"), (["a,b"], "\"a,b\"\n"), (["a\"b"], "\"a\"\"b\"\n"),
            (["a\nb"], "\"a\nb\"\n"), (["a\rb"], "\"a\rb\"\n"), (["\""], "\"\"\"\"\n"), ([" a "], " a \n"),
            (["a;b\tc"], "a;b\tc\n"),
            (["=1+1", "-1", "é"], "=1+1,-1,é\n"), (["\u{0}"], "\u{0}\n"),
        ])
    func quoting(cells: [String], line: String) {
        #expect(String(decoding: row(cells.map { Bytes($0.utf8) }), as: UTF8.self) == line)
    }

    @Test(
        "A formula gets an apostrophe only where that was asked for",
        arguments: [
            ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@x", "'@x"), ("\tx", "'\tx"), ("\rx", "\"'\rx\""),
            ("=a,\"b\"", "\"'=a,\"\"b\"\"\""), ("a=1", "a=1"), ("'=1", "'=1"), (" =1", " =1"), ("", ""),
            ("\nx", "\"\nx\""),
        ])
    func spreadsheetSafe(cell: String, written: String) {
        let safe = row([Bytes(cell.utf8)], isSpreadsheetSafe: true)
        #expect(String(decoding: safe, as: UTF8.self) == written + "\n")
        #expect(naiveCSV(row([Bytes(cell.utf8)])) == [[Bytes(cell.utf8)]])
    }

    @Test func mixedCells() {
        var csv = CSVWriter(isSpreadsheetSafe: true)
        csv.row("Tag", "Count")
        csv.emptyCell()
        csv.cell(UInt64.max)
        csv.emptyCell()
        csv.endRow()
        csv.cell(0)
        csv.endRow()
        #expect(String(decoding: csv.bytes, as: UTF8.self) == "Tag,Count\n,18446744073709551615,\n0\n")
    }

    @Test("Any cells come back from any reader, also from the lookup table's")
    func roundTrip() {
        var random = SeededRandom(seed: 14)
        for _ in 0..<3000 {
            let width = 1 + random.below(4)
            let rows: [[Bytes]] = (0..<(1 + random.below(4))).map { _ in
                (0..<width).map { _ in
                    (0..<random.below(6)).map { _ in random.pick(Bytes("ab,\"\n\r =\t".utf8) + [0xFF, 0x00]) }
                }
            }
            let csv = rows.flatMap { row($0) }
            #expect(naiveCSV(csv) == rows)
            // Blanks around quotes and a lone return before a line feed have their own rules there.
            if !csv.contains(where: { Bytes("\r \t".utf8).contains($0) }) {
                #expect(CSVRows(csv).map { $0.cells.map { Bytes($0) } } == rows)
            }
        }
    }

    /// The cells of CSV with line feeds at line ends, byte by byte.
    private func naiveCSV(_ csv: Bytes) -> [[Bytes]] {
        var rows: [[Bytes]] = []
        var row: [Bytes] = [[]]
        var isQuoted = false
        for (index, byte) in csv.enumerated() {
            let follows = index > 0 && csv[index - 1] == UInt8(ascii: "\"")
            switch byte {
            case UInt8(ascii: "\""):
                // A quote that opens right behind one that closed is the second half of a doubled one.
                if !isQuoted, follows { row[row.count - 1].append(byte) }
                isQuoted.toggle()
            case UInt8(ascii: ",") where !isQuoted: row.append([])
            case UInt8(ascii: "\n") where !isQuoted:
                rows.append(row)
                row = [[]]
            default: row[row.count - 1].append(byte)
            }
        }
        return rows
    }
}
