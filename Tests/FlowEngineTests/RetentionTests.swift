import Testing

@testable import FlowEngine
@testable import FlowLogs

/// What is kept of a log that goes on: the newest records, in few chunks, and books that balance.
struct RetentionTests {
    private let writer = RecordWriter(.text, lookup: .empty)

    private func chunks(of text: String, _ format: LogFormat) -> [Chunk] {
        var parser = BlockParser(isFormatFixed: true, room: 64)
        return parser.chunks(of: Bytes(text.utf8).span, in: format).1
    }

    private func format(_ fields: String) throws -> LogFormat { try LogFormat(parsing: fields.utf8) }

    private func text(_ chunks: some Sequence<Chunk>) -> String {
        String(decoding: chunks.flatMap { writer.lines(of: $0, selected: nil) }, as: UTF8.self)
    }

    // MARK: Joined chunks

    @Test("Small chunks become few, with every record as it was and in its place", arguments: [1, 2, 10, 255, 300])
    func joined(most: Int) throws {
        var random = SeededRandom(seed: UInt64(most))
        let formats = [try format("dstport protocol end action"), try format("dstport protocol bytes pkt-srcaddr")]
        let job = LoadJob()
        var result = job.makeResult()
        var expected = ""
        var rows = 0
        var chunkCount = 0
        for round in 0..<400 {
            let format = formats[round / 150 % 2]
            var lines = ""
            for _ in 0..<random.below(most + 1) {
                rows += 1
                lines +=
                    "\(random.below(65536)) \(random.pick(["6", "17", "-"])) \(random.pick(["\(rows)", "-", "x"])) "
                lines += random.pick(["ACCEPT", "-", "10.0.0.1", "2001:db8::\(rows % 9 + 1)", "ä"]) + "\n"
            }
            let made = chunks(of: lines, format)
            expected += text(made)
            chunkCount += made.count
            let before = result.settled
            job.fold(made, into: &result)
            // What is settled stays.
            #expect(result.settled.starts(with: before, by: ===))
        }
        #expect(text(result.chunks) == expected)
        #expect(result.keptCount == rows && result.chunks.reduce(0) { $0 + $1.count } == rows)
        #expect(result.byteCount == result.chunks.reduce(0) { $0 + $1.memory })
        #expect(result.chunks.count <= rows / 128 + LoadJob.Result.mostLoose + 8)
        let numbers = result.chunks.reduce(0) { $0 + ($1.unreadable.first ?? 0) }
        #expect(numbers == 0 && (most < 10 || (result.unreadable[.end] ?? 0) > 0))
    }

    @Test("Words that look like what a line may begin or end with survive the joining")
    func oddWords() throws {
        let odd = try format("tag-a dstport protocol tag-b")
        let lines = [
            "2018-09-22T20:28:14.000Z 2019-01-01T00:00:00Z 80 6 b\r\r\n", "x 80 6 \u{FEFF}\n", "- - - -\n",
            "a 1 2 b\r\n",
        ]
        let parts = lines.flatMap { chunks(of: $0, odd) }
        #expect(parts.count == 4)
        let joined = try #require(Chunk.joining(parts))
        #expect(joined.count == 4 && text([joined]) == text(parts))
        #expect(text(parts).contains("2019-01-01T00:00:00Z 80 6 b\r\n"))
        let names = try format("action start")
        let uncounted = ["x y\n", "1 2\n", "\u{1}1 9\n"].flatMap { chunks(of: $0, names) }
        #expect(text([try #require(Chunk.joining(uncounted))]) == text(uncounted))
        #expect(Chunk.joining([]) == nil)
    }

    // MARK: The newest

