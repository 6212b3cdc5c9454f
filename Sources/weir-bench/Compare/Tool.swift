#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A program of others that weir is compared with, where it is installed.
struct Tool {
    /// What the table calls it.
    let name: String
    /// Its path and first arguments; nil when it is not installed.
    let command: [String]?

    /// A tool that is run by a command.
    init(_ name: String, command: [String]?) {
        self.name = name
        self.command = command
    }

    /// A tool that is looked for in `PATH`.
    init(_ name: String, program: String, _ arguments: [String] = []) {
        self.init(name, command: Self.path(of: program).map { [$0] + arguments })
    }

    /// How long it takes to do something; nil unless it succeeds.
    func time(_ arguments: [String] = [], input: Subprocess.Stream = .nothing) throws -> Duration? {
        guard let command else { return nil }
        let end = try Subprocess(command[0], command.dropFirst() + arguments, input: input).wait()
        return end.status == 0 ? end.time : nil
    }

    /// A time beside that of the tool: `3.6 × DuckDB (233 ms)`, `1/4.2 of DuckDB (3.52 s)`, or why there is none.
    func compared(to time: Duration, _ own: Duration?, _ what: String = "") -> String {
        guard let own else { return "\(name) \(command == nil ? "not installed" : "failed")" }
        return time.ratio(to: own) + name + "\(what) (\(own.text))"
    }

    /// The path of a program in `PATH`.
    static func path(of program: String) -> String? {
        let folders = getenv("PATH").map { String(cString: $0) } ?? ""
        return folders.split(separator: ":").map { "\($0)/\(program)" }.first { access($0, X_OK) == 0 }
    }
}

extension Duration {
    /// How many times another one it is: `3.6 × `, or `1/4.2 of ` what is longer.
    func ratio(to other: Duration) -> String {
        func text(_ value: Double) -> String { value.decimal(value < 9.95 ? 1 : 0) }
        let ratio = self / max(other, .nanoseconds(1))
        return ratio >= 1 ? "\(text(ratio)) × " : "1/\(text(1 / max(ratio, 1e-9))) of "
    }
}
