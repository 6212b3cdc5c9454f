/// Which column of a line holds which field: the version 2 default, a header line's list, or `--format`.
///
/// Formats are compared and looked up by name, never chosen by the `version` field or by how many words a line has:
/// AWS lets people pick any fields in any order, and `version` only says which field is the newest one among them.
public struct LogFormat: Hashable, Sendable {
    /// The field of each column, left to right; at least one.
    public let fields: [Field]
    /// The column of `dstport`, if the format has one.
    let dstport: Int?
    /// The column of `protocol`, if the format has one.
    let ipProtocol: Int?
    /// The column of `log-status`, if the format has one.
    let logStatus: Int?

    /// Makes a format of these fields.
    init(fields: [Field]) {
        self.fields = fields
        dstport = fields.lastIndex(of: .dstport)
        ipProtocol = fields.lastIndex(of: .ipProtocol)
        logStatus = fields.lastIndex(of: .logStatus)
    }

    /// The 14 fields of version 2, the format of every file until a header or `--format` says otherwise.
    ///
    /// Source: Amazon VPC User Guide, "Flow log records", available fields of version 2.
    public static let version2 = LogFormat(
        fields: [
            "version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport", "protocol", "packets",
            "bytes", "start", "end", "action", "log-status",
        ].map { Field(named: $0.utf8) })

    /// The column that holds a field: the last one, if a header names the field twice.
    /// - Complexity: O(columns).
    public func column(of field: Field) -> Int? { fields.lastIndex(of: field) }

    /// The first field that occurs in two columns, if any.
    public var repeatedField: Field? {
        var seen: Set<Field> = []
        return fields.first { !seen.insert($0).inserted }
    }

    /// The fields that AWS does not document.
    public var unknownFields: [Field] { fields.filter { !$0.isKnown } }

    /// Whether records of this format can be counted: they have a destination port and a protocol.
    public var canBeCounted: Bool { dstport != nil && ipProtocol != nil }

    public static func == (left: LogFormat, right: LogFormat) -> Bool { left.fields == right.fields }

    public func hash(into hasher: inout Hasher) { hasher.combine(fields) }
}

/// Why a `--format` was refused.
public enum FormatError: Error, Equatable, Sendable {
    /// The list has no field in it.
    case empty
    /// This word cannot be the name of a field.
    case notAName(String)
    /// This field is in the list twice.
    case repeated(String)
}

extension LogFormat {
    /// The format that a person wrote: names or `${name}`s with blanks or commas between, `-` or `_` within names.
    public init(parsing text: some Sequence<UInt8>) throws(FormatError) {
        let separators = Bytes(" \t\r\n,".utf8)
        let words = Bytes(text).split { separators.contains($0) }
        guard !words.isEmpty else { throw .empty }
        var fields: [Field] = []
        for word in words {
            let isBraced = word.starts(with: "${".utf8) && word.last == UInt8(ascii: "}")
            let name = isBraced ? word.dropFirst(2).dropLast() : word
            guard Field.isName(name) else { throw .notAName(String(decoding: word, as: UTF8.self)) }
            fields.append(Field(named: name))
        }
        self.init(fields: fields)
        if let repeatedField { throw .repeated(repeatedField.name) }
    }

    /// The format in force after the first line that is not blank: that of a header there, else `format`.
    ///
    /// `lines` is the beginning of an input and holds whole lines.
    public init(startOf lines: Span<UInt8>, inForce format: LogFormat) {
        var judge = LineJudge()
        var start = 0
        while start < lines.count {
            var end = start
            while end < lines.count, lines[end] != UInt8(ascii: "\n") { end += 1 }
            switch judge.judge(start..<end, of: lines, inForce: format) {
            case .blank: start = end + 1
            case .header(let header):
                self = header
                return
            case .counted, .skipped, .malformed: start = lines.count
            }
        }
        self = format
    }

    /// The format that a header line of these words announces, or nil when the line is no header.
    ///
    /// All words must be field names in form. They are a header if they are the format in force, or if at least two,
    /// and at least half of them, are names that AWS documents.
    init?(header words: [Range<Int>], of line: Span<UInt8>, inForce format: LogFormat) {
        var fields: [Field] = []
        for word in words {
            let name = line.bytes(word)
            guard Field.isName(name) else { return nil }
            fields.append(Field(named: name))
        }
        let known = fields.count(where: \.isKnown)
        guard fields == format.fields || known >= 2 && known * 2 >= fields.count else { return nil }
        self.init(fields: fields)
    }
}

extension Span<UInt8> {
    /// A copy of the bytes of a range; for the rare lines only.
    func bytes(_ range: Range<Int>) -> Bytes {
        var bytes = Bytes()
        bytes.reserveCapacity(range.count)
        for index in range { bytes.append(self[index]) }
        return bytes
    }
}
