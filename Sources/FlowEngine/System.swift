import FlowLogs

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A failed system call, for people.
public struct SystemError: Error, Hashable, Sendable {
    /// The `errno` that the call left.
    public let code: Int32

    /// The error of the call that failed just now.
    static var last: SystemError { SystemError(code: errno) }

    /// What the system says about it: `No such file or directory`.
    public var message: String { String(cString: strerror(code)) }

    static let exists = SystemError(code: EEXIST)
    static let notFound = SystemError(code: ENOENT)
    static let closedPipe = SystemError(code: EPIPE)
}

/// A path or file name as the system has it: any bytes but NUL.
public typealias PathBytes = Bytes

extension Bytes {
    /// The path as a C string, to pass to a system call.
    var cPath: [CChar] { map(CChar.init(bitPattern:)) + [0] }

    /// The path of an entry of the folder that this path names.
    func appending(component name: some Sequence<UInt8>) -> PathBytes {
        self + (last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]) + name
    }
}

/// An open file that is closed when its owner lets go of it.
package struct FileDescriptor: ~Copyable {
    let number: Int32
    private let isBorrowed: Bool

    /// Takes over an open descriptor; a borrowed one is left open.
    init(_ number: Int32, isBorrowed: Bool = false) {
        self.number = number
        self.isBorrowed = isBorrowed
    }

    /// Opens a path for reading, or fails with the reason.
    ///
    /// A named pipe that nobody writes to yet is waited for, unless `isImpatient`: it then is just not readable yet.
    package init(reading path: PathBytes, isImpatient: Bool = false) throws(SystemError) {
        let number = open(path.cPath, O_RDONLY | O_CLOEXEC | (isImpatient ? O_NONBLOCK : 0))
        guard number >= 0 else { throw .last }
        self.init(number)
    }

    deinit {
        if !isBorrowed { close(number) }
    }

    /// What the system knows of the file.
    var status: stat? {
        var status = stat()
        return fstat(number, &status) == 0 ? status : nil
    }

    /// Whether this is a pipe, a socket or a device: something whose end, once read, is the end.
    var isStream: Bool { status.map { !$0.isRegular } ?? false }

    /// How many bytes the file has; nil when the system does not say.
    var size: Int? { status.map { Int($0.st_size) } }

    /// Goes back to the beginning.
    func rewind() { lseek(number, 0, SEEK_SET) }

    /// The bytes at some place, fewer if the file ends before; nil when they cannot be read.
    func bytes(at offset: Int, count: Int) -> Bytes? {
        var bytes = Bytes(repeating: 0, count: count)
        let found = pread(number, &bytes, count, off_t(offset))
        return found < 0 ? nil : Bytes(bytes.prefix(found))
    }

    /// Reads some bytes: at least one, or none at the end.
    ///
    /// A signal in between is no failure.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
        while true {
            #if canImport(Darwin)
                let count = Darwin.read(number, buffer.baseAddress, buffer.count)
            #elseif canImport(Musl)
                let count = Musl.read(number, buffer.baseAddress, buffer.count)
            #else
                let count = Glibc.read(number, buffer.baseAddress, buffer.count)
            #endif
            if count >= 0 { return count }
            guard errno == EINTR || errno == EAGAIN else { throw .last }
            if errno == EAGAIN { wait(for: POLLIN, milliseconds: -1) }
        }
    }

    /// Reads some bytes into the beginning of an array; none at the end.
    package func read(into piece: inout Bytes) throws(SystemError) -> Int {
        try piece.withUnsafeMutableBytes { buffer in
            Result { () throws(SystemError) in try read(into: buffer) }
        }.get()
    }

    /// Whether a read would not have to wait.
    ///
    /// Regular files never have to.
    func waitUntilReadable(milliseconds: Int32) -> Bool { wait(for: POLLIN, milliseconds: milliseconds) }

    @discardableResult
    private func wait(for event: Int32, milliseconds: Int32) -> Bool {
        var entry = pollfd(fd: number, events: Int16(event), revents: 0)
        return poll(&entry, 1, milliseconds) != 0
    }

    /// Writes all bytes, however often the system takes only some of them.
    func write(_ bytes: Bytes) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { buffer in
                #if canImport(Darwin)
                    Darwin.write(number, buffer.baseAddress, buffer.count)
                #elseif canImport(Musl)
                    Musl.write(number, buffer.baseAddress, buffer.count)
                #else
                    Glibc.write(number, buffer.baseAddress, buffer.count)
                #endif
            }
            if count < 0 {
                guard errno == EINTR || errno == EAGAIN else { throw .last }
                // Whoever opened it made it non-blocking; a slow reader is no failure.
                if errno == EAGAIN { wait(for: POLLOUT, milliseconds: -1) }
                continue
            }
            rest = rest.dropFirst(count)
        }
    }
}

/// How many processors there are to compute with; at least 1.
public let availableCores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))

/// How many bytes of memory this process may hope for: the machine's, or its control group's limit if that is less.
public let availableMemory: Int = {
    let (machine, overflow) = max(1, sysconf(Int32(_SC_PHYS_PAGES))).multipliedReportingOverflow(
        by: max(1, sysconf(Int32(_SC_PAGESIZE))))
    let group = (try? wholeFile(Bytes("/sys/fs/cgroup/memory.max".utf8), limit: 64)) ?? []
    let limit = group.prefix { $0 != UInt8(ascii: "\n") }.wholeNumber() ?? .max
    return min(overflow ? .max : machine, Int(clamping: limit))
}()
