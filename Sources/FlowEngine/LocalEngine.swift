import FlowLogs

/// Loads logs and answers queries about what is loaded, in the background: what stands behind the explorer.
///
/// It owns the records; everyone else gets values that do not change. Two questions stand at any time, that for the
/// view and that for the preview beside it: both are answered at once, and again as records come in, by adding the new
/// chunks to the answer before. A newer question ends the work on an older one.
public actor LocalEngine {
    /// What the engine has to tell.
    public enum Update: Sendable {
        /// How the loading goes; at most every 50 ms, and once when it is over.
        case load(Load)
        /// A standing question has a new answer.
        case answer(Answer)
        /// A question takes a while: the share of the records that was gone through.
        case working(Slot, revision: Int, share: Double)
    }

    /// How the loading goes.
    public struct Load: Sendable {
        /// What became of the inputs until now.
        public let reading: Reading
        /// Values that are neither a dash nor readable, by field.
        public let unreadable: [Field: Int]
        /// Records that are counted but not kept, for want of memory.
        public let unkept: Int
        /// Records that are no longer kept, since there are enough newer ones.
        public let dropped: RecordTally
        /// How long it has taken.
        public let time: Duration
        /// Whether it is over.
        public let isOver: Bool
    }

    /// The answer to a question.
    public struct Answer: Sendable {
        /// Which question.
        public let slot: Slot
        /// The number that the question was asked with.
        public let revision: Int
        /// What was found among the records that were loaded when it was given.
        public let summary: Summary
    }

    private let lookup: LookupTable
    private let publish: @Sendable (Update) -> Void
    /// What is loaded.
    private(set) var records = LoadJob.Result()
    private var standings: [Slot: Standing] = [:]
    private var loading: Task<Void, Never>?
    private var loads = 0
    /// How many bytes and lines there were when the loading was told of last.
    private var told: [Int] = []

    /// A question, and how far its answer is.
    private struct Standing {
        let revision: Int
        let query: Query
        /// What is evaluated; taken away while a task adds to it.
        var evaluation: Evaluation?
        var evaluated = 0
        /// The loose chunks of the last answer: they may be others the next time, so they are added to each anew.
        var loose: [Chunk] = []
        /// What was not kept, but counted in the last answer; nil before the first one.
        var unkept: Int?
        var task: Task<Void, Never>?
    }

    /// An engine with nothing loaded; `publish` is called from any thread, and must return soon.
    public init(lookup: LookupTable, publish: @escaping @Sendable (Update) -> Void) {
        self.lookup = lookup
        self.publish = publish
    }

    // MARK: Loading

    /// Loads inputs, in place of what is loaded or being loaded; returns when that is over.
    public func load(
        _ inputs: [Input], _ settings: Ingest.Settings, _ job: LoadJob = LoadJob(), progress: Progress
    ) async {
        await begin(inputs, settings, job, progress: progress).value
    }

    /// Begins to load inputs, in place of what is loaded or being loaded.
    ///
    /// Whatever is asked from now on is asked of these. The task ends when the loading is over.
    @discardableResult
    public func begin(
        _ inputs: [Input], _ settings: Ingest.Settings, _ job: LoadJob = LoadJob(), progress: Progress
    ) -> Task<Void, Never> {
        loading?.cancel()
        loads += 1
        records = LoadJob.Result()
        told = []
        for slot in standings.keys { restart(slot) }
        var settings = settings
        settings.isOrdered = true
        let run = IngestRun(job, on: inputs, settings, progress: progress)
        let reading = Task(priority: .utility) { await run.readToEnd() }
        loading = reading
        let number = loads
        return Task(priority: .userInitiated) { await self.takeIn(run, reading, load: number) }
    }

    /// Takes in what is read, now and then while it is read, and at the end.
    private func takeIn(_ run: IngestRun<LoadJob>, _ reading: Task<Void, Never>, load number: Int) async {
        let start = ContinuousClock.now
        let watch = Task(priority: .userInitiated) {
            // The first counts soon, the others when they are worth it.
            var pause = Duration.milliseconds(5)
            while (try? await Task.sleep(for: pause)) != nil {
                let began = ContinuousClock.now
                let state = await run.soFar()
                await self.take(state, bytes: run.bytesRead, load: number, since: start, isOver: false)
                let isFirst = state.result.chunks.isEmpty
                pause = isFirst ? .milliseconds(5) : max(.milliseconds(50), (ContinuousClock.now - began) * 3)
            }
        }
        await reading.value
        watch.cancel()
        await watch.value
        await take(await run.soFar(), bytes: run.bytesRead, load: number, since: start, isOver: true)
    }

    /// Stops the loading; what is loaded stays.
    public func stopLoading() { loading?.cancel() }

    private func take(
        _ state: (result: LoadJob.Result, reading: Reading), bytes: Int, load: Int,
        since start: ContinuousClock.Instant, isOver: Bool
    ) async {
        guard load == loads else { return }
        // Of inputs that are followed side by side all but the last one grow in the middle, and where only the newest
        // records are kept the first ones go: an answer then begins anew.
        if !state.result.settled.starts(with: records.settled, by: ===) {
            for slot in standings.keys { restart(slot) }
        }
        records = state.result
        let update = Load(
            reading: state.reading, unreadable: records.unreadable, unkept: records.unkeptCount,
            dropped: records.dropped, time: .now - start, isOver: isOver)
        let news = [bytes, state.reading.tally.lines]
        if !isOver, news != told { publish(.load(update)) }
        told = news
        for slot in standings.keys { pursue(slot) }
        for slot in standings.keys { await standings[slot]?.task?.value }
        // When the loading is said to be over, the answers are those of all of it.
        if isOver, load == loads { publish(.load(update)) }
    }

    // MARK: Questions

    /// Asks a question in place of the one before; the answer comes as an update with this revision.
    public func ask(_ query: Query, for slot: Slot, revision: Int) {
        standings[slot]?.task?.cancel()
        standings[slot] = Standing(revision: revision, query: query, evaluation: Evaluation(query))
        pursue(slot)
    }

    /// Takes a question back.
    public func dismiss(_ slot: Slot) { standings.removeValue(forKey: slot)?.task?.cancel() }

    /// Begins an answer anew, with other records.
    private func restart(_ slot: Slot) {
        guard let standing = standings[slot] else { return }
        standing.task?.cancel()
        standings[slot] = Standing(
            revision: standing.revision, query: standing.query, evaluation: Evaluation(standing.query))
    }

    /// Brings an answer up to date, in a task of its own; whatever comes in meanwhile is left for the next time.
    private func pursue(_ slot: Slot) {
        guard var standing = standings[slot], let evaluation = standing.evaluation else { return }
        let chunks = records.settled[standing.evaluated...]
        let loose = Array(records.loose)
        let unkeptCount = standing.query.filter == nil ? records.unkeptCount : 0
        // While nothing comes in, what was answered stays the answer.
        guard !chunks.isEmpty || !loose.elementsEqual(standing.loose, by: ===) || standing.unkept != unkeptCount
        else { return }
        let unkept = unkeptCount > 0 ? records.unkept : nil
        let (query, revision, load, lookup, publish) = (standing.query, standing.revision, loads, lookup, publish)
        standing.evaluation = nil
        standing.task = Task(priority: .userInitiated) {
            var evaluation = evaluation
            let isWhole = await evaluation.add(chunks, query) { publish(.working(slot, revision: revision, share: $0)) }
            guard isWhole, !Task.isCancelled else { return }
            var whole = evaluation
            for chunk in loose { whole.add(chunk) }
            if let unkept { whole.append(unkept) }
            let summary = whole.summary(lookup: lookup)
            conclude(slot, revision, load, evaluation, upTo: chunks.endIndex, loose, unkeptCount, summary)
        }
        standings[slot] = standing
    }

    private func conclude(
        _ slot: Slot, _ revision: Int, _ load: Int, _ evaluation: Evaluation, upTo end: Int, _ loose: [Chunk],
        _ unkeptCount: Int, _ summary: Summary
    ) {
        guard load == loads, standings[slot]?.revision == revision else { return }
        standings[slot]?.evaluation = evaluation
        standings[slot]?.evaluated = end
        standings[slot]?.loose = loose
        standings[slot]?.unkept = unkeptCount
        standings[slot]?.task = nil
        publish(.answer(Answer(slot: slot, revision: revision, summary: summary)))
        // A question that was asked while records came in waits for nobody.
        pursue(slot)
    }
}

