/// What an input is, judged by its first line: a text flow log, or something that must not be read as one.
///
/// A file that is something else is refused by name, instead of being reported as thousands of malformed lines.
public enum InputKind: Equatable, Sendable {
    case flowLog
    case parquet, json, commaSeparated, zstd, xz, bzip2, zip, zlib, gzip, utf16

    /// Judges the beginning of an input: enough bytes for its first line that is not blank (unpacked, for gzip).
    ///
    /// Magic numbers: Apache Parquet file format, RFC 8878 (Zstandard), the .xz file format, bzip2, PKWARE APPNOTE,
    /// RFC 1950 (zlib), RFC 1952 (gzip).
    public init(firstBytes bytes: some Collection<UInt8>) {
        let start = Bytes(bytes.prefix(64 << 10))
        let magic: [(InputKind, Bytes)] = [
            (.parquet, Bytes("PAR1".utf8)), (.zstd, [0x28, 0xB5, 0x2F, 0xFD]), (.bzip2, Bytes("BZh".utf8)),
            (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]), (.zip, [0x50, 0x4B, 0x03, 0x04]),
            (.zip, [0x50, 0x4B, 0x05, 0x06]), (.gzip, [0x1F, 0x8B]),
            (.zlib, [0x78, 0x01]), (.zlib, [0x78, 0x5E]), (.zlib, [0x78, 0x9C]), (.zlib, [0x78, 0xDA]),
            (.utf16, [0xFF, 0xFE]), (.utf16, [0xFE, 0xFF]),
        ]
        if let (kind, _) = magic.first(where: { start.starts(with: $0.1) }) {
            self = kind
            return
        }
        let lines = start.split(separator: UInt8(ascii: "\n"))
        let trimmed = lines.lazy.map { ($0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0).trimmingBlanks }
        guard let line = trimmed.first(where: { !$0.isEmpty }) else {
            self = .flowLog
            return
        }
        if line.first == UInt8(ascii: "{") || line.first == UInt8(ascii: "[") {
            self = .json
        } else if line.count(where: { $0 == UInt8(ascii: ",") }) >= 6, !line.contains(where: \.isBlank) {
            self = .commaSeparated
        } else {
            self = .flowLog
        }
    }

    /// Why it is not read, and what to do instead; nil for a flow log.
    public var refusal: String? {
        switch self {
        case .flowLog: nil
        case .parquet:
            "is Parquet, which weir does not read; turn it into text, for example with DuckDB: "
                + "COPY (SELECT ...) TO 'flow.log' (DELIMITER ' ')"
        case .json:
            "is JSON; weir reads flow log lines: take them out first, for example with "
                + "jq -r '.events[].message' (aws logs filter-log-events)"
        case .commaSeparated:
            "is comma-separated; weir reads fields separated by blanks: "
                + "tr ',' ' ' < FILE | weir report - does it if no value is empty or quoted"
        case .zstd: "is compressed with zstd, which weir does not read: zstd -dc FILE | weir report -"
        case .xz: "is compressed with xz, which weir does not read: xz -dc FILE | weir report -"
        case .bzip2: "is compressed with bzip2, which weir does not read: bzip2 -dc FILE | weir report -"
        case .zip: "is a zip archive, which weir does not read: unzip -p FILE | weir report -"
        case .zlib: "is a zlib stream, which weir does not read: unpack it first (zlib-flate, pigz -dz)"
        case .gzip: "is gzip inside gzip: gzip -dc FILE | weir report -"
        case .utf16: "is UTF-16; weir reads bytes with ASCII digits: iconv -f UTF-16 -t UTF-8 FILE | weir report -"
        }
    }
}

/// What an input looks like in which no record and no header was found, and what to do about it.
///
/// - Parameter malformed: The first line that could not be read.
public func hint(forUnreadable malformed: MalformedLine) -> String? {
    let line = malformed.excerpt
    let words = line.split(whereSeparator: \.isBlank)
    let first = words.first ?? []
    if line.lowercased.starts(with: "dstport,protocol".utf8) {
        return "it looks like a lookup table; pass it with --lookup"
    }
    if line.lowercased.starts(with: "timestamp,message".utf8)
        || first.prefix(13).allSatisfy(\.isDigit)
            && first.dropFirst(13).first == UInt8(ascii: ",")
    {
        return "it looks like an export from the CloudWatch console (timestamp,message): keep the message column only"
    }
    if words.count > 2, first.count >= 19, first[first.startIndex + 4] == UInt8(ascii: "-"),
        first[first.startIndex + 10] == UInt8(ascii: "T")
    {
        return "it looks like the output of aws logs tail (time, stream, record): add --format short to aws, "
            + "or cut the stream name: cut -d' ' -f1,3-"
    }
    guard case .fieldCount(let found, let expected) = malformed.reason else { return nil }
    let isValue =
        Field.isName(first) || first.allSatisfy(\.isDigit) || first.first == UInt8(ascii: "-")
        || IPAddress(first) != nil
    if found > 1, isValue {
        return "its lines have \(found) words, not \(expected): if the flow log has a custom format and no header, "
            + "name its fields with --format"
    }
    return "it does not look like a flow log: one record a line, fields separated by blanks"
}
