extension PackedColumn {
    /// Writes the value of every row, and `unknown` where there is none; `values` has room for `count`.
    ///
    /// Without a branch for a row: some four values a nanosecond. Values that do not fit are cut off.
    func unpack<Value: FixedWidthInteger>(into values: UnsafeMutableBufferPointer<Value>, unknown: Value) {
        withCodes { codes in
            switch codes {
            case .same:
                values.update(repeating: packing.hole == nil ? Value(truncatingIfNeeded: packing.base) : unknown)
            case .bytes(let codes): widen(codes, into: values, unknown)
            case .shorts(let codes): widen(codes, into: values, unknown)
            case .words(let codes): widen(codes, into: values, unknown)
            case .longs(let codes): widen(codes, into: values, unknown)
            }
        }
    }

    @inline(__always)
    private func widen<Code: FixedWidthInteger, Value: FixedWidthInteger>(
        _ codes: UnsafeBufferPointer<Code>, into values: UnsafeMutableBufferPointer<Value>, _ unknown: Value
    ) {
        let base = Value(truncatingIfNeeded: packing.base)
        guard let hole = packing.hole else {
            for row in 0..<count { values[row] = base &+ Value(truncatingIfNeeded: codes[row]) }
            return
        }
        let gap = Code(truncatingIfNeeded: hole)
        for row in 0..<count {
            let code = codes[row]
            values[row] = code == gap ? unknown : base &+ Value(truncatingIfNeeded: code)
        }
    }

    /// All rows' values; `unknown` where there is none.
    func unpacked<Value: FixedWidthInteger>(unknown: Value) -> [Value] {
        [Value](unsafeUninitializedCapacity: count) { values, initialized in
            let room = UnsafeMutableBufferPointer(rebasing: values[..<count])
            room.initialize(repeating: 0)
            unpack(into: room, unknown: unknown)
            initialized = count
        }
    }

    /// Calls with each row's code as an index of a table: `table` maps the values from `base` on, `unknown` has none.
    ///
    /// For columns of words, whose values are few and begin at 0.
    func map<Result>(_ results: [Result], unknown: Result, _ body: (_ row: Int, Result) -> Void) {
        var table: [Result] = []
        // Codes go up to the span; one more may mean that there is no value.
        for code in 0...UInt64(min(packing.span, UInt64(results.count)) + 1) {
            let index = packing.base &+ code
            table.append(code != packing.hole && index < UInt64(results.count) ? results[Int(index)] : unknown)
        }
        withCodes { codes in
            switch codes {
            case .same: for row in 0..<count { body(row, table[0]) }
            case .bytes(let codes): for row in 0..<count { body(row, table.entry(codes[row], or: unknown)) }
            case .shorts(let codes): for row in 0..<count { body(row, table.entry(codes[row], or: unknown)) }
            case .words(let codes): for row in 0..<count { body(row, table.entry(codes[row], or: unknown)) }
            case .longs(let codes): for row in 0..<count { body(row, table.entry(codes[row], or: unknown)) }
            }
        }
    }
}

extension Array {
    @inline(__always)
    fileprivate func entry(_ code: some FixedWidthInteger, or other: Element) -> Element {
        code < count ? self[Int(truncatingIfNeeded: code)] : other
    }
}
