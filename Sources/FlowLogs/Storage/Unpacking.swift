extension PackedColumn {
    /// Writes the values of some rows to the beginning of `values`, and `unknown` where there is none.
    ///
    /// Without a branch for a row: some four values a nanosecond. Values that do not fit are cut off.
    @inline(__always)
    func unpack<Value: FixedWidthInteger>(_ rows: Range<Int>, into values: inout MutableSpan<Value>, unknown: Value) {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= count && rows.count <= values.count, "no such rows")
        let base = Value(truncatingIfNeeded: packing.base)
        values.withUnsafeMutableBufferPointer { values in
            withCodes { codes in
                switch codes {
                case .same:
                    let value = packing.hole == nil ? base : unknown
                    for row in 0..<rows.count { values[row] = value }
                case .bytes(let codes): widen(codes, rows, base, into: values, unknown)
                case .shorts(let codes): widen(codes, rows, base, into: values, unknown)
                case .words(let codes): widen(codes, rows, base, into: values, unknown)
                case .longs(let codes): widen(codes, rows, base, into: values, unknown)
                }
            }
        }
    }

    @inline(__always)
    private func widen<Code: FixedWidthInteger, Value: FixedWidthInteger>(
        _ codes: UnsafeBufferPointer<Code>, _ rows: Range<Int>, _ base: Value,
        into values: UnsafeMutableBufferPointer<Value>, _ unknown: Value
    ) {
        guard let codes = codes.baseAddress.map({ $0 + rows.lowerBound }), let values = values.baseAddress else {
            return
        }
        guard let hole = packing.hole else {
            for row in 0..<rows.count { values[row] = base &+ Value(truncatingIfNeeded: codes[row]) }
            return
        }
        let gap = Code(truncatingIfNeeded: hole)
        for row in 0..<rows.count {
            let code = codes[row]
            values[row] = code == gap ? unknown : base &+ Value(truncatingIfNeeded: code)
        }
    }

    /// All rows' values; `unknown` where there is none.
    func unpacked<Value: FixedWidthInteger>(unknown: Value) -> [Value] {
        var values = [Value](repeating: 0, count: count)
        var span = values.mutableSpan
        unpack(0..<count, into: &span, unknown: unknown)
        return values
    }
}
