import Foundation
import Testing

@testable import FlowLogs

struct JSONWriterTests {
    private func text(_ write: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        write(&json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    @Test("Commas between members and elements, and in no other place")
    func structure() {
        let written = text { json in
            json.object { json in
                json.name("a")
                json.number(1)
                json.name("b")
                json.array { json in
                    json.null()
                    json.object { _ in }
                    json.array { _ in }
                    json.string("x".utf8)
                }
                json.name("c")
                json.object { json in
                    json.name("d")
                    json.number(UInt64.max)
                }
                json.name("e")
                json.seconds(.milliseconds(1_005))
            }
            json.endLine()
            json.object { _ in }
        }
        let expected = #"{"a":1,"b":[null,{},[],"x"],"c":{"d":18446744073709551615},"e":1.005}"#
        #expect(written == expected + "\n{}")
    }

    @Test(arguments: [
        ("a\"b\\c", #""a\"b\\c""#), ("\n\r\t", #""\n\r\t""#), ("\u{0}\u{1F}\u{7F}", #""\u0000\u001f\u007f""#),
        ("é😀", "\"é😀\""),
        ("", "\"\""), ("/", "\"/\""),
    ])
    func strings(value: String, written: String) {
        #expect(text { $0.string(value.utf8) } == written)
    }

    @Test func numbers() {
        #expect(text { $0.number(-1) } == "0")
        #expect(text { $0.seconds(.zero) } == "0.000")
        #expect(text { $0.seconds(.microseconds(2_999_999)) } == "2.999")
    }

    @Test("A reader of JSON finds what was written; what is not UTF-8 becomes U+FFFD")
    func roundTrip() throws {
        var random = SeededRandom(seed: 15)
        for _ in 0..<500 {
            let bytes = (0..<random.below(10)).map { _ in
                random.once(in: 3) ? UInt8(truncatingIfNeeded: random.next()) : UInt8(random.below(128))
            }
            let json = text { json in json.array { $0.string(bytes) } }
            let read = try JSONDecoder().decode([String].self, from: Data(json.utf8))
            #expect(read.map { Bytes($0.utf8) } == [Bytes(String(decoding: bytes, as: UTF8.self).utf8)])
        }
    }
}
