import FlowLogs
import Synchronization

/// Reads inputs with all cores and makes of them what a job says.
///
/// ```
/// InputQueue ─► Feed: read, unpack, cut into blocks ─► tasks: digest ─► Fold: fold in order
/// ```
/// Several feeds read several inputs at once; a feed reads one input after the other. Where the result depends on the
/// order of the inputs, what was made of a later one waits. The result does not depend on any of this.
public enum Ingest {
    /// How to read.
    public struct Settings: Sendable {
        /// The format of all records; nil for version 2 until a header says otherwise.
        public var format: LogFormat?
        /// Whether the result depends on the order of the inputs, and not only of the lines in each.
        public var isOrdered = false
        /// Whether to wait for more at the end of files, until `stop` is raised.
        public var isFollowing = false
        /// Ends the waiting.
        public var stop = StopSignal()
        /// Bytes that are parsed at once.
        ///
        /// Measured: 256 KiB to 2 MiB are alike, and 1 MiB fits any second-level cache.
        public var blockSize = 1 << 20
        /// How many tasks parse at once.
        public var tasks = availableCores

        /// All cores, formats by header, every input to its end.
        public init() {}

        /// How many blocks may be parsed ahead of one that is not.
        var lookahead: Int { 4 * tasks }

        /// The format that an input begins with.
        var startFormat: LogFormat { format ?? .version2 }

        func makeParser() -> BlockParser { BlockParser(isFormatFixed: format != nil) }
    }

    /// Reads inputs and returns what the job made of them, and what became of each input.
    public static func run<Job: BlockJob>(
        _ job: Job, on inputs: [Input], _ settings: Settings, progress: Progress = Progress()
    ) async -> (result: Job.Result, reading: Reading) {
        let run = IngestRun(job, on: inputs, settings, progress: progress)
        await run.readToEnd()
        return await run.soFar()
    }
}

/// One reading of inputs, that can be looked at while it goes on.
public struct IngestRun<Job: BlockJob>: Sendable {
    private let job: Job
    private let settings: Ingest.Settings
    private let progress: Progress
    private let feeds: [Feed<Job>]

    /// Prepares to read; nothing is opened yet.
    public init(_ job: Job, on inputs: [Input], _ settings: Ingest.Settings, progress: Progress) {
        self.job = job
        self.settings = settings
        self.progress = progress
        let queue = InputQueue(inputs)
        if settings.isFollowing {
            // No input ends before all of them do, so each needs a feed and a result of its own.
            feeds = inputs.indices.map {
                Feed($0, settings, queue, Fold(job, settings, isOrdered: false, progress), progress)
            }
        } else {
            let fold = Fold(job, settings, isOrdered: settings.isOrdered, progress)
            feeds = (0..<min(inputs.count, settings.tasks)).map { Feed($0, settings, queue, fold, progress) }
        }
    }

    /// Reads, once, all inputs to their ends.
    ///
    /// Cancelled, it stops soon: the inputs then have what was read of them, as if they ended there, and say so.
    public func readToEnd() async {
        await withTaskGroup { group in
            if settings.isFollowing {
                for feed in feeds { group.addTask { await work([feed]) } }
            } else {
                for _ in 0..<settings.tasks { group.addTask { await work(feeds) } }
            }
        }
        for feed in feeds { feed.stop() }
    }

    /// How many bytes were read, as stored, those of inputs that wait for their turn among them.
    var bytesRead: Int { progress.bytes }

    /// What the job made of the inputs until now, and what became of those that were begun.
    ///
    /// Where the order of the inputs matters, this is what there is up to the first one that is not read to its end.
    public func soFar() async -> (result: Job.Result, reading: Reading) {
        var states = settings.isFollowing ? feeds.map { $0.fold.soFar() } : feeds.prefix(1).map { $0.fold.soFar() }
        // Feeds that follow have an input each: in the order of these, the results are in the order of the inputs.
        states.sort { ($0.reports.first?.input ?? 0) < ($1.reports.first?.input ?? 0) }
        var result = states.first?.result ?? job.makeResult()
        for state in states.dropFirst() { job.merge(state.result, into: &result) }
        let reports = states.flatMap(\.reports).sorted { $0.input < $1.input }
        let formats = states.flatMap(\.formats).sorted { ($0.input, $0.position) < ($1.input, $1.position) }
        var seen: Set<LogFormat> = []
        let reading = Reading(
            reports: reports.map(\.report), formats: formats.map(\.format).filter { seen.insert($0).inserted })
        return (result, reading)
    }

    /// Parses blocks until there are no more.
    private func work(_ feeds: [Feed<Job>]) async {
        var parser = settings.makeParser()
        while !Task.isCancelled {
            switch next(of: feeds) {
            case .parse(let ticket, let fold):
                let (parsed, digest) = ticket.block.withLines { job.digest($0, in: ticket.format, with: &parser) }
                fold.deliver(ticket, parsed, digest)
                // Whoever waits for an answer or a key comes before the next block.
                await Task.yield()
            case .wait:
                // A cancelled task does not sleep, and there is nothing for it: it must not spin.
                guard (try? await Task.sleep(for: .milliseconds(settings.isFollowing ? 50 : 1))) != nil else { return }
            case .end:
                return
            }
        }
    }

    private enum Step {
        case parse(Ticket, Fold<Job>)
        case wait
        case end
    }

    /// The next block of the first input that nobody else is reading just now.
    ///
    /// So the first inputs come to their ends first, and what has to wait for its turn is little.
    private func next(of feeds: [Feed<Job>]) -> Step {
        var taken: Feed<Job>?
        var isOver = true
        for feed in feeds.sorted(by: { $0.input < $1.input }) {
            switch feed.nextIfFree() {
            case .parse(let ticket)?: return .parse(ticket, feed.fold)
            case .wait?: isOver = false
            case .end?: break
            case nil:
                isOver = false
                // One who waits for a stream can take long.
                if taken == nil, !feed.isQuiet { taken = feed }
            }
        }
        // All are being read, which takes no longer than to sleep.
        guard let taken else { return isOver ? .end : .wait }
        if case .parse(let ticket) = taken.next() { return .parse(ticket, taken.fold) }
        return .wait
    }
}

/// The inputs that are still to be read; every feed takes from it.
final class InputQueue: Sendable {
    /// Which files were read, by whatever name.
    let claims = FileClaims()
    private let inputs: [Input]
    private let taken = Atomic<Int>(0)

    init(_ inputs: [Input]) { self.inputs = inputs }

    /// The next input and its number; nil when all were taken.
    func next() -> (number: Int, input: Input)? {
        let index = taken.add(1, ordering: .relaxed).oldValue
        return index < inputs.count ? (index, inputs[index]) : nil
    }
}
