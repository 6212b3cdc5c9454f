#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A program that was started here, and whose end is waited for.
struct Subprocess {
    /// Where one of its standard streams leads.
    enum Stream {
        /// Where ours leads.
        case inherited
        /// To an open file of ours.
        case descriptor(CInt)
        /// To what lies at a path; in a session of its own, the first terminal becomes that of the session.
        case file(String)
        /// Nowhere.
        static let nothing = file("/dev/null")
    }

    /// How it ended, and what it took.
    struct End {
        /// What `wait4` says of the end.
        let status: CInt
        /// From its start to its end.
        let time: Duration
        /// The most memory that it took, in bytes.
        ///
        /// On Linux never less than this program took when it started it: a program that is measured so must stay small.
        let peakMemory: Int

        /// The number of the signal that ended it, or 0.
        var signal: CInt { status & 0x7f }
        /// Its exit code, where no signal ended it.
        var code: CInt { status >> 8 & 0xff }
    }

    /// Why it was not started.
    struct Failure: Error, CustomStringConvertible {
        let program: String
        let code: CInt
        /// Whether there is no such program.
        var isMissing: Bool { code == ENOENT }
        var description: String { "\(program): \(String(cString: strerror(code)))" }
    }

    /// The number of the process.
    let id: pid_t
    private let start = ContinuousClock.now

    /// What of our environment programs are given: where programs and their settings lie, and never a language or an
    /// option, so that figures do not depend on it.
    static let environment: [String] = {
        let names: [String] = ["PATH", "HOME", "TMPDIR"]
        return names.compactMap { name in getenv(name).map { "\(name)=\(String(cString: $0))" } } + ["LC_ALL=C"]
    }()

    /// Starts a program, which is looked for in `PATH` if its name has no slash.
    init(
        _ program: String, _ arguments: [String], environment: [String] = Self.environment, input: Stream = .nothing,
        output: Stream = .nothing, errors: Stream = .inherited, inOwnSession: Bool = false
    ) throws(Failure) {
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
        for (number, stream) in [(STDIN_FILENO, input), (STDOUT_FILENO, output), (STDERR_FILENO, errors)] {
            switch stream {
            case .inherited: break
            case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, number)
            case .file(let path): posix_spawn_file_actions_addopen(&actions, number, path, O_RDWR, 0)
            }
        }
        // What is ignored here is not to be ignored there: programs should end in silence when their reader goes away.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = CInt(POSIX_SPAWN_SETSIGDEF) | (inOwnSession ? Self.ownSession : 0)
        posix_spawnattr_setflags(&attributes, numericCast(flags))

        var id: pid_t = 0
        let words = ([program] + arguments).map { strdup($0) } + [nil]
        let variables = environment.map { strdup($0) } + [nil]
        defer { for word in words + variables { free(word) } }
        let code = posix_spawnp(&id, program, &actions, &attributes, words, variables)
        guard code == 0 else { throw Failure(program: program, code: code) }
        self.id = id
    }

    /// The flag that starts a program in a session of its own: `POSIX_SPAWN_SETSID`, not imported from glibc.
    private static var ownSession: CInt {
        #if canImport(Darwin)
            CInt(POSIX_SPAWN_SETSID)
        #else
            0x80
        #endif
    }

    /// Waits for the end.
    func wait() -> End {
        var usage = rusage()
        var status: CInt = 0
        while wait4(id, &status, 0, &usage) < 0, errno == EINTR {}
        #if canImport(Darwin)
            let unit = 1
        #else
            let unit = 1024
        #endif
        return End(status: status, time: .now - start, peakMemory: usage.ru_maxrss * unit)
    }

    /// A pipe whose ends no program inherits unless it is given them.
    static func pipe() throws(Failure) -> (output: CInt, input: CInt) {
        var ends: [CInt] = [0, 0]
        guard systemPipe(&ends) == 0 else { throw Failure(program: "pipe", code: errno) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }
}

private func systemPipe(_ ends: inout [CInt]) -> CInt { pipe(&ends) }
