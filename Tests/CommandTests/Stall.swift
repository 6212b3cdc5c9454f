import Foundation
import Synchronization
import Testing

/// A pipe that a program reads, and that says something only when the test does: it never ends by itself.
final class Stall: Sendable {
    private let scratch: Scratch
    private let end: Int32
    private let isEnded = Mutex(false)

    init() throws {
        scratch = try Scratch()
        let path = scratch.url.appending(path: "pipe").path
        try #require(mkfifo(path, 0o600) == 0)
        // Open for reading too, so that it stays whole, and writing is no SIGPIPE, when the program ends.
        end = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
        try #require(end >= 0)
    }

    deinit { finish() }

    /// Lets the program see the end of its input.
    func finish() {
        isEnded.withLock { isEnded in
            if !isEnded { close(end) }
            isEnded = true
        }
    }

    /// The end that the program reads.
    func reading() throws -> FileHandle {
        // Without a flag that the program would inherit: its reads wait.
        let number = open(scratch.url.appending(path: "pipe").path, O_RDONLY | O_CLOEXEC)
        try #require(number >= 0)
        return FileHandle(fileDescriptor: number, closeOnDealloc: true)
    }

    /// Writes all of it, at the reader's pace; fails when nobody has read for long.
    func write(_ text: String) throws {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            var entry = pollfd(fd: end, events: Int16(POLLOUT), revents: 0)
            try #require(poll(&entry, 1, 60_000) == 1, "nobody reads the pipe")
            let count = rest.withUnsafeBytes { Foundation.write(end, $0.baseAddress, $0.count) }
            if count > 0 { rest = rest.dropFirst(count) }
        }
    }

    /// Writes records until the program must have read some of them: more than a pipe holds.
    ///
    /// Whoever has begun to read has also said what it does about signals.
    func writeUntilRead(_ record: String = Sample.record(443)) throws {
        try write(String(repeating: record, count: 200_000 / record.utf8.count))
    }
}
