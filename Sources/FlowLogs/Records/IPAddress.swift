/// An IPv4 or IPv6 address.
///
/// The two families never meet: `::ffff:10.0.0.1` is an IPv6 address and not equal to `10.0.0.1`, as in the log.
public enum IPAddress: Hashable, Sendable {
    /// 32 bits, the first octet in the highest byte.
    case v4(UInt32)
    /// 128 bits, the first group in the highest two bytes.
    case v6(UInt128)

    /// The address that these bytes spell; nil for anything else.
    ///
    /// IPv4 is four decimal octets without leading zeros (`010` is neither ten nor octal eight: it is refused). IPv6
    /// is RFC 4291 section 2.2: groups of one to four hex digits, `::` at most once, IPv4 in the last 32 bits; no
    /// zone, no brackets. O(1): anything longer than an address can be is refused unread.
    public init?(_ text: some RandomAccessCollection<UInt8>) {
        guard text.count <= Self.longestText, text.count >= 2 else { return nil }
        if text.contains(UInt8(ascii: ":")) {
            guard let bits = Self.v6Bits(Array(text)) else { return nil }
            self = .v6(bits)
        } else {
            guard let bits = Self.v4Bits(text) else { return nil }
            self = .v4(bits)
        }
    }

    /// The length of the longest address text: eight groups of four, the last two as IPv4.
    static let longestText = 45

    static func v4Bits(_ text: some Collection<UInt8>) -> UInt32? {
        var bits: UInt32 = 0
        var octets = 0
        for part in text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard octets < 4, part.count <= 3, let value = Array(part).wholeNumber(upTo: 255) else { return nil }
            guard part.count == 1 || part.first != UInt8(ascii: "0") else { return nil }
            bits = bits << 8 | UInt32(value)
            octets += 1
        }
        return octets == 4 ? bits : nil
    }

    private static func v6Bits(_ text: Bytes) -> UInt128? {
        var text = text
        var tail: [UInt16] = []
        if text.contains(UInt8(ascii: ".")) {
            guard let colon = text.lastIndex(of: UInt8(ascii: ":")), let bits = v4Bits(text[(colon + 1)...]) else {
                return nil
            }
            tail = [UInt16(truncatingIfNeeded: bits >> 16), UInt16(truncatingIfNeeded: bits)]
            // What is left ends in ":"; a second one belongs to "::", a single one only joined the IPv4 part.
            text = Array(text[...colon])
            if !text.hasSuffix("::") { text.removeLast() }
            guard !text.isEmpty else { return nil }
        }
        let room = 8 - tail.count
        guard let gap = text.firstIndex(ofPair: UInt8(ascii: ":")) else {
            guard let groups = groups(text[...]), groups.count == room else { return nil }
            return join(groups + tail)
        }
        guard let head = groups(text[..<gap]), let rest = groups(text[(gap + 2)...]), head.count + rest.count < room
        else { return nil }
        let zeros = [UInt16](repeating: 0, count: room - head.count - rest.count)
        return join(head + zeros + rest + tail)
    }

    private static func groups(_ text: ArraySlice<UInt8>) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        var groups: [UInt16] = []
        for part in text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
            guard (1...4).contains(part.count) else { return nil }
            var value: UInt16 = 0
            for byte in part {
                guard let digit = byte.hexDigit else { return nil }
                value = value << 4 | UInt16(digit)
            }
            groups.append(value)
        }
        return groups
    }

    private static func join(_ groups: [UInt16]) -> UInt128 {
        groups.reduce(0) { $0 << 16 | UInt128($1) }
    }
}

extension IPAddress {
    /// Appends the canonical text: dotted decimal, or RFC 5952 (lower case, the longest run of zeros as `::`).
    public func write(to output: inout Bytes) {
        switch self {
        case .v4(let bits):
            for shift in [24, 16, 8, 0] {
                output.append(number: UInt64(UInt8(truncatingIfNeeded: bits >> UInt32(shift))))
                if shift > 0 { output.append(UInt8(ascii: ".")) }
            }
        case .v6(let bits):
            writeV6(bits, to: &output)
        }
    }

    private func writeV6(_ bits: UInt128, to output: inout Bytes) {
        let groups = (0..<8).map { UInt16(truncatingIfNeeded: bits >> UInt128(112 - 16 * $0)) }
        // RFC 5952 section 5 recommends the dotted form for well-known prefixes such as ::ffff:0:0/96.
        if bits >> 32 == 0xffff {
            output.append(contentsOf: "::ffff:".utf8)
            IPAddress.v4(UInt32(truncatingIfNeeded: bits)).write(to: &output)
            return
        }
        let gap = Self.longestZeroRun(groups)
        var index = 0
        while index < 8 {
            if index == gap.lowerBound, gap.count > 1 {
                output.append(contentsOf: "::".utf8)
                index = gap.upperBound
                continue
            }
            if index > 0, index != gap.upperBound || gap.count < 2 { output.append(UInt8(ascii: ":")) }
            output.append(contentsOf: String(groups[index], radix: 16).utf8)
            index += 1
        }
    }

    private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int> {
        var longest = 0..<0
        var start = 0
        while start < groups.count {
            let end = groups[start...].firstIndex { $0 != 0 } ?? groups.count
            if end - start > longest.count { longest = start..<end }
            start = end + 1
        }
        return longest
    }
}

/// All addresses of one family that share their first bits, as in `10.0.0.0/8`.
public struct IPPrefix: Hashable, Sendable {
    /// The lowest and the highest address of the prefix; always of the same family.
    public let lowest, highest: IPAddress

    /// The prefix of just this address.
    public init(_ address: IPAddress) {
        lowest = address
        highest = address
    }

    /// The first `length` bits of `address`; bits after them do not matter.
    ///
    /// Nil when the family has fewer bits.
    public init?(_ address: IPAddress, length: Int) {
        switch address {
        case .v4(let bits):
            guard (0...32).contains(length) else { return nil }
            let mask: UInt32 = length == 32 ? 0 : .max >> UInt32(length)
            lowest = .v4(bits & ~mask)
            highest = .v4(bits | mask)
        case .v6(let bits):
            guard (0...128).contains(length) else { return nil }
            let mask: UInt128 = length == 128 ? 0 : .max >> UInt128(length)
            lowest = .v6(bits & ~mask)
            highest = .v6(bits | mask)
        }
    }

    /// The prefix or single address that these bytes spell: `10.0.0.0/8`, `2001:db8::/32`, `10.0.0.1`.
    public init?(_ text: some RandomAccessCollection<UInt8>) {
        guard let slash = text.firstIndex(of: UInt8(ascii: "/")) else {
            guard let address = IPAddress(text) else { return nil }
            self.init(address)
            return
        }
        guard let address = IPAddress(text[..<slash]),
            let length = text[text.index(after: slash)...].wholeNumber(upTo: 128)
        else { return nil }
        self.init(address, length: Int(length))
    }
}

extension UInt8 {
    fileprivate var hexDigit: UInt8? {
        if isDigit { return self &- 0x30 }
        let letter = (self | 0x20) &- 0x61
        return letter < 6 ? letter &+ 10 : nil
    }
}

extension Bytes {
    fileprivate func hasSuffix(_ text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }

    fileprivate func firstIndex(ofPair byte: UInt8) -> Int? {
        indices.dropLast().first { self[$0] == byte && self[$0 + 1] == byte }
    }
}
