import FlowLogs
import Synchronization

/// Reads inputs one after the other and cuts them into blocks, for one caller at a time.
///
/// A block's format depends on the headers before it, which another task may still be parsing. So a block is handed
/// out with the format that is in force as far as is known; `Fold` sees to it that it is the true one in the end. That
/// it is not is rare: one header at the beginning of a file, which is looked at before the first block is handed out,
/// or the same header again, as where gzip members were joined.
///
/// Not an actor: to wait for one costs as much as to read a block.
final class Feed<Job: BlockJob>: Sendable {
    /// What `next` comes back with.
    enum Step: Sendable {
        case parse(Ticket)
        /// Nothing to read at present; ask again in a while.
        case wait
        case end
    }

    let fold: Fold<Job>
    private let course: Mutex<ReadingCourse<Job>>
    private let number: Atomic<Int>
    private let quiet = Atomic<Bool>(false)

    init(_ index: Int, _ settings: Ingest.Settings, _ inputs: InputQueue, _ fold: Fold<Job>, _ progress: Progress) {
        self.fold = fold
        course = Mutex(ReadingCourse(settings, inputs, fold, progress))
        number = Atomic(index)
    }

    /// The number of the input that is being read, or about that of the next one.
    var input: Int { number.load(ordering: .relaxed) }

    /// Whether there was nothing to read the last time, so that whoever reads may be waiting.
    var isQuiet: Bool { quiet.load(ordering: .relaxed) }

    /// The next block to parse, of this input or the next one.
    func next() -> Step { course.withLock { next(of: &$0) } }

    /// The next block to parse; nil while someone else is reading.
    func nextIfFree() -> Step? { course.withLockIfAvailable { next(of: &$0) } }

    private func next(of course: inout ReadingCourse<Job>) -> Step {
        let step = course.next()
        number.store(course.input, ordering: .relaxed)
        if case .wait = step { quiet.store(true, ordering: .relaxed) } else { quiet.store(false, ordering: .relaxed) }
        return step
    }

    /// Ends the reading where it is: the input that is open, and those that were not opened, say that they were not
    /// read to their end.
    ///
    /// Call when all tasks have delivered what they had.
    func stop() { course.withLock { $0.stop() } }
}

/// A block with all that is needed to parse it.
struct Ticket: Sendable {
    let input: Int
    let ordinal: Int
    let block: Block
    let format: LogFormat
}
