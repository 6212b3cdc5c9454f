import FlowLogs

/// Ten times the records, to see that time and memory grow no faster than these.
struct Growth {
    private static let factor = 10
    private let setting: Setting

    init(_ setting: Setting) { self.setting = setting }

    /// Refuses where there is no room for the larger log.
    static func checkRoom(for setting: Setting) throws {
        let needed = setting.size * (factor + 1)
        guard setting.scratch.room > needed else {
            throw Unmeasured(
                "--large needs \(needed.scaledBytes) in \(setting.scratch.path), where \(setting.scratch.room.scaledBytes) "
                    + "are free; TMPDIR can name another folder")
        }
    }

    func add(to table: inout Table, _ reports: Reports, _ loaded: Loaded, _ waiting: Waiting) throws {
        let records = loaded.records * Self.factor
        setting.announce("generating \(records.counted("record"))")
        var large = setting
        large.log = try setting.scratch.log(of: records)
        large.rounds = Rounds(runs: 1)
        setting.announce("loading \(records.counted("record"))")
        let engine = try Engine([large.log])
        var peak = 0
        let times = try large.rounds.inTurn([
            "report": {
                let end = try large.report([large.log])
                peak = max(peak, end.peakMemory)
                return end.time
            },
            "load": { try engine.load().time },
        ])
        engine.end()
        let memory = try Waiting(large).memory
        let report = times["report"] ?? .zero
        let load = times["load"] ?? .zero
        table.add(
            "\(records.counted("record")): `weir report`", goal: "time ≤ 12 ×",
            "\(report.text), \(report.ratio(to: reports.ours))as long", "peak memory \(peak.mebibytes)")
        table.add(
            "\(records.counted("record")): explorer, loading", goal: "time and memory ≤ 12 ×",
            "\(load.text), \(load.ratio(to: loaded.time))as long",
            "\(memory.mebibytes), \((Double(memory) / Double(max(1, waiting.memory))).decimal(1)) × the memory")
    }
}
