import FlowLogs
import Synchronization

/// Folds what tasks made of blocks, in the order of each input, and of the inputs too where that matters.
///
/// Whatever must happen in order happens here; reading and parsing do not. Nobody waits for it: a task leaves what it
/// has, and folds what is due unless another one is at it, which then folds that as well.
final class Fold<Job: BlockJob>: Sendable {
    /// A part of an input.
    enum Event: Sendable {
        case begin(InputReport, InputLink)
        case block(Ticket, ParsedBlock, Job.Digest)
        case rotate(Rotation)
        case end(InputReport)
    }

    private typealias Arrival = (event: Event, input: Int, ordinal: Int)

    private let settings: Ingest.Settings
    private let arrivals = Mutex<[Arrival]>([])
    private let course: Mutex<FoldingCourse<Job>>
    /// Memory of blocks that are done with.
    private let spare = Mutex<[Bytes]>([])
    /// How many blocks were handed out but not parsed for good.
    private let pending = Atomic<Int>(0)
    /// The input that is folded; the greatest number where all are folded as they come.
    private let turn: Atomic<Int>
    private let isFull = Atomic<Bool>(false)
    private let isSated: Atomic<Bool>

    init(_ job: Job, _ settings: Ingest.Settings, isOrdered: Bool, _ progress: Progress) {
        self.settings = settings
        let course = FoldingCourse(job, settings, isOrdered: isOrdered, progress)
        turn = Atomic(course.turn)
        isSated = Atomic(course.hasEnough)
        self.course = Mutex(course)
    }

    /// Whether more input would make no difference.
    var hasEnough: Bool { isSated.load(ordering: .relaxed) }

    /// Whether there is room for more of an input; there always will be, sooner or later.
    func mayRead(_ input: Int) -> Bool {
        guard pending.load(ordering: .relaxed) < settings.lookahead else { return false }
        return input <= turn.load(ordering: .relaxed) || !isFull.load(ordering: .relaxed)
    }

    /// A block to be parsed, in a format that may yet turn out to be another one.
    func issue(_ block: Block, of input: Int, at ordinal: Int, in format: LogFormat) -> Ticket {
        pending.add(1, ordering: .relaxed)
        return Ticket(input: input, ordinal: ordinal, block: block, format: format)
    }

    /// Takes back a block with what was made of it.
    func deliver(_ ticket: Ticket, _ parsed: ParsedBlock, _ digest: Job.Digest) {
        take(.block(ticket, parsed, digest), of: ticket.input, at: ticket.ordinal)
    }

    /// Takes a part of an input.
    func take(_ event: Event, of input: Int, at ordinal: Int) {
        arrivals.withLock { $0.append((event, input, ordinal)) }
        foldWhatIsDue()
    }

    /// What was made of the inputs, and what became of them.
    func soFar() -> FoldingCourse<Job>.State {
        defer { foldWhatIsDue() }
        return course.withLock { course in
            foldArrivals(&course)
            return course.state
        }
    }

    /// Memory for a block, that of a former one if there is one.
    func takeMemory() -> Bytes { spare.withLock { $0.popLast() } ?? [] }

    /// Takes memory that is done with; what grew for a long line goes back to the system.
    func reuse(_ memory: Bytes) {
        guard memory.count <= 2 * settings.blockSize else { return }
        spare.withLock { $0.append(memory) }
    }

    private func foldWhatIsDue() {
        // What came too late for one who was just leaving is seen here again.
        while !arrivals.withLock({ $0.isEmpty }) {
            guard course.withLockIfAvailable({ foldArrivals(&$0) }) != nil else { return }
        }
    }

    private func foldArrivals(_ course: inout FoldingCourse<Job>) {
        let news = arrivals.withLock { arrivals in
            defer { arrivals.removeAll() }
            return arrivals
        }
        for (event, input, ordinal) in news {
            let done = course.take(event, of: input, at: ordinal)
            pending.subtract(done.count, ordering: .relaxed)
            for memory in done { reuse(memory) }
            turn.store(course.turn, ordering: .relaxed)
            isFull.store(course.isFull, ordering: .relaxed)
            isSated.store(course.hasEnough, ordering: .relaxed)
        }
    }
}

