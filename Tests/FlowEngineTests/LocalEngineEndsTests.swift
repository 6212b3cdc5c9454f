import Foundation
import Testing

@testable import FlowEngine
@testable import FlowLogs

/// How loads end, what is past the memory limit, and logs that grow.
extension LocalEngineTests {
    @Test("Stopped in the middle: a prefix stays, and the books balance")
    func stopped() async throws {
        let flows = Self.flows(15_000, seed: 5)
        let inputs = try input("log", flows)
        await engine.ask(all, for: .view, revision: 1)
        let loading = start(inputs, Self.settings(blockSize: 200))
        try await updates.wait { !$0.isEmpty }
        await engine.stopLoading()
        await loading.value
        checkLoads(updates.loads)
        let reading = try #require(updates.loads.last).reading
        let count = reading.tally.records.total
        #expect(reading.tally.lines == count + reading.tally.header && reading.tally.malformed == 0)
        // A fast machine may have come to the end before.
        #expect(count == flows.count ? reading.incomplete.isEmpty || reading.reports[0].problem == .stopped : true)
        #expect(count < flows.count ? reading.reports.map(\.problem) == [.stopped] : true)
        let summary = try await updates.answer(.view, 1) { $0.records.total == count }
        #expect(adds(summary, upTo: flows.prefix(count)))
        #expect(await engine.records.chunks.reduce(0) { $0 + $1.count } == count)
    }

    @Test("Stopped at a pipe that says nothing: what was begun and what was not are told")
    func stoppedAtStall() async throws {
        let pipe = try NamedPipe(in: folder)
        let flows = Self.flows(50, seed: 6)
        let before = try input("before", Array(flows[..<20]))
        let later = Self.flows(10, seed: 7)
        let after = try input("after", later)
        let missing = InputList([folder.bytes("missing")]).inputs
        await engine.ask(all, for: .view, revision: 1)
        let loading = start(before + pipe.inputs + missing + after, Self.settings())
        try pipe.write(Self.log(flows[20...]) + "443 6 1")
        let summary = try await updates.answer(.view, 1) { $0.records.total == 50 }
        #expect(adds(summary, upTo: flows))
        #expect(updates.loads.allSatisfy { !$0.isOver })
        await engine.stopLoading()
        await loading.value
        checkLoads(updates.loads)
        let reports = try #require(updates.loads.last).reading.reports
        #expect(reports.map(\.input.name) == (before + pipe.inputs + missing + after).map(\.name))
        #expect(reports[0].problem == nil && reports[1].problem == .stopped)
        #expect(reports[2].problem == missing[0].failure && missing[0].failure != nil)
        // What was read of an input behind the pipe counts too: all or nothing, since it is but one block.
        let rest = reports[3].tally.records.total
        #expect(rest == 10 || rest == 0 && reports[3].problem == .stopped)
        #expect(reports.map(\.tally.records.total) == [20, 30, 0, rest])
        #expect(adds(try #require(updates.answers(.view).last).summary, upTo: flows + later.prefix(rest)))
        #expect(reports[1].bytes == (Self.log(flows[20...]) + "443 6 1").utf8.count)
    }

    @Test("A pipe that stalls shows what came, and ends when it is closed")
    func stall() async throws {
        let pipe = try NamedPipe(in: folder)
        let flows = Self.flows(40, seed: 8)
        let loading = start(pipe.inputs, Self.settings())
        await engine.ask(all, for: .view, revision: 1)
        try pipe.write(Self.header)
        for (number, flow) in flows.enumerated() {
            try pipe.write(flow.line)
            guard number % 8 == 7 else { continue }
            let summary = try await updates.answer(.view, 1) { $0.records.total == number + 1 }
            #expect(adds(summary, upTo: flows[...number]))
        }
        try pipe.write("443 6 1 ACCEPT")
        #expect(updates.loads.allSatisfy { !$0.isOver })
        pipe.finish()
        await loading.value
        checkLoads(updates.loads)
        let tally = try #require(updates.loads.last).reading.tally
        #expect(tally.records.counted == 41 && updates.loads.last?.reading.incomplete.isEmpty == true)
        _ = try await updates.answer(.view, 1) { $0.records.total == 41 }
    }

    @Test("Loaded again, what was loaded is gone")
    func loadedAgain() async throws {
        let (one, other) = (Self.flows(1500, seed: 9), Self.flows(500, seed: 10))
        await engine.ask(all, for: .view, revision: 1)
        await load(try input("one", one), Self.settings(blockSize: 100))
        _ = try await updates.answer(.view, 1) { $0.records.total == 1500 }
        let place = updates.all.count
        await load(try input("other", other), Self.settings(blockSize: 100))
        let summary = try await updates.answer(.view, 1, since: place) { $0.records.total == 500 }
        #expect(adds(summary, upTo: other))
        for answer in updates.answers(.view, since: place) {
            #expect(adds(answer.summary, upTo: other.prefix(answer.summary.records.total)))
        }
        #expect(updates.loads.count(where: \.isOver) == 2)
    }

