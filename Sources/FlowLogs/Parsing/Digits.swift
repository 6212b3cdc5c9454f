extension Span<UInt8> {
    /// The whole number that a word spells in ASCII digits; nil for anything else and above `limit`.
    func wholeNumber(_ word: Range<Int>, upTo limit: UInt64) -> UInt64? {
        extracting(word).withUnsafeBufferPointer { $0.wholeNumber(upTo: limit) }
    }

    /// The number that a word of one to eight digits spells, else `UInt64.max`.
    ///
    /// All digits are read at once, without a branch for a digit: the bytes before the word are shifted out of a load
    /// that ends where the word ends, and three multiplications weigh digits, pairs and fours. `end` must not lie
    /// behind the text.
    @inline(__always)
    func shortNumber(from start: Int, to end: Int) -> UInt64 {
        let length = end &- start
        // The load must not begin before the text: only the first line's first words can be so near its beginning.
        guard UInt(bitPattern: length &- 1) < 8, end >= 8 else {
            guard length >= 1, length <= 8 else { return .max }
            return wholeNumber(start..<end, upTo: 99_999_999) ?? .max
        }
        let empty = UInt64(64 &- 8 &* length)
        let digits = (digits(before: end) >> empty) << empty
        return Self.areDigits(digits) ? Self.number(of: digits) : .max
    }

    /// The same number as `wholeNumber` without a limit, but fast up to 16 digits.
    @inline(__always)
    func number(from start: Int, to end: Int) -> UInt64? {
        let length = end &- start
        if length <= 8 {
            let number = shortNumber(from: start, to: end)
            return number == .max ? nil : number
        }
        guard length <= 16, end >= 16 else { return wholeNumber(start..<end, upTo: .max) }
        let low = digits(before: end)
        let empty = UInt64(128 &- 8 &* length)
        let high = (digits(before: end &- 8) >> empty) << empty
        guard Self.areDigits(low), Self.areDigits(high) else { return nil }
        return Self.number(of: high) &* 100_000_000 &+ Self.number(of: low)
    }

    /// The eight bytes before `end`, each less the digit 0, the last in the highest byte.
    @inline(__always)
    private func digits(before end: Int) -> UInt64 {
        // 8 <= end <= count, as both callers and theirs see to.
        let loaded = bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: end &- 8, as: UInt64.self)
        return UInt64(littleEndian: loaded) ^ 0x3030_3030_3030_3030
    }

    @inline(__always)
    private static func areDigits(_ digits: UInt64) -> Bool {
        (digits &+ 0x7676_7676_7676_7676 | digits) & 0x8080_8080_8080_8080 == 0
    }

    @inline(__always)
    private static func number(of digits: UInt64) -> UInt64 {
        let pairs = (digits &* 10 &+ digits >> 8) & 0x00FF_00FF_00FF_00FF
        let fours = (pairs &* 100 &+ pairs >> 16) & 0x0000_FFFF_0000_FFFF
        return (fours &* 10_000 &+ fours >> 32) & 0xFFFF_FFFF
    }
}
