/// The distinct words of a column while it is built: a small open-addressing table from bytes to index.
///
/// Nearly every field of a flow log has few distinct words, often the same one for thousands of records, so the word
/// before is tried first. The hash is seeded for each process, so that no log can be made to collide on purpose.
struct WordTable {
    /// The words one after the other, in order of first appearance.
    private(set) var bytes = Bytes()
    /// Where each of them ends there.
    private(set) var ends: [UInt32] = []
    private var entries: [Entry] = []

    /// Index + 1 of the word in each slot, 0 for an empty one; the count is a power of two, and a quarter at most is
    /// taken, so that the first look mostly tells.
    private var slots = [UInt32](repeating: 0, count: 64)
    private var last = 0

    /// A word as far as 16 bytes tell it: all of it, for most words.
    private struct Entry: Equatable {
        /// The first eight bytes, or all and then zeros.
        let head: UInt64
        /// The last eight bytes, or 0 for a word with no more than eight.
        let tail: UInt64
        let count: Int

        @inline(__always)
        init(_ text: Span<UInt8>, _ start: Int, _ end: Int) {
            let bytes = text.bytes
            count = end &- start
            if count >= 8 {
                head = bytes.word(at: start)
                tail = count == 8 ? 0 : bytes.word(at: end &- 8)
            } else if end >= 8, count > 0 {
                // As in `shortNumber`, the bytes before the word are shifted out.
                head = UInt64(littleEndian: bytes.word(at: end &- 8)) >> UInt64(64 &- 8 &* count)
                tail = 0
            } else {
                var head: UInt64 = 0
                for index in (start..<end).reversed() { head = head << 8 | UInt64(text[index]) }
                self.head = head
                tail = 0
            }
        }

        /// Of the first and last bytes; what is between them is added by `WordTable.hash`.
        @inline(__always)
        var hash: UInt64 { head &* WordTable.seeds.0 &+ tail &* WordTable.seeds.1 &+ UInt64(truncatingIfNeeded: count) }
    }

    /// Odd factors that nobody can know: multiply-shift hashing (Dietzfelbinger), whose result is in the highest bits.
    private static let seeds = (
        UInt64.random(in: .min ... .max) | 1, UInt64.random(in: .min ... .max) | 1, UInt64.random(in: .min ... .max) | 1
    )

    /// How many words there are.
    var count: Int { ends.count }

    /// Forgets all words.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
        slots = [UInt32](repeating: 0, count: min(slots.count, 1024))
        last = 0
    }

    /// The index of a word of the text, new or known.
    @inline(__always)
    mutating func index(of text: Span<UInt8>, _ word: Range<Int>) -> Int {
        let entry = Entry(text, word.lowerBound, word.upperBound)
        if last < entries.count, isSame(last, entry, text, word.lowerBound) { return last }
        last = find(entry, text, word.lowerBound)
        return last
    }

    private mutating func find(_ entry: Entry, _ text: Span<UInt8>, _ start: Int) -> Int {
        let mask = slots.count &- 1
        var slot = place(of: hash(entry, text, start))
        while slots[slot] != 0 {
            let index = Int(slots[slot]) &- 1
            if isSame(index, entry, text, start) { return index }
            slot = (slot &+ 1) & mask
        }
        for index in start..<(start + entry.count) { bytes.append(text[index]) }
        ends.append(UInt32(truncatingIfNeeded: bytes.count))
        entries.append(entry)
        slots[slot] = UInt32(truncatingIfNeeded: entries.count)
        if entries.count * 4 > slots.count { grow() }
        return entries.count - 1
    }

    /// The slot to begin with: as many of the highest bits as there are slots for.
    private func place(of hash: UInt64) -> Int {
        Int(truncatingIfNeeded: hash >> UInt64(truncatingIfNeeded: slots.count.leadingZeroBitCount &+ 1))
    }

    /// Whether a word is the known one: head and tail tell all of 16 bytes; what is between them is compared too.
    @inline(__always)
    private func isSame(_ index: Int, _ entry: Entry, _ text: Span<UInt8>, _ start: Int) -> Bool {
        guard entries[index] == entry else { return false }
        guard entry.count > 16 else { return true }
        let known = Int(ends[index]) &- entry.count
        return isMiddleSame(known, entry.count, text, start)
    }

    private func isMiddleSame(_ known: Int, _ count: Int, _ text: Span<UInt8>, _ start: Int) -> Bool {
        let ours = bytes.span.bytes
        let theirs = text.bytes
        var offset = 8
        // The last step may look at some of the tail again.
        while offset &+ 8 < count {
            guard ours.word(at: known &+ offset) == theirs.word(at: start &+ offset) else { return false }
            offset &+= 8
        }
        return true
    }

    /// The middle of a long word has a part in its hash: names may begin and end alike.
    private func hash(_ entry: Entry, _ text: Span<UInt8>, _ start: Int) -> UInt64 {
        var hash = entry.hash
        var offset = 8
        while offset &+ 8 < entry.count {
            hash = hash &* Self.seeds.2 &+ text.bytes.word(at: start &+ offset)
            offset &+= 8
        }
        return hash &* Self.seeds.2
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        let mask = slots.count - 1
        for (index, entry) in entries.enumerated() {
            var slot = place(of: hash(entry, bytes.span, Int(ends[index]) - entry.count))
            while slots[slot] != 0 { slot = (slot &+ 1) & mask }
            slots[slot] = UInt32(truncatingIfNeeded: index + 1)
        }
    }
}

extension RawSpan {
    /// Eight bytes as one number, in whichever order the machine has them; the offset is checked.
    @inline(__always)
    fileprivate func word(at offset: Int) -> UInt64 { unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self) }
}
