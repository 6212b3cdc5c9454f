import FlowLogs
import Testing

@Suite struct LookupRefusalTests {
    private func table(_ text: String) throws -> LookupTable { try LookupTable(parsing: Bytes(text.utf8)) }

    private func refusal(_ bytes: Bytes) -> LookupRefusal? {
        do throws(LookupRefusal) {
            _ = try LookupTable(parsing: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        (LookupRefusal.gzip, [0x1F, 0x8B, 0x08, 0x00]), (.zip, [0x50, 0x4B, 0x03, 0x04, 0x14]),
        (.zip, [0x50, 0x4B, 0x05, 0x06]), (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
        (.zstd, [0x28, 0xB5, 0x2F, 0xFD]), (.bzip2, Bytes("BZh91AY&SY".utf8)), (.zlib, [0x78, 0x9C, 0x4B]),
        (.zlib, [0x78, 0x01]), (.zlib, [0x78, 0xDA]), (.parquet, Bytes("PAR1".utf8)),
        (.oldExcel, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1]), (.utf16, [0xFF, 0xFE, 0x64, 0x00]),
        (.utf16, [0xFE, 0xFF, 0x00, 0x64]), (.utf16, [0x64, 0x00, 0x73, 0x00]), (.utf16, [0x00, 0x64, 0x00, 0x73]),
        (.binary, Bytes("\u{7F}ELF\u{2}\u{0}".utf8)), (.binary, Bytes("443,tcp,a\n80,tcp,b\0c\n".utf8)),
    ])
    func refusesOtherFormatsByTheirBytes(expected: LookupRefusal, bytes: Bytes) {
        #expect(refusal(bytes) == expected)
    }

    @Test(arguments: [
        (LookupRefusal.json, "{\"dstport\": 443, \"protocol\": \"tcp\", \"tag\": \"web\"}"),
        (.json, "\u{FEFF}\n  [{\"a\":1},{\"b\":2},{\"c\":3}]"),
        (.markup, "<!DOCTYPE html><title>a,b,c</title>"), (.markup, "\n<HTML>"), (.markup, "<?xml version=\"1.0\"?>"),
        (.semicolons, "dstport;protocol;tag\n443;tcp;web, mail, x\n"), (.semicolons, "443;tcp;web\n80;tcp;web\n"),
        (.semicolons, "\u{FEFF}\"Tag\";\"Protocol\";\"DstPort\"\r\n"),
        (.tabs, "dstport\tprotocol\ttag\n443\ttcp\tweb\n"),
        (.tabs, "443\ttcp\tweb\n"), (.bars, "dstport|protocol|tag\n443|tcp|web\n"),
        (.carriageReturns, "dstport,protocol,tag\r443,tcp,web\r80,tcp,web\r"),
        (.carriageReturns, "443,tcp,web\r80,tcp,a"),
        (.flowLog, "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets\n2 1 eni-1"),
        (.flowLog, "2 123456789012 eni-1 10.0.1.2 10.0.1.3 4 443 6 25 20000 1620140761 1620140821 ACCEPT OK\n"),
        (.flowLog, "2 123456789012 eni-1 - - - - - - - 1620140761 1620140821 - NODATA\n"),
        (.notCSV, "443 tcp web\n80 tcp web\n"), (.notCSV, "Dear all,\nplease find the table enclosed.\nIt is ok\n"),
        (.notCSV, "443\n80\n"), (.notCSV, "ok then\n"),
        (.notCSV, "1620140761000,\"2 1234 eni-1 - - - - - - - 1 2 - NODATA\"\n"),
    ])
    func refusesOtherText(expected: LookupRefusal, text: String) {
        #expect(refusal(Bytes(text.utf8)) == expected)
    }

    @Test func judgesALongFileByItsFirstHundredRows() throws {
        let words = Bytes(String(repeating: "lorem ipsum\n\n", count: 100).utf8)
        #expect(refusal(words + Bytes("443,tcp,web\n".utf8)) == .notCSV)
        let fewer = try LookupTable(parsing: words.dropLast(13) + Bytes("443,tcp,web\n".utf8))
        #expect(fewer.entries == 1)
        #expect(fewer.rejected.count == 99)
    }

    @Test func doesNotRefuseATableForItsBadRows() throws {
        #expect(try table("68,sv_P2\n").rejected.map(\.reason) == ["no tag"])
        #expect(try table("x,y,z\n").rejected.map(\.row) == [1])
        #expect(try table("dstport,protocol,tag\nall wrong\n").rejected.map(\.row) == [2])
        #expect(try table("443,tcp,a;b;c\n").entries == 1)
        #expect(try table("443,tcp,a\tb|c\td\n").entries == 1)
        #expect(try table("443,tcp,a\rb").entries == 1)
        #expect(try table("443,tcp,2 eni-1 ACCEPT OK\n").entries == 1)
    }

    @Test func everyRefusalNamesTheFileAndWhatToDo() {
        let all: [LookupRefusal] = [
            .gzip, .zip, .xz, .zstd, .bzip2, .zlib, .parquet, .oldExcel, .utf16, .binary, .json, .markup, .semicolons,
            .tabs, .bars, .carriageReturns, .flowLog, .notCSV,
        ]
        #expect(Set(all.map(\.message)).count == all.count)
        #expect(all.allSatisfy { $0.message.contains(":") && !$0.message.contains("\n") })
        #expect(LookupRefusal.gzip.message == "compressed with gzip, not a CSV file: unpack it first (gunzip)")
    }
}
