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

/// `weir-bench answer`: the engine of the explorer without its screen, for `compare`.
///
/// Reads lines from standard input: `load`, which it answers with the number of records, and `where` with a filter or
/// none, which it answers with the number of groups of records by port and protocol. Then it says `done`.
struct Answer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Load logs and answer filters, a line each.", shouldDisplay: false)

    @Argument(help: ArgumentHelp("The logs.", valueName: "LOG"))
    var logs: [String]

    func run() async throws {
        let lookup = try LookupTable(parsing: Bytes(Setting.lookup.utf8))
        let (updates, told) = AsyncStream<LocalEngine.Update>.makeStream()
        let engine = LocalEngine(lookup: lookup) { told.yield($0) }
        var arriving = updates.makeAsyncIterator()
        var revision = 0
        while let line = readLine() {
            if line == "load" {
                let inputs = InputList(logs.map { Bytes($0.utf8) }).inputs
                await engine.begin(inputs, Ingest.Settings(), progress: Progress())
                while let update = await arriving.next() {
                    guard case .load(let load) = update, load.isOver else { continue }
                    print(load.reading.tally.records.total)
                    break
                }
            } else if line.hasPrefix("where") {
                let text = Bytes(line.utf8.dropFirst("where ".utf8.count))
                let filter =
                    text.isEmpty ? nil : RecordFilter(try FilterSyntax.parse(text, tags: lookup.tags), lookup: lookup)
                revision += 1
                await engine.ask(Query(filter, isGrouped: true), for: .view, revision: revision)
                while let update = await arriving.next() {
                    guard case .answer(let answer) = update, answer.revision == revision else { continue }
                    print(answer.summary.ports.count)
                    break
                }
            }
            print("done")
            fflush(nil)
        }
    }
}
