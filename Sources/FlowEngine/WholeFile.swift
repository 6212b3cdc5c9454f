import FlowLogs

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Whether standard input is a terminal: then nobody is sending data there.
public var isStandardInputTerminal: Bool { isatty(0) == 1 }

/// The bytes of a small file, such as a lookup table.
///
/// A file (or device) that goes on after `limit` bytes is refused with "File too large".
public func wholeFile(_ path: PathBytes, limit: Int) throws(SystemError) -> Bytes {
    let file = try FileDescriptor(reading: path)
    var bytes = Bytes()
    var piece = Bytes(repeating: 0, count: 64 << 10)
    while bytes.count <= limit {
        let count = try file.read(into: &piece)
        if count == 0 { return bytes }
        bytes.append(contentsOf: piece[..<count])
    }
    throw SystemError(code: EFBIG)
}
