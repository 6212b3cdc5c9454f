#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A program that is told a line and says when it is done with it, again and again.
///
/// So things are timed that live in a program: all of them in the same way, from the line to the answer.
final class Conversation {
    private let process: Subprocess
    private let toProgram: CInt
    private let fromProgram: CInt
    private var heard: [UInt8] = []

    /// Starts the program.
    init(_ command: [String], errors: Subprocess.Stream = .inherited) throws(Subprocess.Failure) {
        // A program that has ended is seen by its missing answers.
        signal(SIGPIPE, SIG_IGN)
        let input = try Subprocess.pipe()
        let output = try Subprocess.pipe()
        defer {
            close(input.output)
            close(output.input)
        }
        (toProgram, fromProgram) = (input.input, output.output)
        process = try Subprocess(
            command.first ?? "", Array(command.dropFirst()), input: .descriptor(input.output),
            output: .descriptor(output.input), errors: errors)
    }

    /// Says something and gives what is answered before the line `done`, and after how long.
    ///
    /// Nil if the program has ended instead.
    func say(_ line: String) -> (answer: [String], time: Duration)? {
        let start = ContinuousClock.now
        let bytes = Array("\(line)\n".utf8)
        guard write(toProgram, bytes, bytes.count) == bytes.count else { return nil }
        var answer: [String] = []
        while let line = hear() {
            if line == "done" { return (answer, .now - start) }
            answer.append(line)
        }
        return nil
    }

    /// Ends the conversation, and so the program.
    func end() {
        close(toProgram)
        _ = process.wait()
        close(fromProgram)
    }

    private func hear() -> String? {
        while true {
            if let end = heard.firstIndex(of: UInt8(ascii: "\n")) {
                defer { heard.removeSubrange(...end) }
                return String(decoding: heard[..<end], as: UTF8.self)
            }
            var piece = [UInt8](repeating: 0, count: 4096)
            let count = read(fromProgram, &piece, piece.count)
            guard count > 0 else { return nil }
            heard += piece[..<count]
        }
    }
}
