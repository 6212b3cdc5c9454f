import FlowLogs
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Standard output or standard error: bytes exactly to files and pipes, harmless to a terminal.
public final class OutputStream: Sendable {
    /// Standard output.
    public static let standardOutput = OutputStream(1)
    /// Standard error.
    public static let standardError = OutputStream(2)

    /// Whether this is a terminal: what goes there must be inert, and may be overwritten.
    public let isTerminal: Bool

    private let descriptor: Int32
    private let failure = Atomic<Int32>(0)

    /// Makes sure that standard input, output and error are open, or fail as if they were closed.
    ///
    /// Call before any file is opened: it could get the number of a closed one of the three, and messages would be
    /// written into a report.
    public static func reserveStandardDescriptors() {
        for (number, flags) in [(Int32(0), O_WRONLY), (1, O_RDONLY), (2, O_RDONLY)] where fcntl(number, F_GETFD) < 0 {
            // The lowest free number is taken, and that is this one.
            _ = open("/dev/null", flags)
        }
    }

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
    }

    /// Writes text that holds data.
    ///
    /// A failure is kept; from then on nothing is written.
    public func write(_ bytes: Bytes) {
        writeExactly(isTerminal ? bytes.inert(keepingLines: true) : bytes)
    }

    /// Writes one line that holds data: to a terminal it stays one line, whatever it holds.
    public func writeLine(_ bytes: Bytes) {
        writeExactly((isTerminal ? bytes.inert() : bytes) + [UInt8(ascii: "\n")])
    }

    /// Writes bytes of the program's own making, such as a carriage return, to whatever it is.
    public func writeExactly(_ bytes: Bytes) {
        guard error == nil else { return }
        do {
            try FileDescriptor(descriptor, isBorrowed: true).write(bytes)
        } catch {
            failure.store(error.code, ordering: .relaxed)
        }
    }

    /// Why the last write failed, if it did.
    ///
    /// A closed pipe is a reader that has seen enough, not a failure.
    public var error: SystemError? {
        let code = failure.load(ordering: .relaxed)
        return code == 0 ? nil : SystemError(code: code)
    }

    /// Whether the reader at the other end has gone.
    public var isClosed: Bool { error == .closedPipe }
}
