import Testing

@testable import FlowLogs

/// The block parser against its naive twin: the same lines, keys, values and numbers for any text.
struct BlockParserTests {
    /// A parser with ample memory, and one that has to stop after every 64 separators or fewer.
    private struct Parsers {
        var ample: BlockParser
        var narrow: BlockParser
        let isFormatFixed: Bool

        init(isFormatFixed: Bool) {
            self.isFormatFixed = isFormatFixed
            ample = BlockParser(isFormatFixed: isFormatFixed, room: 1 << 14)
            narrow = BlockParser(isFormatFixed: isFormatFixed, room: 64)
        }

        /// What is wrong with how these parsers read a block; nil if nothing is.
        mutating func difference(_ block: Bytes, in format: LogFormat) -> String? {
            var twin = NaiveParser(format: format.names, isFormatFixed: isFormatFixed)
            twin.parse(block)
            return Self.difference(twin, &ample, block, format) ?? Self.difference(twin, &narrow, block, format)
        }

        private static func difference(
            _ twin: NaiveParser, _ parser: inout BlockParser, _ block: Bytes, _ format: LogFormat
        ) -> String? {
            let (counts, counted) = parser.counts(of: block.span, in: format)
            let (parsed, chunks) = parser.chunks(of: block.span, in: format)
            let areKeysSame = counted.keys == twin.keys && counted.tally == twin.records
            let problem =
                twin.difference(counts) ?? twin.difference(parsed)
                ?? (areKeysSame ? nil : "keys \(counted.keys) for \(twin.keys)") ?? twin.difference(chunks)
            return problem.map { "\($0)\nof \(String(decoding: block, as: UTF8.self).debugDescription)" }
        }
    }

    @Test(arguments: ["flow.log", "broken.log"])
    func readsSamples(name: String) throws {
        var parsers = Parsers(isFormatFixed: false)
        #expect(parsers.difference(try SampleFiles.log(name), in: .version2) == nil)
        var fixed = Parsers(isFormatFixed: true)
        #expect(fixed.difference(try SampleFiles.log(name), in: .version2) == nil)
    }

    @Test("Room for separators is no limit to anything", arguments: [1, 100, 128 << 10])
    func anyRoom(room: Int) throws {
        let sample = try SampleFiles.log("broken.log")
        var twin = NaiveParser(format: LogFormat.version2.names, isFormatFixed: false)
        twin.parse(sample)
        var parser = BlockParser(isFormatFixed: false, room: room)
        let (parsed, chunks) = parser.chunks(of: sample.span, in: .version2)
        #expect(twin.difference(parsed) == nil)
        #expect(twin.difference(chunks) == nil)
    }

    @Test("Lines with one surprise each, alone and all in one block", arguments: HostileLines.formats, [false, true])
    func readsHostileLines(format: String, isFormatFixed: Bool) {
        var parsers = Parsers(isFormatFixed: isFormatFixed)
        let format = LogFormat(format)
        var all = Bytes()
        for line in HostileLines.byHand {
            let block = Bytes("\(line)\n".utf8)
            all += block
            if format == .version2 {
                #expect(parsers.difference(block, in: format) == nil)
            }
        }
        #expect(parsers.difference(all, in: format) == nil)
    }

    @Test("Random blocks", arguments: 0..<20)
    func readsRandomBlocks(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var parsers = [Parsers(isFormatFixed: false), Parsers(isFormatFixed: true)]
        for _ in 0..<1000 {
            let format = LogFormat(random.pick(HostileLines.formats))
            let block = HostileLines.randomBlock(format.names, &random)
            let problem = parsers[random.once(in: 4) ? 1 : 0].difference(block, in: format)
            #expect(problem == nil)
            if problem != nil { return }
        }
    }

    @Test("A block may be cut after any line: the parts add up to the whole")
    func cuts() throws {
        let sample = try SampleFiles.log("broken.log")
        var twin = NaiveParser(format: LogFormat.version2.names, isFormatFixed: false)
        twin.parse(sample)
        var parser = BlockParser(isFormatFixed: false, room: 64)
        for cut in sample.indices where sample[cut] == UInt8(ascii: "\n") {
            let head = sample.span.extracting(...cut)
            let tail = sample.span.extracting((cut + 1)...)
            let (first, keys) = parser.counts(of: head, in: .version2)
            let (second, moreKeys) = parser.counts(of: tail, in: first.format)
            var both = second
            both.tally = first.tally
            both.tally.append(second.tally)
            both.formatsSeen = first.formatsSeen
            for format in second.formatsSeen where both.formatsSeen.last != format { both.formatsSeen.append(format) }
            #expect(twin.difference(both) == nil, "cut at \(cut)")
            #expect(keys.keys + moreKeys.keys == twin.keys, "cut at \(cut)")
            let chunks = parser.chunks(of: head, in: .version2).1 + parser.chunks(of: tail, in: first.format).1
            #expect(twin.difference(chunks) == nil, "cut at \(cut)")
        }
    }

