import CScan
import Testing

@testable import FlowLogs

/// The functions of `scan.h` and `decode.h`, in each of their versions, beside naive ones.
struct DecodeTests {
    private typealias Decoder = (weir_words, UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt32>) -> Int

    /// The versions that this machine can run.
    private static var numbers: [(name: String, decoder: Decoder)] {
        var versions: [(String, Decoder)] = [("plain", weir_numbers_plain)]
        #if arch(x86_64)
            if weir_has_avx2() != 0 { versions.append(("avx2", weir_numbers_avx2)) }
        #endif
        return versions
    }

    private static var addresses: [(name: String, decoder: Decoder)] {
        var versions: [(String, Decoder)] = [("plain", weir_addresses_plain)]
        #if arch(x86_64)
            if weir_has_avx2() != 0 { versions.append(("avx2", weir_addresses_avx2)) }
        #endif
        return versions
    }

    /// Decodes words that stand in one line after `before`, with a space after each.
    private func decode(_ words: [String], after before: String, with decoder: Decoder) -> [UInt64?] {
        var text = Bytes(before.utf8)
        var marks: [UInt32] = [text.isEmpty ? .max : UInt32(text.count - 1)]
        for word in words {
            text += Bytes(word.utf8)
            marks.append(UInt32(text.count))
            text.append(UInt8(ascii: " "))
        }
        let records = (0..<words.count).map { UInt32($0) }
        var values = [UInt64](repeating: 99, count: words.count)
        var odd = [UInt32](repeating: 99, count: words.count)
        let count = text.withUnsafeBufferPointer { text in
            marks.withUnsafeBufferPointer { marks in
                records.withUnsafeBufferPointer { records in
                    // As column 1 of records that begin one word before: the word before the first one is not looked at.
                    let words = weir_words(
                        bytes: text.baseAddress, count: text.count, marks: marks.baseAddress,
                        records: records.baseAddress, rows: records.count, column: 1)
                    return decoder(words, &values, &odd)
                }
            }
        }
        let oddRows = odd[..<count].map(Int.init)
        #expect(oddRows == oddRows.sorted())
        return values.indices.map { oddRows.contains($0) ? nil : values[$0] }
    }

    @Test("Numbers of up to 16 digits are read, all else is odd, wherever the word stands")
    func numbers() {
        var random = SeededRandom(seed: 11)
        for _ in 0..<1000 {
            let before = String(repeating: "x", count: random.below(20)) + (random.once(in: 2) ? " " : "7")
            let words = (0..<(1 + random.below(6))).map { _ in
                var digits = (0..<random.below(19)).map { _ in String(random.below(10)) }
                if !digits.isEmpty, random.once(in: 4) {
                    digits[random.below(digits.count)] = random.pick(["-", "/", ":", "a", "\u{0}", "é", ".", "~"])
                }
                return digits.joined()
            }
            for (name, decoder) in Self.numbers {
                let found = decode(words, after: before, with: decoder)
                var end = before.utf8.count - 1
                for (word, value) in zip(words, found) {
                    end += word.utf8.count + 1
                    // Too near the beginning of the text nothing is read.
                    let isOdd = word.utf8.count > 16 || end < 16
                    #expect(value == (isOdd ? nil : Bytes(word.utf8).wholeNumber()), "\(name) \(word)")
                }
            }
        }
    }

    @Test("IPv4 addresses are read as `IPAddress` reads them, all else is odd")
    func addresses() {
        var random = SeededRandom(seed: 12)
        let pieces = [
            "0", "1", "9", "25", "255", "256", "10", "01", "99", "100", "300", "00", "000", "", "-", "a", "1111",
        ]
        for _ in 0..<5000 {
            let count = random.pick([3, 4, 4, 4, 4, 4, 4, 5])
            var word = (0..<count).map { _ in random.pick(random.once(in: 3) ? pieces : Array(pieces[..<5])) }
                .joined(separator: ".")
            if random.once(in: 20) { word += random.pick([".", " ", "/", "0", ":"]) }
            let after = String(repeating: "z", count: 16)
            for (name, decoder) in Self.addresses {
                let found = decode([word, after], after: "xyz ", with: decoder)
                var expected: UInt64?
                if case .v4(let bits)? = IPAddress(Bytes(word.utf8)) { expected = UInt64(bits) }
                #expect(found == [expected, nil], "\(name) \(word)")
            }
        }
    }

