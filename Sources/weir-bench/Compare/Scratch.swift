#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A temporary folder, which is removed with all that is in it when nobody needs it any more.
final class Scratch {
    let path: String

    init() throws {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(folder)/weir-bench-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Unmeasured("\(folder): \(String(cString: strerror(errno)))")
        }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit { _ = try? Subprocess("/bin/rm", ["-rf", path]).wait() }

    /// The path of something in it.
    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file and says where.
    func write(_ name: String, _ text: String) throws(ByteSink.Failure) -> String {
        let sink = try ByteSink(path: file(name), gzip: false)
        _ = try sink.write(Array(text.utf8))
        try sink.close()
        return file(name)
    }

    /// Generates a log, in a process of its own so that this one stays small, and says where.
    func log(of records: Int) throws -> String {
        let path = file("\(records).log")
        let generate = ["generate", "--records", String(records), "--seed", "1", "--output", path]
        guard try Subprocess(Programs.bench, generate).wait().status == 0 else {
            throw Unmeasured("cannot generate \(path)")
        }
        return path
    }

    /// How many bytes there is room for.
    var room: Int {
        var status = statvfs()
        return statvfs(path, &status) == 0 ? Int(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize)) : 0
    }
}
