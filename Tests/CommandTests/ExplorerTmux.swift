import Foundation
import Testing

/// A terminal of a test's own: a shell in tmux, in which the program runs as it does for a user.
///
/// Nothing here is timed: what is typed is followed by a wait for what the screen shows then.
struct Tmux: Sendable {
    /// What did not come although it was waited for, with the screen of that moment.
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    /// The size of a window.
    struct Size: Sendable, CustomTestStringConvertible {
        let columns: Int
        let rows: Int

        static let usual = Size(columns: 80, rows: 24)
        static let large = Size(columns: 160, rows: 50)

        var testDescription: String { "\(columns)x\(rows)" }
    }

    /// Where the shell is.
    let folder: URL
    private let socket: String

    /// Opens a terminal for some work, and closes it again, with all that still runs in it.
    ///
    /// In the shell, `$WEIR` is the program and `$SAMPLES` the folder of the samples.
    static func open(
        _ size: Size = .usual, in scratch: Scratch, environment: [String: String] = [:],
        _ work: @Sendable (Tmux) async throws -> Void
    ) async throws {
        try await Turns.terminals.withTurn {
            let tmux = Tmux(folder: scratch.url, socket: "weir-test-\(UUID().uuidString)")
            let setting = [
                "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": scratch.url.path,
                "SAMPLES": Weir.package.appending(path: "samples").path,
            ].merging(environment) { _, new in new }
            // A child of this process, not a service in the background: it ends when the tests do.
            let server = try withoutBlockedSignals {
                try Running(env, tmux.words(["-D"]), scratch.url, setting, limit: 900)
            }
            let result: Result<Void, any Error>
            do {
                try await tmux.start(size)
                result = .success(try await work(tmux))
            } catch {
                result = .failure(error)
            }
            if (try? await tmux.ask(["kill-server"])) == nil { server.signal(SIGKILL) }
            _ = try await server.end()
            try result.get()
        }
    }

    /// Starts the shell, when the server is there.
    private func start(_ size: Size) async throws {
        // A shell that edits no lines leaves the terminal's modes alone, so that they can be judged.
        let shell = "exec env -u TMUX -u TMUX_PANE -u NO_COLOR PS1='ready> ' PS2= ENV= /bin/sh"
        let window = ["-c", folder.path, "-x", "\(size.columns)", "-y", "\(size.rows)", shell]
        let terminal = ["set", "-g", "default-terminal", "tmux-256color", ";", "set", "-g", "exit-empty", "off", ";"]
        let end = ContinuousClock.now + .seconds(30)
        while (try? await ask(terminal + ["new-session", "-d"] + window)) == nil {
            if ContinuousClock.now > end { throw Missing(description: "tmux does not start") }
            try await Task.sleep(for: .milliseconds(40))
        }
        try await wait(for: "ready>")
    }

    // MARK: What a user does

    /// Presses keys, by tmux's names of them: `Enter`, `Escape`, `C-c`, `j`.
    func press(_ keys: String...) async throws { _ = try await ask(["send-keys", "-t", "0"] + keys) }

    /// Types a text.
    func type(_ text: String) async throws { _ = try await ask(["send-keys", "-t", "0", "-l", "--", text]) }

    /// Pastes a text, between the marks of a paste if the program has asked for them.
    func paste(_ text: String) async throws {
        _ = try await ask(["set-buffer", "--", text, ";", "paste-buffer", "-p", "-r", "-t", "0"])
    }

    /// Gives the window another size.
    func resize(_ size: Size) async throws {
        _ = try await ask(["resize-window", "-t", "0", "-x", "\(size.columns)", "-y", "\(size.rows)"])
    }

    /// Types a line of shell; its exit code can be waited for.
    func enter(_ line: String) async throws {
        try await type(line + "; echo \"[$?]\"")
        try await press("Enter")
    }

    /// Does a line of shell to its end, on an empty screen; its exit code.
    @discardableResult func shell(_ line: String) async throws -> Int32 {
        try await clear()
        try await enter(line)
        return try await code()
    }

    private func clear() async throws {
        _ = try await ask(["send-keys", "-t", "0", "-R", ";", "clear-history", "-t", "0"])
    }

    // MARK: What a user sees

