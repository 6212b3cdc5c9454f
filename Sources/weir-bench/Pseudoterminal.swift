#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A program in a terminal of its own, whose screen is read and whose keys are pressed here.
final class Pseudoterminal {
    /// The program.
    let process: Subprocess
    private let descriptor: Int32
    /// Everything that was written to the terminal and not dropped since.
    private(set) var output: [UInt8] = []

    /// Starts a program.
    init(_ path: String, _ arguments: [String], rows: UInt16, columns: UInt16) throws(Subprocess.Failure) {
        let (master, terminal) = try Self.open()
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
        descriptor = master
        // The first terminal that the leader of a new session opens is its own.
        do {
            process = try Subprocess(
                path, arguments, environment: ["TERM=xterm-256color", "LC_ALL=C.UTF-8"], input: .file(terminal),
                output: .file(terminal), errors: .file(terminal), inOwnSession: true)
        } catch {
            close(master)
            throw error
        }
    }

    deinit { close(descriptor) }

    /// Opens a new pseudoterminal: its near end, and the path of its far end.
    private static func open() throws(Subprocess.Failure) -> (master: Int32, terminal: String) {
        #if canImport(Darwin)
            let master = posix_openpt(O_RDWR | O_NOCTTY)
            _ = fcntl(master, F_SETFD, FD_CLOEXEC)
            guard master >= 0, grantpt(master) == 0, unlockpt(master) == 0, let name = ptsname(master) else {
                throw Subprocess.Failure(program: "posix_openpt", code: errno)
            }
            return (master, String(cString: name))
        #else
            // What posix_openpt and its like do; they are not imported. Numbers: ioctl_tty(2), TIOCSPTLCK and TIOCGPTN.
            let master = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
            var lock: Int32 = 0
            var number: UInt32 = 0
            guard master >= 0, ioctl(master, 0x4004_5431, &lock) == 0, ioctl(master, 0x8004_5430, &number) == 0 else {
                throw Subprocess.Failure(program: "/dev/ptmx", code: errno)
            }
            return (master, "/dev/pts/\(number)")
        #endif
    }

    /// Presses keys.
    func press(_ keys: String) {
        let bytes = Array(keys.utf8)
        _ = write(descriptor, bytes, bytes.count)
    }

    /// Reads until something is on the screen, the time is over or the program has ended; false unless it is there.
    @discardableResult
    func wait(upTo limit: Duration, until isThere: ([UInt8]) -> Bool) -> Bool {
        let end = ContinuousClock.now + limit
        while !isThere(output) {
            let rest = Int32(clamping: Int((end - .now) / .milliseconds(1)))
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard rest > 0, poll(&entry, 1, rest) > 0 else { return false }
            var piece = [UInt8](repeating: 0, count: 65536)
            let count = read(descriptor, &piece, piece.count)
            guard count > 0 else { return false }
            output.append(contentsOf: piece[..<count])
        }
        return true
    }

    /// Reads for a while.
    func pump(for time: Duration) { wait(upTo: time) { _ in false } }

    /// Ends the program and waits for it; the largest amount of memory that it took, in bytes.
    func end() -> Int {
        press("Q")
        wait(upTo: .seconds(5)) { _ in false }
        return process.wait().peakMemory
    }
}
