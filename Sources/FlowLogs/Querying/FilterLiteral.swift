/// Values as they are written in a filter.
///
/// Each reader gives nil for what is not such a value.
enum FilterLiteral {
    /// A whole number up to `limit`: digits, or digits with a unit, with decimals if the product is whole (`1.5K`).
    ///
    /// Units in any case: K, M, G are powers of 1000; Ki, Mi, Gi powers of 1024. O(n), never traps.
    static func number(_ text: Bytes, upTo limit: UInt64) -> UInt64? {
        let digits = text.prefix { $0.isDigit || $0 == UInt8(ascii: ".") }
        let suffix = text[digits.endIndex...]
        guard let unit = unit(suffix) else { return nil }
        let parts = digits.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first?.wholeNumber() else { return nil }
        var (value, overflow) = whole.multipliedReportingOverflow(by: unit)
        if let decimals = parts.dropFirst().first {
            guard !suffix.isEmpty, let fraction = fraction(decimals, of: unit) else { return nil }
            let (sum, carry) = value.addingReportingOverflow(fraction)
            value = sum
            overflow = overflow || carry
        }
        return overflow || value > limit ? nil : value
    }

    private static func unit(_ suffix: ArraySlice<UInt8>) -> UInt64? {
        guard suffix.count <= 2 else { return nil }
        return switch String(decoding: suffix.lowercased, as: UTF8.self) {
        case "": 1
        case "k": 1_000
        case "m": 1_000_000
        case "g": 1_000_000_000
        case "ki": 1 << 10
        case "mi": 1 << 20
        case "gi": 1 << 30
        default: nil
        }
    }

    /// `0.decimals · unit`, if that is a whole number.
    private static func fraction(_ decimals: ArraySlice<UInt8>, of unit: UInt64) -> UInt64? {
        guard let last = decimals.lastIndex(where: { $0 != UInt8(ascii: "0") }) else {
            return decimals.isEmpty ? nil : 0
        }
        // Horner from the last digit: (d1·unit + (d2·unit + ...) / 10) / 10. Once trailing zeros are gone, the whole
        // is a whole number only if every quotient on the way is one. Sums stay below 10 · unit.
        var value: UInt64 = 0
        for digit in decimals[...last].reversed() {
            guard digit.isDigit else { return nil }
            let (quotient, remainder) = (UInt64(digit &- 0x30) &* unit &+ value).quotientAndRemainder(dividingBy: 10)
            guard remainder == 0 else { return nil }
            value = quotient
        }
        return value
    }

    /// `443/tcp` or `443/6`.
    static func portAndProtocol(_ text: Bytes) -> PortProtocol? {
        guard let slash = text.firstIndex(of: UInt8(ascii: "/")),
            let port = text[..<slash].wholeNumber(upTo: 65535),
            let ipProtocol = IPProtocol(keywordOrNumber: text[(slash + 1)...])
        else { return nil }
        return PortProtocol(port: UInt16(port), ipProtocol: ipProtocol)
    }

    private static let keywords = (0...UInt8.max).compactMap { IPProtocol(rawValue: $0).keyword }

    /// The keyword of the protocol that an unknown one most likely means: another common name, else the nearest.
    static func likelyProtocol(_ text: Bytes) -> String? {
        if let keyword = IPProtocol.suggestion(for: text)?.keyword { return keyword }
        return nearest(to: text, among: keywords.map(\.utf8)).map { String($0) }
    }
}

extension Bytes {
    /// These bytes for a message: as text, cut after 40 bytes.
    var shown: String {
        count <= 40 ? String(decoding: self, as: UTF8.self) : String(decoding: prefix(40), as: UTF8.self) + "…"
    }
}
