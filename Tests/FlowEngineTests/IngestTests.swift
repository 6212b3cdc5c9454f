import Testing

@testable import FlowEngine
@testable import FlowLogs

/// The result of reading does not depend on blocks, tasks or order: it is that of one parser and one block.
struct IngestTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Collects the records of all blocks as text.
    private struct TextJob: BlockJob {
        func makeResult() -> Bytes { [] }

        func digest(_ lines: Span<UInt8>, in format: LogFormat, with parser: inout BlockParser) -> (ParsedBlock, Bytes)
        {
            let (parsed, chunks) = parser.chunks(of: lines, in: format)
            let writer = RecordWriter(.text, lookup: .empty)
            return (parsed, chunks.flatMap { writer.lines(of: $0, selected: nil) })
        }

        func fold(_ digest: Bytes, into result: inout Bytes) { result += digest }
        func merge(_ other: Bytes, into result: inout Bytes) { result += other }
        func memory(of digest: Bytes) -> Int { digest.count }
    }

    /// What one parser makes of whole inputs, one after the other.
    private struct Expected {
        var counts = PortProtocolCounts()
        var text = Bytes()
        var tallies: [LineTally] = []
        var formats: [LogFormat] = []

        init(_ logs: [Bytes], format: LogFormat? = nil) {
            for log in logs {
                let whole = log.last == UInt8(ascii: "\n") || log.isEmpty ? log : log + [UInt8(ascii: "\n")]
                var parser = BlockParser(isFormatFixed: format != nil)
                let (parsed, counted) = parser.counts(of: whole.span, in: format ?? .version2)
                counts.add(counted.keys)
                tallies.append(parsed.tally)
                for format in parsed.formatsSeen where !formats.contains(format) { formats.append(format) }
                let writer = RecordWriter(.text, lookup: .empty)
                let chunks = parser.chunks(of: whole.span, in: format ?? .version2).1
                text += chunks.flatMap { writer.lines(of: $0, selected: nil) }
            }
        }
    }

    private func inputs(_ logs: [Bytes]) throws -> [Input] {
        let paths = try logs.enumerated().map { try folder.write("log-\($0.offset)", $0.element) }
        return InputList(paths).inputs
    }

    private func check(_ logs: [Bytes], stored: [Bytes]? = nil, _ settings: Ingest.Settings) async throws {
        let expected = Expected(logs, format: settings.format)
        let inputs = try inputs(stored ?? logs)
        let (counted, reading) = await Ingest.run(CountJob(), on: inputs, settings)
        let comment = Comment(
            rawValue: "blocks of \(settings.blockSize), \(settings.tasks) tasks, \(settings.isOrdered)")
        #expect(counted.counts.ports == expected.counts, comment)
        #expect(reading.reports.map(\.tally) == expected.tallies, comment)
        #expect(reading.reports.map { $0.input.name } == inputs.map(\.name), comment)
        #expect(reading.formats == expected.formats, comment)
        #expect(reading.bytes == (stored ?? logs).reduce(0) { $0 + $1.count }, comment)
        #expect(reading.incomplete.isEmpty, comment)
        if settings.isOrdered {
            let text = await Ingest.run(TextJob(), on: inputs, settings).result
            #expect(text == expected.text, comment)
        }
    }

    private static func settings(_ blockSize: Int?, _ tasks: Int, isOrdered: Bool) -> Ingest.Settings {
        var settings = Ingest.Settings()
        if let blockSize { settings.blockSize = blockSize }
        settings.tasks = tasks
        settings.isOrdered = isOrdered
        return settings
    }

    /// A log in which the header changes after every few lines; every line is a record of some of the formats.
    private static func restless(lines: Int, seed: Int) -> Bytes {
        let formats = [
            "dstport protocol action", "protocol dstport action", "action dstport protocol", "dstport protocol",
            "srcport protocol dstport", "protocol log-status",
        ]
        var text = ""
        var state = seed
        for line in 0..<lines {
            state = (state * 1_103_515_245 + 12345) % 2_147_483_648
            let number = state / 65536
            if number % 4 == 0 { text += formats[number / 4 % formats.count] + "\n" }
            text +=
                number % 7 == 0 ? "\(number % 256) \(line % 256)\n" : "\(number % 256) \(line % 256) \(number % 200)\n"
        }
        return Bytes(text.utf8)
    }

    /// Some lines of the samples, and a file that ends without a line feed.
    private static func samples() throws -> [Bytes] {
        let flow = Bytes(try TemporaryFolder.sample("flow.log").prefix(3000))
        let broken = try TemporaryFolder.sample("broken.log")
        return [
            flow, broken, flow + [UInt8(ascii: "\n")] + broken + [UInt8(ascii: "\r")], [],
            Bytes("dstport protocol\n80 6".utf8),
        ]
    }

    @Test("Samples, one by one and joined", arguments: [1, 2, 3, 7, 64, 4096, nil])
    func samples(blockSize: Int?) async throws {
        let tasks = blockSize == 7 || blockSize == nil ? [1, 2, 3, 4] : [1, 4]
        for (index, tasks) in tasks.enumerated() {
            // Every other one in order, and the other way round for the next size.
            let isOrdered = (index + (blockSize ?? 0)).isMultiple(of: 2)
            try await check(Self.samples(), Self.settings(blockSize, tasks, isOrdered: isOrdered))
        }
    }

    @Test("A header that changes often, met by tasks that assumed another", arguments: [1, 16, 100, 1000], [1, 2, 4])
    func restlessHeaders(blockSize: Int, tasks: Int) async throws {
        let logs = (1...2).map { Self.restless(lines: 120, seed: $0) }
        for isOrdered in [false, true] {
            try await check(logs, Self.settings(blockSize, tasks, isOrdered: isOrdered))
        }
    }

    @Test("A fixed format is not moved by headers", arguments: [1, 64, 4096])
    func fixedFormat(blockSize: Int) async throws {
        var settings = Self.settings(blockSize, 3, isOrdered: true)
        settings.format = try LogFormat(parsing: "dstport protocol action".utf8)
        try await check([Self.restless(lines: 200, seed: 4)], settings)
    }

    @Test("Gzip of several members, as one text", arguments: [1, 7, 4096, nil])
    func gzip(blockSize: Int?) async throws {
        let logs = try Self.samples()
        let stored = logs.map { log in
            stride(from: 0, through: log.count, by: 700).flatMap { start in
                storedGzip(Bytes(log[start..<min(start + 700, log.count)]))
            }
        }
        try await check(logs, stored: stored, Self.settings(blockSize, 2, isOrdered: true))
    }

    @Test("The version 5 sample is read by its header")
    func version5() async throws {
        let (counted, reading) = await Ingest.run(
            CountJob(), on: try inputs([try TemporaryFolder.sample("flow-v5.log.gz")]), Ingest.Settings())
        #expect(reading.formats.map(\.fields.count) == [29])
        #expect(reading.tally.header == 1 && reading.tally.malformed == 0)
        #expect(counted.counts.tally.counted > 1000)
        #expect(counted.counts.tally == reading.tally.records)
    }

    @Test("Format and line numbers begin anew in every file")
    func everyFileBeginsAnew() async throws {
        let logs = ["dstport protocol\n80 6\nx\n", "80 6\n", "protocol dstport\n6 443\n\nx\n"].map { Bytes($0.utf8) }
        for tasks in 1...4 {
            for isOrdered in [false, true] {
                let (counted, reading) = await Ingest.run(
                    CountJob(), on: try inputs(logs), Self.settings(1, tasks, isOrdered: isOrdered))
                #expect(counted.counts.tally.counted == 2)
                #expect(reading.malformedLines.map(\.line.line) == [3, 1, 4])
                #expect(reading.tally.lines == reading.tally.blank + reading.tally.header + reading.tally.malformed + 2)
            }
        }
    }

    @Test("What cannot be read is named, and the rest is counted")
    func problems() async throws {
        let line = "dstport protocol\n80 6\n"
        let paths = [
            try folder.write("good", line), folder.bytes("missing"), try folder.write("json", "\n{\"a\": 1}\n80 6\n"),
            try folder.write("cut.gz", Bytes(storedGzip(Bytes("\(line)443 6".utf8)).dropLast(13))),
            try folder.write("parquet", "PAR1\n80 6\n"),
        ]
        let (counted, reading) = await Ingest.run(
            CountJob(), on: InputList(paths).inputs, Self.settings(1, 2, isOrdered: false))
        #expect(reading.incomplete.map { $0.input.name } == Array(paths.dropFirst()))
        #expect(reading.reports[2].problem == .refused(.json))
        #expect(reading.reports[4].problem == .refused(.parquet))
        #expect(counted.counts.tally.counted == 2)
        #expect(reading.reports[3].tally.malformedLines.map(\.reason) == [.cutOff])
        #expect(reading.reports[3].tally.malformedLines.map(\.line) == [3])
        #expect(!reading.isEmptyHanded)
    }

    @Test("No inputs, no result")
    func nothing() async {
        let (counted, reading) = await Ingest.run(CountJob(), on: [], Ingest.Settings())
        #expect(counted.counts == RecordCounts())
        #expect(reading.reports.isEmpty && reading.formats.isEmpty)
    }
}
