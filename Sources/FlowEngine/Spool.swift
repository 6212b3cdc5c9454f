import FlowLogs

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An input that can be read again: a stream is copied to a file without a name, that goes when its owner goes.
final class Spool: Sendable {
    private let file: FileDescriptor
    /// Where the content begins.
    private let start: off_t

    /// Keeps a file that is open already, and can be gone back in, from where it is now.
    init(keeping file: borrowing FileDescriptor) throws(SystemError) {
        let number = dup(file.number)
        guard number >= 0 else { throw .last }
        self.file = FileDescriptor(number)
        start = max(0, lseek(number, 0, SEEK_CUR))
    }

    /// Copies an open stream to its end, into the folder for temporary files.
    init(_ stream: borrowing FileDescriptor) throws(SystemError) {
        start = 0
        let folder = getenv("TMPDIR").map {
            Bytes(UnsafeBufferPointer(start: $0, count: strlen($0)).map(UInt8.init(bitPattern:)))
        }
        var path = (folder ?? Bytes("/tmp".utf8)).appending(component: "weir-XXXXXX".utf8).cPath
        let number = mkstemp(&path)
        guard number >= 0 else { throw .last }
        unlink(path)
        file = FileDescriptor(number)
        var piece = Bytes(repeating: 0, count: 256 << 10)
        while true {
            let count = try stream.read(into: &piece)
            if count == 0 { return }
            try file.write(Bytes(piece[..<count]))
        }
    }

    /// The copy, to be read from its beginning, by one reader at a time.
    func reopen() throws(SystemError) -> FileDescriptor {
        let number = dup(file.number)
        guard number >= 0, lseek(number, start, SEEK_SET) == start else { throw .last }
        return FileDescriptor(number)
    }
}
