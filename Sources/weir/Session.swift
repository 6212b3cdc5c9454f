import Curses
import Explorer
import FlowEngine
import FlowLogs
import Screen

/// One run of the explorer: events in, frames out, effects done.
///
/// ```
/// keys ─┐
/// engine ├─► events ─► State.handle ─► effects ─► engine, files, terminal ─► events
/// files ─┘                  └────────► State.frame ─► Terminal.show
/// ```
@MainActor
final class Session {
    private var state: State
    private let terminal: Terminal
    private let loader: Loader
    private let events: AsyncStream<Event>.Continuation
    private let stream: AsyncStream<Event>
    /// What the engine is asked to do, in order.
    private let errands = AsyncStream<Effect>.makeStream()
    private var search: Task<Void, Never>?
    private var exitCode: Int32?
    private let start = ContinuousClock.now

    /// Opens the screen, and returns when it is closed again: with the exit code.
    static func run(_ setting: State.Setting, _ loader: Loader, keysFromDevice: Bool) async throws -> Int32 {
        let terminal: Terminal
        do throws(TerminalError) {
            terminal = try Terminal(keysFromDevice: keysFromDevice)
        } catch {
            throw Failure(error)
        }
        let session = Session(setting, loader, terminal)
        defer { terminal.close() }
        return await session.run()
    }

    private init(_ setting: State.Setting, _ loader: Loader, _ terminal: Terminal) {
        self.loader = loader
        self.terminal = terminal
        state = State(setting, size: terminal.size)
        (stream, events) = AsyncStream<Event>.makeStream()
    }

    private func run() async -> Int32 {
        let keys = KeyReader(terminal) { [weak self] in self?.take($0) }
        keys.start()
        defer { keys.stop() }
        let (loader, events, errands) = (loader, events, errands.stream)
        let updates = Task { for await event in loader.stream { events.yield(event) } }
        let asking = Task { for await effect in errands { await Self.ask(effect, loader) } }
        defer {
            updates.cancel()
            asking.cancel()
        }
        handle(.resize(terminal.size))
        for await event in stream {
            handle(event)
            if let exitCode { return exitCode }
        }
        return 0
    }

    private func take(_ input: TerminalInput) {
        switch input {
        case .key(let key): events.yield(.key(key))
        case .paste(let text): events.yield(.paste(text))
        case .resized, .resumed:
            if input == .resized { terminal.resize() }
            events.yield(.resize(terminal.size))
        case .closed:
            // Nobody can see anything any more; as if the hang-up had come by signal.
            exitCode = 129
            events.yield(.resize(terminal.size))
        }
    }

    private func handle(_ event: Event) {
        let effects = state.handle(event, at: Int((ContinuousClock.now - start) / .milliseconds(1)))
        for effect in effects { perform(effect) }
        if exitCode == nil { terminal.show(state.frame()) }
    }

    private func perform(_ effect: Effect) {
        switch effect {
        case .ask, .dismissPreview, .stopLoading:
            errands.continuation.yield(effect)
        case .reload(let isFollowing):
            Task { [loader, events] in
                if await !loader.restart(isFollowing: isFollowing) {
                    events.yield(.notice("Standard input cannot be read again."))
                }
            }
        case .fetch(let matches, let range, let revision):
            Task.detached(priority: .userInitiated) { [events] in
                let records = matches.records(at: range)
                events.yield(.page(revision: revision, first: range.lowerBound, records))
            }
        case .find(let matches, let text, let start, let isBackwards, let revision):
            search?.cancel()
            search = Task.detached(priority: .userInitiated) { [events] in
                let place = matches.place(of: text, from: start, isBackwards: isBackwards) { Task.isCancelled }
                if !Task.isCancelled { events.yield(.found(revision: revision, place: place)) }
            }
        case .exportReports(let folder, let reports, let isSpreadsheetSafe):
            write(to: folder, rows: [reports.tags.count, reports.ports.count]) {
                reports.files(isSpreadsheetSafe: isSpreadsheetSafe)
            }
        case .exportRecords(let folder, let matches):
            writeRecords(matches, folder)
        case .copy(let text):
            if !terminal.copy(text) { events.yield(.notice("Too long for the clipboard.")) }
        case .redraw: terminal.redraw()
        case .suspend: terminal.suspend()
        case .quit: exitCode = 0
        }
    }

    private static func ask(_ effect: Effect, _ loader: Loader) async {
        switch effect {
        case .ask(let slot, let filter, let revision):
            let lookup = loader.lookup
            let query = Query(filter.map { RecordFilter($0, lookup: lookup) }, isGrouped: slot == .view)
            await loader.engine.ask(query, for: LocalEngine.Slot(slot), revision: revision)
        case .dismissPreview: await loader.engine.dismiss(.preview)
        case .stopLoading: await loader.stop()
        default: break
        }
    }

    // MARK: Exports

    private func writeRecords(_ matches: Matches, _ folder: PathBytes) {
        Task {
            let formats = await loader.formats
            let columns = RecordWriter.columns(of: formats)
            let writer = RecordWriter(.csv(columns: columns), lookup: loader.lookup)
            write(to: folder, rows: [matches.count]) {
                let pieces = [AnySequence([writer.header]), AnySequence(matches.lines(writer))].joined()
                return [ReportFile("records", pieces: pieces)]
            }
        }
    }

    /// Writes files beside the screen; while they get their names, no signal ends the program.
    private func write(to folder: PathBytes, rows: [Int], _ files: @escaping @Sendable () -> [ReportFile]) {
        // Not of the priority of the loading, which leaves the others of its own no thread until it is over.
        Task.detached(priority: .userInitiated) { [events] in
            // The gate is passed once for each name that is tried, and not at all if something fails before it.
            var isHolding = false
            do throws(ReportFailure) {
                let paths = try ReportFolder(folder.expandingHome).write(files(), .stamped(timeStamp())) {
                    if !isHolding { Terminal.holdSignals() }
                    isHolding = true
                    return true
                }
                events.yield(.exported(.written(zip(paths, rows).map { (path: $0, rows: $1) })))
            } catch {
                events.yield(.exported(.failed(path: error.path, message: error.message)))
            }
            if isHolding { Terminal.releaseSignals() }
        }
    }
}
