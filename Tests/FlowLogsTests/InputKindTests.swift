import Testing

@testable import FlowLogs

struct InputKindTests {
    @Test(
        "Judged by the first line that is not blank",
        arguments: [
            ("", .flowLog), ("\n\n", .flowLog), ("2 123 eni-1 - - - - - - - 1 2 - NODATA\n", .flowLog),
            ("PAR1\u{15}", .parquet),
            ("PAR", .flowLog), ("{\"message\":\"x\"}", .json), ("\n \t\n\r\n  [\n", .json), ("x\n{\n", .flowLog),
            ("a,b,c,d,e,f,g\n", .commaSeparated), ("a,b,c,d,e,f\n", .flowLog), ("a,b,c,d,e,f, g\n", .flowLog),
            (",,,,,,\r\n", .commaSeparated), ("\n\na,b,c,d,e,f,g", .commaSeparated), ("BZh9", .bzip2),
            ("PK\u{3}\u{4}", .zip),
            ("x\u{1}", .zlib), ("x\u{2}", .flowLog), ("x^", .zlib), ("x^2", .zlib),
            ("version dstport\na,b,c,d,e,f,g\n", .flowLog),
            ("\n\n\nPAR1", .flowLog), ("-", .flowLog), ("action\tx,y,z,a,b,c,d", .flowLog),
        ] as [(String, InputKind)])
    func text(text: String, kind: InputKind) {
        #expect(InputKind(firstBytes: Bytes(text.utf8)) == kind)
    }

    @Test(
        arguments: [
            ([0x28, 0xB5, 0x2F, 0xFD, 0], .zstd), ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .xz),
            ([0x1F, 0x8B, 8], .gzip),
            ([0x78, 0x9C, 1], .zlib), ([0x78, 0xDA], .zlib), ([0x78, 0x01], .zlib), ([0xFF, 0xFE, 0x32, 0], .utf16),
            ([0xFE, 0xFF, 0, 0x32], .utf16), ([0x28, 0xB5, 0x2F], .flowLog), ([0xFF], .flowLog), ([0x00], .flowLog),
        ] as [(Bytes, InputKind)])
    func magic(bytes: Bytes, kind: InputKind) {
        #expect(InputKind(firstBytes: bytes) == kind)
    }

    @Test("Whatever is refused says what it is and names a way out")
    func refusals() {
        let kinds: [InputKind] = [
            .parquet, .json, .commaSeparated, .zstd, .xz, .bzip2, .zip, .zlib, .gzip, .utf16,
        ]
        #expect(InputKind.flowLog.refusal == nil)
        #expect(Set(kinds.compactMap(\.refusal)).count == kinds.count)
        #expect(kinds.allSatisfy { $0.refusal?.hasPrefix("is ") == true })
    }

    @Test("Samples are flow logs")
    func samples() throws {
        #expect(InputKind(firstBytes: try SampleFiles.bytes("flow.log")) == .flowLog)
        #expect(InputKind(firstBytes: try SampleFiles.bytes("broken.log")) == .flowLog)
        #expect(InputKind(firstBytes: try SampleFiles.bytes("flow-v5.log.gz")) == .gzip)
    }

    @Test(
        "What an unreadable line looks like",
        arguments: [
            ("dstport,protocol,tag", "lookup table"), ("DSTPORT,Protocol,tag", "lookup table"),
            ("timestamp,message", "CloudWatch console"), ("1620129635000,2 123", "CloudWatch console"),
            ("2018-09-22T20:28:14.000Z eni-1-all 2 123 eni-1", "aws logs tail"), ("10.0.0.1 443", "--format"),
            ("10.0.0 443", "does not look like"),
            ("2 123456789010 eni-1", "--format"), ("- - -", "--format"), ("lorem", "does not look like"),
            ("", "does not look like"), (" ", "does not look like"), ("\u{1B}[0m", "does not look like"),
            ("lorem ipsum", "--format"),
        ])
    func hints(line: String, part: String) {
        let words = line.split(whereSeparator: { $0 == " " }).count
        let malformed = MalformedLine(
            line: 1, reason: .fieldCount(found: words, expected: 14), text: Bytes(line.utf8))
        #expect(hint(forUnreadable: malformed)?.contains(part) == true)
    }

    @Test("No other format is proposed for a line that has the right number of words")
    func noHint() {
        let line = MalformedLine(line: 1, reason: .dstport, text: Bytes("2 123456789010 eni-1".utf8))
        #expect(hint(forUnreadable: line) == nil)
    }
}
