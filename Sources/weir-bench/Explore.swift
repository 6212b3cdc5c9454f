import ArgumentParser
import FlowEngine
import FlowLogs

/// `weir-bench explore`: what a person at the explorer waits for.
struct Explore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the explorer in a terminal and print what its user waits for.",
        discussion: """
            Starts the weir beside this program on a screen of 160 x 50 and prints the time to the first counts, the \
            time from a key to the changed screen while the log loads (? and q in turn, every 40 ms) and when it is \
            loaded, the time to the end of the loading, the CPU time of two idle seconds, and the memory.
            """)

    @Argument(help: ArgumentHelp("The log.", valueName: "LOG"))
    var log: String

    func run() async throws {
        let empty = try ExplorerTrial.emptyMemory()
        let trial = try ExplorerTrial(log)
        print("  first counts    \(trial.firstCounts.text)")
        let (keys, loaded) = trial.keysWhileLoading()
        print("  loaded          \(loaded.text)")
        report("key, loading", keys)
        report("key, idle", trial.keysWhenIdle())
        print("  idle CPU        \(trial.idleTicks()) ticks of 10 ms in 2 s")
        let memory = trial.end() - empty
        print("  memory          \(memory.scaledBytes) above an empty log")
        let records = await Ingest.run(CountJob(), on: InputList([Bytes(log.utf8)]).inputs, Ingest.Settings())
            .reading.tally.records.total
        print("  a record        \((Double(memory) / Double(max(1, records))).decimal(1)) bytes")
    }

    private func report(_ name: String, _ times: [Duration]) {
        guard let worst = times.max() else { return }
        let label = name + String(repeating: " ", count: 15 - name.count)
        print(
            "  \(label) p50 \(times.percentile(50).text), p99 \(times.percentile(99).text), worst \(worst.text) "
                + "of \(times.count)")
    }
}
