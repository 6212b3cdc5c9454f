/// How many lines of each class there were.
///
/// The books balance: `lines = blank + header + records + malformed` and `records = counted + skipped`, always.
/// Tallies of neighbouring pieces of an input add up to the tally of both.
public struct LineTally: Equatable, Sendable {
    /// Empty lines, or nothing but spaces and tabs.
    public var blank = 0
    /// Lines that list field names.
    public var header = 0
    /// Lines that are none of the other classes.
    public var malformed = 0
    /// What became of the records.
    public var records = RecordTally()

    /// Malformed lines by what is wrong with them.
    public var reasons: [Malformed.Kind: Int] = [:]
    /// The first malformed lines, at most `keptLines`, in order.
    public var malformedLines: [MalformedLine] = []
    /// How many lines that are not blank came before the first record or header; all of them if there is neither.
    public var unreadableStart = 0

    /// The first header line that names a field twice, if any: of the two columns the last one counts.
    public var repeatedField: RepeatedField?

    /// A header line that names a field twice.
    public struct RepeatedField: Equatable, Sendable {
        /// The line's number, counted from 1.
        public var line: Int
        /// The field's name.
        public let name: String
    }

    /// How many malformed lines are kept with their number and text.
    public static let keptLines = 100

    /// Nothing yet.
    public init() {}

    /// All lines.
    public var lines: Int { blank + header + malformed + records.total }

    /// Adds a header line that comes next.
    mutating func append(header format: LogFormat) {
        if repeatedField == nil, let field = format.repeatedField {
            repeatedField = RepeatedField(line: lines + 1, name: field.name)
        }
        header += 1
    }

    /// Adds a malformed line that comes next.
    public mutating func append(malformed reason: Malformed, text: some Collection<UInt8>) {
        if header == 0, records.total == 0 { unreadableStart += 1 }
        if malformedLines.count < Self.keptLines {
            malformedLines.append(MalformedLine(line: lines + 1, reason: reason, text: text))
        }
        reasons[reason.kind, default: 0] += 1
        malformed += 1
    }

    /// Adds what was found in the lines that follow; their numbers are moved behind the lines here.
    public mutating func append(_ next: LineTally) {
        if header == 0, records.total == 0 { unreadableStart += next.unreadableStart }
        for var line in next.malformedLines.prefix(Self.keptLines - malformedLines.count) {
            line.line += lines
            malformedLines.append(line)
        }
        if repeatedField == nil, var repeated = next.repeatedField {
            repeated.line += lines
            repeatedField = repeated
        }
        reasons.merge(next.reasons, uniquingKeysWith: +)
        blank += next.blank
        header += next.header
        malformed += next.malformed
        records += next.records
    }
}

/// What became of a number of records.
public struct RecordTally: Equatable, Sendable {
    /// Records with a number as destination port and as protocol.
    public var counted = 0
    /// Skipped records whose log-status is NODATA: the interface had no traffic.
    public var nodata = 0
    /// Skipped records whose log-status is SKIPDATA: AWS lost flows, any number of them.
    public var skipdata = 0
    /// Skipped records of any other log-status, or of a format without one.
    public var otherSkipped = 0

    /// Nothing yet.
    public init() {}

    /// All records that cannot be counted for want of a port or a protocol.
    public var skipped: Int { nodata + skipdata + otherSkipped }

    /// All records.
    public var total: Int { counted + skipped }

    public static func += (left: inout RecordTally, right: RecordTally) {
        left.counted += right.counted
        left.nodata += right.nodata
        left.skipdata += right.skipdata
        left.otherSkipped += right.otherSkipped
    }
}
