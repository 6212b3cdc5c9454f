/// The distinct words of a column while it is built: a small open-addressing table from bytes to index.
///
/// Nearly every field of a flow log has few distinct words, often the same one for thousands of records, so the word
/// before is tried first. Known words are looked up without changing anything, which is most of the work. The hash is seeded for each process, so that no log can be made to collide on purpose.
struct WordTable {
    /// The words one after the other, in order of first appearance.
    private(set) var bytes = Bytes()
    /// Where each of them ends there.
    private(set) var ends: [UInt32] = []
    private var entries: [Entry] = []

    /// Index + 1 of the word in each slot, 0 for an empty one; the count is a power of two, and a quarter at most is
    /// taken, so that the first look mostly tells.
    private var slots = [UInt32](repeating: 0, count: 64)

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

        /// Whether this is the dash that stands for an unknown value.
        @inline(__always)
        var isDash: Bool { count == 1 && head == UInt64(UInt8(ascii: "-")) }

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
    }

    /// Writes the index of each word to `values` from `place` on, as far as the words are known, and returns how far
    /// that is; rows with a dash are `unknown`.
    func lookUp(
        _ words: Words, from start: Int, _ records: Span<UInt32>, _ marks: Span<UInt32>, _ text: Span<UInt8>,
        into values: inout MutableSpan<UInt64>, at place: Int, _ unknown: inout [UInt32]
    ) -> Int {
        let entries = entries.span
        let slots = slots.span
        let mask = slots.count &- 1
        // The word before, if there is one: most words are the same again.
        var last = 0
        for record in start..<words.records {
            let word = words.range(record, records, marks)
            let entry = Entry(text, word.lowerBound, word.upperBound)
            if last < entries.count, isSame(last, entry, entries, text, word.lowerBound) {
                values[unchecked: place &+ record] = UInt64(truncatingIfNeeded: last)
                continue
            }
            if entry.isDash {
                unknown.append(UInt32(truncatingIfNeeded: place &+ record))
                continue
            }
            // The mask keeps a slot within the table, and what a slot says is one more than an entry's index.
            var slot = self.place(of: hash(entry, text, word.lowerBound))
            while true {
                let index = Int(slots[unchecked: slot]) &- 1
                guard index >= 0 else { return record }
                if isSame(index, entry, entries, text, word.lowerBound) {
                    values[unchecked: place &+ record] = UInt64(truncatingIfNeeded: index)
                    last = index
                    break
                }
                slot = (slot &+ 1) & mask
            }
        }
        return words.records
    }

    /// Adds a word that is not known.
    mutating func add(_ text: Span<UInt8>, _ word: Range<Int>) {
        let entry = Entry(text, word.lowerBound, word.upperBound)
        for index in word { bytes.append(text[index]) }
        ends.append(UInt32(truncatingIfNeeded: bytes.count))
        entries.append(entry)
        if entries.count * 4 > slots.count {
            grow()
        } else {
            insert(entries.count - 1)
        }
    }

    /// The slot to begin with: as many of the highest bits as there are slots for.
    private func place(of hash: UInt64) -> Int {
        Int(truncatingIfNeeded: hash >> UInt64(truncatingIfNeeded: slots.count.leadingZeroBitCount &+ 1))
    }

    /// Whether a word is the known one: head and tail tell all of 16 bytes; what is between them is compared too.
    @inline(__always)
    private func isSame(
        _ index: Int, _ entry: Entry, _ entries: Span<Entry>, _ text: Span<UInt8>, _ start: Int
    ) -> Bool {
        guard entries[unchecked: index] == entry else { return false }
        return entry.count <= 16 || isMiddleSame(Int(ends[index]) &- entry.count, entry.count, text, start)
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
        for index in entries.indices { insert(index) }
    }

    /// Enters a word into the slots.
    private mutating func insert(_ index: Int) {
        let entry = entries[index]
        var slot = place(of: hash(entry, bytes.span, Int(ends[index]) - entry.count))
        while slots[slot] != 0 { slot = (slot &+ 1) & (slots.count - 1) }
        slots[slot] = UInt32(truncatingIfNeeded: index + 1)
    }
}

extension RawSpan {
    /// Eight bytes as one number, in whichever order the machine has them; the offset is checked.
    @inline(__always)
    fileprivate func word(at offset: Int) -> UInt64 { unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self) }
}
