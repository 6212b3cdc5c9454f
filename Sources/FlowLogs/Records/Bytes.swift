/// Bytes as they came from a file: the only form of text inside the core.
///
/// Nothing here knows encodings, locales or Unicode: comparisons are by byte, case folding is ASCII only. A `String`
/// is made at the edge, for a visible row or a message.
public typealias Bytes = [UInt8]

extension UInt8 {
    /// Whether this byte separates fields or surrounds a line: space or tab, nothing else.
    var isBlank: Bool { self == 0x20 || self == 0x09 }

    /// Whether this byte is one of the ten ASCII digits.
    var isDigit: Bool { self &- 0x30 < 10 }

    /// Whether this byte is an ASCII letter of either case.
    var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }

    /// This byte with an ASCII capital letter made small; every other byte is itself.
    var lowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }
}

extension Collection<UInt8> {
    /// These bytes with ASCII capital letters made small; O(n).
    public var lowercased: Bytes { map(\.lowercased) }

    /// Whether both are equal when ASCII letters are compared without case; O(n).
    public func equalsIgnoringCase(_ other: some Collection<UInt8>) -> Bool {
        count == other.count && zip(self, other).allSatisfy { $0.lowercased == $1.lowercased }
    }
}

extension BidirectionalCollection<UInt8> {
    /// The part between leading and trailing spaces and tabs; O(n).
    public var trimmingBlanks: SubSequence {
        guard let first = firstIndex(where: { !$0.isBlank }), let last = lastIndex(where: { !$0.isBlank }) else {
            return self[endIndex..<endIndex]
        }
        return self[first...last]
    }
}

extension RandomAccessCollection<UInt8> {
    /// The whole number that these bytes spell in ASCII digits, or nil: empty, any other byte, or above `limit`.
    ///
    /// Leading zeros are allowed in any number, so `0443` is 443; signs, blanks and digits of other scripts are not.
    /// Never traps, whatever the length; O(n).
    public func wholeNumber(upTo limit: UInt64 = .max) -> UInt64? {
        guard !isEmpty else { return nil }
        var value: UInt64 = 0
        for byte in self {
            guard byte.isDigit else { return nil }
            let (shifted, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = shifted.addingReportingOverflow(UInt64(byte &- 0x30))
            guard !overflow, !carry, sum <= limit else { return nil }
            value = sum
        }
        return value
    }
}

extension Bytes {
    /// Appends a whole number in decimal; no allocation but the array's own growth.
    public mutating func append(number: UInt64) {
        guard number >= 10 else { return append(0x30 | UInt8(truncatingIfNeeded: number)) }
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var first = 20
        var rest = number
        while rest > 0 {
            first &-= 1
            digits[first] = 0x30 | UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        while first < 20 {
            append(digits[first])
            first &+= 1
        }
    }
}
