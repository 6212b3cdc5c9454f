import Foundation
import Synchronization
import Testing

/// The built program, run as a user or a script would run it.
enum Weir {
    /// What a run left: its exit code (128 + n after signal n, as a shell has it) and everything it wrote.
    struct Outcome: Sendable {
        let code: Int32
        let output: Data
        let errors: Data

        /// Standard output as text.
        var stdout: String { String(decoding: output, as: UTF8.self) }
        /// Standard error as text.
        var stderr: String { String(decoding: errors, as: UTF8.self) }
        /// Standard output line by line.
        var lines: [String] { stdout.split(separator: "\n", omittingEmptySubsequences: true).map(String.init) }
    }

    /// The program that was built along with these tests: it lies beside their bundle.
    static let binary: URL = {
        let bundles = Bundle.allBundles.map(\.bundleURL).filter { $0.pathExtension == "xctest" }
        let folders = bundles.map { $0.deletingLastPathComponent() } + [Bundle.main.bundleURL]
        let candidates = folders.map { $0.appending(path: "weir") }
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) }
            ?? URL(filePath: "/there/is/no/weir/beside/the/tests")
    }()

    /// The folder of the package.
    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Runs `weir` with these arguments.
    static func run(
        _ arguments: [String], stdin: Data? = nil, in folder: URL? = nil, environment: [String: String] = [:],
        limit: Double = 60
    ) async throws -> Outcome {
        let input = try stdin.map { try Spill($0) }
        return try await Turns.shared.withTurn {
            try await Running(binary, arguments, stdin: input?.reading(), folder, environment, limit: limit).end()
        }
    }

    /// Runs a line of shell, in which `$WEIR` is the program.
    static func shell(
        _ line: String, in folder: URL? = nil, environment: [String: String] = [:], limit: Double = 60
    ) async throws -> Outcome {
        let shell = URL(filePath: "/bin/sh")
        return try await Turns.shared.withTurn {
            try await Running(shell, ["-c", line], folder, environment, limit: limit).end()
        }
    }
}

/// A program that runs.
///
/// What it writes goes to files, so that it never waits for this process to read; past the time limit it is killed,
/// its children with it, and the test fails.
final class Running: Sendable {
    private let process = Process()
    private let output: Spill
    private let errors: Spill
    private let limit: Double
    private let end: AsyncStream<Int32>
    private let isOverdue = Mutex(false)

    init(
        _ executable: URL, _ arguments: [String], stdin: FileHandle? = nil, _ folder: URL? = nil,
        _ environment: [String: String] = [:], limit: Double = 60
    ) throws {
        output = try Spill()
        errors = try Spill()
        self.limit = limit
        let (stream, continuation) = AsyncStream<Int32>.makeStream()
        end = stream
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment
            .merging(["WEIR": Weir.binary.path, "SWIFT_BACKTRACE": "enable=no"]) { _, new in new }
            .merging(environment) { _, new in new }
        process.standardInput = stdin ?? FileHandle.nullDevice
        process.standardOutput = try output.writing()
        process.standardError = try errors.writing()
        process.terminationHandler = { process in
            let isSignal = process.terminationReason == .uncaughtSignal
            continuation.yield(isSignal ? 128 + process.terminationStatus : process.terminationStatus)
            continuation.finish()
        }
        try process.run()
    }

    /// The number of the process.
    var id: Int32 { process.processIdentifier }

    /// Sends a signal.
    func signal(_ number: Int32) { kill(id, number) }

    /// Waits for the end.
    func end() async throws -> Weir.Outcome {
        let process = process
        let guardian = Task {
            try await Task.sleep(for: .seconds(limit))
            isOverdue.withLock { $0 = true }
            if kill(-process.processIdentifier, SIGKILL) != 0 { kill(process.processIdentifier, SIGKILL) }
        }
        defer { guardian.cancel() }
        for await code in end {
            if isOverdue.withLock({ $0 }) {
                Issue.record("\(process.arguments ?? []) ran for more than \(limit) s and was killed")
            }
            return Weir.Outcome(code: code, output: try output.content(), errors: try errors.content())
        }
        throw CancellationError()
    }
}

/// Lets few programs run at a time: tests wait for theirs without holding a thread, so all of them would start at once.
actor Turns {
    static let shared = Turns()

    private var free = ProcessInfo.processInfo.activeProcessorCount
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Does some work when it is its turn.
    nonisolated func withTurn<Result: Sendable>(_ work: () async throws -> Result) async throws -> Result {
        await take()
        do {
            let result = try await work()
            await giveBack()
            return result
        } catch {
            await giveBack()
            throw error
        }
    }

    private func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func giveBack() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}

/// A temporary file for what a program reads or writes.
final class Spill: Sendable {
    private let path = FileManager.default.temporaryDirectory.appending(path: "weir-spill-\(UUID().uuidString)")

    init(_ content: Data = Data()) throws { try content.write(to: path) }

    deinit { try? FileManager.default.removeItem(at: path) }

    func reading() throws -> FileHandle { try FileHandle(forReadingFrom: path) }
    func writing() throws -> FileHandle { try FileHandle(forWritingTo: path) }
    func content() throws -> Data { try Data(contentsOf: path) }
}
