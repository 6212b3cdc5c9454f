import FlowLogs
import Testing

@testable import FlowEngine

/// Cutting inputs into blocks: every byte in one of them, in order, whatever the size.
struct BlockReaderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// What a reader makes of a file.
    private struct Cut: Equatable {
        var text = Bytes()
        var blocks: [Bytes] = []
        var closings: [Malformed] = []
        var excerpts: [Bytes] = []
        var problem: InputProblem?
        var bytesRead = 0
    }

    private func cut(_ content: Bytes, blockSize: Int) throws -> Cut {
        let file = try FileDescriptor(reading: try folder.write("log", content))
        var reader = BlockReader(ByteSource(file, isFollowed: false), blockSize: blockSize)
        var cut = Cut()
        var memory = Bytes()
        while case .block(let block) = reader.next(using: &memory) {
            let text = Bytes(block.memory[..<block.count])
            cut.blocks.append(text)
            cut.text += text
            if let closing = block.closing {
                cut.closings.append(closing.reason)
                cut.excerpts.append(closing.excerpt)
            }
            memory = block.memory
        }
        cut.problem = reader.problem
        cut.bytesRead = reader.bytesRead
        #expect(cut.blocks.allSatisfy { $0.isEmpty || $0.last == UInt8(ascii: "\n") })
        return cut
    }

    private static let sizes = [1, 2, 3, 4, 7, 64, 1 << 20]

    @Test(
        "A line feed at the end is added where it lacks, a byte-order mark is dropped",
        arguments: [
            ("", ""), ("a", "a\n"), ("a\n", "a\n"), ("\n", "\n"), ("a\r", "a\r\n"), ("a\r\nb\r\n", "a\r\nb\r\n"),
            ("\n\n", "\n\n"),
            ("\u{FEFF}", ""), ("\u{FEFF}a", "a\n"), ("\u{FEFF}a\nb", "a\nb\n"), ("\u{FEFF}\nb", "\nb\n"),
            ("\u{FEFF}\u{FEFF}a", "\u{FEFF}a\n"), ("a\u{FEFF}\n", "a\u{FEFF}\n"), ("a\n\u{FEFF}b\n", "a\n\u{FEFF}b\n"),
            ("\n\u{FEFF}b\n", "\n\u{FEFF}b\n"),
            ("aaaaaaaaaaaaaaa\nb\ncccccccccccccccccccc", "aaaaaaaaaaaaaaa\nb\ncccccccccccccccccccc\n"),
        ])
    func text(content: String, text: String) throws {
        for size in Self.sizes {
            let cut = try cut(Bytes(content.utf8), blockSize: size)
            #expect(String(decoding: cut.text, as: UTF8.self) == text, "blocks of \(size)")
            #expect(cut.closings.isEmpty && cut.problem == nil)
            #expect(cut.bytesRead == content.utf8.count)
        }
    }

    @Test("Blocks are no longer than they must be")
    func blockLengths() throws {
        let lines = (0..<200).map { String(repeating: "x", count: $0 % 13) + "\n" }.joined()
        for size in Self.sizes {
            let cut = try cut(Bytes(lines.utf8), blockSize: size)
            #expect(cut.text == Bytes(lines.utf8))
            #expect(cut.blocks.allSatisfy { $0.count <= max(2 * 13 + 1, size) })
            #expect(cut.blocks.count >= lines.utf8.count / max(2 * 13 + 1, size))
        }
    }

    @Test("Of a cut-off file the unfinished line is reported, not parsed", arguments: sizes)
    func cutOff(size: Int) throws {
        let packed = storedGzip(Bytes("first\nsecond\n".utf8)) + storedGzip(Bytes("third\nunfinis".utf8)).dropLast(14)
        let cut = try cut(packed, blockSize: size)
        #expect(cut.text == Bytes("first\nsecond\nthird\n".utf8))
        #expect(cut.closings == [.cutOff])
        #expect(cut.excerpts == [Bytes("unfini".utf8)])
        #expect(cut.problem != nil)
    }

    @Test("Members of a gzip file are one text, also where a line lies across them", arguments: sizes)
    func members(size: Int) throws {
        let packed = ["fir", "st\nsecond", "", "\n", "last"].flatMap { storedGzip(Bytes($0.utf8)) }
        let cut = try cut(packed, blockSize: size)
        #expect(cut.text == Bytes("first\nsecond\nlast\n".utf8))
        #expect(cut.problem == nil && cut.closings.isEmpty)
    }
}
