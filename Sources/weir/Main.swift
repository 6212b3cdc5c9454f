import ArgumentParser
import FlowEngine
import FlowLogs

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where the program begins and ends: arguments in, an exit code out.
///
/// Everything that is said goes through `OutputStream`, the messages of the argument parser too, since they repeat
/// arguments, and those may hold anything.
@main
enum Main {
    static func main() async {
        // A reader that has gone is an error of `write`, and a full file size limit one too; neither may kill.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        OutputStream.reserveStandardDescriptors()
        do {
            var command = try WeirCommand.parseAsRoot(ArgumentBytes.all)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let failure as Failure {
            say(failure.message)
            for line in failure.details { OutputStream.standardError.writeLine(line) }
            exit(failure.code)
        } catch {
            let code = WeirCommand.exitCode(for: error)
            let isRootHelp = code == .success && [["--help"], ["-h"], ["help"]].contains(ArgumentBytes.all)
            let message =
                isRootHelp
                ? Bytes(WeirCommand.wholeHelp.utf8) : ArgumentBytes.bytes(of: WeirCommand.fullMessage(for: error))
            let output = code == .success ? OutputStream.standardOutput : .standardError
            if !message.isEmpty { output.write(message + Bytes("\n".utf8)) }
            guard code == .success else { exit(code.rawValue) }
        }
        exit(OutputStream.standardOutput.exitCode)
    }
}

/// A failure that ends the program with a line, and perhaps more.
struct Failure: Error {
    let message: Bytes
    let code: Int32
    /// Further lines.
    var details: [Bytes] = []

    /// Something failed: 1.
    static func failed(_ message: Bytes) -> Failure { Failure(message: message, code: 1) }

    /// Wrong usage that only shows after parsing: 64, as for the argument parser's own errors.
    static func usage(_ message: Bytes) -> Failure {
        Failure(message: message, code: ExitCode.validationFailure.rawValue)
    }
}

/// Says one line on standard error: `weir: message`.
func say(_ message: Bytes) {
    ProgressLine.erase()
    OutputStream.standardError.writeLine(Bytes("weir: ".utf8) + message)
}

/// Says one line on standard error.
func say(_ message: String) { say(Bytes(message.utf8)) }

extension OutputStream {
    /// What the program's end owes to what was written here: a closed pipe is success, anything else is not.
    var exitCode: Int32 {
        guard let error, !isClosed else { return 0 }
        say("standard output: \(error.message)")
        return 1
    }
}

/// The root: `weir`, and what its help shows.
struct WeirCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weir",
        abstract: "Counts, filters and explores AWS VPC flow logs.",
        usage: "weir [explore] [LOG ...] [LOOKUP.csv] [options]",
        discussion: """
            weir reads flow logs as they were delivered (plain or gzip, any format with a header, or --format), maps \
            every record's destination port and protocol to a tag from a lookup table, and counts them.

              weir AWSLogs/ lookup.csv                  opens the explorer
              weir report flow.log.gz lookup.csv        writes tag_counts.csv and port_protocol_counts.csv
              weir records AWSLogs/ -w 'action = REJECT and dstport = 22'
              weir lookup check lookup.csv
            """,
        version: "0.1.0",
        subcommands: [ReportCommand.self, RecordsCommand.self, LookupCommand.self, ExploreCommand.self],
        defaultSubcommand: ExploreCommand.self)

    /// The help of the program, with the options of the explorer, which is what it does without a command.
    static var wholeHelp: String {
        let explorer = helpMessage(for: ExploreCommand.self)
        let options = explorer.split(separator: "ARGUMENTS:", maxSplits: 1).last ?? ""
        return helpMessage() + "\n\nEXPLORER:" + options
    }
}
