import FlowEngine
import FlowLogs

/// Reading logs as they lie in S3, gzip of about 20 MB each, beside the mere unpacking of the same.
struct Compressed {
    static let fileCount = 6
    /// About 20 MB when compressed.
    private static let mostText = 96 << 20
    private let setting: Setting

    init(_ setting: Setting) { self.setting = setting }

    func add(to table: inout Table) throws {
        guard Tool.path(of: "gzip") != nil else {
            table.add("gzip input", goal: "≤ 1.6 × and 2.5 × `igzip -dc`", "gzip not installed")
            return
        }
        setting.announce("gzip")
        let files = try cut()
        let size = files.reduce(0) { $0 + (InputList([Array($1.utf8)]).totalBytes ?? 0) }
        let engine = try Engine(files)
        defer { engine.end() }
        let xargs = Tool(
            setting.igzip.name, program: "sh", ["-c", "printf '%s\\n' \"$@\" | xargs -P2 -n1 igzip -dc", "-"])
        let unpacking = setting.igzip.command == nil ? setting.igzip : xargs
        let times = try setting.rounds.inTurn([
            "igzip": { try unpacking.time(files) },
            "report": { try setting.report(files).time },
            "load": { try engine.load().time },
        ])
        let what = "\(files.count) gzip files, \(size.scaledBytes)"
        for (name, label, goal) in [("report", "`weir report`", "1.6"), ("load", "explorer, loading", "2.5")] {
            let ours = times[name] ?? .zero
            table.add(
                "\(label) of \(what)", goal: "≤ \(goal) × `igzip -dc`, two at a time", ours.text,
                unpacking.compared(to: ours, times["igzip"]))
        }
    }

    /// Cuts the log, or its start if it is long, into files of the same size, where lines end.
    func cut() throws -> [String] {
        let paths = (1...Self.fileCount).map { setting.scratch.file("\($0).log.gz") }
        let size = max(1, min(Self.mostText, setting.size / Self.fileCount))
        let log = try FileDescriptor(reading: Bytes(setting.log.utf8))
        var piece = Bytes(repeating: 0, count: 1 << 20)
        var rest = piece[..<0]
        for path in paths {
            let file = try ByteSink(path: path, gzip: true)
            var missing = size
            while true {
                if rest.isEmpty { rest = piece[..<(try log.read(into: &piece))] }
                if rest.isEmpty { break }
                let lineEnd = rest.dropFirst(missing - 1).firstIndex(of: UInt8(ascii: "\n"))
                let part = rest[...(lineEnd ?? rest.endIndex - 1)]
                _ = try file.write(Array(part))
                rest = rest[part.endIndex...]
                if lineEnd != nil { break }
                missing = max(1, missing - part.count)
            }
            try file.close()
        }
        return paths
    }
}
