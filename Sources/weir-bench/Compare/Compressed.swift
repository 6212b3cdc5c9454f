import FlowEngine
import FlowLogs

/// Reading logs as they lie in S3, gzip of about 20 MB each, beside the mere unpacking of the same.
struct Compressed {
    private static let fileCount = 5
    /// About 20 MB when compressed.
    private static let mostText = 70 << 20
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

    /// Cuts the start of the log into files, where lines end.
    private func cut() throws -> [String] {
        let size = max(1, min(Self.mostText, setting.size / Self.fileCount))
        let log = try FileDescriptor(reading: Bytes(setting.log.utf8))
        var piece = Bytes(repeating: 0, count: 1 << 20)
        var rest: ArraySlice<UInt8> = []
        return try (1...Self.fileCount).map { number in
            let path = setting.scratch.file("\(number).log.gz")
            let file = try ByteSink(path: path, gzip: true)
            _ = try file.write(Array(rest))
            var written = rest.count
            rest = []
            while written < size {
                let count = try log.read(into: &piece)
                guard count > 0 else { break }
                let lineEnd = piece[..<count].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? count
                let end = written + count < size ? count : lineEnd
                _ = try file.write(Array(piece[..<end]))
                rest = piece[end..<count]
                written += count
            }
            try file.close()
            return path
        }
    }
}
