import Testing

@testable import FlowLogs

struct IPAddressTests {
    private func text(_ address: IPAddress?) -> String? {
        address.map {
            var bytes = Bytes()
            $0.write(to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    @Test(
        "Addresses in any spelling, and their canonical text (RFC 5952)",
        arguments: [
            ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("10.0.1.201", "10.0.1.201"),
            ("::", "::"), ("0:0:0:0:0:0:0:0", "::"), ("::1", "::1"), ("1::", "1::"), ("::0001", "::1"),
            ("2001:0db8::0001", "2001:db8::1"), ("2001:DB8::A", "2001:db8::a"),
            ("2001:db8:0:0:0:0:2:1", "2001:db8::2:1"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("0:0:1:0:0:0:0:0", "0:0:1::"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
            ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
            ("fe80:0:0:0:0:0:0:0", "fe80::"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
            ("::ffff:10.0.0.1", "::ffff:10.0.0.1"),
            ("::FFFF:0a00:1", "::ffff:10.0.0.1"), ("::1.2.3.4", "::102:304"),
            ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
            ("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"), ("1:2:3:4:5::1.2.3.4", "1:2:3:4:5:0:102:304"),
            ("ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ])
    func accepts(spelled: String, canonical: String) throws {
        let address = try #require(IPAddress(Bytes(spelled.utf8)))
        #expect(text(address) == canonical)
        #expect(IPAddress(Bytes(canonical.utf8)) == address)
        #expect(naiveAddress(Bytes(spelled.utf8)) == address)
    }

    @Test(
        "What is no address",
        arguments: [
            "", "-", "1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "1.1.1.256", "01.2.3.4", "1.2.3.04", "00.0.0.0", "1.2.3.",
            ".1.2.3",
            "1..2.3", "1.2.3.4 ", " 1.2.3.4", "+1.2.3.4", "1.2.3.4/8", "1.2.3.4:80", "1.2.3.1234", "1.2.3.a", "１.2.3.4",
            ":", ":::", "1:", ":1", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::",
            "::1:2:3:4:5:6:7:8",
            "12345::", "g::", "::1%eth0", "[::1]", "::1/64", "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3", "::01.2.3.4",
            "1.2.3.4::",
            "::1.2.3.4:5", ":1.2.3.4", "1:1.2.3.4", ":1::2", "1::2:", "::-1", "::ffff:256.0.0.1", "1:::2", "::1 ",
            "0000:0000:0000:0000:0000:0000:0000:0000:0000", "10.0.0.1\u{0}", "::\u{0}",
        ])
    func refuses(spelled: String) {
        #expect(IPAddress(Bytes(spelled.utf8)) == nil)
        #expect(naiveAddress(Bytes(spelled.utf8)) == nil)
    }

    @Test("Families never meet")
    func families() {
        #expect(IPAddress(Bytes("::ffff:10.0.0.1".utf8)) != IPAddress(Bytes("10.0.0.1".utf8)))
    }

    @Test("Random addresses survive their text")
    func roundTrip() {
        var random = SeededRandom(seed: 5)
        for _ in 0..<3000 {
            var bits: UInt128 = 0
            for _ in 0..<8 {
                bits = bits << 16 | UInt128(random.once(in: 2) ? 0 : random.below(random.pick([2, 20, 65536])))
            }
            for address in [IPAddress.v6(bits), .v4(UInt32(truncatingIfNeeded: bits))] {
                var bytes = Bytes()
                address.write(to: &bytes)
                #expect(IPAddress(bytes) == address)
                #expect(naiveAddress(bytes) == address)
            }
        }
    }

    @Test("Random text: both ways to read IPv4, and the naive one, agree")
    func randomText() {
        var random = SeededRandom(seed: 6)
        let pieces = [
            "0", "1", "9", "25", "255", "256", "10", "01", ".", ".", ".", ".", ":", "::", "f", "F0", "g", "-", " ",
        ]
        for _ in 0..<10_000 {
            var word = (0..<(1 + random.below(12))).map { _ in random.pick(pieces) }.joined()
            if random.once(in: 2) {
                word = (0..<random.pick([3, 4, 4, 4, 4, 5])).map { _ in random.pick(pieces) }.joined(separator: ".")
            }
            let bytes = Bytes(word.utf8)
            #expect(IPAddress(bytes) == naiveAddress(bytes), "\(word)")
        }
    }

    @Test(
        "Prefixes and the addresses at their ends",
        arguments: [
            ("10.0.0.0/8", "10.0.0.0", "10.255.255.255"), ("10.1.2.3/8", "10.0.0.0", "10.255.255.255"),
            ("10.0.0.1", "10.0.0.1", "10.0.0.1"), ("10.0.0.1/32", "10.0.0.1", "10.0.0.1"),
            ("10.0.0.1/0", "0.0.0.0", "255.255.255.255"), ("10.0.0.1/31", "10.0.0.0", "10.0.0.1"),
            ("2001:db8::/32", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
            ("2001:db8::1", "2001:db8::1", "2001:db8::1"), ("::1/128", "::1", "::1"),
            ("2001::1/127", "2001::", "2001::1"),
            ("::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), ("10.0.0.0/08", "10.0.0.0", "10.255.255.255"),
        ])
    func prefixes(spelled: String, lowest: String, highest: String) {
        let prefix = IPPrefix(Bytes(spelled.utf8))
        #expect(text(prefix?.lowest) == lowest)
        #expect(text(prefix?.highest) == highest)
    }

    @Test(arguments: [
        "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "10.0.0/8", "10.0.0.0/8/8", "::/x",
    ])
    func noPrefixes(spelled: String) {
        #expect(IPPrefix(Bytes(spelled.utf8)) == nil)
    }
}
