/// The numbers of one column of a chunk, in as few bytes each as their range allows; immutable.
///
/// A value is stored as its code: the distance from the smallest value, in 0, 1, 2, 4 or 8 bytes. Unknown values have
/// a code of their own, `hole`, which no known value has. A column of equal values takes no bytes at all.
public struct PackedColumn: Sendable {
    /// The smallest known value: code 0.
    let base: UInt64
    /// The largest code of a known value.
    let span: UInt64
    /// The code of unknown values; nil when every value is known.
    let hole: UInt64?
    /// How many rows there are.
    public let count: Int
    let codes: Codes

    /// The codes, in the narrowest type that holds them all.
    enum Codes: Sendable {
        /// All rows have this code.
        case same(UInt64)
        case bytes([UInt8])
        case shorts([UInt16])
        case words([UInt32])
        case longs([UInt64])
    }

    /// Packs values; the rows in `unknown` (ascending) have none, whatever stands there.
    init(_ values: [UInt64], unknown: [Int]) {
        count = values.count
        let range = Self.range(of: values, without: unknown)
        base = range.lowerBound
        span = range.upperBound - range.lowerBound
        hole = unknown.isEmpty ? nil : Self.hole(for: values, base: base, span: span)
        let largest = max(span, hole ?? 0)
        if unknown.isEmpty, span == 0 {
            codes = .same(0)
        } else if unknown.count == values.count {
            codes = .same(hole ?? 0)
        } else if largest <= UInt64(UInt8.max) {
            codes = .bytes(Self.pack(values, base, hole, unknown))
        } else if largest <= UInt64(UInt16.max) {
            codes = .shorts(Self.pack(values, base, hole, unknown))
        } else if largest <= UInt64(UInt32.max) {
            codes = .words(Self.pack(values, base, hole, unknown))
        } else {
            codes = .longs(Self.pack(values, base, hole, unknown))
        }
    }

    /// The value of a row; nil when it is unknown.
    public subscript(row: Int) -> UInt64? {
        let code =
            switch codes {
            case .same(let code): code
            case .bytes(let codes): UInt64(codes[row])
            case .shorts(let codes): UInt64(codes[row])
            case .words(let codes): UInt64(codes[row])
            case .longs(let codes): codes[row]
            }
        return code == hole ? nil : base &+ code
    }

    /// How many bytes the codes take.
    public var byteCount: Int {
        switch codes {
        case .same: 0
        case .bytes(let codes): codes.count
        case .shorts(let codes): 2 * codes.count
        case .words(let codes): 4 * codes.count
        case .longs(let codes): 8 * codes.count
        }
    }

    private static func range(of values: [UInt64], without unknown: [Int]) -> ClosedRange<UInt64> {
        var low = UInt64.max
        var high = UInt64.min
        var start = 0
        for end in unknown + [values.count] {
            for value in values[start..<end] {
                low = min(low, value)
                high = max(high, value)
            }
            start = end + 1
        }
        return low <= high ? low...high : 0...0
    }

    /// A code that no value has: the one after the largest, unless the values reach from 0 to 2^64 - 1.
    private static func hole(for values: [UInt64], base: UInt64, span: UInt64) -> UInt64 {
        guard span == .max else { return span + 1 }
        let taken = Set(values)
        var code = UInt64.max
        while taken.contains(code) { code -= 1 }
        return code
    }

    private static func pack<Code: FixedWidthInteger>(
        _ values: [UInt64], _ base: UInt64, _ hole: UInt64?, _ unknown: [Int]
    ) -> [Code] {
        var codes = values.map { Code(truncatingIfNeeded: $0 &- base) }
        if let hole {
            for row in unknown { codes[row] = Code(truncatingIfNeeded: hole) }
        }
        return codes
    }
}