    @Test("Separators and line ends at every place of a 64-byte window", arguments: [" ", "  ", "\t", "\r", " x"])
    func windows(oddity: String) {
        var parsers = Parsers(isFormatFixed: false)
        let format = LogFormat("account-id dstport protocol")
        for shift in 0..<130 {
            let pad = String(repeating: "p", count: shift + 1)
            let plain = "\(pad) 80 6\na 443 17\n"
            let odd = "a 1 6\(oddity)\nb\(oddity)2 6\n\(oddity)c 3 6\n\nd 4 6\n\(oddity)5 6\ne\(oddity)6\n"
            for block in [plain + plain, plain + odd + plain, odd + plain + odd] {
                #expect(parsers.difference(Bytes(block.utf8), in: format) == nil, "\(shift)")
            }
        }
    }

    @Test("Numbers of every length that end anywhere within a block's first bytes", arguments: 0...10)
    func shortNumbers(before: Int) {
        var parsers = Parsers(isFormatFixed: false)
        let format = LogFormat(before == 0 ? "dstport protocol" : "account-id dstport protocol")
        let pad = before == 0 ? "" : String(repeating: "9", count: before - 1) + "x "
        for length in 1...12 {
            for digits in ["0", "00000080", "65535", "65536", "0443", "9/:", "1234567890"] {
                let number = String(repeating: "0", count: max(0, length - digits.count)) + digits.prefix(length)
                for text in ["\(pad)\(number) 6\n", "\(pad)6 \(number)\n", "\(pad)1 6\n\(pad)\(number) 017\n"] {
                    #expect(parsers.difference(Bytes(text.utf8), in: format) == nil, "\(text)")
                }
            }
        }
    }

    @Test func emptyBlock() {
        var parsers = Parsers(isFormatFixed: false)
        #expect(parsers.difference([], in: .version2) == nil)
    }

    @Test("Only the first malformed lines are kept, all are counted")
    func keptLines() {
        var parser = BlockParser(isFormatFixed: false)
        let block = Bytes(String(repeating: "rubbish\n", count: 250).utf8)
        let (parsed, _) = parser.counts(of: block.span, in: .version2)
        #expect(parsed.tally.malformed == 250)
        #expect(parsed.tally.unreadableStart == 250)
        #expect(parsed.tally.malformedLines.map(\.line) == Array(1...100))
        var both = parsed.tally
        both.append(parsed.tally)
        #expect(both.malformed == 500)
        #expect(both.malformedLines == parsed.tally.malformedLines)
    }
}

extension NaiveParser {
    /// What differs between these and a parser's findings.
    func difference(_ parsed: ParsedBlock) -> String? {
        let tally = parsed.tally
        var reasons: [Malformed.Kind: Int] = [:]
        for line in malformedLines { reasons[line.reason.kind, default: 0] += 1 }
        if tally.lines != lines { return "lines \(tally.lines) for \(lines)" }
        if (tally.blank, tally.header) != (blank, header) { return "blank, header \(tally.blank), \(tally.header)" }
        if tally.records != records { return "records \(tally.records) for \(records)" }
        if tally.malformed != malformedLines.count || tally.reasons != reasons { return "reasons \(tally.reasons)" }
        if tally.malformedLines != Array(malformedLines.prefix(100)) {
            return "malformed \(tally.malformedLines) for \(malformedLines)"
        }
        if tally.unreadableStart != unreadableStart { return "start \(tally.unreadableStart) for \(unreadableStart)" }
        if tally.repeatedField != repeatedField { return "repeated \(String(describing: tally.repeatedField))" }
        if parsed.format.names != format { return "format \(parsed.format.names)" }
        if parsed.formatsSeen.map(\.names) != formatsSeen { return "formats \(parsed.formatsSeen.map(\.names))" }
        return nil
    }

    /// What differs between these records and those of chunks.
    func difference(_ chunks: [Chunk]) -> String? {
        var found: [String: Int] = [:]
        var row = 0
        for chunk in chunks {
            let names = chunk.format.names
            if chunk.count == 0 { return "an empty chunk" }
            for (name, count) in zip(names, chunk.unreadable) where count > 0 { found[name, default: 0] += count }
            for index in 0..<chunk.count {
                guard row < rows.count else { return "more records than \(rows.count)" }
                let found = NaiveRow(format: names, values: chunk.columns.map { $0[index] })
                if rows[row] != found { return "row \(row): \(found) for \(rows[row])" }
                row += 1
            }
            if chunk.keys().filter({ $0 != Chunk.skippedKey }).count > keys.count { return "too many keys" }
        }
        if row != rows.count { return "\(row) records for \(rows.count)" }
        if chunks.flatMap({ $0.keys() }).filter({ $0 != Chunk.skippedKey }) != keys { return "the chunks' keys" }
        return found == unreadable ? nil : "unreadable \(found) for \(unreadable)"
    }
}
