import ArgumentParser
import FlowEngine
import FlowLogs

/// `weir lookup`: what has to do with lookup tables.
struct LookupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lookup",
        abstract: "Check a lookup table.",
        subcommands: [Check.self])

    func run() async throws { throw ValidationError("lookup needs a subcommand: weir lookup check LOOKUP.csv") }

    /// `weir lookup check`: what is wrong with a lookup table, row by row.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Say what is wrong with a lookup table, row by row.")

        @Argument(help: ArgumentHelp("The lookup table.", valueName: "LOOKUP.csv"))
        var path: String

        @Option(help: ArgumentHelp("Which row wins when one key has two tags: last or first.", valueName: "RULE"))
        var duplicates = DuplicateRule.last

        func run() async throws {
            let table = try readLookup(ArgumentBytes.bytes(of: path), duplicates)
            var lines = table.rejected.map { "row \($0.row): rejected: \($0.reason)" }
            lines += table.conflicts.map { "warning: \($0.message)" }
            lines += table.warnings.map { "warning: \($0.message)" }
            if table.entries == 0 { lines.append("warning: no entry: everything will be Untagged") }
            lines.append(
                "\(table.rows.grouped) row\(table.rows == 1 ? "" : "s"): "
                    + "\(table.entries.grouped) entr\(table.entries == 1 ? "y" : "ies"), "
                    + "\(table.rejected.count.grouped) rejected, "
                    + "\(table.conflicts.count.grouped) conflict\(table.conflicts.count == 1 ? "" : "s")")
            for line in lines { OutputStream.standardOutput.writeLine(Bytes(line.utf8)) }
            guard OutputStream.standardOutput.exitCode == 0 else { throw ExitCode(1) }
            if !table.rejected.isEmpty { throw ExitCode(3) }
        }
    }
}
