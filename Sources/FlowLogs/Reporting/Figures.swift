/// Numbers as people read them.
extension BinaryInteger {
    /// Decimal digits with a comma before every three: `10,000,000`.
    public var grouped: String {
        let digits = Array(String(magnitude).utf8)
        var text = Bytes()
        if self < 0 { text.append(UInt8(ascii: "-")) }
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(UInt8(ascii: ",")) }
            text.append(digit)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// A number of bytes with one decimal and a unit of powers of 1000: `1.2 GB`.
    public var scaledBytes: String {
        var value = Double(max(self, 0))
        var units = ["B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"][...]
        while value >= 999.95, units.count > 1 {
            value /= 1000
            units.removeFirst()
        }
        let tenths = Int(min(value, 1e15) * 10 + 0.5)
        return "\(tenths / 10)\(units.first == "B" ? "" : ".\(tenths % 10)") \(units.first ?? "")"
    }

    /// How many of something: `1 row`, `2,000 rows`.
    public func counted(_ one: String, _ many: String? = nil) -> String {
        "\(grouped) \(self == 1 ? one : many ?? one + "s")"
    }
}

/// A share in percent with one decimal, halves rounded up: `41.2%`; nil when there is nothing to have a share of.
///
/// - Precondition: Neither number is larger than 2^116.
public func percent(_ part: UInt128, of whole: UInt128) -> String? {
    guard whole > 0 else { return nil }
    let tenths = (part &* 2000 &+ whole) / (whole &* 2)
    return "\(tenths / 10).\(tenths % 10)%"
}
