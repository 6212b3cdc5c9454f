import FlowEngine

/// DuckDB, which does in SQL what weir does: its own program or else its Python module, whichever is installed.
struct DuckDB {
    let tool: Tool

    /// Does in Python what the program does: takes SQL, a statement a line, and `.print` with what to say.
    private static let driver = """
        import duckdb, sys
        connection = duckdb.connect()
        for line in sys.stdin:
            if line.startswith('.print '):
                print(line[7:].strip(), flush=True)
            else:
                for row in connection.execute(line).fetchall():
                    print(*row, sep=',')

        """

    /// Looks for it; what Python needs is written into a folder.
    init(in scratch: Scratch) throws {
        let command: [String]?
        if let program = Tool.path(of: "duckdb") {
            command = [program, "-batch", "-csv", "-noheader", "-init", "/dev/null"]
        } else if let python = Self.python {
            command = [python, try scratch.write("ask.py", Self.driver)]
        } else {
            command = nil
        }
        tool = Tool("DuckDB", command: command)
        settings = "SET threads = \(availableCores); SET temp_directory = '\(scratch.file("spill"))';"
    }

    /// The Python that has the module: not what is found in `PATH`, which may be a script that looks for it each time.
    private static var python: String? {
        let question = "input(); import duckdb, sys; print(sys.executable); print('done')"
        guard let conversation = try? Conversation(["python3", "-c", question], errors: .nothing) else { return nil }
        defer { conversation.end() }
        return conversation.say("")?.answer.first
    }

    /// As many threads as weir has, and nothing left behind.
    private let settings: String

    /// A script that writes both reports of a log into a folder.
    func reports(of log: String, lookup: String, in folder: String) -> String {
        let columns = Self.columns.map { "\(Self.quoted($0.name)): 'VARCHAR'" }.joined(separator: ", ")
        return [
            settings,
            """
            CREATE TEMP TABLE counts AS SELECT dstport, protocol, count(*) AS n
                FROM \(Self.read(log, columns)) WHERE dstport IS NOT NULL AND protocol IS NOT NULL GROUP BY ALL;
            """,
            """
            CREATE TEMP TABLE lookup AS SELECT dstport, tag,
                CASE lower(protocol) WHEN 'tcp' THEN '6' WHEN 'udp' THEN '17' WHEN 'icmp' THEN '1' ELSE protocol END
                AS protocol FROM read_csv(\(Self.quoted(lookup)), header = true, all_varchar = true);
            """,
            """
            COPY (SELECT coalesce(tag, 'Untagged') AS Tag, sum(n)::BIGINT AS Count FROM counts
                LEFT JOIN lookup USING (dstport, protocol) GROUP BY ALL ORDER BY Count DESC, Tag)
                TO \(Self.quoted(folder + "/tags.csv"));
            """,
            """
            COPY (SELECT dstport AS Port, protocol AS Protocol, n AS Count FROM counts ORDER BY n DESC, Port::INT)
                TO \(Self.quoted(folder + "/ports.csv"));
            """,
        ].map { Self.line($0) + "\n" }.joined()
    }

    /// SQL that sums up what weir's panes show, for each value of some columns: largest first, if it is to end early.
    static func grouping(by columns: String, where condition: String = "true", top: Int? = nil) -> String {
        let sums = "count(*) AS flows, sum(packets) AS packets, sum(bytes) AS bytes"
        let rejected = ["count(*)", "sum(packets)", "sum(bytes)"].map { "\($0) FILTER (WHERE action = 'REJECT')" }
        return """
            SELECT \(columns), \(sums), \(rejected.joined(separator: ", ")) FROM t
            WHERE dstport IS NOT NULL AND protocol IS NOT NULL AND (\(condition)) GROUP BY \(columns)
            \(top.map { "ORDER BY flows DESC LIMIT \($0)" } ?? "")
            """
    }

    /// Starts it with nothing loaded; nil when it is not installed.
    func start() throws -> Session? {
        guard let command = tool.command else { return nil }
        let session = Session(try Conversation(command))
        _ = session.time(settings)
        return session
    }

    /// A DuckDB that runs, and the table that it has loaded.
    struct Session {
        private let conversation: Conversation

        fileprivate init(_ conversation: Conversation) { self.conversation = conversation }

        /// How long it takes to load a log into a table with a type for each column.
        func load(_ log: String) -> Duration? {
            let columns = DuckDB.columns.map { "\(DuckDB.quoted($0.name)): '\($0.type)'" }.joined(separator: ", ")
            _ = time("DROP TABLE IF EXISTS t;")
            return time("CREATE TABLE t AS SELECT * FROM \(DuckDB.read(log, columns));")
        }

        /// How long it takes to answer a query, and how many rows the answer has.
        func answer(_ query: String) -> (time: Duration, rows: Int)? {
            // Kept and not printed: what is timed is DuckDB and not the way of text through Python.
            guard let time = time("CREATE OR REPLACE TEMP TABLE answer AS \(query);"),
                let rows = text("SELECT count(*) FROM answer;").flatMap({ Int($0) })
            else { return nil }
            return (time, rows)
        }

        /// Its version.
        var version: String? { text("SELECT version();") }

        func end() { conversation.end() }

        fileprivate func time(_ statement: String) -> Duration? { say(statement)?.time }

        private func text(_ query: String) -> String? { say(query)?.answer.first }

        private func say(_ statement: String) -> (answer: [String], time: Duration)? {
            conversation.say(DuckDB.line(statement) + "\n.print done")
        }
    }

    private static func line(_ statement: String) -> String {
        statement.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    private static func quoted(_ text: String) -> String {
        "'\(text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'"
    }

    private static func read(_ log: String, _ columns: String) -> String {
        "read_csv(\(quoted(log)), delim = ' ', header = false, columns = {\(columns)}, nullstr = '-', auto_detect = false)"
    }

    /// The fields of version 2, in the types that hold them best.
    private static let columns: [(name: String, type: String)] = [
        ("version", "INTEGER"), ("account_id", "VARCHAR"), ("interface_id", "VARCHAR"), ("srcaddr", "VARCHAR"),
        ("dstaddr", "VARCHAR"), ("srcport", "INTEGER"), ("dstport", "INTEGER"), ("protocol", "INTEGER"),
        ("packets", "BIGINT"), ("bytes", "BIGINT"), ("start_", "BIGINT"), ("end_", "BIGINT"), ("action", "VARCHAR"),
        ("status", "VARCHAR"),
    ]
}
