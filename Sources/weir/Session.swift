import Curses
import Explorer
import FlowEngine
import FlowLogs
import Screen

/// One run of the explorer: events in, frames out, effects done.
///
/// ```
/// keys ─┐
/// engine ├─► messages ─► State.handle ─► effects ─► engine, files, terminal ─► messages
/// files ─┘                  └────────► State.frame ─► Terminal.show
/// ```
@MainActor
final class Session {
    private var state: State
    private let terminal: Terminal
    private let loader: Loader
    private let inbox: AsyncStream<Message>.Continuation
    private let messages: AsyncStream<Message>
    /// What the engine is asked to do, in order.
    private let errands = AsyncStream<Effect>.makeStream()
    private var search: Task<Void, Never>?
    private var exitCode: Int32?
    /// Exports that are being written; the program does not end before they are.
    private var exports = 0
    private var isQuitting = false
    private let start = ContinuousClock.now

    /// What the loop is woken by.
    private enum Message: Sendable {
        case event(Event)
        /// The engine has something to tell.
        case news
    }

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
        (messages, inbox) = AsyncStream<Message>.makeStream()
    }

    private func run() async -> Int32 {
        let keys = KeyReader(terminal) { [weak self] in self?.take($0) }
        keys.start()
        defer { keys.stop() }
        let (loader, inbox, errands) = (loader, inbox, errands.stream)
        let updates = Task { for await _ in loader.news { inbox.yield(.news) } }
        let asking = Task { for await effect in errands { await Self.ask(effect, loader, inbox) } }
        defer {
            updates.cancel()
            asking.cancel()
        }
        handle(.resize(terminal.size))
        for await message in messages {
            switch message {
            case .event(let event): handle(event)
            case .news: for event in await loader.takeNews() { handle(event) }
            }
            if let exitCode { return exitCode }
        }
        return 0
    }

    private func take(_ input: TerminalInput) {
        switch input {
        case .key(let key): inbox.yield(.event(.key(key)))
        case .paste(let text): inbox.yield(.event(.paste(text)))
        case .resized, .resumed:
            if input == .resized { terminal.resize() }
            inbox.yield(.event(.resize(terminal.size)))
        case .closed:
            // Nobody can see anything any more; as if the hang-up had come by signal.
            exitCode = 129
            inbox.yield(.event(.resize(terminal.size)))
        }
    }

    private func handle(_ event: Event) {
        if case .exported = event {
            exports -= 1
            if isQuitting, exports == 0 { exitCode = 0 }
        }
        let effects = state.handle(event, at: Int((ContinuousClock.now - start) / .milliseconds(1)))
        for effect in effects { perform(effect) }
        if exitCode == nil { terminal.show(state.frame()) }
    }

    private func perform(_ effect: Effect) {
        switch effect {
        case .ask, .dismissPreview, .stopLoading, .reload:
            // One after the other: what is asked after a reload is asked of what is loaded then.
            errands.continuation.yield(effect)
        case .fetch(let matches, let range, let revision):
            Task.detached(priority: .userInitiated) { [inbox] in
                let records = matches.records(at: range)
                inbox.yield(.event(.page(revision: revision, first: range.lowerBound, records)))
            }
        case .find(let matches, let text, let start, let isBackwards, let revision):
            search?.cancel()
            search = Task.detached(priority: .userInitiated) { [inbox] in
                let place = matches.place(of: text, from: start, isBackwards: isBackwards) { Task.isCancelled }
                if !Task.isCancelled { inbox.yield(.event(.found(revision: revision, place: place))) }
            }
        case .exportReports(let folder, let reports, let isSpreadsheetSafe):
            exports += 1
            write(to: folder, rows: [reports.tags.count, reports.ports.count]) {
                reports.files(isSpreadsheetSafe: isSpreadsheetSafe)
            }
        case .exportRecords(let folder, let matches):
            exports += 1
            writeRecords(matches, folder)
        case .copy(let text):
            if !terminal.copy(text) { inbox.yield(.event(.notice("This terminal does not take that text."))) }
        case .redraw: terminal.redraw()
        case .suspend: terminal.suspend()
        case .quit:
            if exports == 0 { exitCode = 0 } else { inbox.yield(.event(.notice("Writing; then weir ends."))) }
            isQuitting = true
        }
    }

    private nonisolated static func ask(
        _ effect: Effect, _ loader: Loader, _ inbox: AsyncStream<Message>.Continuation
    ) async {
        switch effect {
        case .ask(let slot, let filter, let revision):
            let lookup = loader.lookup
            let query = Query(filter.map { RecordFilter($0, lookup: lookup) }, isGrouped: slot == .view)
            await loader.engine.ask(query, for: slot, revision: revision)
        case .dismissPreview: await loader.engine.dismiss(.preview)
        case .stopLoading: await loader.stopLoading()
        case .reload(let isFollowing):
            if await !loader.restart(isFollowing: isFollowing) {
                inbox.yield(.event(.notice("Standard input cannot be read again.")))
            }
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
        Task.detached(priority: .userInitiated) { [inbox] in
            // The gate is passed once for each name that is tried, and not at all if something fails before it.
            var isHolding = false
            do throws(ReportFailure) {
                let paths = try ReportFolder(folder.expandingHome).write(files(), .stamped(timeStamp())) {
                    if !isHolding { Terminal.holdSignals() }
                    isHolding = true
                    return true
                }
                inbox.yield(.event(.exported(.written(zip(paths, rows).map { (path: $0, rows: $1) }))))
            } catch {
                inbox.yield(.event(.exported(.failed(path: error.path, message: error.message))))
            }
            if isHolding { Terminal.releaseSignals() }
        }
    }
}
