import ArgumentParser
import Explorer
import FlowEngine
import FlowLogs
import Screen

/// `weir-bench run`: how fast each stage is on a log, on one core, and all of them together on all cores.
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print MB/s and records/s of each stage on a log.",
        discussion: """
            The stages run one after the other over the first part of the log, held in memory, on one core: scan \
            (separators and line ends), decode (keys of counted records), aggregate (keys to counts), columns (all \
            fields of all records), filter (a mask over the columns), inflate (gzip to blocks). MB are of text. \
            Then the whole log goes through report and report --where, on all cores; there, MB are as stored.
            """)

    @Argument(help: ArgumentHelp("The log, plain or gzip.", valueName: "LOG"))
    var log: String

    @Option(help: "How often each stage runs; the median is printed.")
    var runs = 5

    @Option(help: ArgumentHelp("How much text the stages on one core get, in MiB.", valueName: "MiB"))
    var sample = 256

    func validate() throws {
        guard (1...1000).contains(runs) else { throw ValidationError("--runs takes a number from 1 to 1000") }
        guard (1...16384).contains(sample) else { throw ValidationError("--sample takes a number from 1 to 16384") }
    }

    func run() async throws {
        let path = Bytes(log.utf8)
        let blocks = try Self.blocks(of: path, upTo: sample << 20)
        let bytes = blocks.reduce(0) { $0 + $1.count }
        var parser = BlockParser(isFormatFixed: false)
        let format = blocks.first.map { $0.withLines { LogFormat(startOf: $0, inForce: .version2) } } ?? .version2
        let counted = blocks.map { block in block.withLines { parser.counts(of: $0, in: format) } }
        let records = counted.reduce(0) { $0 + $1.0.tally.records.total }
        let stages = Stages(bytes: bytes, records: records, runs: runs)

        var scanner = Scanner(room: 1 << 20)
        stages.measure("scan") {
            for block in blocks { block.withLines { scanner.scan($0) } }
        }
        stages.measure("decode") {
            for block in blocks { block.withLines { _ = parser.counts(of: $0, in: format) } }
        }
        stages.measure("aggregate") {
            var counts = PortProtocolCounts()
            for block in counted { counts.add(block.1.keys) }
        }
        var chunks: [Chunk] = []
        stages.measure("columns") {
            chunks = blocks.flatMap { block in block.withLines { parser.chunks(of: $0, in: format).1 } }
        }
        let filter = RecordFilter(
            try FilterSyntax.parse(Bytes("action = REJECT and bytes > 1K".utf8), tags: []), lookup: .empty)
        stages.measure("filter") {
            for chunk in chunks { _ = filter.mask(of: chunk) }
        }
        for (name, filter) in [("group", nil), ("group -w", filter)] as [(String, RecordFilter?)] {
            stages.measure(name) {
                var evaluation = Evaluation(Query(filter, isGrouped: true))
                for chunk in chunks { evaluation.add(chunk) }
            }
        }
        measureFrame(chunks)
        let memory = chunks.reduce(0) { $0 + $1.byteCount }
        print("  \(Double(memory * 10 / max(records, 1)) / 10) bytes a record in columns")
        try measureInflate(path, stages)
        try await measureWhole(path)
    }

    /// Times what a key costs before anything is sent to the terminal: the worst case, when rows are put in order anew,
    /// and the screen itself.
    private func measureFrame(_ chunks: [Chunk]) {
        var evaluation = Evaluation(Query(nil, isGrouped: true))
        for chunk in chunks { evaluation.add(chunk) }
        let clock = ContinuousClock()
        var summary = Summary.empty
        let summing = clock.measure { summary = evaluation.summary(lookup: .empty) }
        var state = State(State.Setting(), size: Size(rows: 50, columns: 160))
        _ = state.handle(.resize(Size(rows: 50, columns: 160)))
        let answering = clock.measure { _ = state.handle(.answer(.view, revision: 1, summary)) }
        let page = summary.matches.records(at: 0..<100)
        _ = state.handle(.answer(.preview, revision: 2, summary))
        _ = state.handle(.page(revision: 2, first: 0, page))
        let frames = 200
        let drawing = clock.measure { for _ in 0..<frames { _ = state.frame() } } / frames
        for (name, time) in [("summary", summing), ("order", answering), ("frame", drawing)] {
            let label = name + String(repeating: " ", count: 10 - name.count)
            print("  \(label)  \(Double(Int(time / .microseconds(1))) / 1000) ms, \(summary.ports.count.grouped) ports")
        }
    }

    private func measureInflate(_ path: PathBytes, _ stages: Stages) throws {
        var start = Bytes(repeating: 0, count: 2)
        _ = try FileDescriptor(reading: path).read(into: &start)
        guard start == [0x1F, 0x8B] else {
            print("  inflate    (give a gzip log)")
            return
        }
        stages.measure("inflate") { _ = try? Self.blocks(of: path, upTo: sample << 20) }
    }

    /// Runs what `weir report` does, from file to counts.
    private func measureWhole(_ path: PathBytes) async throws {
        let inputs = InputList([path])
        let filter = RecordFilter(
            try FilterSyntax.parse(Bytes("action = REJECT".utf8), tags: []), lookup: .empty)
        for (name, job) in [("report", CountJob()), ("report -w", CountJob(filter: filter))] {
            var times: [Duration] = []
            var reading: Reading?
            for _ in 0..<runs {
                let start = ContinuousClock.now
                reading = await Ingest.run(job, on: inputs.inputs, Ingest.Settings()).reading
                times.append(.now - start)
            }
            Stages(bytes: reading?.bytes ?? 0, records: reading?.tally.records.total ?? 0, runs: runs)
                .report(name, times)
        }
    }

    /// The first blocks of a log, as the engine cuts them.
    private static func blocks(of path: PathBytes, upTo limit: Int) throws -> [Block] {
        var reader = BlockReader(
            ByteSource(try FileDescriptor(reading: path), isFollowed: false), blockSize: Ingest.Settings().blockSize)
        var blocks: [Block] = []
        var bytes = 0
        while bytes < limit {
            var memory = Bytes()
            switch reader.next(using: &memory) {
            case .block(let block):
                bytes += block.count
                blocks.append(block)
            case .wait: continue
            case .end: return blocks
            }
        }
        return blocks
    }
}

/// Times stages that all go over the same text, and prints a line for each.
private struct Stages {
    let bytes: Int
    let records: Int
    let runs: Int

    func measure(_ name: String, _ work: () -> Void) {
        let clock = ContinuousClock()
        report(name, (0..<runs).map { _ in clock.measure(work) })
    }

    /// Prints the median: `  scan        9,310 MB/s   82.1 M records/s`.
    func report(_ name: String, _ times: [Duration]) {
        let median = times.sorted()[times.count / 2]
        let seconds = Double(median.components.seconds) + Double(median.components.attoseconds) * 1e-18
        let megabytes = Int(Double(bytes) / max(seconds, 1e-9) / 1e6)
        let tenths = Int(Double(records) / max(seconds, 1e-9) / 1e5)
        let label = name + String(repeating: " ", count: max(0, 10 - name.count))
        print("  \(label) \(padded(megabytes)) MB/s \(padded(tenths / 10)).\(tenths % 10) M records/s")
    }

    private func padded(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: " ", count: max(0, 7 - text.count)) + text
    }
}
