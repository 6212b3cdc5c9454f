import FlowLogs
import Synchronization

/// How far the folding of one input has come.
struct InputCourse<Job: BlockJob>: Sendable {
    /// What became of it, once it has ended.
    private(set) var ended: InputReport?
    /// The format in force.
    private(set) var inForce: LogFormat
    /// What is to be folded when it is the input's turn, and how much memory it takes.
    var digests: [Job.Digest] = []
    var waitingMemory = 0
    /// How often a format was announced.
    var formatCount = 0

    private let startFormat: LogFormat
    private var settled = 0
    private var parked: [Int: Fold<Job>.Event] = [:]
    private var report: InputReport?
    private var link: InputLink?
    /// The lines of the file, and those of the files that had its name before.
    private var tally = LineTally()
    private var former = LineTally()

    init(_ startFormat: LogFormat) {
        self.startFormat = startFormat
        inForce = startFormat
    }

    /// What is known of it so far.
    var reportSoFar: InputReport? {
        var report = report
        report?.tally = wholeTally
        report?.bytes = link?.bytesRead ?? 0
        return report
    }

    mutating func park(_ event: Fold<Job>.Event, at ordinal: Int) { parked[ordinal] = event }

    /// Goes on to the next part, if that is there.
    mutating func nextEvent() -> Fold<Job>.Event? {
        guard let event = parked.removeValue(forKey: settled) else { return nil }
        settled += 1
        switch event {
        case .begin(let report, let link):
            self.report = report
            self.link = link
        case .block: break
        case .rotate(let rotation):
            report?.note(rotation)
            inForce = startFormat
            former.append(file: tally)
            tally = LineTally()
        case .end(var end):
            end.tally = wholeTally
            end.replaced = report?.replaced ?? 0
            end.cut = report?.cut ?? 0
            ended = end
        }
        return event
    }

    /// Adds the lines of the next block.
    mutating func append(_ parsed: ParsedBlock, _ closing: Block.Closing?) {
        inForce = parsed.format
        link?.format = inForce
        tally.append(parsed.tally)
        if let closing { tally.append(malformed: closing.reason, text: closing.excerpt) }
    }

    /// The lines of all files that the input was.
    private var wholeTally: LineTally {
        var whole = former
        whole.append(file: tally)
        return whole
    }
}

/// What the reading and the folding of an input tell each other.
final class InputLink: Sendable {
    private let read = Atomic<Int>(0)
    private let inForce: Mutex<LogFormat>

    init(_ format: LogFormat) { inForce = Mutex(format) }

    /// How many bytes were read, as stored.
    var bytesRead: Int {
        get { read.load(ordering: .relaxed) }
        set { read.store(newValue, ordering: .relaxed) }
    }

    /// The format to hand blocks out with.
    var format: LogFormat {
        get { inForce.withLock { $0 } }
        set { inForce.withLock { $0 = newValue } }
    }
}
