import FlowLogs
import Synchronization

/// Reads inputs with all cores and makes of them what a job says.
///
/// ```
/// InputQueue ─► Feed: read, unpack, cut into blocks ─► tasks: digest ─► Feed: fold in order ─► merge
/// ```
/// Several feeds read several inputs at once; a feed reads one input after the other. A job whose result must come in
/// the order of the inputs gets a single feed. The result does not depend on any of this.
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
    private let feeds: [Feed<Job>]
    private let tasksPerFeed: Int

    /// Prepares to read; nothing is opened yet.
    public init(_ job: Job, on inputs: [Input], _ settings: Ingest.Settings, progress: Progress) {
        self.job = job
        self.settings = settings
        let queue = InputQueue(inputs)
        // Following, no input ends before all of them do, so each needs a feed of its own.
        let feedCount = settings.isFollowing ? inputs.count : settings.isOrdered ? 1 : min(inputs.count, settings.tasks)
        feeds = (0..<feedCount).map { _ in Feed(job, settings, queue, progress) }
        // While one task reads or unpacks, which one feed does one block at a time, another one should be parsing.
        tasksPerFeed = settings.isFollowing ? 1 : max(2, settings.tasks / max(feedCount, 1))
    }

    /// Reads, once, all inputs to their ends.
    ///
    /// Cancelled, it stops soon: the inputs then have what was read of them, as if they ended there, and say so.
    public func readToEnd() async {
        await withTaskGroup { group in
            for feed in feeds {
                for _ in 0..<tasksPerFeed { group.addTask { await work(feed) } }
            }
        }
        for feed in feeds { await feed.stop() }
    }

    /// What the job made of the inputs until now, and what became of those that were begun.
    public func soFar() async -> (result: Job.Result, reading: Reading) {
        var states: [Feed<Job>.State] = []
        for feed in feeds { states.append(await feed.state) }
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

    private func work(_ feed: Feed<Job>) async {
        var parser = settings.makeParser()
        while !Task.isCancelled {
            switch await feed.next() {
            case .parse(let ticket):
                let (parsed, digest) = ticket.block.withLines { job.digest($0, in: ticket.format, with: &parser) }
                await feed.deliver(ticket, parsed, digest)
            case .wait:
                // A cancelled task does not sleep, and its feed has nothing for it: it must not spin.
                guard (try? await Task.sleep(for: .milliseconds(settings.isFollowing ? 50 : 1))) != nil else { return }
            case .end:
                return
            }
        }
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
    func next() -> (Int, Input)? {
        let index = taken.add(1, ordering: .relaxed).oldValue
        return index < inputs.count ? (index, inputs[index]) : nil
    }
}
