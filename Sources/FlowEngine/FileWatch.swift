import FlowLogs
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What happened to a file that is followed, besides growing.
package enum Rotation: Sendable {
    /// Another file has its name now.
    case replaced
    /// It was cut in place, and is written anew from its beginning.
    case cut
}

/// Watches over a file that is followed: whether it is still the one that was read, and still the one of its name.
struct FileWatch: ~Copyable {
    private let path: PathBytes
    private let identity: FileIdentity
    private let claims: FileClaims
    /// How much was read of the file.
    private var position = 0
    /// What it was like when it was looked at last.
    private var state: FileState
    /// The last bytes that were read: a file that was cut may have outgrown what was read before anyone looked.
    private var recent = Bytes()

    private static let recentSize = 256

    /// Watches over a file that was opened by its path; nil for a stream, which ends when it ends.
    init?(_ path: PathBytes, _ file: borrowing FileDescriptor, _ claims: FileClaims) {
        guard let status = file.status, status.isRegular else { return nil }
        self.path = path
        identity = FileIdentity(status)
        state = FileState(status)
        self.claims = claims
        claims.begin(identity)
    }

    deinit { claims.end(identity, state) }

    /// Takes note of what was read.
    mutating func note(_ bytes: Slice<UnsafeMutableRawBufferPointer>) {
        position += bytes.count
        recent.append(contentsOf: bytes.suffix(Self.recentSize))
        recent.removeFirst(max(0, recent.count - Self.recentSize))
    }

    /// Whether what was read is no longer what is there.
    mutating func isCut(_ file: borrowing FileDescriptor) -> Bool {
        guard let status = file.status else { return false }
        state = FileState(status)
        if state.size < position { return true }
        let found = file.bytes(at: position - recent.count, count: recent.count)
        return found.map { $0 != recent } ?? false
    }

    /// Opens the file that has the name now, if that is another one.
    ///
    /// Not before it has content: until whoever writes turns to it, the old one may still grow. And not if it is, or
    /// was, read by another name: of logs that are renamed one after the other, each is counted once.
    func successor() throws(SystemError) -> FileDescriptor? {
        var status = stat()
        guard stat(path.cPath, &status) == 0, FileIdentity(status) != identity, isReady(status) else { return nil }
        do throws(SystemError) {
            let file = try FileDescriptor(reading: path, isImpatient: true)
            // It may have been renamed in between.
            guard let status = file.status, FileIdentity(status) != identity, isReady(status) else { return nil }
            return file
        } catch {
            if error == .notFound { return nil }
            throw error
        }
    }

    private func isReady(_ status: stat) -> Bool {
        status.isRegular && status.st_size > 0 && !claims.has(FileIdentity(status), FileState(status))
    }

    /// The watch over the file that has the name now.
    consuming func passed(to successor: borrowing FileDescriptor) -> FileWatch? {
        FileWatch(path, successor, claims)
    }

    /// Watches over the same file, which begins anew.
    mutating func restart() {
        position = 0
        recent = []
    }
}

/// Which file it is, whatever its name.
struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64

    init(_ status: stat) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        inode = UInt64(truncatingIfNeeded: status.st_ino)
    }
}

/// What a file is like, so far as it shows without reading it.
struct FileState: Equatable, Sendable {
    let size: Int
    private let seconds: Int
    private let nanoseconds: Int

    init(_ status: stat) {
        size = Int(status.st_size)
        #if canImport(Darwin)
            let time = status.st_mtimespec
        #else
            let time = status.st_mtim
        #endif
        seconds = time.tv_sec
        nanoseconds = time.tv_nsec
    }
}

extension stat {
    /// Whether it is a file that has its content for itself, and neither a folder nor a stream.
    var isRegular: Bool { st_mode & S_IFMT == S_IFREG }
}

/// The files that one reading has read, by whatever name.
final class FileClaims: Sendable {
    private struct Files {
        var open: Set<FileIdentity> = []
        /// What the others were like when they were read.
        ///
        /// The system gives the number of a file that is gone to a new one: that has another length or time.
        var read: [FileIdentity: FileState] = [:]
    }

    private let files = Mutex(Files())

    func begin(_ file: FileIdentity) { files.withLock { _ = $0.open.insert(file) } }

    func end(_ file: FileIdentity, _ state: FileState) {
        files.withLock {
            $0.open.remove(file)
            $0.read[file] = state
        }
    }

    /// Whether a file is being read, or was read and has not changed since.
    func has(_ file: FileIdentity, _ state: FileState) -> Bool {
        files.withLock { $0.open.contains(file) || $0.read[file] == state }
    }
}
