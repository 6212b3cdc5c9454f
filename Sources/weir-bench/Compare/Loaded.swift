/// The explorer's engine beside a table of DuckDB: loading, and questions to what is loaded.
struct Loaded {
    /// Something that both are asked.
    struct Question {
        let what: String
        /// For weir: a filter, for whose records both panes are grouped anew.
        let filter: String
        /// For DuckDB, which groups by port and protocol alone: from that the tags follow at once.
        let query: String
        let goal: String
    }

    static let questions = [
        Question(
            what: "ports and tags of everything", filter: "", query: DuckDB.grouping(by: "dstport, protocol"),
            goal: "≤ 40 ms; ≤ 1/2 of DuckDB"),
        Question(
            what: "`action = REJECT and bytes > 1000`", filter: "action = REJECT and bytes > 1000",
            query: DuckDB.grouping(by: "dstport, protocol", where: "action = 'REJECT' AND bytes > 1000"),
            goal: "≤ 30 ms"),
        Question(
            what: "`srcaddr in 10.0.0.0/8 and action = REJECT and dstport = 443`",
            filter: "srcaddr in 10.0.0.0/8 and action = REJECT and dstport = 443",
            query: DuckDB.grouping(
                by: "dstport, protocol", where: "srcaddr LIKE '10.%' AND action = 'REJECT' AND dstport = 443"),
            goal: "≤ 50 ms"),
    ]

    /// How many records the log has.
    let records: Int
    /// How long the engine takes to load them.
    let time: Duration
    /// DuckDB's version, if it is there.
    let version: String?
    private var rows: [Table.Row] = []

    init(_ setting: Setting) throws {
        setting.announce("loading: the explorer, DuckDB")
        let engine = try Engine([setting.log])
        defer { engine.end() }
        let duckDB = try setting.duckDB.start()
        defer { duckDB?.end() }
        var records = 0
        let loads = try setting.rounds.inTurn([
            "weir": {
                let load = try engine.load()
                records = load.records
                return load.time
            },
            "duckdb": { duckDB?.load(setting.log) },
        ])
        self.records = records
        time = loads["weir"] ?? .zero
        version = duckDB?.version
        let pace = Double(setting.size) / 1e9 / max(time / .seconds(1), 1e-9)
        var table = Table()
        table.add(
            "explorer: start to all columns of all records loaded", goal: "≥ 1.8 GB/s; ≤ 1/12 of DuckDB",
            "\(time.text), \(pace.decimal(2)) GB/s", setting.duckDB.tool.compared(to: time, loads["duckdb"]))
        setting.announce("questions: the explorer, DuckDB")
        for question in Self.questions {
            var found: [String: Int] = [:]
            let times = try setting.rounds.inTurn([
                "weir": {
                    // Another one in between, so that nothing is left of the answer before.
                    _ = try engine.answer("srcport = 1")
                    let (time, rows) = try engine.answer(question.filter)
                    found["weir"] = rows
                    return time
                },
                "duckdb": {
                    guard let (time, rows) = duckDB?.answer(question.query) else { return nil }
                    found["duckdb"] = rows
                    return time
                },
            ])
            let ours = times["weir"] ?? .zero
            let isSame = found["duckdb"] == nil || found["duckdb"] == found["weir"]
            table.add(
                "loaded: \(question.what)", goal: question.goal, ours.text,
                isSame ? setting.duckDB.tool.compared(to: ours, times["duckdb"]) : "DuckDB finds other groups")
        }
        rows = table.rows
    }

    func add(to table: inout Table) { table.rows += rows }
}
