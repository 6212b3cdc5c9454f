import CScan

/// One column while it grows, batch by batch.
struct ColumnBuilder {
    private let kind: Kind
    /// Numbers, IPv4 addresses as numbers, or indices of words.
    private var values: [UInt64] = []
    /// The rows without a value, ascending; those of IPv6 addresses among them.
    private var unknown: [UInt32] = []
    private(set) var unreadable = 0
    private var table = WordTable()
    private var v6Rows: [UInt32] = []
    private var v6Addresses: [UInt128] = []

    private enum Kind { case numbers(upTo: UInt64), addresses, words }

    init(_ field: Field) {
        if let largest = field.largestNumber {
            kind = .numbers(upTo: largest)
        } else {
            kind = field.kind == .address ? .addresses : .words
        }
    }

    /// Forgets all rows, but keeps the memory.
    mutating func removeAll() {
        values.removeAll(keepingCapacity: true)
        unknown.removeAll(keepingCapacity: true)
        unreadable = 0
        table.removeAll()
        v6Rows.removeAll(keepingCapacity: true)
        v6Addresses.removeAll(keepingCapacity: true)
    }

    /// Appends what this column's word means, for some records: the word that ends at the mark `column` places after
    /// the record's own, as `RecordSink` has them.
    ///
    /// A dash, and what cannot be read as a value of this field, is unknown.
    mutating func append(_ column: Int, of records: Span<UInt32>, _ marks: Span<UInt32>, _ text: Span<UInt8>) {
        let words = Words(column: column, records: records.count)
        switch kind {
        case .numbers(let largest): appendNumbers(upTo: largest, words, records, marks, text)
        case .addresses: appendAddresses(words, records, marks, text)
        case .words: Self.appendWords(words, records, marks, text, to: &values, &unknown, &table)
        }
    }

    private mutating func appendNumbers(
        upTo largest: UInt64, _ words: Words, _ records: Span<UInt32>, _ marks: Span<UInt32>, _ text: Span<UInt8>
    ) {
        let first = values.count
        var odd = words.decode(records, marks, text, with: weir_numbers, into: &values)
        if largest < .max { odd = rows(above: largest, from: first, and: odd) }
        for index in odd {
            let word = words.range(Int(index), records, marks)
            let row = first + Int(index)
            if let number = text.wholeNumber(word, upTo: largest) {
                values[row] = number
            } else {
                unknown.append(UInt32(truncatingIfNeeded: row))
                if !text.isDash(word) { unreadable += 1 }
            }
        }
    }

    /// The rows from `first` on, counted from there, whose value is too large, and those in `others`; ascending.
    private func rows(above largest: UInt64, from first: Int, and others: [UInt32]) -> [UInt32] {
        let tooLarge = (first..<values.count).filter { values[$0] > largest }
        guard !tooLarge.isEmpty else { return others }
        return Set(tooLarge.map { UInt32(truncatingIfNeeded: $0 - first) }).union(others).sorted()
    }

    private mutating func appendAddresses(
        _ words: Words, _ records: Span<UInt32>, _ marks: Span<UInt32>, _ text: Span<UInt8>
    ) {
        let first = values.count
        for index in words.decode(records, marks, text, with: weir_addresses, into: &values) {
            let word = words.range(Int(index), records, marks)
            let row = first + Int(index)
            let address = word.count <= IPAddress.longestText ? IPAddress(text.bytes(word)) : nil
            if case .v4(let bits)? = address {
                values[row] = UInt64(bits)
                continue
            }
            unknown.append(UInt32(truncatingIfNeeded: row))
            if case .v6(let bits)? = address {
                v6Rows.append(UInt32(truncatingIfNeeded: row))
                v6Addresses.append(bits)
            } else if !text.isDash(word) {
                unreadable += 1
            }
        }
    }

    private static func appendWords(
        _ words: Words, _ records: Span<UInt32>, _ marks: Span<UInt32>, _ text: Span<UInt8>,
        to values: inout [UInt64], _ unknown: inout [UInt32], _ table: inout WordTable
    ) {
        let first = values.count
        values.append(contentsOf: repeatElement(0, count: words.records))
        var rows = values.mutableSpan
        var index = 0
        while true {
            // Known words and dashes take no time; at a word that is new, the table grows.
            index = table.lookUp(words, from: index, records, marks, text, into: &rows, at: first, &unknown)
            guard index < words.records else { return }
            table.add(text, words.range(index, records, marks))
        }
    }
}