    /// The screen, without blanks at the ends of lines.
    func screen() async throws -> String { try await ask(["capture-pane", "-p", "-t", "0"]) }

    /// The screen with the escape sequences of its styles.
    func styledScreen() async throws -> String { try await ask(["capture-pane", "-p", "-e", "-t", "0"]) }

    /// What tmux says of the terminal, such as `#{alternate_on}`.
    func value(of format: String) async throws -> String {
        try await ask(["display-message", "-p", "-t", "0", format]).trimmingCharacters(in: .newlines)
    }

    /// Waits until the screen shows a text; the screen.
    @discardableResult func wait(for text: String) async throws -> String {
        try await wait(for: "\"\(text)\"") { $0.contains(text) }
    }

    /// Waits until the screen does not show a text; the screen.
    @discardableResult func wait(forNo text: String) async throws -> String {
        try await wait(for: "no \"\(text)\"") { !$0.contains(text) }
    }

    /// Waits until the screen is as it should be; the screen.
    @discardableResult func wait(for what: String, _ isThere: (String) -> Bool) async throws -> String {
        let end = ContinuousClock.now + .seconds(60)
        while true {
            let screen = try await screen()
            if isThere(screen) { return screen }
            if ContinuousClock.now > end { throw Missing(description: "there is no \(what) on the screen:\n\(screen)") }
            try await Task.sleep(for: .milliseconds(40))
        }
    }

    /// Waits for something that is not on the screen.
    func wait(until what: String, screenless: Bool = false, _ isSo: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while try await !isSo() {
            if ContinuousClock.now > end {
                let screen = screenless ? "" : "; the screen:\n\(try await screen())"
                throw Missing(description: "not so: \(what)\(screen)")
            }
            try await Task.sleep(for: .milliseconds(40))
        }
    }

    /// Waits until the screen is twice the same: what keys did is shown.
    func settle() async throws {
        var before = ""
        try await wait(for: "screen that stays") { screen in
            defer { before = screen }
            return screen == before
        }
    }

    /// Waits for the exit code of the line that was entered last.
    func code() async throws -> Int32 {
        let screen = try await wait(for: "exit code") { !$0.matches(of: /\[\d+\]$/.anchorsMatchLineEndings()).isEmpty }
        let codes = screen.matches(of: /\[(\d+)\]$/.anchorsMatchLineEndings())
        return codes.last.flatMap { Int32($0.1) } ?? -1
    }

    // MARK: tmux

    private static let env = URL(filePath: "/usr/bin/env")

    /// Starts a program that is to hear signals, which the threads of tests have blocked.
    private static func withoutBlockedSignals<Result>(_ start: () throws -> Result) rethrows -> Result {
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
        return try start()
    }

    private func words(_ arguments: [String]) -> [String] {
        ["-u", "TMUX", "tmux", "-u", "-L", socket, "-f", "/dev/null"] + arguments
    }

    /// Has tmux do something; what it says.
    ///
    /// Hundreds of times in a session, which is more than `Process` is made for.
    private func ask(_ arguments: [String]) async throws -> String {
        let line = (["env"] + words(["-N"] + arguments)).map(\.quoted).joined(separator: " ")
        guard let pipe = popen(line + " 2>&1", "r") else { throw Missing(description: "no pipe to tmux") }
        var output = Data()
        var buffer = [UInt8](repeating: 0, count: 16384)
        while true {
            let count = fread(&buffer, 1, buffer.count, pipe)
            if count == 0 { break }
            output += buffer.prefix(count)
        }
        let text = String(decoding: output, as: UTF8.self)
        guard pclose(pipe) == 0 else { throw Missing(description: "tmux \(arguments.first ?? ""): \(text)") }
        return text
    }
}

extension String {
    /// The same as a word of shell.
    fileprivate var quoted: String { "'" + replacing("'", with: "'\\''") + "'" }
}

extension Tmux {
    /// Closes the window, as a user would, over whatever runs in it.
    func closeWindow() async throws { _ = try await ask(["kill-session", "-t", "0"]) }

    /// Begins to write down every byte that the terminal gets.
    func record() async throws { _ = try await ask(["pipe-pane", "-t", "0", "exec cat > '\(recording.path)'"]) }

