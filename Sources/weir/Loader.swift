import Explorer
import FlowEngine
import FlowLogs

/// Has the engine load what was asked for, again if need be, and tells how it goes in the explorer's words.
actor Loader {
    private let request: Request
    private let notes: [Bytes]
    private var isFollowing: Bool
    private let retention: Retention?
    /// Says that there is news; what it is, `takeNews` tells.
    nonisolated let news: AsyncStream<Void>
    private let announce: AsyncStream<Void>.Continuation
    /// The newest of everything that was not taken yet: whoever is slow to take it misses what is out of date.
    private var waiting = News()
    /// The engine that has the records.
    nonisolated let engine: LocalEngine

    private var progress = Progress()
    private var stopSignal = StopSignal()
    private var inputs: InputList
    private var last: LocalEngine.Load?
    /// Finished when there is something to show, or nothing to come.
    private let firstNews = AsyncStream<Void>.makeStream()

    init(_ request: Request, isFollowing: Bool, keeping retention: Retention?, notes: [Bytes]) {
        self.retention = retention
        self.request = request
        self.notes = notes
        self.isFollowing = isFollowing
        inputs = request.inputs
        (news, announce) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let (updates, tell) = AsyncStream<LocalEngine.Update>.makeStream()
        engine = LocalEngine(lookup: request.lookup) { tell.yield($0) }
        Task { [weak self] in
            for await update in updates { await self?.take(update) }
        }
    }

    /// What the engine told and nobody took yet, as events.
    private struct News {
        var load: LoadStatus?
        var answers: [Slot: Event] = [:]
        var working: Event?
    }

    /// Takes what there is to know.
    func takeNews() -> [Event] {
        defer { waiting = News() }
        return [waiting.load.map(Event.load), waiting.answers[.view], waiting.answers[.preview], waiting.working]
            .compactMap(\.self)
    }

    /// The lookup table.
    nonisolated var lookup: LookupTable { request.lookup }

    /// The formats of the records that were loaded until now.
    var formats: [LogFormat] {
        if let format = request.format { return [format] }
        let seen = last?.reading.formats ?? []
        return seen.isEmpty ? [.version2] : seen
    }

    /// What became of the inputs, as far as it is known.
    var lastReading: Reading? { last?.reading }

    /// Begins to load.
    func start() async {
        progress = Progress()
        stopSignal = StopSignal()
        var settings = request.settings(isFollowing: isFollowing)
        settings.stop = stopSignal
        // Keys and queries wait for a block to be parsed: for 2 ms with this size, at the same speed.
        settings.blockSize = 256 << 10
        // What it is that is loaded can be said at once.
        var status = LoadStatus()
        status.title = title
        status.notes = notes
        status.isFollowing = isFollowing
        waiting = News(load: status)
        announce.yield()
        await engine.begin(inputs.inputs, settings, LoadJob(keeping: retention), progress: progress)
    }

    /// Loads everything again; false if that is not possible, since standard input is gone once it was read.
    func restart(isFollowing: Bool) async -> Bool {
        guard !inputs.hasStandardInput else {
            if let last { tell(last) }
            return false
        }
        self.isFollowing = isFollowing
        inputs = InputList(request.paths, lookup: request.lookupPath)
        await start()
        return true
    }

    /// Stops the loading, or the waiting for more.
    func stopLoading() async {
        if hasCaughtUp { stopSignal.raise() } else { await engine.stopLoading() }
    }

    /// Whether everything was read that was there at the start, so that only what is appended is waited for.
    private var hasCaughtUp: Bool { isFollowing && progress.bytes >= inputs.totalBytes ?? 0 }

    /// Waits until there are records to show or all is read, but no longer than some time; what became of the inputs,
    /// if all are read.
    func readingAtOnce(within time: Duration) async -> Reading? {
        let news = firstNews.stream
        await withTaskGroup { group in
            group.addTask { for await _ in news {} }
            group.addTask { try? await Task.sleep(for: time) }
            await group.next()
            group.cancelAll()
        }
        return last.flatMap { $0.isOver ? $0.reading : nil }
    }

    private func take(_ update: LocalEngine.Update) {
        switch update {
        case .load(let load):
            last = load
            tell(load)
            if load.isOver || load.reading.tally.records.total > 0 { firstNews.continuation.finish() }
        case .answer(let answer):
            waiting.answers[answer.slot] = .answer(answer.slot, revision: answer.revision, answer.summary)
            waiting.working = nil
        case .working(let slot, let revision, let share):
            waiting.working = .working(slot, revision: revision, share: share)
        }
        announce.yield()
    }

    private func tell(_ load: LocalEngine.Load) {
        var status = LoadStatus()
        let reading = load.reading
        status.title = title
        status.pace = Pace(bytes: progress.bytes, total: inputs.totalBytes, seconds: load.time / .seconds(1))
        status.tally = reading.tally
        status.malformed = reading.malformedLines.map { .init(name: $0.input.shownName, line: $0.line) }
        status.problems = reading.incomplete.compactMap { report in
            report.problem.map { .init(name: report.input.shownName, message: $0.message) }
        }
        status.notes = notes + reading.notes
        status.unreadable = load.unreadable
        var seen: Set<Field> = []
        status.fields = (request.format.map { [$0] } ?? reading.formats).reduce(into: []) { fields, format in
            for field in format.fields where seen.insert(field).inserted { fields.append(field) }
        }
        status.unkept = load.unkept
        status.dropped = load.dropped
        status.isOver = load.isOver
        status.isFollowing = hasCaughtUp && !load.isOver
        waiting.load = status
        announce.yield()
    }

    /// What is loaded, in a few words.
    private var title: Bytes {
        let count = inputs.inputs.count
        let files = Bytes(count.counted("file").utf8)
        guard request.paths.count == 1, let path = request.paths.first else { return files }
        if inputs.hasStandardInput { return Bytes("standard input".utf8) }
        return count == 1 && inputs.inputs.first?.name == path ? path : path + Bytes("  ".utf8) + files
    }
}

extension InputList {
    /// Whether standard input is one of the inputs.
    var hasStandardInput: Bool { inputs.contains(where: \.isStandardInput) }
}
