import FlowLogs
import Testing

@testable import FlowEngine

struct OverlongLineTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The text of all blocks, and the lines that were too long.
    private func read(_ content: String, blockSize: Int) throws -> (text: String, excerpts: [String]) {
        let file = try FileDescriptor(reading: try folder.write("log", content))
        var reader = BlockReader(ByteSource(file, isFollowed: false), blockSize: blockSize, lengthLimit: 500)
        var text = Bytes()
        var excerpts: [String] = []
        var memory = Bytes()
        reading: while true {
            let block: Block
            switch reader.next(using: &memory) {
            case .block(let next): block = next
            case .wait: continue
            case .end: break reading
            }
            text += block.memory[..<block.count]
            if let closing = block.closing {
                #expect(closing.reason == .tooLong)
                excerpts.append(String(decoding: closing.excerpt, as: UTF8.self))
            }
            memory = block.memory
        }
        return (String(decoding: text, as: UTF8.self), excerpts)
    }

    @Test(
        "A line may be as long as the limit, and not a byte longer, however it is read",
        arguments: [1, 2, 3, 64, 250, 500, 501, 502, 1 << 20])
    func limit(blockSize: Int) throws {
        for length in [1, 499, 500, 501, 502, 999, 1000, 1001, 1002, 5000] {
            let long = String(repeating: "x", count: length)
            let excerpts = length > 500 ? [String(repeating: "x", count: MalformedLine.excerptLimit)] : []
            for (before, after) in [("", "\n"), ("a\n", "\nb\nc\n"), ("a\n", ""), ("aa\n\n", "\n\nb")] {
                let kept = length > 500 ? before + after.dropFirst() : before + long + after
                let read = try read(before + long + after, blockSize: blockSize)
                #expect(read.text == (kept.isEmpty || kept.hasSuffix("\n") ? kept : kept + "\n"), "\(length)")
                #expect(read.excerpts == excerpts, "\(length)")
            }
            let twice = try read("a\n\(long)\nb\nc\n\(long)\nd\n", blockSize: blockSize)
            let kept = length > 500 ? "a\nb\nc\nd\n" : "a\n\(long)\nb\nc\n\(long)\nd\n"
            #expect(twice.text == kept, "\(length)")
            #expect(twice.excerpts == excerpts + excerpts, "\(length)")
        }
    }
}
