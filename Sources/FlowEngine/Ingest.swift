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
        let queue = InputQueue(inputs)
        // Following, no input ends before all of them do, so each needs a feed of its own.
        let feedCount = settings.isFollowing ? inputs.count : settings.isOrdered ? 1 : min(inputs.count, settings.tasks)
        let feeds = (0..<feedCount).map { _ in Feed(job, settings, queue, progress) }
        // While one task reads or unpacks, which one feed does one block at a time, another one should be parsing.
        let tasksPerFeed = settings.isFollowing ? 1 : max(2, settings.tasks / max(feedCount, 1))
        await withTaskGroup { group in
            for feed in feeds {
                for _ in 0..<tasksPerFeed { group.addTask { await work(job, settings, feed) } }
            }
        }
        var result = job.makeResult()
        var reports: [(Int, InputReport)] = []
        var formats: [(format: LogFormat, input: Int, position: Int)] = []
        for feed in feeds {
            let finished = await feed.finish()
            job.merge(finished.result, into: &result)
            reports += finished.reports
            formats += finished.seen.map { ($0.key, $0.value.input, $0.value.position) }
        }
        formats.sort { ($0.input, $0.position) < ($1.input, $1.position) }
        var seen: Set<LogFormat> = []
        let reading = Reading(
            reports: reports.sorted { $0.0 < $1.0 }.map(\.1),
            formats: formats.map(\.format).filter { seen.insert($0).inserted })
        return (result, reading)
    }

    private static func work<Job: BlockJob>(_ job: Job, _ settings: Settings, _ feed: Feed<Job>) async {
        var parser = settings.makeParser()
        while true {
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
    private let inputs: [Input]
    private let taken = Atomic<Int>(0)

    init(_ inputs: [Input]) { self.inputs = inputs }

    /// The next input and its number; nil when all were taken.
    func next() -> (Int, Input)? {
        let index = taken.add(1, ordering: .relaxed).oldValue
        return index < inputs.count ? (index, inputs[index]) : nil
    }
}
