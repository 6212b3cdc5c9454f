import ArgumentParser
import Curses
import Explorer
import FlowEngine
import FlowLogs

/// `weir LOG`: the explorer.
struct ExploreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explore",
        abstract: "Explore flow logs on the screen (what weir does without a command).",
        usage: "weir [explore] [LOG ...] [LOOKUP.csv] [options]")

    @OptionGroup var input: InputOptions

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The folder that the export prompts begin with.", valueName: "DIR"))
    var output = "."

    @Option(
        help: ArgumentHelp(
            "Keep only the newest records: a number (100000, 500k, 2M), or a time (30s, 15m, 2h, 1d) by the records' own.",
            valueName: "RECORDS|TIME"))
    var last: Retention?

    @Flag(help: "Put ' before cells of exported reports that a spreadsheet would take for formulas.")
    var spreadsheetSafe = false

    func run() async throws {
        try suggestCommand()
        guard OutputStream.standardOutput.isTerminal else { throw Failure.noTerminal }
        var notes: [Bytes] = []
        let request = try Request(input) { notes.append($0) }
        let loader = Loader(request, isFollowing: input.follow, keeping: last, notes: notes)
        await loader.start()
        async let offsets = TimeOffsets.ofThisPlace()
        // What cannot be read at all is soon known, and said where it can be read again.
        if let reading = await loader.readingAtOnce(within: .milliseconds(40)), reading.isEmptyHanded {
            for note in notes { say(note) }
            reading.sayProblems(reading.tally, unreadable: [:])
            throw Failure.failed(Bytes("nothing could be read".utf8))
        }
        var setting = State.Setting()
        setting.lookup = request.lookup
        setting.filters = request.filters
        setting.folder = ArgumentBytes.bytes(of: output)
        setting.isSpreadsheetSafe = spreadsheetSafe
        setting.offsets = await offsets
        let code = try await Session.run(setting, loader, keysFromDevice: request.inputs.hasStandardInput)
        let reading = await loader.lastReading
        if reading?.isEmptyHanded == true {
            reading.map { $0.sayProblems($0.tally, unreadable: [:]) }
            throw Failure.failed(Bytes("nothing could be read".utf8))
        }
        guard code == 0 else { throw ExitCode(code) }
    }

    /// A log that does not exist, and is nearly called like a command, is a misspelt command.
    private func suggestCommand() throws {
        let names = ["report", "records", "lookup", "explore"]
        guard let first = input.logs.first.map(ArgumentBytes.bytes), !InputList.exists(first),
            let command = names.first(where: { editDistance(first.lowercased, Bytes($0.utf8)) <= 1 })
        else { return }
        throw Failure.usage(first + Bytes(": no such file; did you mean weir \(command)?".utf8))
    }
}

extension Failure {
    /// There is no terminal for the explorer.
    static let noTerminal = Failure.usage(
        Bytes("the explorer needs a terminal; without one, weir report LOG [LOOKUP.csv] writes the reports".utf8))

    /// Why the terminal cannot be used.
    init(_ error: TerminalError) {
        switch error {
        case .noTerminal: self = .noTerminal
        case .unusable(""): self = .failed(Bytes("TERM is not set; without a terminal, use weir report".utf8))
        case .unusable(let name):
            self = .failed(
                Bytes("TERM is \(name): no terminal that can show the explorer; use weir report, or set TERM".utf8))
        }
    }
}
