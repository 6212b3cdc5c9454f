/// `weir report` beside what others need for the same.
struct Reports {
    let ours: Duration
    let peakMemory: Int
    private let others: [(tool: Tool, time: Duration?, what: String)]

    init(_ setting: Setting) throws {
        setting.announce("weir report, wc, DuckDB, mawk")
        let script = try setting.scratch.write(
            "reports.sql",
            setting.duckDB.reports(of: setting.log, lookup: setting.lookupFile, in: setting.scratch.path))
        var peak = 0
        let times = try setting.rounds.inTurn([
            "wc": { try setting.wc.time([setting.log]) },
            "weir": {
                let end = try setting.report([setting.log])
                peak = max(peak, end.peakMemory)
                return end.time
            },
            "duckdb": { try setting.duckDB.tool.time(input: .file(script)) },
            "mawk": { try setting.mawk.time([setting.log]) },
        ])
        ours = times["weir"] ?? .zero
        peakMemory = peak
        others = [
            (setting.wc, times["wc"], ""), (setting.duckDB.tool, times["duckdb"], ""),
            (setting.mawk, times["mawk"], ", one grouping"),
        ]
    }

    /// How many times the time of each tool it takes, where the tool is there.
    var ratios: [String: Double] {
        let ratios = others.map { other in (other.tool.name, other.time.map { ours / max($0, .nanoseconds(1)) }) }
        return Dictionary(uniqueKeysWithValues: ratios).compactMapValues { $0 }
    }

    func add(to table: inout Table) {
        let measured = others.map { $0.tool.compared(to: ours, $0.time, $0.what) }
        table.add(
            "`weir report`, both CSVs, whole process", goal: "≤ 2 × `wc -l`; ≤ 1/10 of DuckDB",
            ([ours.text] + measured).joined(separator: "; "))
        table.add("its peak memory", goal: "≤ 64 MiB", peakMemory.mebibytes)
    }
}
