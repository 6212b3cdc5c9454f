import FlowEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why something could not be measured.
struct Unmeasured: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// What all measurements have in common: the log, the tools, how often, and where to put what is made.
struct Setting {
    var log: String
    var rounds: Rounds
    let scratch: Scratch
    let lookupFile: String
    let wc: Tool
    let mawk: Tool
    let igzip: Tool
    let duckDB: DuckDB

    init(_ log: String, runs: Int, _ scratch: Scratch) throws {
        self.log = log
        rounds = Rounds(runs: runs)
        self.scratch = scratch
        lookupFile = try scratch.write("lookup.csv", Self.lookup)
        wc = Tool("`wc -l`", program: "wc", ["-l"])
        let counting = "{ count[$7 \" \" $8]++ } END { for (key in count) print key, count[key] }"
        mawk = Tool("mawk", program: "mawk", [counting])
        igzip = Tool("`igzip -dc`", program: "igzip", ["-dc"])
        duckDB = try DuckDB(in: scratch)
    }

    /// The size of the log in bytes.
    var size: Int { InputList([Array(log.utf8)]).totalBytes ?? 0 }

    /// Runs `weir report` of logs.
    func report(_ logs: [String]) throws -> Subprocess.End {
        let end = try Subprocess(
            Programs.weir, ["report", "--force", "--output", scratch.path, "--lookup", lookupFile] + logs,
            errors: .nothing
        ).wait()
        guard end.status == 0 else {
            throw Unmeasured("weir report \(logs.joined(separator: " ")) failed with status \(end.status)")
        }
        return end
    }

    /// Says on standard error what is measured now, since all of it takes minutes.
    func announce(_ what: String) {
        let line = Array("weir-bench: \(what)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }

    /// A lookup table with some of the ports of a generated log.
    static let lookup = """
        dstport,protocol,tag
        443,tcp,web
        80,tcp,web
        53,udp,names
        22,tcp,shell
        5432,tcp,store
        3306,tcp,store
        6379,tcp,store
        123,udp,time
        25,tcp,mail
        993,tcp,mail
        0,icmp,echo

        """
}
