/// Writes CSV as RFC 4180 has it, but with LF at line ends: bytes as they came, quoted where they must be.
public struct CSVWriter: Sendable {
    /// What was written so far.
    public private(set) var bytes = Bytes()

    private let isSpreadsheetSafe: Bool
    private var isRowStart = true

    /// - Parameter isSpreadsheetSafe: Whether a cell that a spreadsheet would take for a formula (one that starts with
    ///   `=`, `+`, `-`, `@`, tab or CR; OWASP, "CSV Injection") gets a `'` in front. It is then no longer exact.
    public init(isSpreadsheetSafe: Bool = false) { self.isSpreadsheetSafe = isSpreadsheetSafe }

    /// Writes one cell of text.
    public mutating func cell(_ text: Bytes) {
        separate()
        let guarded = isSpreadsheetSafe && text.first.map(Self.startsFormula) == true
        let quoted = text.contains(where: Self.needsQuotes)
        if quoted { bytes.append(UInt8(ascii: "\"")) }
        if guarded { bytes.append(UInt8(ascii: "'")) }
        for byte in text {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        if quoted { bytes.append(UInt8(ascii: "\"")) }
    }

    /// Writes one cell with a number.
    public mutating func cell(_ number: UInt64) {
        separate()
        bytes.append(number: number)
    }

    /// Writes one cell without anything in it.
    public mutating func emptyCell() { separate() }

    /// Ends the row.
    public mutating func endRow() {
        bytes.append(UInt8(ascii: "\n"))
        isRowStart = true
    }

    /// Writes a row of plain names.
    public mutating func row(_ names: String...) {
        for name in names { cell(Bytes(name.utf8)) }
        endRow()
    }

    private mutating func separate() {
        if !isRowStart { bytes.append(UInt8(ascii: ",")) }
        isRowStart = false
    }

    /// Whether a spreadsheet would take text that begins with this byte for a formula.
    public static func startsFormula(_ byte: UInt8) -> Bool { "=+-@\t\r".utf8.contains(byte) }

    private static func needsQuotes(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
            || byte == UInt8(ascii: "\r")
    }
}
