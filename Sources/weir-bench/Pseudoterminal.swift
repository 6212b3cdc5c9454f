#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A program in a terminal of its own, whose screen is read and whose keys are pressed here.
final class Pseudoterminal {
    /// The number of the process.
    let process: pid_t
    private let descriptor: Int32
    /// Everything that was written to the terminal and not dropped since.
    private(set) var output: [UInt8] = []

    /// Why there is none.
    struct Failure: Error, CustomStringConvertible {
        let call: String
        let code: Int32
        var description: String { "\(call): \(String(cString: strerror(code)))" }
    }

    /// Starts a program.
    init(_ path: String, _ arguments: [String], rows: UInt16, columns: UInt16) throws(Failure) {
        let (master, terminal) = try Self.open()
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        // The first terminal that the leader of a new session opens is its own.
        posix_spawnattr_setflags(&attributes, Self.ownSession)
        posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        posix_spawn_file_actions_addclose(&actions, master)
        var process: pid_t = 0
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) }
        words.append(nil)
        let environment = ["TERM=xterm-256color", "LC_ALL=C.UTF-8"]
        var variables: [UnsafeMutablePointer<CChar>?] = environment.map { strdup($0) }
        variables.append(nil)
        defer { for word in words + variables { free(word) } }
        let code = posix_spawn(&process, path, &actions, &attributes, words, variables)
        guard code == 0 else {
            close(master)
            throw Failure(call: path, code: code)
        }
        self.process = process
        descriptor = master
    }

    deinit { close(descriptor) }

    /// Opens a new pseudoterminal: its near end, and the path of its far end.
    private static func open() throws(Failure) -> (master: Int32, terminal: String) {
        #if canImport(Darwin)
            let master = posix_openpt(O_RDWR | O_NOCTTY)
            guard master >= 0, grantpt(master) == 0, unlockpt(master) == 0, let name = ptsname(master) else {
                throw Failure(call: "posix_openpt", code: errno)
            }
            return (master, String(cString: name))
        #else
            // What posix_openpt and its like do; they are not imported. Numbers: ioctl_tty(2), TIOCSPTLCK and TIOCGPTN.
            let master = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
            var lock: Int32 = 0
            var number: UInt32 = 0
            guard master >= 0, ioctl(master, 0x4004_5431, &lock) == 0, ioctl(master, 0x8004_5430, &number) == 0 else {
                throw Failure(call: "/dev/ptmx", code: errno)
            }
            return (master, "/dev/pts/\(number)")
        #endif
    }

    /// The flag that starts a program in a session of its own: `POSIX_SPAWN_SETSID`, not imported from glibc.
    private static var ownSession: Int16 {
        #if canImport(Darwin)
            Int16(POSIX_SPAWN_SETSID)
        #else
            0x80
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
        var usage = rusage()
        var status: Int32 = 0
        #if canImport(Darwin)
            let unit = 1
        #else
            let unit = 1024
        #endif
        wait4(process, &status, 0, &usage)
        return usage.ru_maxrss * unit
    }
}