    @Test("Loaded again while it loads: only the newer load is told of and answered from")
    func replaced() async throws {
        let pipe = try NamedPipe(in: folder)
        let (one, other) = (Self.flows(40, seed: 11), Self.flows(2000, seed: 12))
        await engine.ask(all, for: .view, revision: 1)
        let loading = start(pipe.inputs, Self.settings())
        try pipe.write(Self.log(one))
        _ = try await updates.answer(.view, 1) { $0.records.total == 40 }
        await load(try input("other", other), Self.settings(blockSize: 100))
        // The pipe was not closed: the newer load ended the older one.
        await loading.value
        #expect(adds(try await updates.answer(.view, 1) { $0.records.total == 2000 }, upTo: other))
        #expect(updates.loads.count(where: \.isOver) == 1 && updates.loads.last?.isOver == true)
        #expect(updates.loads.last?.reading.tally.records.counted == 2000)
    }

    @Test("Several inputs, one of them missing, one damaged")
    func severalInputs() async throws {
        let parts = (0..<4).map { Self.flows(300, seed: UInt64(20 + $0)) }
        var paths = try parts.enumerated().map { try folder.write("log-\($0.offset)", Self.log($0.element)) }
        paths.insert(folder.bytes("missing"), at: 2)
        let whole = Bytes(Self.log(parts[0]).utf8)
        paths.append(try folder.write("cut.gz", Bytes(storedGzip(whole + Bytes("443 6".utf8)).dropLast(13))))
        let flows = parts.flatMap { $0 } + parts[0]
        await engine.ask(all, for: .view, revision: 1)
        await load(InputList(paths).inputs, Self.settings(blockSize: 100))
        let summary = try await updates.answer(.view, 1) { $0.records.total == flows.count }
        #expect(adds(summary, upTo: flows))
        let texts = summary.matches.records(at: 0..<flows.count).map { String(decoding: $0.text, as: UTF8.self) + "\n" }
        #expect(texts == flows.map(\.line))
        checkLoads(updates.loads)
        let reading = try #require(updates.loads.last).reading
        #expect(reading.incomplete.map(\.input.name) == [paths[2], paths[5]])
        #expect(reading.reports.map(\.tally.records.total) == [300, 300, 0, 300, 300, 300])
        #expect(reading.tally.malformed == 1)
    }

    @Test("Nothing to load, nothing to see")
    func nothing() async throws {
        await engine.ask(all, for: .view, revision: 1)
        await load([], Self.settings())
        checkLoads(updates.loads)
        #expect(try await updates.answer(.view, 1).records.total == 0)
        await engine.stopLoading()
        #expect(await engine.records.chunks.isEmpty)
    }

    // MARK: Memory

    @Test("Past the memory limit records are counted but not kept", arguments: [0, 1, 2000, 15_000])
    func memoryLimit(limit: Int) async throws {
        let flows = Self.flows(3000, seed: 13)
        await engine.ask(all, for: .view, revision: 1)
        await engine.ask(try query("dstport = 443"), for: .preview, revision: 1)
        await load(try input("log", flows), Self.settings(blockSize: 400), LoadJob(memoryLimit: limit))
        let summary = try await updates.answer(.view, 1) { $0.records.total == flows.count }
        #expect(adds(summary, upTo: flows))
        checkLoads(updates.loads)
        let unkept = try #require(updates.loads.last).unkept
        #expect(unkept > 0 && (limit > 0) == (unkept < flows.count))
        let kept = flows.prefix(flows.count - unkept)
        #expect(summary.matches.count == kept.count)
        let https = kept.filter { $0.port == 443 }
        let filtered = try await updates.answer(.preview, 1) { $0.matches.count == https.count }
        #expect(adds(filtered, upTo: https))
        // While it loaded, too, all records were counted.
        for answer in updates.answers(.view) {
            #expect(adds(answer.summary, upTo: flows.prefix(answer.summary.records.total)))
        }
        // Asked anew, the same.
        await engine.ask(all, for: .view, revision: 2)
        #expect(adds(try await updates.answer(.view, 2), upTo: flows))
    }

    @Test("A question asked just before the end of the loading is answered from all records, kept or not")
    func askedAtTheEnd() async throws {
        let flows = Self.flows(5000, seed: 14)
        var revision = 0
        for round in 1...5 {
            let pipe = try NamedPipe(in: folder, "pipe-\(round)")
            let place = updates.all.count
            let loading = start(pipe.inputs, Self.settings(blockSize: 10_000), LoadJob(memoryLimit: 10_000))
            try pipe.write(Self.log(flows[..<3000]))
            try await updates.wait {
                $0.dropFirst(place).contains {
                    if case .load(let load) = $0 { load.unkept > 0 && !load.isOver } else { false }
                }
            }
            // From here on no chunk comes that would renew an answer, only sums.
            try pipe.write(flows[3000...].map(\.line).joined())
            pipe.finish()
            while updates.loads.count(where: \.isOver) < round {
                revision += 1
                await engine.ask(all, for: .view, revision: revision)
                try await Task.sleep(for: .milliseconds(1))
            }
            await loading.value
            let summary = try await updates.answer(.view, revision, since: place) { $0.records.total == flows.count }
            #expect(summary.matches.count > 0 && summary.matches.count < 3000)
            #expect(adds(summary, upTo: flows))
        }
    }

