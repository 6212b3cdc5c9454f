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
