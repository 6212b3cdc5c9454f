/// Why a line is neither blank nor a header nor a record.
public enum Malformed: Hashable, Sendable {
    /// It has another number of words than the format in force has fields.
    case fieldCount(found: Int, expected: Int)
    /// Its `dstport` is neither a number from 0 to 65535 nor a dash.
    case dstport
    /// Its `protocol` is neither a number from 0 to 255 nor a dash.
    case ipProtocol
    /// It is the unfinished last line of an input that is known to be cut off.
    case cutOff
    /// It is longer than `lengthLimit`.
    case tooLong

    /// No line may be longer than this many bytes: 16 MiB, so that one endless line cannot take all memory.
    public static let lengthLimit = 16 << 20

    /// The kinds of malformed lines, without their particulars: what they are counted by.
    public enum Kind: Int, CaseIterable, Sendable {
        case fieldCount, dstport, ipProtocol, cutOff, tooLong

        /// What is wrong, in a word or two, for counts of it.
        public var name: String {
            switch self {
            case .fieldCount: "field count"
            case .dstport: "dstport"
            case .ipProtocol: "protocol"
            case .cutOff: "cut off"
            case .tooLong: "too long"
            }
        }
    }

    /// The kind of this reason.
    public var kind: Kind {
        switch self {
        case .fieldCount: .fieldCount
        case .dstport: .dstport
        case .ipProtocol: .ipProtocol
        case .cutOff: .cutOff
        case .tooLong: .tooLong
        }
    }

    /// What is wrong, for people: `13 fields where the format has 14`.
    public var reason: String {
        switch self {
        case .fieldCount(let found, let expected):
            "\(found) field\(found == 1 ? "" : "s") where the format has \(expected)"
        case .dstport: "dstport is not a number from 0 to 65535"
        case .ipProtocol: "protocol is not a number from 0 to 255"
        case .cutOff: "cut off in the middle of the line"
        case .tooLong: "longer than \(Self.lengthLimit >> 20) MiB"
        }
    }
}

/// One malformed line.
public struct MalformedLine: Hashable, Sendable {
    /// The line's number, counted from 1.
    public var line: Int
    /// Why it is malformed.
    public let reason: Malformed
    /// The beginning of the line, at most `excerptLimit` bytes, as they came.
    public let excerpt: Bytes

    /// How much of a malformed line is kept, in bytes.
    public static let excerptLimit = 240

    /// Makes a malformed line; of the text only the first `excerptLimit` bytes are kept.
    public init(line: Int, reason: Malformed, text: some Collection<UInt8>) {
        self.line = line
        self.reason = reason
        excerpt = Bytes(text.prefix(Self.excerptLimit))
    }
}
