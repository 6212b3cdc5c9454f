import ArgumentParser
import FlowEngine
import FlowLogs

/// `weir LOG`: the place of the explorer, which says what to use until it is there.
struct ExploreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "explore", shouldDisplay: false)

    @OptionGroup var input: InputOptions

    func run() async throws {
        let names = ["report", "records", "lookup", "explore"]
        if let first = input.logs.first.map(ArgumentBytes.bytes), !InputList.exists(first),
            let command = names.first(where: { editDistance(first.lowercased, Bytes($0.utf8)) <= 1 })
        {
            throw Failure.usage(first + Bytes(": no such file; did you mean weir \(command)?".utf8))
        }
        throw ValidationError("this version has no explorer yet: weir report LOG [LOOKUP.csv] writes the reports")
    }
}
