/// Why a file is not a lookup table at all, as opposed to one with bad rows.
public enum LookupRefusal: Error, Hashable, Sendable {
    /// Compressed or packed data: gzip, zip (an Excel workbook is one), xz, zstd, bzip2, zlib, by their magic numbers.
    case gzip, zip, xz, zstd, bzip2, zlib
    /// Another file format, by its magic number: Parquet, or a workbook of Excel before 2007.
    case parquet, oldExcel
    /// Text that is not one byte or more a letter as in UTF-8, or no text.
    case utf16, binary
    /// Text of another kind: its first letter is `{` or `[`, or it starts like a web page or XML.
    case json, markup
    /// Cells that are separated by something else than commas, or rows by CR alone.
    case semicolons, tabs, bars, carriageReturns
    /// Records of a flow log.
    case flowLog
    /// Any other text in which no row has three cells.
    case notCSV

    /// What the file is and what to do instead, in one line that fits behind the file's name.
    public var message: String {
        switch self {
        case .gzip: "compressed with gzip, not a CSV file: unpack it first (gunzip)"
        case .zip: "a zip archive or an Excel workbook, not a CSV file: unpack it, or save the sheet as CSV"
        case .xz: "compressed with xz, not a CSV file: unpack it first (unxz)"
        case .zstd: "compressed with zstd, not a CSV file: unpack it first (unzstd)"
        case .bzip2: "compressed with bzip2, not a CSV file: unpack it first (bunzip2)"
        case .zlib: "compressed with zlib, not a CSV file: unpack it first"
        case .parquet: "a Parquet file, not a CSV file: convert it to CSV with the columns dstport, protocol and tag"
        case .oldExcel: "an Excel workbook, not a CSV file: save the sheet as CSV"
        case .utf16: "UTF-16 text: save it as UTF-8 (iconv -f UTF-16 -t UTF-8)"
        case .binary: "not text (it holds NUL bytes): a lookup table is a CSV file with dstport, protocol and tag"
        case .json: "JSON, not a CSV file: convert it to CSV with the columns dstport, protocol and tag"
        case .markup: "a web page or XML, not a CSV file: was an error page or a link saved in its place?"
        case .semicolons: "separated by semicolons: save it with commas between the cells"
        case .tabs: "separated by tabs: save it with commas between the cells"
        case .bars: "separated by vertical bars: save it with commas between the cells"
        case .carriageReturns: "with rows that end in CR alone: save it with LF or CRLF line ends"
        case .flowLog: "a flow log, not a lookup table: name the log first and the lookup table last, or with --lookup"
        case .notCSV: "not a lookup table: no row has the three cells dstport,protocol,tag with commas between them"
        }
    }
}

extension LookupRefusal {
    private static let magicNumbers: [(Bytes, LookupRefusal)] = [
        ([0x1F, 0x8B], .gzip), (Bytes("PK\u{03}\u{04}".utf8), .zip), (Bytes("PK\u{05}\u{06}".utf8), .zip),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .xz), ([0x28, 0xB5, 0x2F, 0xFD], .zstd),
        (Bytes("BZh".utf8), .bzip2), ([0x78, 0x01], .zlib), ([0x78, 0x5E], .zlib), ([0x78, 0x9C], .zlib),
        ([0x78, 0xDA], .zlib),
        (Bytes("PAR1".utf8), .parquet), ([0xD0, 0xCF, 0x11, 0xE0], .oldExcel),
        ([0xFF, 0xFE], .utf16), ([0xFE, 0xFF], .utf16),
    ]

    private static let separators: [(UInt8, LookupRefusal)] = [
        (UInt8(ascii: ";"), .semicolons), (UInt8(ascii: "\t"), .tabs), (UInt8(ascii: "|"), .bars),
    ]

    /// The words by which a line of a flow log is known, whichever fields it has: statuses, actions, names in a header.
    private static let flowLogWords = [
        "accept", "reject", "ok", "nodata", "skipdata", "srcaddr", "dstaddr", "interface-id", "log-status",
    ]

    /// Judges a file by its bytes, before any row is read; nil if it may be a lookup table.
    ///
    /// O(n), to find NUL bytes.
    init?(bytes: Bytes) {
        if let (_, refusal) = Self.magicNumbers.first(where: { bytes.starts(with: $0.0) }) {
            self = refusal
        } else if bytes.contains(0) {
            self = bytes.prefix(2).contains(0) ? .utf16 : .binary
        } else {
            let line = Self.firstLine(of: bytes)
            if line.first == UInt8(ascii: "{") || line.first == UInt8(ascii: "[") {
                self = .json
            } else if ["<!doctype", "<html", "<?xml"].contains(where: { line.lowercased.starts(with: $0.utf8) }) {
                self = .markup
            } else if let (_, refusal) = Self.separators.first(where: { Self.isHeader(line, separator: $0.0) }) {
                self = refusal
            } else {
                return nil
            }
        }
    }

    /// Names what a file is of whose rows, read as CSV, none looked like one of a lookup table.
    init(unlikeAnyTable bytes: Bytes) {
        let line = Self.firstLine(of: bytes)
        let words = line.split(whereSeparator: \.isBlank)
        let isFlowLog = words.contains { word in Self.flowLogWords.contains { word.equalsIgnoringCase($0.utf8) } }
        if words.count >= 4, isFlowLog {
            self = .flowLog
        } else if let (_, refusal) = Self.separators.first(where: { sign in line.count { $0 == sign.0 } >= 2 }) {
            self = refusal
        } else {
            self = .notCSV
        }
    }

    /// Whether the rows of a file end in CR alone: it has CRs with text behind them, but no LF; O(n).
    static func endsRowsWithReturns(_ bytes: Bytes) -> Bool {
        !bytes.contains(UInt8(ascii: "\n")) && bytes.dropLast().contains(UInt8(ascii: "\r"))
    }

    /// The first line that is not blank, without the blanks around it: at most 4096 bytes, enough to judge by.
    private static func firstLine(of bytes: Bytes) -> ArraySlice<UInt8> {
        let text = bytes.dropFirst(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
        let start = text.drop { $0.isBlank || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
        return start.prefix(4096).prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }.trimmingBlanks
    }

    private static func isHeader(_ line: ArraySlice<UInt8>, separator: UInt8) -> Bool {
        let cells = line.split(separator: separator).map { cell in
            cell.filter { !$0.isBlank && $0 != UInt8(ascii: "\"") }
        }
        return LookupColumns.names.allSatisfy { name in cells.contains { $0.equalsIgnoringCase(name.utf8) } }
    }
}
