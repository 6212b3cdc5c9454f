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

/// `weir-bench explore`: what a person at the explorer waits for.
struct Explore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the explorer in a terminal and print what its user waits for.",
        discussion: """
            Starts the weir beside this program on a screen of 160 x 50 and prints the time to the first counts, the \
            time from a key to the changed screen while the log loads (? and q in turn, every 40 ms) and when it is \
            loaded, the time to the end of the loading, the CPU time of two idle seconds, and the memory.
            """)

    @Argument(help: ArgumentHelp("The log.", valueName: "LOG"))
    var log: String

    func run() async throws {
        let weir =
            CommandLine.arguments[0].split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/") + "/weir"
        let empty = try memory(of: weir, "/dev/null")
        let start = ContinuousClock.now
        let terminal = try Pseudoterminal(weir, [log], rows: 50, columns: 160)
        guard terminal.wait(upTo: .seconds(20), until: Self.hasCounts) else {
            throw ValidationError("no counts after 20 s; is \(weir) there?")
        }
        print("  first counts    \(milliseconds(.now - start)) ms")
        var loading: [Duration] = []
        // Loading takes all cores; keys alone hardly a tick.
        var ticks = 0
        repeat {
            let before = cpuTime(of: terminal.process)
            loading.append(contentsOf: [latency("?", "Help", terminal), latency("q", "Tags", terminal)])
            ticks = cpuTime(of: terminal.process) - before
        } while ticks > 5 && loading.count < 10_000
        print("  loaded          \(milliseconds(.now - start)) ms")
        report("key, loading", loading)
        terminal.pump(for: .seconds(1))
        let idle = (0..<50).flatMap { _ in [latency("?", "Help", terminal), latency("q", "Tags", terminal)] }
        report("key, idle", idle)
        terminal.pump(for: .milliseconds(500))
        let before = cpuTime(of: terminal.process)
        terminal.pump(for: .seconds(2))
        print("  idle CPU        \(cpuTime(of: terminal.process) - before) ticks of 10 ms in 2 s")
        let peak = terminal.end()
        print("  memory          \((peak - empty).scaledBytes) above an empty log")
        let records = await Ingest.run(CountJob(), on: InputList([Bytes(log.utf8)]).inputs, Ingest.Settings())
            .reading.tally.records.total
        print("  a record        \(Double((peak - empty) * 10 / max(1, records)) / 10) bytes")
    }

    /// Presses a key and waits for what it brings.
    private func latency(_ key: String, _ text: String, _ terminal: Pseudoterminal) -> Duration {
        terminal.pump(for: .milliseconds(40))
        let mark = terminal.output.count
        let start = ContinuousClock.now
        terminal.press(key)
        terminal.wait(upTo: .seconds(1)) { $0[mark...].contains(Array(text.utf8)) }
        return .now - start
    }

    private func report(_ name: String, _ times: [Duration]) {
        let sorted = times.sorted()
        guard let worst = sorted.last else { return }
        let label = name + String(repeating: " ", count: 15 - name.count)
        let p99 = sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
        print(
            "  \(label) p50 \(milliseconds(sorted[sorted.count / 2])), p99 \(milliseconds(p99)), "
                + "worst \(milliseconds(worst)) ms of \(sorted.count)")
    }

    private func memory(of weir: String, _ log: String) throws -> Int {
        let terminal = try Pseudoterminal(weir, [log], rows: 50, columns: 160)
        terminal.pump(for: .milliseconds(500))
        return terminal.end()
    }

    private func milliseconds(_ time: Duration) -> Double { Double(Int(time / .microseconds(10))) / 100 }

    /// Whether a share with a decimal, as rows have it, was drawn.
    private static func hasCounts(_ output: [UInt8]) -> Bool {
        output.indices.dropFirst(3).contains { index in
            output[index] == UInt8(ascii: "%") && output[index - 2] == UInt8(ascii: ".")
        }
    }

    /// The CPU time of a process in ticks, from `/proc`.
    private func cpuTime(of process: pid_t) -> Int {
        guard let file = fopen("/proc/\(process)/stat", "r") else { return 0 }
        defer { fclose(file) }
        var line = [UInt8](repeating: 0, count: 1024)
        let count = fread(&line, 1, line.count, file)
        let fields = line[..<count].split(separator: UInt8(ascii: " "))
        return [13, 14].reduce(0) { sum, index in
            sum + (fields.indices.contains(index) ? Int(String(decoding: fields[index], as: UTF8.self)) ?? 0 : 0)
        }
    }
}
