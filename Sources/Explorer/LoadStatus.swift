import FlowLogs

/// How the loading goes, as the edge last told: everything about the inputs that can be seen.
public struct LoadStatus: Sendable {
    /// An input that could not be read, or not to its end.
    public struct Problem: Equatable, Sendable {
        /// The input's name, bytes as the system has them.
        public let name: Bytes
        /// What is wrong.
        public let message: String

        /// Makes a problem.
        public init(name: Bytes, message: String) {
            self.name = name
            self.message = message
        }
    }

    /// A malformed line and where it is.
    public struct Malformation: Equatable, Sendable {
        /// The input's name.
        public let name: Bytes
        /// The line.
        public let line: MalformedLine

        /// Makes one.
        public init(name: Bytes, line: MalformedLine) {
            self.name = name
            self.line = line
        }
    }

    /// What is loaded, in a few words: a path, or `12 files`.
    public var title = Bytes()
    /// How far the reading is.
    public var pace = Pace(bytes: 0, total: nil, seconds: 0)
    /// All lines by class.
    public var tally = LineTally()
    /// The first malformed lines.
    public var malformed: [Malformation] = []
    /// What could not be read.
    public var problems: [Problem] = []
    /// Further things to know, such as what is wrong with the lookup table.
    public var notes: [Bytes] = []
    /// Values that are neither a dash nor readable, by field.
    public var unreadable: [Field: Int] = [:]
    /// The fields that records have, for filters.
    public var fields: [Field] = []
    /// Records that are counted but not kept, for want of memory.
    public var unkept = 0
    /// Records that are no longer kept, nor counted in the panes, since only the newest are wanted.
    public var dropped = RecordTally()
    /// Whether it is over.
    public var isOver = false
    /// Whether it waits for what is appended.
    public var isFollowing = false

    /// Nothing known yet.
    public init() {}
}
