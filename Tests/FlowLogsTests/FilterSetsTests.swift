import FlowLogs
import Testing

@Suite struct NumberSetTests {
    @Test func rangesAreJoined() {
        #expect(NumberSet([]).ranges.isEmpty)
        #expect(NumberSet([5...6, 1...2, 3...3]).ranges == [1...3, 5...6])
        #expect(NumberSet([1...10, 2...3]).ranges == [1...10])
        #expect(NumberSet([UInt64.max...UInt64.max, 0...0, 7...(.max)]).ranges == [0...0, 7...(.max)])
    }

    /// Every set of up to three ranges over 0 to 5 has the members that its ranges have.
    @Test func membersAreThoseOfTheRanges() {
        let ranges = (0...5).flatMap { low in (low...5).map { UInt64(low)...UInt64($0) } }
        for first in ranges {
            for second in ranges {
                for third in ranges {
                    let given = [first, second, third]
                    let set = NumberSet(given)
                    let agrees = (0...6).allSatisfy { number in
                        set.contains(number) == given.contains { $0.contains(number) }
                    }
                    let isApart = zip(set.ranges, set.ranges.dropFirst()).allSatisfy {
                        $0.upperBound + 1 < $1.lowerBound
                    }
                    #expect(agrees && isApart, "\(given)")
                }
            }
        }
    }
}

@Suite struct AddressSetTests {
    private static let set = AddressSet(
        ["10.0.0.0/8", "192.0.2.7", "2001:db8::/32", "255.255.255.255"].compactMap { IPPrefix(Bytes($0.utf8)) })

    @Test(arguments: [
        ("10.0.0.0", true), ("10.255.255.255", true), ("9.255.255.255", false), ("11.0.0.0", false),
        ("192.0.2.7", true), ("192.0.2.8", false), ("255.255.255.255", true), ("2001:db8::1", true),
        ("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", true), ("2001:db9::", false), ("::ffff:10.0.0.1", false),
        ("::10.0.0.1", false),
    ])
    func members(address: String, isMember: Bool) throws {
        #expect(Self.set.contains(try #require(IPAddress(Bytes(address.utf8)))) == isMember)
    }

    @Test func everythingAndNothing() throws {
        let all = AddressSet(["0.0.0.0/0", "::/0"].compactMap { IPPrefix(Bytes($0.utf8)) })
        for address in ["0.0.0.0", "255.255.255.255", "::", "ffff::"] {
            let address = try #require(IPAddress(Bytes(address.utf8)))
            #expect(all.contains(address))
            #expect(!AddressSet([]).contains(address))
        }
    }
}

@Suite struct TextSetTests {
    private func bytes(_ text: String) -> Bytes { Bytes(text.utf8) }

