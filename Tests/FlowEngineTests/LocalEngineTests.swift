import Foundation
import Synchronization
import Testing

@testable import FlowEngine
@testable import FlowLogs

/// What the engine answers, while and after it loads real files, is what the flows that were written to them add up to.
@Suite(.timeLimit(.minutes(4)))
struct LocalEngineTests {
    let folder: TemporaryFolder
    let lookup: LookupTable
    let updates = Updates()
    let engine: LocalEngine

    init() throws {
        folder = try TemporaryFolder()
        lookup = try LookupTable(parsing: Bytes("dstport,protocol,tag\n443,tcp,web\n80,tcp,web\n53,udp,dns\n".utf8))
        engine = LocalEngine(lookup: lookup, publish: updates.append)
    }

    // MARK: Flows and what they add up to

    /// One record as it is written.
    struct Flow {
        let port: UInt16
        let ipProtocol: UInt8
        let bytes: UInt64
        let isRejected: Bool

        var line: String { "\(port) \(ipProtocol) \(bytes) \(isRejected ? "REJECT" : "ACCEPT")\n" }
    }

    static let header = "dstport protocol bytes action\n"

    static func flows(_ count: Int, seed: UInt64) -> [Flow] {
        var state = seed
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let number = Int(state >> 33)
            return Flow(
                port: [443, 80, 53, 22, UInt16(number / 5 % 65536)][number % 5],
                ipProtocol: number / 64 % 4 == 0 ? 17 : 6, bytes: UInt64(number / 128 % 5000),
                isRejected: number / 1024 % 3 == 0)
        }
    }

    static func log(_ flows: some Sequence<Flow>) -> String { header + flows.map(\.line).joined() }

    func input(_ name: String, _ flows: [Flow]) throws -> [Input] {
        InputList([try folder.write(name, Self.log(flows))]).inputs
    }

    /// Whether a summary has exactly these flows.
    func adds(_ summary: Summary, upTo flows: some Sequence<Flow>) -> Bool {
        var sums: [UInt32: [UInt128]] = [:]
        var tags: [Bytes: UInt64] = [:]
        var count = 0
        for flow in flows {
            let key = UInt32(flow.ipProtocol) << 16 | UInt32(flow.port)
            let amounts: [UInt128] = [1, UInt128(flow.bytes), flow.isRejected ? 1 : 0]
            sums[key] = zip(sums[key] ?? [0, 0, 0], amounts).map(+)
            tags[lookup.tag(of: PortProtocol(packed: key))?.bytes ?? Bytes("Untagged".utf8), default: 0] += 1
            count += 1
        }
        let found = summary.ports.sorted { $0.key.packed < $1.key.packed }.map { group in
            [UInt128(group.key.packed), group.aggregate.all[.flows], group.aggregate.all[.bytes]]
                + [group.aggregate.rejected[.flows]]
        }
        return found == sums.sorted { $0.key < $1.key }.map { [UInt128($0.key)] + $0.value }
            && Dictionary(uniqueKeysWithValues: summary.tags.map { ($0.tag.bytes, $0.aggregate.all.flows) }) == tags
            && summary.records.total == count && summary.total.all.flows == UInt64(count)
    }

    var all: Query { Query(nil, isGrouped: true) }

    func query(_ filter: String) throws -> Query {
        let parsed = try FilterSyntax.parse(Bytes(filter.utf8), tags: lookup.tags)
        return Query(RecordFilter(parsed, lookup: lookup), isGrouped: true)
    }

    static func settings(blockSize: Int = 500, tasks: Int = 3) -> Ingest.Settings {
        var settings = Ingest.Settings()
        settings.blockSize = blockSize
        settings.tasks = tasks
        return settings
    }

    func load(_ inputs: [Input], _ settings: Ingest.Settings, _ job: LoadJob = LoadJob()) async {
        await engine.load(inputs, settings, job, progress: Progress())
    }

    /// Begins to load; the task ends when the loading is over.
    func start(_ inputs: [Input], _ settings: Ingest.Settings, _ job: LoadJob = LoadJob()) -> Task<Void, Never> {
        Task { [engine] in await engine.load(inputs, settings, job, progress: Progress()) }
    }

    /// Whatever the engine published, in the order in which it did.
    final class Updates: Sendable {
        private let published = Mutex<[LocalEngine.Update]>([])

        var append: @Sendable (LocalEngine.Update) -> Void {
            { update in self.published.withLock { $0.append(update) } }
        }

        var all: [LocalEngine.Update] { published.withLock { $0 } }

        var loads: [LocalEngine.Load] { all.compactMap { if case .load(let load) = $0 { load } else { nil } } }

        func answers(_ slot: Slot, since place: Int = 0) -> [LocalEngine.Answer] {
            all.dropFirst(place).compactMap { update in
                guard case .answer(let answer) = update, answer.slot == slot else { return nil }
                return answer
            }
        }

        /// Waits for an answer that fits; only the suite's time limit ends a wait in vain.
        @discardableResult
        func answer(
            _ slot: Slot, _ revision: Int, since place: Int = 0,
            where isFit: (Summary) -> Bool = { _ in true }
        ) async throws -> Summary {
            while true {
                let last = answers(slot, since: place).last
                if let last, last.revision == revision, isFit(last.summary) { return last.summary }
                try await Task.sleep(for: .milliseconds(2))
            }
        }

        func wait(until isDone: ([LocalEngine.Update]) -> Bool) async throws {
            while !isDone(all) { try await Task.sleep(for: .milliseconds(2)) }
        }
    }

    /// The loading is over once, at its end, and never had less than before.
    func checkLoads(_ loads: [LocalEngine.Load]) {
        #expect(loads.map(\.isOver) == loads.dropLast().map { _ in false } + [true])
        let lines = loads.map(\.reading.tally.lines)
        #expect(lines == lines.sorted())
        let bytes = loads.map(\.reading.bytes)
        #expect(bytes == bytes.sorted())
        #expect(loads.map(\.unkept) == loads.map(\.unkept).sorted())
    }

    // MARK: Loading and asking

    @Test("Load, then ask", arguments: [20, 500, 1 << 20])
    func loadThenAsk(blockSize: Int) async throws {
        let flows = Self.flows(1500, seed: 1)
        await load(try input("log", flows), Self.settings(blockSize: blockSize))
        checkLoads(updates.loads)
        let last = try #require(updates.loads.last)
        #expect(last.reading.tally.records.counted == 1500 && last.reading.tally.header == 1)
        #expect(last.reading.incomplete.isEmpty && last.unkept == 0 && last.unreadable.isEmpty)
        #expect(updates.answers(.view).isEmpty && updates.answers(.preview).isEmpty)

        await engine.ask(all, for: .view, revision: 1)
        #expect(adds(try await updates.answer(.view, 1), upTo: flows))
        let rejected = flows.filter { $0.isRejected && $0.bytes < 2500 }
        await engine.ask(try query("action = REJECT and bytes < 2500"), for: .preview, revision: 2)
        let summary = try await updates.answer(.preview, 2)
        #expect(adds(summary, upTo: rejected))
        let texts = summary.matches.records(at: 0..<5000).map { String(decoding: $0.text, as: UTF8.self) + "\n" }
        #expect(texts == rejected.map(\.line))
        #expect(updates.answers(.view).count == 1 && updates.answers(.preview).count == 1)
    }

    @Test("Ask while it loads: every answer is of a prefix, the last one of all", arguments: [20, 500], [1, 4])
    func askWhileLoading(blockSize: Int, tasks: Int) async throws {
        let flows = Self.flows(1500, seed: 2)
        await engine.ask(all, for: .view, revision: 1)
        await engine.ask(try query("dstport = 443"), for: .preview, revision: 7)
        #expect(try await updates.answer(.view, 1).records.total == 0)
        await load(try input("log", flows), Self.settings(blockSize: blockSize, tasks: tasks))
        let https = flows.filter { $0.port == 443 }
        let summary = try await updates.answer(.view, 1) { $0.records.total == flows.count }
        #expect(adds(summary, upTo: flows) && summary.matches.count == flows.count)
        #expect(adds(try await updates.answer(.preview, 7) { $0.matches.count == https.count }, upTo: https))
        for answer in updates.answers(.view) {
            #expect(adds(answer.summary, upTo: flows.prefix(answer.summary.records.total)))
        }
        for answer in updates.answers(.preview) {
            #expect(adds(answer.summary, upTo: https.prefix(answer.summary.records.total)))
        }
        let counts = updates.answers(.view).map(\.summary.records.total)
        #expect(counts == counts.sorted())
        checkLoads(updates.loads)
        #expect(await engine.records.chunks.reduce(0) { $0 + $1.count } == flows.count)
    }

    @Test("A newer question ends an older one, whenever it is asked", arguments: [false, true])
    func newestWins(isLoading: Bool) async throws {
        let flows = Self.flows(1000, seed: 3)
        let inputs = try input("log", flows)
        if !isLoading { await load(inputs, Self.settings(blockSize: 100)) }
        let loading = isLoading ? start(inputs, Self.settings(blockSize: 100)) : nil
        let ports = [443, 80, 53, 22]
        for revision in 1...100 {
            let slot = revision.isMultiple(of: 3) ? Slot.preview : .view
            await engine.ask(try query("dstport = \(ports[revision % 4])"), for: slot, revision: revision)
            // Nothing older comes from here on.
            let place = updates.all.count
            if revision.isMultiple(of: 25) { try await updates.answer(slot, revision) }
            #expect(updates.answers(slot, since: place).allSatisfy { $0.revision == revision })
        }
        await loading?.value
        for (slot, revision) in [(Slot.view, 100), (.preview, 99)] {
            let expected = flows.filter { $0.port == ports[revision % 4] }
            let summary = try await updates.answer(slot, revision) { $0.matches.count == expected.count }
            #expect(adds(summary, upTo: expected))
            let revisions = updates.answers(slot).map(\.revision)
            #expect(revisions == revisions.sorted() && revisions.last == revision)
            for answer in updates.answers(slot) {
                let port = ports[answer.revision % 4]
                let expected = flows.lazy.filter { $0.port == port }.prefix(answer.summary.matches.count)
                #expect(adds(answer.summary, upTo: expected))
            }
        }
    }

    @Test("A question that is taken back gets no more answers, the other one does")
    func dismissed() async throws {
        let pipe = try NamedPipe(in: folder)
        let flows = Self.flows(60, seed: 4)
        let loading = start(pipe.inputs, Self.settings())
        await engine.ask(all, for: .view, revision: 1)
        await engine.ask(all, for: .preview, revision: 1)
        try pipe.write(Self.log(flows[..<30]))
        _ = try await updates.answer(.view, 1) { $0.records.total == 30 }
        _ = try await updates.answer(.preview, 1) { $0.records.total == 30 }
        await engine.dismiss(.preview)
        let place = updates.all.count
        try pipe.write(flows[30...].map(\.line).joined())
        _ = try await updates.answer(.view, 1) { $0.records.total == 60 }
        pipe.finish()
        await loading.value
        #expect(updates.answers(.preview, since: place).isEmpty)
        await engine.ask(all, for: .preview, revision: 1)
        #expect(adds(try await updates.answer(.preview, 1, since: place), upTo: flows))
    }
}
