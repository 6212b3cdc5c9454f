import FlowLogs

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that is written beside its place and put there whole, or not at all.
///
/// Where the file system can (Linux, `O_TMPFILE`), the file has no name until it is published, so that nothing is left
/// behind even by a process that is killed; elsewhere it has a hidden name that `deinit` removes. Its mode follows the
/// umask, like that of any new file.
final class StagedFile {
    private let folder: Int32
    private let file: FileDescriptor
    /// The hidden name, while there is one.
    private var name: PathBytes?

    /// Makes an empty file in an open folder.
    init(in folder: Int32) throws(SystemError) {
        self.folder = folder
        #if os(Linux)
            // O_TMPFILE is not imported: its value includes O_DIRECTORY (open(2)).
            let number = openat(folder, ".", O_WRONLY | O_CLOEXEC | 0o20_000_000 | O_DIRECTORY, 0o666)
            if number >= 0 {
                file = FileDescriptor(number)
                name = nil
                return
            }
        #endif
        let hidden = Self.hiddenName()
        let named = openat(folder, hidden.cPath, O_WRONLY | O_CLOEXEC | O_CREAT | O_EXCL | O_NOFOLLOW, 0o666)
        guard named >= 0 else { throw .last }
        file = FileDescriptor(named)
        name = hidden
    }

    deinit {
        if let name { unlinkat(folder, name.cPath, 0) }
    }

    /// Writes the content and waits until it is on the disk.
    func write(_ pieces: some Sequence<Bytes>) throws(SystemError) {
        for piece in pieces { try file.write(piece) }
        guard fsync(file.number) == 0 || errno == EINVAL else { throw .last }
    }

    /// Gives the file its name, which must be free: a file or link of that name is an error, and is left alone.
    func publish(as target: PathBytes) throws(SystemError) {
        guard link(to: target) else { throw .last }
        removeHiddenName()
    }

    /// Gives the file its name, in place of the file or link that may have it.
    func replace(_ target: PathBytes) throws(SystemError) {
        if name == nil {
            // A file without a name can only be linked, and linking does not replace.
            let hidden = Self.hiddenName()
            guard link(to: hidden) else { throw .last }
            name = hidden
        }
        guard let hidden = name, renameat(folder, hidden.cPath, folder, target.cPath) == 0 else { throw .last }
        name = nil
    }

    private func link(to target: PathBytes) -> Bool {
        if let name { return linkat(folder, name.cPath, folder, target.cPath, 0) == 0 }
        let descriptor = Bytes("/proc/self/fd/\(file.number)".utf8)
        return linkat(AT_FDCWD, descriptor.cPath, folder, target.cPath, AT_SYMLINK_FOLLOW) == 0
    }

    private func removeHiddenName() {
        if let name { unlinkat(folder, name.cPath, 0) }
        name = nil
    }

    private static func hiddenName() -> PathBytes {
        Bytes(".weir-\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp".utf8)
    }
}