    /// What was written down until now.
    func recorded() async throws -> Data {
        // tmux waits for nobody: what comes last is known to be there when a mark is.
        try await type("# recorded\n")
        try await wait(until: "all is recorded") {
            ((try? Data(contentsOf: recording)) ?? Data()).firstRange(of: Data("# recorded".utf8)) != nil
        }
        return try Data(contentsOf: recording)
    }

    private var recording: URL { folder.appending(path: "recording") }

    /// Starts the explorer, and waits until it shows something; the screen.
    @discardableResult
    func explore(_ arguments: String, setting: String = "", shows text: String) async throws -> String {
        try await clear()
        // The number of the process is for signals; a shell that is replaced leaves the program's own exit code.
        try await type("sh -c 'echo $$ > id; exec env \(setting) \"$WEIR\" \(arguments)'\n")
        return try await wait(for: "\"\(text)\" of the explorer") { $0.contains(text) && !$0.contains("exec") }
    }

    /// Starts the explorer with the output of some shell as its data, and waits until it shows something.
    func explorePiped(_ source: String, shows text: String) async throws {
        try source.write(to: folder.appending(path: "source"), atomically: true, encoding: .utf8)
        try await clear()
        try await type("sh source | sh -c 'echo $$ > id; exec \"$WEIR\" - t.csv'\n")
        try await wait(for: "\"\(text)\" of the explorer") { $0.contains(text) && !$0.contains("exec") }
    }

    /// Waits for the explorer's end; its exit code.
    func end() async throws -> Int32 {
        try await wait(until: "the program has ended") { try !isRunning() }
        // A line of its own: a shell gives up the rest of one in which a program was interrupted.
        try await enter("(exit $?)")
        return try await code()
    }

    /// Whether the explorer still runs.
    func isRunning() throws -> Bool { kill(try process(), 0) == 0 }

    /// The number of the explorer's process.
    func process() throws -> Int32 {
        let text = try String(contentsOf: folder.appending(path: "id"), encoding: .utf8)
        return try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    /// Sends the explorer a signal.
    func signal(_ number: Int32) throws { kill(try process(), number) }

    /// Exports, of the view or its records, into a folder of the scratch folder; waits until it was said.
    ///
    /// - Returns: The contents of the files that are new there, by the names without the time.
    func export(_ key: String, to name: String) async throws -> [String: Data] {
        let before = Set((try? files(in: name)) ?? [])
        try await press(key)
        try await wait(for: "Folder for ")
        try await press("C-u")
        try await type(name)
        try await press("Enter")
        try await wait(for: "Wrote")
        var contents: [String: Data] = [:]
        for file in try files(in: name) where !before.contains(file) {
            #expect(file.contains(/^[a-z_]+-\d{8}T\d{6}Z(-\d+)?\.csv$/))
            contents[String(file.prefix { $0 != "-" })] = try Data(
                contentsOf: folder.appending(path: name).appending(path: file))
        }
        return contents
    }

    private func files(in name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: name).path)
    }

    /// Has the terminal's modes written down, to be compared later.
    func noteModes() async throws { try await shell("stty -g > modes") }

    /// Expects the terminal to be as `noteModes` has found it, and the shell to be of use.
    func expectTerminalIsBack(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        #expect(try await value(of: "#{alternate_on} #{cursor_flag}") == "0 1", sourceLocation: sourceLocation)
        #expect(
            try await value(of: "#{keypad_cursor_flag} #{keypad_flag} #{mouse_any_flag}") == "0 0 0",
            sourceLocation: sourceLocation)
        let code = try await shell("stty -g | diff modes -")
        let difference = try await screen()
        #expect(code == 0, "\(difference)", sourceLocation: sourceLocation)
        try await enter("echo usable-$((40 + 2))")
        try await wait(for: "usable-42")
    }
}

extension Scratch {
    /// Appends to a file, or writes to a pipe.
    func append(_ name: String, _ text: String) throws {
        let handle = try FileHandle(forWritingTo: url.appending(path: name))
        _ = try? handle.seekToEnd()
        try handle.write(contentsOf: Data(text.utf8))
        try handle.close()
    }
}

extension Turns {
    /// For tests in terminals, which mostly wait: theirs are not the turns of the programs that they compare with.
    static let terminals = Turns()
}