extension Evaluation {
    /// Adds chunks; false if the task was cancelled in the middle.
    ///
    /// Few chunks, as they come in while a log is loaded, are added right here. Many are shared out to all cores, a run
    /// of neighbours to each, since merging what was grouped apart costs as much as grouping some dozens of chunks.
    fileprivate mutating func add(
        _ chunks: ArraySlice<Chunk>, _ query: Query, working: @escaping @Sendable (Double) -> Void
    ) async -> Bool {
        let share = max(64, chunks.count / availableCores + 1)
        guard chunks.count > share else { return add(each: chunks, working) }
        let parts = await withTaskGroup(of: (start: Int, part: Evaluation, isWhole: Bool).self) { group in
            for start in stride(from: chunks.startIndex, to: chunks.endIndex, by: share) {
                let run = chunks[start..<min(start + share, chunks.endIndex)]
                let isFirst = start == chunks.startIndex
                group.addTask {
                    var part = Evaluation(query)
                    let isWhole = part.add(each: run) { if isFirst { working($0) } }
                    return (start, part, isWhole)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        guard parts.allSatisfy(\.isWhole) else { return false }
        for (_, part, _) in parts.sorted(by: { $0.start < $1.start }) { append(part) }
        return true
    }

    /// Adds chunks one after the other; false if the task was cancelled in the middle.
    private mutating func add(each chunks: ArraySlice<Chunk>, _ working: (Double) -> Void) -> Bool {
        var told = ContinuousClock.now
        for (index, chunk) in chunks.enumerated() {
            guard !Task.isCancelled else { return false }
            add(chunk)
            guard ContinuousClock.now - told > .milliseconds(100) else { continue }
            told = .now
            working(Double(index + 1) / Double(chunks.count))
        }
        return true
    }
}
