import ArgumentParser
import FlowEngine
import FlowLogs

/// `weir-bench compare`: weir beside other tools on the same log, in one run.
struct Compare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run wc, mawk, DuckDB and weir on the same log in turn, and print a table in Markdown.",
        discussion: """
            All run once to warm up and then in rounds, each once a round, so that ratios hold on a machine that is \
            busy or slow; figures are medians. What is not installed is said to be. DuckDB is the program of that \
            name, or else the module of python3, and gets as many threads as there are cores. A log that is given \
            must be of version 2, without a header; it takes some minutes for 10,000,000 records.
            """)

    @Argument(help: ArgumentHelp("The log (default: one that is generated).", valueName: "LOG"))
    var log: String?

    @Option(help: "How often each runs, after once to warm up.")
    var runs = 5

    @Option(help: "How many records to generate, where no log is given.")
    var records = 10_000_000

    @Flag(help: "Also take ten times the records, and show how time and memory grow.")
    var large = false

    @Flag(help: "Exit with 1 if weir report is much slower than others: for a log of 1,000,000 records.")
    var floor = false

    func validate() throws {
        guard (1...1000).contains(runs) else { throw ValidationError("--runs takes a number from 1 to 1000") }
        guard (1...1_000_000_000).contains(records) else {
            throw ValidationError("--records takes a number from 1 to 1000000000")
        }
    }

    func run() async throws {
        let scratch = try Scratch()
        let setting = try Setting(try log ?? scratch.log(of: records), runs: runs, scratch)
        if large { try Growth.checkRoom(for: setting) }
        let reports = try Reports(setting)
        let loaded = try Loaded(setting)
        let waiting = try Waiting(setting)
        var table = Table()
        reports.add(to: &table)
        waiting.add(to: &table, records: loaded.records)
        loaded.add(to: &table)
        try Compressed(setting).add(to: &table)
        if large { try Growth(setting).add(to: &table, reports, loaded, waiting) }
        let duckDB = loaded.version.map { ", DuckDB \($0)" } ?? ""
        print(
            "\(loaded.records.counted("record")), \(setting.size.scaledBytes), \(availableCores.counted("core"))\(duckDB); "
                + "medians of \(runs.counted("run"))\n")
        print(table.text, terminator: "")
        guard floor else { return }
        let missed = Floor.missed(by: reports.ratios)
        for line in missed { setting.announce(line) }
        if !missed.isEmpty { throw ExitCode(1) }
    }
}