    // MARK: Following

    private func append(_ text: String, to name: String) throws {
        let handle = try #require(FileHandle(forWritingAtPath: "\(folder.path)/\(name)"))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }

    @Test("Followed, a log that grows is answered as it grows, until it is stopped", arguments: [false, true])
    func follow(isCancelled: Bool) async throws {
        let flows = Self.flows(120, seed: 15)
        var settings = Self.settings()
        settings.isFollowing = true
        let (inputs, following) = (try input("log", Array(flows[..<30])), settings)
        await engine.ask(all, for: .view, revision: 1)
        let loading = start(inputs, following)
        for count in stride(from: 30, through: 120, by: 30) {
            let summary = try await updates.answer(.view, 1) { $0.records.total == count }
            #expect(adds(summary, upTo: flows[..<count]))
            if count < 120 { try append(flows[count..<(count + 30)].map(\.line).joined(), to: "log") }
        }
        #expect(updates.loads.allSatisfy { !$0.isOver })
        if isCancelled { await engine.stopLoading() } else { settings.stop.raise() }
        await loading.value
        checkLoads(updates.loads)
        let reports = try #require(updates.loads.last).reading.reports
        #expect(reports.map(\.problem) == [isCancelled ? .stopped : nil])
        #expect(reports.map(\.tally.records.counted) == [120])
        #expect(adds(try #require(updates.answers(.view).last).summary, upTo: flows))
    }

    @Test(
        "Several logs that grow at once: each record is counted once, wherever it comes in", arguments: [Int.max, 900])
    func followSeveral(memoryLimit: Int) async throws {
        let names = ["a", "b", "c"]
        let flows = Self.flows(300, seed: 16)
        for name in names { try folder.write(name, Self.header) }
        var settings = Self.settings()
        settings.isFollowing = true
        let (inputs, following) = (InputList(names.map(folder.bytes)).inputs, settings)
        await engine.ask(all, for: .view, revision: 1)
        await engine.ask(try query("action = reject"), for: .preview, revision: 1)
        let loading = start(inputs, following, LoadJob(memoryLimit: memoryLimit))
        for round in 0..<10 {
            // The last one first, so that what comes next belongs before it.
            let part = flows[(round * 30)..<(round * 30 + 30)]
            try append(part.map(\.line).joined(), to: names[(11 - round) % 3])
            let sofar = flows[..<(round * 30 + 30)]
            #expect(adds(try await updates.answer(.view, 1) { $0.records.total == sofar.count }, upTo: sofar))
            guard memoryLimit == .max else { continue }
            let rejected = sofar.filter(\.isRejected)
            let found = try await updates.answer(.preview, 1) { $0.matches.count == rejected.count }
            #expect(adds(found, upTo: rejected))
        }
        settings.stop.raise()
        await loading.value
        checkLoads(updates.loads)
        let tallies = try #require(updates.loads.last).reading.reports.map(\.tally.records.counted)
        #expect(tallies == [90, 90, 120])
    }

    @Test(
        "Followed and only the newest kept: each answer is of the newest, and the books balance", arguments: [60, 700])
    func followKeeping(limit: Int) async throws {
        let flows = Self.flows(3000, seed: 17)
        var settings = Self.settings()
        settings.isFollowing = true
        let (inputs, following) = (try input("log", []), settings)
        await engine.ask(all, for: .view, revision: 1)
        let loading = start(inputs, following, LoadJob(keeping: .records(limit)))
        for count in stride(from: 100, through: 3000, by: 100) {
            try append(flows[(count - 100)..<count].map(\.line).joined(), to: "log")
            try await updates.wait {
                $0.contains {
                    if case .load(let load) = $0 { load.reading.tally.records.total == count } else { false }
                }
            }
        }
        settings.stop.raise()
        await loading.value
        checkLoads(updates.loads)
        let last = try #require(updates.loads.last)
        let kept = 3000 - last.dropped.total
        #expect(kept >= limit && kept < limit + limit / 4 + 600 && last.unkept == 0)
        #expect(adds(try #require(updates.answers(.view).last).summary, upTo: flows.suffix(kept)))
        // Every answer on the way was of some that followed each other, up to the newest of that time.
        for answer in updates.answers(.view) {
            let count = answer.summary.matches.count
            let texts = answer.summary.matches.records(at: 0..<count).map {
                String(decoding: $0.text, as: UTF8.self) + "\n"
            }
            let end = (count...3000).first { end in
                flows[(end - count)..<end].lazy.map(\.line).elementsEqual(texts)
            }
            #expect(end != nil && adds(answer.summary, upTo: flows[((end ?? count) - count)..<(end ?? count)]))
        }
    }
}