    /// Folds records one by one or some at a time, and checks at every step what must hold.
    private func keep(
        _ retention: Retention, ends: [Int?], step: Int, memoryLimit: Int = .max,
        check: (_ kept: [Int], _ read: Int, LoadJob.Result) -> Void
    ) throws -> LoadJob.Result {
        let format = try format("dstport protocol srcport end")
        let job = LoadJob(keeping: retention, memoryLimit: memoryLimit)
        var result = job.makeResult()
        for start in stride(from: 0, to: ends.count, by: step) {
            let end = min(start + step, ends.count)
            // The source port tells which record it is.
            let lines = (start..<end).map { "443 6 \($0 % 65536) \(ends[$0].map(String.init) ?? "-")\n" }.joined()
            job.fold(chunks(of: lines, format), into: &result)
            #expect(result.keptCount + result.dropped.total == end && result.dropped.skipped == 0)
            guard start / step % 97 == 0 || end == ends.count else { continue }
            let kept = text(result.chunks).split(separator: "\n").compactMap { Int($0.split(separator: " ")[2]) }
            #expect(kept.count == result.keptCount)
            check(kept, end, result)
        }
        return result
    }

    @Test("At least the last ones, and not many more", arguments: [1, 3, 700], [1, 300, 6000])
    func records(step: Int, limit: Int) throws {
        let most = limit + limit / 4 + max(step, 4096 + 256)
        let result = try keep(.records(limit), ends: (0..<12_000).map { $0 }, step: step) { kept, read, _ in
            #expect(kept == Array((read - kept.count)..<read))
            #expect(kept.count >= min(limit, read) && kept.count <= most)
        }
        #expect(result.dropped.counted >= 12_000 - most && result.dropped.counted <= 12_000 - limit)
    }

    @Test("As long as it is not older, by the records' own time, in seconds or milliseconds", arguments: [1, 7, 300])
    func time(step: Int) throws {
        for unit in [1, 1000] {
            // Ten records a second, in no strict order; some have no time.
            let base = 1_620_000_000
            let ends = (0..<12_000).map { row in
                row % 11 == 3 ? nil : (base + row / 10 + row % 5) * unit
            }
            let result = try keep(.milliseconds(60_000), ends: ends, step: step) { kept, read, _ in
                let newest = ends[..<read].compactMap { $0 }.max() ?? 0
                let needed = (0..<read).filter { ends[$0].map { $0 >= newest - 60 * unit } ?? false }
                #expect(Set(kept).isSuperset(of: needed))
                #expect(kept.count <= 800 + 800 / 4 + 2 * max(step, 4352))
            }
            #expect(result.dropped.total > 5000)
        }
    }

    @Test("One record with a time in the far future does not push out the others")
    func farFuture() throws {
        var ends: [Int?] = (0..<5000).map { 1_620_000_000 + $0 / 10 }
        ends[2500] = 9_999_999_999
        let result = try keep(.milliseconds(60_000), ends: ends, step: 5) { kept, read, _ in
            #expect(Set(kept).isSuperset(of: max(0, read - 590)..<read))
        }
        #expect(result.keptCount < 5000)
    }

    @Test("Without any time all are kept, up to the limit of memory: then the oldest go")
    func withoutTime() throws {
        let all = try keep(.milliseconds(1), ends: .init(repeating: nil, count: 3000), step: 9) { _, _, _ in }
        #expect(all.keptCount == 3000)
        let limit = all.byteCount / 2
        let some = try keep(
            .milliseconds(1), ends: .init(repeating: nil, count: 9000), step: 9, memoryLimit: limit
        ) { kept, read, result in
            #expect(kept == Array((read - kept.count)..<read) && !kept.isEmpty)
            #expect(result.byteCount <= limit)
        }
        #expect(some.unkeptCount == 0 && some.dropped.total > 0)
    }

    @Test("Ten thousands of appends take no more room than the first thousands did")
    func flat() throws {
        let format = try format("dstport protocol srcport end")
        let job = LoadJob(keeping: .records(5000))
        var result = job.makeResult()
        var (early, late, most) = (0, 0, 0)
        for row in 0..<40_000 {
            job.fold(chunks(of: "\(row % 1000) 6 \(row % 65536) \(1_620_000_000 + row)\n", format), into: &result)
            if row < 15_000 { early = max(early, result.byteCount) } else { late = max(late, result.byteCount) }
            most = max(most, result.chunks.count)
        }
        #expect(late <= early + early / 20)
        #expect(most < 130)
        #expect(result.keptCount + result.dropped.counted == 40_000)
    }
}
