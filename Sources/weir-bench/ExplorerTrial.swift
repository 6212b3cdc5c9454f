#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The explorer in a terminal of 160 x 50, and what its user waits for.
struct ExplorerTrial {
    /// From the start to the first counts on the screen.
    let firstCounts: Duration
    private let start: ContinuousClock.Instant
    private let terminal: Pseudoterminal

    /// Starts the explorer on a log and waits for the first counts.
    init(_ log: String) throws {
        start = .now
        terminal = try Self.terminal(log)
        guard terminal.wait(upTo: .seconds(20), until: Self.hasCounts) else {
            throw Unmeasured("no counts of \(log) after 20 s; is \(Programs.weir) there?")
        }
        firstCounts = .now - start
    }

    /// Presses keys until the log is loaded: what each took, and how long it all was from the start.
    func keysWhileLoading() -> (keys: [Duration], loaded: Duration) {
        var keys: [Duration] = []
        var loaded = Duration.zero
        var quiet = 0
        // Loading takes all cores, but where it waits for the disk; keys alone take hardly a tick.
        while quiet < 5, keys.count < 100_000 {
            let (now, before) = (ContinuousClock.now, cpuTime)
            let two = pressTwo()
            if cpuTime - before > 5 {
                keys += two
                quiet = 0
            } else {
                if quiet == 0 { loaded = now - start }
                quiet += 1
            }
        }
        return (keys, loaded)
    }

    /// Presses keys when nothing else happens: what each took.
    func keysWhenIdle() -> [Duration] {
        terminal.pump(for: .seconds(1))
        return (0..<50).flatMap { _ in pressTwo() }
    }

    /// The CPU time of two seconds in which nothing happens, in ticks of 10 ms.
    func idleTicks() -> Int {
        terminal.pump(for: .milliseconds(500))
        let before = cpuTime
        terminal.pump(for: .seconds(2))
        return cpuTime - before
    }

    /// Ends the explorer; the most memory that it took, in bytes.
    func end() -> Int { terminal.end() }

    /// The most memory that the explorer takes with nothing to load, in bytes.
    static func emptyMemory() throws -> Int {
        let terminal = try Self.terminal("/dev/null")
        terminal.pump(for: .milliseconds(500))
        return terminal.end()
    }

    private static func terminal(_ log: String) throws -> Pseudoterminal {
        try Pseudoterminal(Programs.weir, [log], rows: 50, columns: 160)
    }

    /// Opens a sheet and closes it: what each took.
    private func pressTwo() -> [Duration] { [latency("?", "Help"), latency("q", "Tags")] }

    /// Presses a key and waits for what it brings.
    private func latency(_ key: String, _ text: String) -> Duration {
        terminal.pump(for: .milliseconds(40))
        let mark = terminal.output.count
        let start = ContinuousClock.now
        terminal.press(key)
        terminal.wait(upTo: .seconds(1)) { $0[mark...].contains(Array(text.utf8)) }
        return .now - start
    }

    /// Whether a share with a decimal, as rows have it, was drawn.
    private static func hasCounts(_ output: [UInt8]) -> Bool {
        output.indices.dropFirst(3).contains { index in
            output[index] == UInt8(ascii: "%") && output[index - 2] == UInt8(ascii: ".")
        }
    }

    /// The CPU time of the explorer in ticks, from `/proc`.
    private var cpuTime: Int {
        guard let file = fopen("/proc/\(terminal.process.id)/stat", "r") else { return 0 }
        defer { fclose(file) }
        var line = [UInt8](repeating: 0, count: 1024)
        let count = fread(&line, 1, line.count, file)
        let fields = line[..<count].split(separator: UInt8(ascii: " "))
        return [13, 14].reduce(0) { sum, index in
            sum + (fields.indices.contains(index) ? Int(String(decoding: fields[index], as: UTF8.self)) ?? 0 : 0)
        }
    }
}
