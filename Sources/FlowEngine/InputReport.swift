import FlowLogs

/// What became of one input.
public struct InputReport: Sendable {
    /// The input.
    public let input: Input
    /// How many bytes were read, as stored.
    public internal(set) var bytes = 0
    /// Its lines by class.
    public internal(set) var tally = LineTally()
    /// Why it was not read, or not to its end.
    public internal(set) var problem: InputProblem?
    /// How often another file took its name while it was followed; each was read in its turn.
    public internal(set) var replaced = 0
    /// How often it was cut in place while it was followed, and read from its beginning again.
    public internal(set) var cut = 0

    init(_ input: Input) {
        self.input = input
        problem = input.failure
    }

    mutating func note(_ rotation: Rotation) {
        switch rotation {
        case .replaced: replaced += 1
        case .cut: cut += 1
        }
    }

    /// Whether nothing of it could be read, not even of a file that had its name before.
    public var isUnread: Bool { problem?.isTotal == true && tally.lines == tally.blank }

    /// What to do about an input in which nothing could be read: the first 100 lines that are not blank, or all of
    /// them, hold no record and no header.
    public var hint: String? {
        let readable = tally.header + tally.records.total
        guard tally.unreadableStart >= 100 || tally.unreadableStart > 0 && readable == 0,
            let first = tally.malformedLines.first
        else { return nil }
        return FlowLogs.hint(forUnreadable: first)
    }
}

/// What became of all inputs.
public struct Reading: Sendable {
    /// One report for each input, in the order of the inputs.
    public let reports: [InputReport]
    /// The formats that headers announced or records had, by first appearance.
    public let formats: [LogFormat]

    /// All lines by class, without the malformed ones one by one.
    public var tally: LineTally {
        var sum = LineTally()
        for report in reports { sum.append(report.tally) }
        return sum
    }

    /// The first malformed lines of all inputs, at most as many as one input keeps.
    public var malformedLines: [(input: Input, line: MalformedLine)] {
        let all = reports.lazy.flatMap { report in report.tally.malformedLines.map { (report.input, $0) } }
        return Array(all.prefix(LineTally.keptLines))
    }

    /// How many bytes were read, as stored.
    public var bytes: Int { reports.reduce(0) { $0 + $1.bytes } }

    /// The inputs that were not read, or not to their end.
    public var incomplete: [InputReport] { reports.filter { $0.problem != nil } }

    /// Whether not one input could be read.
    public var isEmptyHanded: Bool { !reports.isEmpty && reports.allSatisfy(\.isUnread) }
}

extension LineTally {
    /// Adds the lines of another file, which are numbered from 1 again.
    mutating func append(file next: LineTally) {
        let malformedLines = malformedLines + next.malformedLines
        let repeatedField = repeatedField ?? next.repeatedField
        append(next)
        self.malformedLines = Array(malformedLines.prefix(Self.keptLines))
        self.repeatedField = repeatedField
    }
}
