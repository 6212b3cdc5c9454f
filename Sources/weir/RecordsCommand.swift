import ArgumentParser
import FlowEngine
import FlowLogs

/// `weir records`: matching records, one a line, on standard output.
struct RecordsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "records",
        abstract: "Print matching records, one a line.",
        usage: "weir records [LOG ...] [LOOKUP.csv] [options]")

    @OptionGroup var input: InputOptions
    @OptionGroup var notHere: ExplorerOnlyOptions

    @Flag(help: "CSV with a header row: every field, then the tag.")
    var csv = false

    @Flag(help: "One JSON object a line: every field, then the tag.")
    var ndjson = false

    @Flag(help: "Exit with 3 on malformed lines, rejected lookup rows or incomplete input.")
    var strict = false

    func validate() throws {
        if csv, ndjson { throw ValidationError("--csv and --ndjson are two forms; choose one") }
        if csv, input.follow, input.format.lowercased() == "auto" {
            throw ValidationError(
                "--csv begins with the names of all fields, which --follow cannot know before the end: "
                    + "name them with --format, or use --ndjson")
        }
    }

    func run() async throws {
        let request = try Request(input)
        let settings = request.settings(isFollowing: input.follow, isOrdered: true)
        _ = Interruption(stop: settings.stop, isFollowing: input.follow)
        var (inputs, form) = (request.inputs.inputs, ndjson ? RecordWriter.Form.ndjson : .text)
        if csv {
            inputs = try readableTwice(inputs, request)
            form = .csv(columns: await columns(inputs, request, settings))
        }

        let output = OutputStream.standardOutput
        let writer = RecordWriter(form, lookup: request.lookup)
        output.write(writer.header)
        let progress = Progress()
        let job = WriteJob(writer, filter: request.filter, output: output)
        let work = { await Ingest.run(job, on: inputs, settings, progress: progress) }
        // Where the records go to the same terminal, they are progress enough.
        let (result, reading) =
            output.isTerminal
            ? await work() : await ProgressLine.shown(for: progress, of: request.inputs.totalBytes, during: work)
        guard output.error == nil else { throw ExitCode(output.exitCode) }
        let tally = reading.tally
        reading.sayProblems(tally, unreadable: result.unreadable)
        let malformed = "\(tally.malformed.grouped) malformed"
        say("\(result.written.grouped) of \(reading.counted(tally.records.total)) written, \(malformed)")
        guard !reading.isEmptyHanded else { throw ExitCode(1) }
        try reading.end(isStrict: strict, tally, request.lookup)
    }

    /// Inputs whose formats can be looked for before their records are read; what can be read only once is copied.
    private func readableTwice(_ inputs: [Input], _ request: Request) throws -> [Input] {
        guard request.format == nil else { return inputs }
        var copies: [Input] = []
        do throws(SystemError) {
            for input in inputs { copies.append(try input.readableTwice()) }
        } catch {
            throw Failure.failed(Bytes("a temporary copy of the input: \(error.message)".utf8))
        }
        return copies
    }

    /// The columns of CSV.
    ///
    /// They are known when all headers were seen, so without `--format` the inputs are read twice: once for the
    /// formats, at the speed of counting, once for the records.
    private func columns(_ inputs: [Input], _ request: Request, _ settings: Ingest.Settings) async -> [Field] {
        if let format = request.format { return RecordWriter.columns(of: [format]) }
        let progress = Progress()
        let reading = await ProgressLine.shown(for: progress, of: request.inputs.totalBytes) {
            await Ingest.run(CountJob(), on: inputs, settings, progress: progress).reading
        }
        return RecordWriter.columns(of: reading.formats.isEmpty ? [.version2] : reading.formats)
    }
}