/// The words of a column in some records.
struct Words {
    let column: Int
    /// How many records there are.
    let records: Int

    /// Where a record's word is.
    ///
    /// Unchecked: records are the parser's, and have as many marks as their format has fields.
    @inline(__always)
    func range(_ record: Int, _ records: Span<UInt32>, _ marks: Span<UInt32>) -> Range<Int> {
        let mark = Int(records[unchecked: record]) &+ column
        let start = Int(marks[unchecked: mark &- 1] &+ 1)
        return Range(uncheckedBounds: (start, Int(marks[unchecked: mark])))
    }

    /// Appends what a function of `decode.h` makes of all words, and returns the records whose words are odd ones.
    func decode(
        _ records: Span<UInt32>, _ marks: Span<UInt32>, _ text: Span<UInt8>,
        with decoder: (weir_words, UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt32>) -> Int,
        into values: inout [UInt64]
    ) -> [UInt32] {
        let first = values.count
        values.append(contentsOf: repeatElement(0, count: records.count))
        return [UInt32](unsafeUninitializedCapacity: records.count) { odd, count in
            values.withUnsafeMutableBufferPointer { values in
                guard let odd = odd.baseAddress, let values = values.baseAddress else { return }
                text.withUnsafeBufferPointer { text in
                    marks.withUnsafeBufferPointer { marks in
                        records.withUnsafeBufferPointer { records in
                            let words = weir_words(
                                bytes: text.baseAddress, count: text.count, marks: marks.baseAddress,
                                records: records.baseAddress, rows: records.count, column: column)
                            count = decoder(words, values + first, odd)
                        }
                    }
                }
            }
        }
    }
}

extension ColumnBuilder {
    /// What a column looks like in a slab.
    struct Plan {
        let packing: Packing
        let codes: Range<Int>
        /// The words, or the rows with IPv6 addresses.
        let extra: Range<Int>

        /// Where the next column may begin: 8 bytes fit any code.
        var end: Int { (extra.upperBound + 7) & ~7 }
    }

    /// Plans the column from an offset on, a multiple of 8.
    func plan(from offset: Int) -> Plan {
        let packing = Packing(values, unknown: unknown)
        let codes = offset..<(offset + packing.width * values.count)
        let start = (codes.upperBound + 7) & ~7
        let extra =
            switch kind {
            case .numbers: 0
            case .addresses: V6Rows.byteCount(of: v6Rows.count)
            case .words: WordList.byteCount(of: table)
            }
        return Plan(packing: packing, codes: codes, extra: start..<(start + extra))
    }

    /// Writes the column where it was planned.
    func write(_ plan: Plan, into bytes: UnsafeMutableRawBufferPointer) {
        plan.packing.write(values, unknown: unknown, into: UnsafeMutableRawBufferPointer(rebasing: bytes[plan.codes]))
        let extra = UnsafeMutableRawBufferPointer(rebasing: bytes[plan.extra])
        switch kind {
        case .numbers: break
        case .addresses: V6Rows.write(v6Rows, v6Addresses, into: extra)
        case .words: WordList.write(table, into: extra)
        }
    }

    /// The column that was written as planned.
    func column(_ plan: Plan, in slab: Slab) -> Column? {
        guard let codes = PackedColumn(plan.packing, count: values.count, in: slab, at: plan.codes.lowerBound) else {
            return nil
        }
        switch kind {
        case .numbers: return .numbers(codes)
        case .addresses:
            return V6Rows(count: v6Rows.count, in: slab, at: plan.extra.lowerBound).map { .addresses(codes, v6: $0) }
        case .words:
            return WordList(count: table.count, in: slab, at: plan.extra.lowerBound).map { .words(codes, distinct: $0) }
        }
    }
}

extension Span<UInt8> {
    /// Whether a word is the dash that stands for an unknown value.
    @inline(__always)
    fileprivate func isDash(_ word: Range<Int>) -> Bool {
        word.upperBound &- word.lowerBound == 1 && self[word.lowerBound] == UInt8(ascii: "-")
    }
}
