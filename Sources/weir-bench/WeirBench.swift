import ArgumentParser

/// The bench: makes flow logs that anyone can make again.
@main
struct WeirBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weir-bench",
        abstract: "Make reproducible VPC flow logs to measure weir with.",
        subcommands: [Generate.self]
    )
}
