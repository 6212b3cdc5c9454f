import ArgumentParser
import FlowEngine
import FlowLogs

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `weir report`: the two CSV reports.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Write the two CSV reports: counts by tag, and by port and protocol.",
        usage: "weir report [LOG ...] [LOOKUP.csv] [options]")

    @OptionGroup var input: InputOptions
    @OptionGroup var notHere: ExplorerOnlyOptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The folder for the reports; it is created.", valueName: "DIR"))
    var output = "."

    @Flag(help: "Replace reports that exist.")
    var force = false

    @Flag(help: "Add -YYYYMMDDTHHMMSSZ to the names of the reports.")
    var timestamp = false

    @Flag(help: "Put ' before cells that a spreadsheet would take for formulas.")
    var spreadsheetSafe = false

    @Option(help: ArgumentHelp("Print one report on standard output and write no file.", valueName: "tags|ports"))
    var print: CountReports.Kind?

    @Flag(help: "Print the totals as JSON on standard output.")
    var json = false

    @Flag(help: "Exit with 3 on malformed lines, rejected lookup rows or incomplete input.")
    var strict = false

    func validate() throws {
        if json, print != nil { throw ValidationError("--json and --print both take standard output; choose one") }
    }

    func run() async throws {
        let start = ContinuousClock.now
        let request = try Request(input)
        let naming: ReportFolder.Naming = timestamp ? .stamped(timeStamp()) : force ? .replacing : .plain
        let stems = CountReports.Kind.allCases.map(\.fileStem)
        // Before the reading, so that nobody waits in vain.
        if print == nil {
            try reporting { () throws(ReportFailure) in try ReportFolder.check(folder, for: stems, naming) }
        }

        let settings = request.settings(isFollowing: input.follow)
        let interruption = Interruption(stop: settings.stop, isFollowing: input.follow)
        let progress = Progress()
        let (result, reading) = await ProgressLine.shown(for: progress, of: request.inputs.totalBytes) {
            await Ingest.run(CountJob(filter: request.filter), on: request.inputs.inputs, settings, progress: progress)
        }
        let tally = reading.tally
        reading.sayProblems(tally, unreadable: result.unreadable)
        guard !reading.isEmptyHanded else {
            throw Failure.failed(Bytes("nothing could be read, nothing was written".utf8))
        }

        let reports = CountReports(result.counts.ports, lookup: request.lookup)
        let totals = Totals(
            reading: reading, tally: tally, records: result.counts.tally, tagged: reports.tagged,
            untagged: reports.untagged, isFiltered: request.filter != nil, lookup: request.lookup, time: .now - start)
        if let print {
            OutputStream.standardOutput.write(reports.csv(print, isSpreadsheetSafe: spreadsheetSafe))
        } else {
            let files = reports.files(isSpreadsheetSafe: spreadsheetSafe)
            interruption.beginWriting()
            try write(files, reports, naming, interruption)
            interruption.endWriting()
        }
        if json { OutputStream.standardOutput.write(totals.json) }
        sayClosingLine(totals)
        try reading.end(isStrict: strict, tally, request.lookup)
    }

    private func write(
        _ files: [ReportFile], _ reports: CountReports, _ naming: ReportFolder.Naming, _ interruption: Interruption
    ) throws {
        let paths = try reporting { () throws(ReportFailure) in
            try ReportFolder(folder).write(files, naming, gate: interruption.mayPublish)
        } onFailure: {
            interruption.mayPublish() ? 1 : interruption.exitCode
        }
        for (path, rows) in zip(paths, [reports.tags.count, reports.ports.count]) {
            say(Bytes("wrote ".utf8) + path + Bytes(", \(rows.grouped) row\(rows == 1 ? "" : "s")".utf8))
        }
    }

    private var folder: PathBytes { ArgumentBytes.bytes(of: output) }

    /// Does something with the folder of the reports; what fails there is said and ends the program.
    private func reporting<Result>(
        _ work: () throws(ReportFailure) -> Result, onFailure code: () -> Int32 = { 1 }
    ) throws -> Result {
        do throws(ReportFailure) {
            return try work()
        } catch {
            throw Failure(message: error.path + Bytes(": \(error.message)".utf8), code: code())
        }
    }

    private func sayClosingLine(_ totals: Totals) {
        let all = totals.tally.records
        let records = totals.records
        let found =
            totals.isFiltered
            ? "\(records.total.grouped) of \(totals.reading.counted(all.total)) match"
            : totals.reading.counted(all.total)
        say(
            "\(found): \(records.counted.grouped) counted, \(records.skipped.grouped) without data, "
                + "\(totals.tally.malformed.grouped) malformed")
    }
}

extension CountReports.Kind: ExpressibleByArgument {}

extension Request {
    /// How to read for this request.
    func settings(isFollowing: Bool, isOrdered: Bool = false) -> Ingest.Settings {
        var settings = Ingest.Settings()
        settings.format = format
        settings.isFollowing = isFollowing
        settings.isOrdered = isOrdered
        return settings
    }
}

extension CountReports {
    /// Both reports as files.
    func files(isSpreadsheetSafe: Bool) -> [ReportFile] {
        Kind.allCases.map { ReportFile($0.fileStem, csv($0, isSpreadsheetSafe: isSpreadsheetSafe)) }
    }
}
