/// What takes the records of a block while they are parsed, in the order of their lines.
///
/// The parser is generic over it, so that counting ports costs no more than counting ports: a sink that does not
/// take fields is compiled into a loop that never looks at them.
protocol RecordSink {
    /// Whether fields are taken, or else keys.
    static var takesFields: Bool { get }

    /// The records that follow are of this format. Called before the first record and after a header.
    mutating func begin(_ format: LogFormat)

    /// Some records' fields: word c of record r ends where `marks[records[r] + c]` says, and begins after the mark
    /// before that. Positions are those of `text`; each lies in it.
    mutating func take(_ records: Span<UInt32>, marks: Span<UInt32>, of text: Span<UInt8>)

    /// The keys (`PortProtocol.packed`) of some records that have a port and a protocol.
    mutating func take(keys: Span<UInt32>)
}

/// Records whose lines are not just words with single spaces between them, written anew as if they were.
///
/// So that whoever takes fields knows only one kind of record.
struct MendedRecords {
    private(set) var text = Bytes()
    /// As a scanner would find them in the text.
    private(set) var marks: [UInt32] = [.max]
    /// For each record, the index of its first word's mark.
    private(set) var records: [UInt32] = []

    var isEmpty: Bool { records.isEmpty }

    mutating func append(_ words: [Range<Int>], of line: Span<UInt8>) {
        records.append(UInt32(truncatingIfNeeded: marks.count))
        for word in words {
            for index in word { text.append(line[index]) }
            marks.append(UInt32(truncatingIfNeeded: text.count))
            text.append(UInt8(ascii: " "))
        }
    }

    mutating func removeAll() {
        text.removeAll(keepingCapacity: true)
        marks.removeLast(marks.count - 1)
        records.removeAll(keepingCapacity: true)
    }
}
