extension Span<UInt8> {
    /// The whole number that a word spells in ASCII digits; nil for anything else and above `limit`.
    func wholeNumber(_ word: Range<Int>, upTo limit: UInt64) -> UInt64? {
        extracting(word).withUnsafeBufferPointer { $0.wholeNumber(upTo: limit) }
    }

    /// The number that a word of one to eight digits spells, else `UInt32.max`.
    ///
    /// All digits are read at once, without a branch for a digit: the bytes before the word are shifted out of a load
    /// that ends where the word ends, and three multiplications weigh digits, pairs and fours.
    func shortNumber(_ word: Range<Int>) -> UInt32 {
        let end = word.upperBound
        let length = word.count
        // The load must not begin before the text: only the first line's first words can be so near its beginning.
        guard length >= 1, length <= 8, end >= 8 else {
            guard let number = wholeNumber(word, upTo: 99_999_999) else { return .max }
            return UInt32(truncatingIfNeeded: number)
        }
        let loaded = UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: end &- 8, as: UInt64.self))
        let empty = UInt64(64 &- 8 &* length)
        let digits = ((loaded ^ 0x3030_3030_3030_3030) >> empty) << empty
        guard (digits &+ 0x7676_7676_7676_7676 | digits) & 0x8080_8080_8080_8080 == 0 else { return .max }
        let pairs = (digits &* 10 &+ digits >> 8) & 0x00FF_00FF_00FF_00FF
        let fours = (pairs &* 100 &+ pairs >> 16) & 0x0000_FFFF_0000_FFFF
        return UInt32(truncatingIfNeeded: fours &* 10_000 &+ fours >> 32)
    }

    /// The same number as `wholeNumber`, read in pieces of eight digits.
    func number(_ word: Range<Int>, upTo limit: UInt64) -> UInt64? {
        if word.count <= 8 {
            let number = shortNumber(word)
            return number == .max || UInt64(number) > limit ? nil : UInt64(number)
        }
        guard word.count <= 16 else { return wholeNumber(word, upTo: limit) }
        let middle = word.upperBound &- 8
        let high = shortNumber(Range(uncheckedBounds: (word.lowerBound, middle)))
        let low = shortNumber(Range(uncheckedBounds: (middle, word.upperBound)))
        guard high != .max, low != .max else { return nil }
        let number = UInt64(high) &* 100_000_000 &+ UInt64(low)
        return number > limit ? nil : number
    }
}
