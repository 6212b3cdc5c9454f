import Foundation
import Synchronization
import Testing

@testable import FlowEngine
@testable import FlowLogs

/// Several inputs are read at once, and yet the result comes in their order.
struct OrderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Collects the text of all records; knows how many digests there are at any time.
    private struct TextJob: BlockJob {
        /// What was made of a block.
        final class Digest: Sendable {
            let text: Bytes
            let living: Living

            init(_ text: Bytes, _ living: Living) {
                self.text = text
                self.living = living
                living.count { $0 + 1 }
            }

            deinit { living.count { $0 - 1 } }
        }

        final class Living: Sendable {
            private let counts = Mutex((now: 0, most: 0))

            var now: Int { counts.withLock { $0.now } }
            var most: Int { counts.withLock { $0.most } }

            func count(_ change: (Int) -> Int) {
                counts.withLock { $0 = (change($0.now), max($0.most, change($0.now))) }
            }
        }

        var room = Int.max
        let living = Living()

        func makeResult() -> Bytes { [] }

        func digest(
            _ lines: Span<UInt8>, in format: LogFormat, with parser: inout BlockParser
        ) -> (ParsedBlock, Digest) {
            let (parsed, chunks) = parser.chunks(of: lines, in: format)
            let writer = RecordWriter(.text, lookup: .empty)
            return (parsed, Digest(chunks.flatMap { writer.lines(of: $0, selected: nil) }, living))
        }

        func fold(_ digest: Digest, into result: inout Bytes) { result += digest.text }
        func merge(_ other: Bytes, into result: inout Bytes) { result += other }
        func memory(of digest: Digest) -> Int { 1 }
        func waitingRoom(beside result: Bytes) -> Int { room }
    }

    private static func settings(blockSize: Int, tasks: Int) -> Ingest.Settings {
        var settings = Ingest.Settings()
        settings.blockSize = blockSize
        settings.tasks = tasks
        settings.isOrdered = true
        return settings
    }

    /// Records that say in which log they stand, and where.
    private static func log(_ number: Int, records: Int) -> String {
        let (header, swapped) = ("dstport protocol srcport", "protocol dstport srcport")
        return (0..<records).reduce(into: number % 3 == 0 ? "" : header + "\n") { text, row in
            if number % 3 > 0, row % 40 == 39 { text += (row % 80 == 39 ? swapped : header) + "\n" }
            text +=
                number % 3 == 0
                ? "2 1 eni-\(row) 10.0.0.1 10.0.0.2 \(row) \(number) 6 1 1 1 2 ACCEPT OK\n"
                : "\(number) \(row % 256) \(row)\n"
        }
    }

    /// Inputs of all kinds and sizes: plain, packed, damaged, refused, missing, empty.
    private func paths(seed: UInt64) throws -> [PathBytes] {
        var random = SeededRandom(seed: seed)
        return try (0..<16).map { number in
            let text = Bytes(Self.log(number, records: random.pick([1, 30, 200, 500])).utf8)
            let name = "log-\(number)"
            switch random.below(8) {
            case 0: return folder.bytes("missing-\(number)")
            case 1: return try folder.write(name, "\n{\"a\": 1}\n1 2 3\n")
            case 2: return try folder.write(name, Bytes(storedGzip(text).dropLast(9 + random.below(20))))
            case 3, 4: return try folder.write(name, storedGzip(text))
            case 5: return try folder.write(name, random.pick([Bytes(), text.dropLast(2)]))
            default: return try folder.write(name, text)
            }
        }
    }

    /// Whether two readings are of the same inputs, of which the same became.
    private func expectSame(_ reading: Reading, _ expected: Reading, _ comment: Comment) {
        #expect(reading.reports.map(\.input.name) == expected.reports.map(\.input.name), comment)
        #expect(reading.reports.map(\.tally) == expected.reports.map(\.tally), comment)
        #expect(reading.reports.map(\.problem) == expected.reports.map(\.problem), comment)
        #expect(reading.reports.map(\.bytes) == expected.reports.map(\.bytes), comment)
        #expect(reading.formats == expected.formats, comment)
    }

    @Test("Many inputs of all kinds: as one task reads them, and only ever more at the end", arguments: 1...2)
    func manyInputs(seed: UInt64) async throws {
        let inputs = InputList(try paths(seed: seed)).inputs
        let (expected, expectedReading) = await Ingest.run(
            TextJob(), on: inputs, Self.settings(blockSize: 1000, tasks: 1))
        for (tasks, blockSize, room) in [(2, 300, Int.max), (3, 4096, 0), (8, 64, 5), (4, 1 << 20, 2)] {
            let job = TextJob(room: room)
            let run = IngestRun(
                job, on: inputs, Self.settings(blockSize: blockSize, tasks: tasks), progress: Progress())
            let reading = Task { await run.readToEnd() }
            let comment: Comment = "\(tasks) tasks, blocks of \(blockSize)"
            var before = (count: 0, reports: 0)
            var isOver = false
            while !isOver {
                let (text, reading) = await run.soFar()
                isOver =
                    reading.reports.count == inputs.count
                    && reading.reports.last?.bytes == expectedReading.reports.last?.bytes
                    && text.count == expected.count
                #expect(text.count >= before.count && text == Bytes(expected.prefix(text.count)), comment)
                // The books are those of the records that are there.
                #expect(text.count { $0 == UInt8(ascii: "\n") } == reading.tally.records.total, comment)
                #expect(reading.reports.count >= before.reports, comment)
                before = (text.count, reading.reports.count)
                try await Task.sleep(for: .milliseconds(10))
            }
            await reading.value
            let (text, whole) = await run.soFar()
            #expect(text == expected, comment)
            expectSame(whole, expectedReading, comment)
            #expect(job.living.now == 0, comment)
        }
    }

    @Test("A pipe that stalls: what comes after it waits, and then stands after it", arguments: 1...3)
    func stalledPipes(seed: UInt64) async throws {
        let files = (0..<6).map { Self.log($0, records: 300) }
        let first = try NamedPipe(in: folder, "first")
        let second = try NamedPipe(in: folder, "second")
        let paths = try (0..<4).map { InputList([try folder.write("log-\($0)", files[$0])]).inputs }
        let inputs = first.inputs + paths[0] + paths[1] + second.inputs + paths[2] + paths[3]
        let run = IngestRun(
            TextJob(), on: inputs, Self.settings(blockSize: 500, tasks: 4), progress: Progress())
        let reading = Task { await run.readToEnd() }
        // A pipe that nobody has opened yet must not be closed: whoever opens it then waits for another writer.
        let fileBytes = files[..<4].reduce(0) { $0 + $1.utf8.count }
        var written = 0
        for (pipe, text) in [(second, files[4]), (first, files[5])] {
            for part in stride(from: 0, to: text.utf8.count, by: 700) {
                let some = String(text.dropFirst(part).prefix(700))
                try pipe.write(some)
                written += some.utf8.count
                while run.bytesRead < fileBytes + written { try await Task.sleep(for: .milliseconds(1)) }
                let (text, reading) = await run.soFar()
                if pipe === second { #expect(text.isEmpty && reading.reports.count <= 1) }
            }
            pipe.finish()
        }
        await reading.value
        let order = [files[5], files[0], files[1], files[4], files[2], files[3]]
        let expected = await Ingest.run(
            TextJob(),
            on: InputList(try order.enumerated().map { try folder.write("copy-\($0.offset)", $0.element) }).inputs,
            Self.settings(blockSize: 1 << 20, tasks: 1)
        ).result
        #expect(await run.soFar().result == expected)
    }

    @Test("Behind a pipe that stalls only so much waits as there is room for", arguments: [0, 3, 40])
    func bounded(room: Int) async throws {
        let pipe = try NamedPipe(in: folder)
        let paths = try (0..<8).map { try folder.write("log-\($0)", Self.log($0, records: 500)) }
        let job = TextJob(room: room)
        let settings = Self.settings(blockSize: 200, tasks: 3)
        let run = IngestRun(job, on: pipe.inputs + InputList(paths).inputs, settings, progress: Progress())
        let reading = Task { await run.readToEnd() }
        while job.living.now < max(room, 1) { try await Task.sleep(for: .milliseconds(1)) }
        // Long enough to read far more, if anyone did.
        try await Task.sleep(for: .milliseconds(100))
        pipe.finish()
        await reading.value
        #expect(await run.soFar().reading.tally.records.total == 4000)
        // Besides what waits, some blocks are being parsed.
        #expect(job.living.most <= room + settings.lookahead + settings.tasks)
    }

    @Test("Cancelled in the middle: of each input what was read of it, and the books balance", arguments: 1...6)
    func cancelled(round: Int) async throws {
        let logs = (0..<9).map { Self.log($0, records: 3000) }
        let inputs = InputList(try logs.enumerated().map { try folder.write("log-\($0.offset)", $0.element) }).inputs
        let job = TextJob(room: round.isMultiple(of: 2) ? 4 : .max)
        let run = IngestRun(job, on: inputs, Self.settings(blockSize: 300, tasks: 3), progress: Progress())
        let reading = Task { await run.readToEnd() }
        while await run.soFar().result.count < 20_000 * (round - 1) { await Task.yield() }
        reading.cancel()
        await reading.value
        let (text, whole) = await run.soFar()
        #expect(whole.reports.map(\.input.name) == inputs.map(\.name))
        var rest = text[...]
        for (log, report) in zip(logs, whole.reports) {
            let count = report.tally.records.total
            let records = log.split(separator: "\n").filter { !$0.contains("port") }
            #expect(count == records.count ? true : report.problem == .stopped)
            let expected = Bytes(records.prefix(count).map { $0 + "\n" }.joined().utf8)
            #expect(rest.starts(with: expected))
            rest = rest.dropFirst(expected.count)
        }
        #expect(rest.isEmpty && job.living.now == 0)
    }
}