    @Test func listed() {
        let exact = TextSet(.anyOf([bytes("a"), bytes("B")]), ignoringCase: false)
        #expect(exact.contains(bytes("a")) && exact.contains(bytes("B")))
        #expect(!exact.contains(bytes("b")) && !exact.contains([]))
        let folded = TextSet(.anyOf([bytes("reject")]), ignoringCase: true)
        #expect(
            folded.contains(bytes("REJECT")) && folded.contains(bytes("reject")) && !folded.contains(bytes("rejec")))
    }

    @Test func patternsWithoutCase() throws {
        let set = TextSet(.like(try #require(LikePattern("rej%".utf8))), ignoringCase: true)
        #expect(set.contains(bytes("REJECT")) && !set.contains(bytes("ACCEPT")))
    }

    @Test(arguments: [true, false], [true, false])
    func betweenBounds(includesLower: Bool, includesUpper: Bool) {
        let lower = TextSet.Bound(bytes("b"), isIncluded: includesLower)
        let upper = TextSet.Bound(bytes("d"), isIncluded: includesUpper)
        let both = TextSet(.between(lower: lower, upper: upper), ignoringCase: false)
        let members = ["", "a", "b", "ba", "c", "d", "da", "e"].filter { both.contains(bytes($0)) }
        #expect(members == (includesLower ? ["b"] : []) + ["ba", "c"] + (includesUpper ? ["d"] : []))
        let above = TextSet(.between(lower: lower, upper: nil), ignoringCase: false)
        #expect(above.contains([0xFF]) && !above.contains(bytes("B")) && above.contains(bytes("b")) == includesLower)
        let below = TextSet(.between(lower: nil, upper: upper), ignoringCase: false)
        #expect(below.contains([]) && !below.contains(bytes("e")) && below.contains(bytes("d")) == includesUpper)
    }
}

@Suite struct LikePatternTests {
    @Test(arguments: [
        ("", "", true), ("", "a", false), ("%", "", true), ("%", "anything", true), ("_", "", false), ("_", "a", true),
        ("_", "é", true), ("_", "💧", true), ("__", "é", false), ("%__", "€", false), ("%__x%", "€xy", false),
        ("sv_%", "sv_P1", true), ("sv\\_%", "sv_P1", true), ("sv\\_%", "svxP1", false), ("a\\%", "a%", true),
        ("a\\%", "ab", false), ("a\\\\", "a\\", true), ("\\a", "a", true), ("%b%", "abc", true), ("%b", "abab", true),
        ("a%b%c", "aXbYc", true), ("a%b%c", "aXbY", false), ("A", "a", false), ("%%%", "", true),
    ])
    func matches(pattern: String, text: String, isMatch: Bool) throws {
        #expect(try #require(LikePattern(pattern.utf8)).matches(Bytes(text.utf8)) == isMatch)
    }

    @Test(arguments: ["\\", "a\\", "\\\\\\"])
    func aLoneBackslashIsNoPattern(pattern: String) {
        #expect(LikePattern(pattern.utf8) == nil)
    }

    @Test func bytesThatAreNotUTF8AreCharacters() throws {
        let one = try #require(LikePattern("_".utf8))
        for text: Bytes in [[0xFF], [0x80], [0xC3], [0xE2]] { #expect(one.matches(text)) }
        let two = try #require(LikePattern("__".utf8))
        for text: Bytes in [[0xC3, 0x41], [0xE2, 0x82], [0x80, 0x80]] { #expect(two.matches(text)) }
    }

    /// Every pattern of up to five steps against every text of up to three characters, by the definition itself.
    @Test func agreesWithItsDefinition() throws {
        let patterns = sequences(of: ["%", "_", "a", "€", "\\%"], upTo: 5)
        let texts = sequences(of: ["a", "€", "%"], upTo: 3)
        for pattern in patterns {
            let like = try #require(LikePattern(pattern.joined().utf8))
            for text in texts where like.matches(Bytes(text.joined().utf8)) != matches(pattern[...], text[...]) {
                Issue.record("\(pattern.joined()) and \(text.joined())")
            }
        }
    }

    @Test func longPatternsEnd() throws {
        let pattern = try #require(LikePattern((String(repeating: "%a", count: 500) + "%b").utf8))
        #expect(!pattern.matches(Bytes(repeating: UInt8(ascii: "a"), count: 4000)))
    }

    private func matches(_ pattern: ArraySlice<String>, _ text: ArraySlice<String>) -> Bool {
        guard let step = pattern.first else { return text.isEmpty }
        let rest = pattern.dropFirst()
        switch step {
        case "%": return matches(rest, text) || !text.isEmpty && matches(pattern, text.dropFirst())
        case "_": return !text.isEmpty && matches(rest, text.dropFirst())
        default: return text.first == step.replacing("\\", with: "") && matches(rest, text.dropFirst())
        }
    }

    private func sequences(of pieces: [String], upTo length: Int) -> [[String]] {
        var all: [[String]] = [[]]
        var longest = all
        for _ in 0..<length {
            longest = longest.flatMap { start in pieces.map { start + [$0] } }
            all += longest
        }
        return all
    }
}