/// How far the folding has come.
struct FoldingCourse<Job: BlockJob>: Sendable {
    /// What was made of the inputs, and what became of them.
    struct State: Sendable {
        let result: Job.Result
        let reports: [(input: Int, report: InputReport)]
        let formats: [(format: LogFormat, input: Int, position: Int)]
    }

    /// The input whose digests are folded, those of later ones wait; the greatest number where none waits.
    private(set) var turn: Int

    private let job: Job
    private let settings: Ingest.Settings
    private let isOrdered: Bool
    private let progress: Progress
    private var parser: BlockParser
    private var result: Job.Result
    /// The inputs that were begun, and are not folded to their ends, by their numbers.
    private var open: [Int: InputCourse<Job>] = [:]
    private var reports: [(input: Int, report: InputReport)] = []
    /// Where each format was met first.
    private var seen: [LogFormat: (input: Int, position: Int)] = [:]
    /// How much memory is taken by digests that wait.
    private var waitingMemory = 0

    init(_ job: Job, _ settings: Ingest.Settings, isOrdered: Bool, _ progress: Progress) {
        self.job = job
        self.settings = settings
        self.isOrdered = isOrdered
        self.progress = progress
        parser = settings.makeParser()
        result = job.makeResult()
        turn = isOrdered ? 0 : .max
    }

    var hasEnough: Bool { !job.wantsMore(result) }

    /// Whether no more digests should come that have to wait.
    var isFull: Bool { waitingMemory > 0 && waitingMemory >= job.waitingRoom(beside: result) }

    /// What is folded; an input that is not at its end has a report of what is known of it.
    var state: State {
        let begun = open.lazy.filter { $0.key <= turn }.compactMap { input, course in
            course.reportSoFar.map { (input, $0) }
        }
        let met = seen.lazy.filter { $0.value.input <= turn }
        return State(
            result: result, reports: reports + begun, formats: met.map { ($0.key, $0.value.input, $0.value.position) })
    }

    /// Takes a part of an input, and folds what is due; returns the memory of blocks that are done with.
    mutating func take(_ event: Fold<Job>.Event, of number: Int, at ordinal: Int) -> [Bytes] {
        var number = number
        var input = open.removeValue(forKey: number) ?? InputCourse(settings.startFormat)
        input.park(event, at: ordinal)
        let done = settle(&input, number)
        while number <= turn {
            for digest in input.digests { job.fold(digest, into: &result) }
            input.digests = []
            waitingMemory -= input.waitingMemory
            input.waitingMemory = 0
            guard let report = input.ended else { break }
            reports.append((number, report))
            guard isOrdered else { return done }
            turn += 1
            guard let next = open.removeValue(forKey: turn) else { return done }
            (number, input) = (turn, next)
        }
        open[number] = input
        return done
    }

    /// Makes of the parts of an input, in their order, what does not depend on other inputs.
    private mutating func settle(_ input: inout InputCourse<Job>, _ number: Int) -> [Bytes] {
        var done: [Bytes] = []
        while let event = input.nextEvent() {
            guard case .block(let ticket, var parsed, var digest) = event else { continue }
            if ticket.format != input.inForce {
                let format = input.inForce
                (parsed, digest) = ticket.block.withLines { job.digest($0, in: format, with: &parser) }
            }
            input.append(parsed, ticket.block.closing)
            for format in parsed.formatsSeen {
                let place = (number, input.formatCount)
                input.formatCount += 1
                if let first = seen[format], (first.input, first.position) <= place { continue }
                seen[format] = place
            }
            progress.add(records: parsed.tally.records.total)
            input.digests.append(digest)
            if number > turn {
                let memory = job.memory(of: digest)
                input.waitingMemory += memory
                waitingMemory += memory
            }
            done.append(ticket.block.memory)
        }
        return done
    }
}

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
