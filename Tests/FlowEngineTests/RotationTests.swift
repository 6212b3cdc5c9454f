import Foundation
import Testing

@testable import FlowEngine
@testable import FlowLogs

/// Files that are renamed, made anew or cut while they are followed: every line is read once, and none is made of two.
@Suite(.timeLimit(.minutes(1)))
struct RotationTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Collects the text of all records in the order of the lines.
    private struct TextJob: BlockJob {
        func makeResult() -> Bytes { [] }

        func digest(
            _ lines: Span<UInt8>, in format: LogFormat, with parser: inout BlockParser
        ) -> (ParsedBlock, Bytes) {
            let (parsed, chunks) = parser.chunks(of: lines, in: format)
            let writer = RecordWriter(.text, lookup: .empty)
            return (parsed, chunks.flatMap { writer.lines(of: $0, selected: nil) })
        }

        func fold(_ digest: Bytes, into result: inout Bytes) { result += digest }
        func merge(_ other: Bytes, into result: inout Bytes) { result += other }
        func memory(of digest: Bytes) -> Int { digest.count }
    }

    /// A reading that goes on until it is stopped.
    private struct Following {
        let run: IngestRun<TextJob>
        let task: Task<Void, Never>
        let stop: StopSignal

        init(_ paths: [PathBytes], blockSize: Int = 1 << 20, format: String? = nil) throws {
            var settings = Ingest.Settings()
            settings.blockSize = blockSize
            settings.isFollowing = true
            settings.format = try format.map { try LogFormat(parsing: $0.utf8) }
            stop = settings.stop
            let run = IngestRun(TextJob(), on: InputList(paths).inputs, settings, progress: Progress())
            self.run = run
            task = Task { await run.readToEnd() }
        }

        /// Waits until so many bytes were read; only the suite's time limit ends a wait in vain.
        func wait(forBytes count: Int) async throws {
            while await run.soFar().reading.bytes < count { try await Task.sleep(for: .milliseconds(2)) }
        }

        func end() async -> (text: String, reading: Reading) {
            stop.raise()
            await task.value
            let (text, reading) = await run.soFar()
            return (String(decoding: text, as: UTF8.self), reading)
        }
    }

    private func append(_ text: some Sequence<UInt8>, to name: String) throws {
        let path = "\(folder.path)/\(name)"
        if !FileManager.default.fileExists(atPath: path) { try #require(close(creat(path, 0o600)) == 0) }
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(text))
        try handle.close()
    }

    private func append(_ text: String, to name: String) throws { try append(text.utf8, to: name) }
    private func rename(_ name: String, _ other: String) throws {
        try #require(Foundation.rename("\(folder.path)/\(name)", "\(folder.path)/\(other)") == 0)
    }
    private func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(folder.path)/\(name)") }
    private func cut(_ name: String) throws { try #require(truncate("\(folder.path)/\(name)", 0) == 0) }

    @Test("Renamed away: the old file is read to its end, then the new one, with the default format")
    func renamed() async throws {
        let following = try Following([try folder.write("log", "dstport protocol\n1 6\n")])
        try await following.wait(forBytes: 21)
        try rename("log", "log.1")
        // Whoever writes has not turned to the new file yet.
        try append("2 6\n", to: "log.1")
        try append("", to: "log")
        try await following.wait(forBytes: 25)
        try append("3 6", to: "log.1")
        try append("\u{FEFF}protocol dstport\n6 4\n5 6 x\n", to: "log")
        try await following.wait(forBytes: 25 + 3 + 30)
        let (text, reading) = await following.end()
        #expect(text == "1 6\n2 6\n3 6\n6 4\n")
        #expect(reading.reports.map(\.replaced) == [1] && reading.reports.map(\.cut) == [0])
        #expect(reading.incomplete.isEmpty && reading.tally.header == 2 && reading.tally.lines == 7)
        #expect(reading.malformedLines.map(\.line.line) == [3])
        #expect(reading.formats.count == 2)
    }

    @Test("Deleted, and made again after a while; what was written to the deleted file is read as well")
    func deleted() async throws {
        let following = try Following([try folder.write("log", "1 6\n")], format: "dstport protocol")
        try await following.wait(forBytes: 4)
        let writer = try #require(FileHandle(forWritingAtPath: "\(folder.path)/log"))
        try remove("log")
        try writer.seekToEnd()
        try writer.write(contentsOf: Data("2 6\n3 ".utf8))
        try await following.wait(forBytes: 10)
        try writer.write(contentsOf: Data("6".utf8))
        try writer.close()
        try append("4 6\n5 6", to: "log")
        try await following.wait(forBytes: 18)
        let (text, reading) = await following.end()
        #expect(text == "1 6\n2 6\n3 6\n4 6\n5 6\n")
        #expect(reading.reports.map(\.replaced) == [1] && reading.incomplete.isEmpty)
    }

    @Test("Cut in place: the line that was not finished is told, and nothing is glued to it")
    func cutInPlace() async throws {
        let following = try Following([try folder.write("log", "dstport protocol\nx\n1 6\n44")])
        try await following.wait(forBytes: 25)
        try cut("log")
        try append("dstport protocol\n2 6\n3 6\n3 6\n4 6\ny\n", to: "log")
        try await following.wait(forBytes: 25 + 35)
        let (text, reading) = await following.end()
        #expect(text == "1 6\n2 6\n3 6\n3 6\n4 6\n")
        #expect(reading.reports.map(\.cut) == [1] && reading.reports.map(\.replaced) == [0])
        #expect(reading.incomplete.isEmpty)
        #expect(reading.malformedLines.map(\.line.line) == [2, 4, 6])
        #expect(reading.malformedLines.map(\.line.reason)[1] == .cutOff)
        #expect(reading.malformedLines.map(\.line.excerpt)[1] == Bytes("44".utf8))
        #expect(reading.tally.lines == 4 + 6)
    }

    @Test("Logs that are renamed one after the other, as logrotate does, are counted once each")
    func chain() async throws {
        let names = ["log", "log.1", "log.2"]
        let paths = try names.enumerated().map { try folder.write($1, "\($0) 6\n") }
        let following = try Following(paths, format: "dstport protocol")
        try await following.wait(forBytes: 12)
        for round in 3..<8 {
            try remove("log.2")
            try rename("log.1", "log.2")
            try rename("log", "log.1")
            try append("\(round) 6\n", to: "log.1")
            // As long as the last one, and now and then with the number of the file that was removed.
            try append("\(round + 100) 6\n", to: "log")
            try await following.wait(forBytes: 12 + (round - 2) * 10)
        }
        let (text, reading) = await following.end()
        #expect(text.split(separator: "\n").count == 3 + 10 && Set(text.split(separator: "\n")).count == 13)
        #expect(reading.reports.map(\.replaced) == [5, 0, 0] && reading.bytes == 12 + 50)
    }

    @Test("A new file that does not grow: one that is no log, one of gzip; what came before is kept")
    func othersInItsPlace() async throws {
        let others: [(Bytes, text: String, InputProblem?)] = [
            (Bytes("{\"a\": 1}\n".utf8), "1 6\n", .refused(.json)),
            (storedGzip(Bytes("2 6\n".utf8)), "1 6\n2 6\n", nil),
        ]
        for (content, text, problem) in others {
            let following = try Following([try folder.write("log", "1 6\n")], format: "dstport protocol")
            try await following.wait(forBytes: 4)
            try rename("log", "log.1")
            try append(content, to: "log")
            // It ends by itself: neither of them grows.
            await following.task.value
            let (found, reading) = await following.end()
            #expect(found == text)
            #expect(reading.reports.map(\.replaced) == [1] && !reading.isEmptyHanded)
            #expect(reading.reports.map(\.problem) == [problem])
            try remove("log")
        }
    }

    @Test("Stopped just after the rotation, the new file is read too")
    func stoppedAtOnce() async throws {
        let following = try Following([try folder.write("log", "1 6\n")], format: "dstport protocol")
        try await following.wait(forBytes: 4)
        try rename("log", "log.1")
        try append("2 6\n", to: "log")
        let (text, reading) = await following.end()
        #expect(text == "1 6\n2 6\n" && reading.incomplete.isEmpty)
    }

    // MARK: Any schedule

    /// A reader of a file that is followed, without tasks: it reads when the test says so.
    private struct Steps: ~Copyable {
        private var reader: BlockReader
        private var memory = Bytes()
        private(set) var text = ""
        private(set) var cutOff: [String] = []
        private(set) var isAtEnd = false

        init(_ path: PathBytes, blockSize: Int) throws {
            let file = try FileDescriptor(reading: path)
            let watch = FileWatch(path, file, FileClaims())
            reader = BlockReader(ByteSource(file, isFollowed: true, watch: watch), blockSize: blockSize)
        }

        /// Reads all that is there.
        mutating func read() {
            while true {
                switch reader.next(using: &memory) {
                case .block(let block):
                    text += String(decoding: block.memory[..<block.count], as: UTF8.self)
                    if let closing = block.closing {
                        #expect(closing.reason == .cutOff)
                        cutOff.append(String(decoding: closing.excerpt, as: UTF8.self))
                    }
                case .end(let rotation?): #expect(!isAtEnd, "\(rotation)")
                case .wait: return
                case .end(nil):
                    isAtEnd = true
                    return
                }
            }
        }

        mutating func end() {
            reader.stopFollowing()
            read()
        }

        var problem: InputProblem? { reader.problem }
    }

    @Test("Whatever is appended and rotated when, each line comes once and whole", arguments: 1...60)
    func anySchedule(seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        try folder.write("log")
        var steps = try Steps(folder.bytes("log"), blockSize: [1, 7, 64, 1 << 20].randomElement(using: &random) ?? 1)
        var (content, text, cutOff, rest): (Bytes, String, [String], Bytes) = ([], "", [], [])
        var number = 0
        // Files that stay open keep their numbers: else two of them could have one number, length and tick of the clock.
        var kept: [FileHandle] = []

        /// Some bytes more, cut anywhere.
        func write(to name: String) throws {
            while rest.count < 40 {
                number += 1
                let mark = number % 7 == 0 ? "\u{FEFF}" : "\(UInt32.random(in: .min ... .max, using: &random))"
                rest += Bytes("\(mark) line \(number) ä🙂 \(number % 5 == 0 ? "\r\n\n" : "\n")".utf8)
            }
            let piece = rest.prefix(Int.random(in: 1...40, using: &random))
            rest.removeFirst(piece.count)
            try append(piece, to: name)
            content += piece
        }

        /// What is there now is a whole file, or all that will ever be known of one.
        func finish(isCut: Bool) {
            if content.starts(with: [0xEF, 0xBB, 0xBF]) { content.removeFirst(3) }
            let end = (content.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
            text += String(decoding: content[..<end], as: UTF8.self)
            let last = String(decoding: content[end...], as: UTF8.self)
            if !last.isEmpty { if isCut { cutOff.append(last) } else { text += last + "\n" } }
            content = []
            rest = []
        }

        for round in 0..<60 {
            switch Int.random(in: 0..<12, using: &random) {
            case 0:
                try rename("log", "log.\(round)")
                if Bool.random(using: &random) { steps.read() }
                if Bool.random(using: &random) { try write(to: "log.\(round)") }
                if Bool.random(using: &random) { steps.read() }
                try append("", to: "log")
                if Bool.random(using: &random) { try write(to: "log.\(round)") }
                finish(isCut: false)
                try write(to: "log")
                steps.read()
            case 1:
                let isRead = Bool.random(using: &random)
                if isRead { steps.read() }
                kept.append(try #require(FileHandle(forReadingAtPath: "\(folder.path)/log")))
                try remove("log")
                if Bool.random(using: &random) { steps.read() }
                finish(isCut: false)
                try write(to: "log")
                steps.read()
            case 2:
                // What nobody read before the cut, nobody will.
                steps.read()
                let isLong = content.count > 8
                try cut("log")
                finish(isCut: true)
                if !isLong || Bool.random(using: &random) { steps.read() }
            case 3...8: try write(to: "log")
            default: steps.read()
            }
        }
        finish(isCut: false)
        steps.end()
        #expect(steps.isAtEnd && steps.problem == nil)
        for file in kept { try file.close() }
        #expect(steps.text == text)
        #expect(steps.cutOff == cutOff)
    }
}
