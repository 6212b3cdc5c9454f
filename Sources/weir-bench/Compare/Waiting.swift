import FlowLogs

/// What a person at the explorer waits for, and the memory that it takes.
struct Waiting {
    private let firstCounts: Duration
    private let keys: [Duration]
    /// The most memory that the explorer takes, beyond that with nothing loaded.
    let memory: Int

    init(_ setting: Setting) throws {
        setting.announce("the explorer in a terminal")
        let empty = try ExplorerTrial.emptyMemory()
        var first: [Duration] = []
        var keys: [Duration] = []
        var peak = 0
        for _ in 0..<setting.rounds.runs {
            let trial = try ExplorerTrial(setting.log)
            first.append(trial.firstCounts)
            keys += trial.keysWhileLoading().keys
            peak = max(peak, trial.end())
        }
        firstCounts = first.median
        self.keys = keys
        memory = peak - empty
    }

    func add(to table: inout Table, records: Int) {
        table.add("explorer: start to the first counts on the screen", goal: "≤ 100 ms", firstCounts.text)
        table.add(
            "explorer: key to frame while it loads, p99 (worst)", goal: "≤ 16 ms",
            "\(keys.percentile(99).text) (\(keys.percentile(100).text)) of \(keys.count.counted("key"))")
        table.add(
            "explorer: memory of a record", goal: "≤ 48 bytes",
            "\((Double(memory) / Double(max(1, records))).decimal(1)) bytes")
    }
}
