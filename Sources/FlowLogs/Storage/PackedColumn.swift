import CScan

/// The numbers of one column of a chunk, in as few bytes each as their range allows; immutable.
///
/// A value is stored as its code: the distance from the smallest value, in 0, 1, 2, 4 or 8 bytes. Unknown values have
/// a code of their own, `hole`, which no known value has. A column of equal values takes no bytes at all.
public struct PackedColumn: Sendable {
    /// How the values are coded.
    let packing: Packing
    /// How many rows there are.
    public let count: Int
    /// Where the codes are.
    private let slab: Slab
    private let offset: Int

    /// The codes, in the narrowest type that holds them all.
    enum Codes {
        /// All rows have code 0.
        case same
        case bytes(UnsafeBufferPointer<UInt8>)
        case shorts(UnsafeBufferPointer<UInt16>)
        case words(UnsafeBufferPointer<UInt32>)
        case longs(UnsafeBufferPointer<UInt64>)
    }

    /// The column whose codes were written into a slab from `offset` on, a multiple of 8.
    ///
    /// Nil when the slab does not hold so many.
    init?(_ packing: Packing, count: Int, in slab: Slab, at offset: Int) {
        let (size, overflow) = count.multipliedReportingOverflow(by: packing.width)
        guard count >= 0, offset >= 0, offset % 8 == 0, !overflow, offset <= slab.count, size <= slab.count - offset
        else { return nil }
        self.packing = packing
        self.count = count
        self.slab = slab
        self.offset = offset
    }

    /// Calls with the codes, which are only good within the call; there are `count`, but for `same`.
    @inline(__always)
    func withCodes<Result>(_ body: (Codes) -> Result) -> Result {
        slab.withBytes { bytes in
            // `init` saw to it that there are so many, and that their place fits their size.
            func codes<Code>() -> UnsafeBufferPointer<Code> {
                let start = bytes.baseAddress.map { ($0 + offset).assumingMemoryBound(to: Code.self) }
                return UnsafeBufferPointer(start: start, count: count)
            }
            switch packing.width {
            case 1: return body(.bytes(codes()))
            case 2: return body(.shorts(codes()))
            case 4: return body(.words(codes()))
            case 8: return body(.longs(codes()))
            default: return body(.same)
            }
        }
    }

    /// The value of a row; nil when it is unknown.
    public subscript(row: Int) -> UInt64? {
        precondition(row >= 0 && row < count, "no such row")
        let code: UInt64 = withCodes { codes in
            switch codes {
            case .same: 0
            case .bytes(let codes): UInt64(codes[row])
            case .shorts(let codes): UInt64(codes[row])
            case .words(let codes): UInt64(codes[row])
            case .longs(let codes): codes[row]
            }
        }
        return code == packing.hole ? nil : packing.base &+ code
    }

    /// How many bytes the codes take.
    public var byteCount: Int { count * packing.width }
}

/// How the values of a column are coded: what has to be known beside the codes.
struct Packing: Equatable {
    /// The smallest known value: code 0.
    let base: UInt64
    /// The largest code of a known value.
    let span: UInt64
    /// The code of unknown values; nil when every value is known.
    let hole: UInt64?
    /// How many bytes a code has: 0 (all codes are 0), 1, 2, 4 or 8.
    let width: Int

    /// The narrowest way for values; the rows in `unknown` (ascending) have none, whatever stands there.
    init(_ values: [UInt64], unknown: [UInt32]) {
        guard unknown.count < values.count else {
            self.init(base: 0, span: 0, hole: unknown.isEmpty ? nil : 0, width: 0)
            return
        }
        let range = Self.range(of: values, without: unknown)
        let span = range.upperBound - range.lowerBound
        let hole = unknown.isEmpty ? nil : Self.hole(for: values, span: span)
        let largest = max(span, hole ?? 0)
        let width =
            switch largest {
            case 0: 0
            case ...UInt64(UInt8.max): 1
            case ...UInt64(UInt16.max): 2
            case ...UInt64(UInt32.max): 4
            default: 8
            }
        self.init(base: range.lowerBound, span: span, hole: hole, width: width)
    }

    init(base: UInt64, span: UInt64, hole: UInt64?, width: Int) {
        self.base = base
        self.span = span
        self.hole = hole
        self.width = width
    }

    /// Writes the codes of the values that this was made for; `bytes` has room for just those.
    func write(_ values: [UInt64], unknown: [UInt32], into bytes: UnsafeMutableRawBufferPointer) {
        switch width {
        case 1: write(values, unknown, bytes.bindMemory(to: UInt8.self))
        case 2: write(values, unknown, bytes.bindMemory(to: UInt16.self))
        case 4: write(values, unknown, bytes.bindMemory(to: UInt32.self))
        case 8: write(values, unknown, bytes.bindMemory(to: UInt64.self))
        default: break
        }
    }

    private func write<Code: FixedWidthInteger>(
        _ values: [UInt64], _ unknown: [UInt32], _ codes: UnsafeMutableBufferPointer<Code>
    ) {
        for (row, value) in values.enumerated() { codes[row] = Code(truncatingIfNeeded: value &- base) }
        if let hole {
            for row in unknown { codes[Int(row)] = Code(truncatingIfNeeded: hole) }
        }
    }

    private static func range(of values: [UInt64], without unknown: [UInt32]) -> ClosedRange<UInt64> {
        var range = weir_range(low: .max, high: 0)
        values.withUnsafeBufferPointer { values in
            var start = 0
            for end in unknown.lazy.map(Int.init) + CollectionOfOne(values.count) {
                let part = values.baseAddress.map { weir_range_of($0 + start, end - start) } ?? range
                range.low = min(range.low, part.low)
                range.high = max(range.high, part.high)
                start = end + 1
            }
        }
        return range.low <= range.high ? range.low...range.high : 0...0
    }

    /// A code that no value has: the one after the largest, unless the values reach from 0 to 2^64 - 1.
    private static func hole(for values: [UInt64], span: UInt64) -> UInt64 {
        guard span == .max else { return span + 1 }
        let taken = Set(values)
        var code = UInt64.max
        while taken.contains(code) { code -= 1 }
        return code
    }
}