    @Test("Every address that an octet can make")
    func octets() {
        for (name, decoder) in Self.addresses {
            for octet in 0...1000 {
                for (place, text) in ["\(octet).2.3.4", "1.\(octet).3.4", "1.2.\(octet).4", "1.2.3.\(octet)"]
                    .enumerated()
                {
                    let found = decode([text, "0123456789abcdef"], after: "abc ", with: decoder)[0]
                    var expected: UInt64 = 0x0102_0304
                    expected &= ~(0xFF << UInt64(24 - 8 * place))
                    expected |= UInt64(octet) << UInt64(24 - 8 * place)
                    #expect(found == (octet <= 255 ? expected : nil), "\(name) \(text)")
                }
            }
        }
    }

    @Test("Near the end of the text nothing is read beyond it")
    func ends() {
        for (name, decoder) in Self.addresses {
            for length in 0..<20 {
                let found = decode(
                    ["10.20.30.40", String(repeating: "z", count: length)], after: "abc ", with: decoder)
                // Behind the address: a space, the word, a space.
                #expect(found[0] == (length + 13 >= 16 ? 0x0A14_1E28 : nil), "\(name) \(length)")
            }
        }
    }

    @Test("Both versions of the scanner find what a loop over the bytes finds, at every length and cut")
    func scanners() {
        var random = SeededRandom(seed: 13)
        let bytes: [UInt8] = [0x20, 0x20, 0x20, 0x0A, 0x0A, 0x09, 0x0D, 0x00, 0x21, 0x41, 0x80, 0xFF, 0x1F, 0x7F]
        for _ in 0..<1500 {
            let density = random.pick([2, 6, 20])
            let text = (0..<random.below(400)).map { _ in
                random.once(in: density) ? random.pick(bytes) : UInt8(0x61)
            }
            let room = 64 + random.below(300)
            let expected = naiveScan(text)
            var results: [(String, Scan)] = [("plain", scan(text, room, weir_scan_plain))]
            #if arch(x86_64)
                if weir_has_avx2() != 0 { results.append(("avx2", scan(text, room, weir_scan_avx2))) }
            #endif
            for (name, found) in results {
                #expect(found.marks == Array(expected.marks.prefix(found.marks.count)), "\(name)")
                #expect(found.ends == Array(expected.ends.prefix(found.ends.count)), "\(name)")
                #expect(found.scanned == text.count || room - found.marks.count < 64, "\(name)")
                #expect(expected.marks.dropFirst(found.marks.count).allSatisfy { $0 >= found.scanned }, "\(name)")
                #expect(found.ends.count == text[..<found.scanned].count { $0 == 0x0A }, "\(name)")
            }
        }
    }

    private struct Scan: Equatable {
        var marks: [UInt32] = []
        var ends: [UInt32] = []
        var scanned = 0
    }

    private typealias Scanning = (
        UnsafePointer<UInt8>, Int, UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt32>, Int
    ) -> weir_scan_result

    private func scan(_ text: Bytes, _ room: Int, _ scanning: Scanning) -> Scan {
        var marks = [UInt32](repeating: 7, count: room)
        var ends = [UInt32](repeating: 7, count: room)
        let result = scanning(text, text.count, &marks, &ends, room)
        return Scan(marks: Array(marks[..<result.marks]), ends: Array(ends[..<result.lines]), scanned: result.scanned)
    }

    private func naiveScan(_ text: Bytes) -> Scan {
        var scan = Scan()
        var isIrregular = false
        var wasSeparator = true
        for (index, byte) in text.enumerated() {
            guard byte <= 0x20 else {
                wasSeparator = false
                continue
            }
            if wasSeparator || byte != 0x20 && byte != 0x0A { isIrregular = true }
            wasSeparator = true
            scan.marks.append(UInt32(index))
            guard byte == 0x0A else { continue }
            scan.ends.append(UInt32(scan.marks.count) | (isIrregular ? WEIR_IRREGULAR : 0))
            isIrregular = false
        }
        return scan
    }
}
