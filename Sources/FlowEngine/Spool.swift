import FlowLogs

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A copy of what can be read only once, in a file without a name that goes when its owner goes.
final class Spool: Sendable {
    private let file: FileDescriptor

    /// Copies an open stream to its end, into the folder for temporary files.
    init(_ stream: borrowing FileDescriptor) throws(SystemError) {
        var path = (getenv("TMPDIR").map { Bytes(String(cString: $0).utf8) } ?? Bytes("/tmp".utf8))
            .appending(component: "weir-XXXXXX".utf8).cPath
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
        guard number >= 0, lseek(number, 0, SEEK_SET) == 0 else { throw .last }
        return FileDescriptor(number)
    }
}
