import ArgumentParser

/// The bench: makes flow logs that anyone can make again, and measures the stages on them.
@main
struct WeirBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weir-bench",
        abstract: "Make reproducible VPC flow logs and measure weir with them.",
        subcommands: [Generate.self, Run.self, Explore.self, Compare.self, Answer.self]
    )
}
