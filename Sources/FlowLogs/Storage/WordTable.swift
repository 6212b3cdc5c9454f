/// The distinct words of a column while it is built: a small open-addressing table from bytes to index.
///
/// Nearly every field of a flow log has few distinct words, often the same one for thousands of records, so the word
/// before is tried first. The hash is seeded for each process, so that no log can be made to collide on purpose.
struct WordTable {
    /// The distinct words in order of first appearance.
    private(set) var words: [Bytes] = []

    /// Index + 1 of the word in each slot, 0 for an empty one; the count is a power of two.
    private var slots = [UInt32](repeating: 0, count: 64)
    private var last = 0

    private static let seed = UInt64.random(in: .min ... .max)

    /// The index of a word, new or known.
    mutating func index(of word: Range<Int>, in text: Span<UInt8>) -> Int {
        if last < words.count, isSame(words[last], word, text) { return last }
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: Self.hash(word, text)) & mask
        while slots[slot] != 0 {
            let index = Int(slots[slot]) &- 1
            if isSame(words[index], word, text) {
                last = index
                return index
            }
            slot = (slot &+ 1) & mask
        }
        words.append(text.bytes(word))
        slots[slot] = UInt32(words.count)
        last = words.count - 1
        if words.count * 2 > slots.count { grow() }
        return last
    }

    private func isSame(_ known: Bytes, _ word: Range<Int>, _ text: Span<UInt8>) -> Bool {
        guard known.count == word.count else { return false }
        let known = known.span.bytes
        let text = text.bytes
        let count = word.count
        var offset = 0
        // Eight bytes a step, as in `hash`.
        while count &- offset > 8 {
            guard known.word(at: offset) == text.word(at: word.lowerBound &+ offset) else { return false }
            offset &+= 8
        }
        if count >= 8 { return known.word(at: count &- 8) == text.word(at: word.upperBound &- 8) }
        for index in 0..<count where known.byte(at: index) != text.byte(at: word.lowerBound &+ index) { return false }
        return true
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        let mask = slots.count - 1
        for (index, word) in words.enumerated() {
            var slot = Int(truncatingIfNeeded: Self.hash(0..<word.count, word.span)) & mask
            while slots[slot] != 0 { slot = (slot &+ 1) & mask }
            slots[slot] = UInt32(index + 1)
        }
    }

    private static func hash(_ word: Range<Int>, _ text: Span<UInt8>) -> UInt64 {
        let bytes = text.bytes
        var hash = seed ^ UInt64(truncatingIfNeeded: word.count)
        var position = word.lowerBound
        // Eight bytes a step; the last step looks at some of them again.
        while word.upperBound &- position > 8 {
            hash = mixed(hash, bytes.word(at: position))
            position &+= 8
        }
        if word.count >= 8 {
            return mixed(hash, bytes.word(at: word.upperBound &- 8))
        }
        var tail: UInt64 = 0
        for index in word { tail = tail << 8 | UInt64(bytes.byte(at: index)) }
        return mixed(hash, tail)
    }

    private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }
}

extension RawSpan {
    /// Eight bytes as one number, in whichever order the machine has them; the offset is checked.
    fileprivate func word(at offset: Int) -> UInt64 { unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self) }

    fileprivate func byte(at offset: Int) -> UInt8 { unsafeLoad(fromByteOffset: offset, as: UInt8.self) }
}
