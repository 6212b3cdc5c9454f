/// One column while it grows, value by value.
struct ColumnBuilder {
    private let kind: Field.Kind
    private let largestNumber: UInt64?
    /// Numbers, IPv4 addresses as numbers, or indices of words.
    private var values: [UInt64] = []
    /// The rows without a value, ascending; those of IPv6 addresses among them.
    private var unknown: [Int] = []
    private var unreadable = 0
    private var words = WordTable()
    private var v6 = V6Rows()

    init(_ field: Field) {
        kind = field.kind
        largestNumber = field.largestNumber
    }

    /// Appends what a word means.
    ///
    /// A dash, and what cannot be read as a value of this field, is unknown.
    mutating func append(_ word: Range<Int>, of text: Span<UInt8>) {
        if word.count == 1, text[word.lowerBound] == UInt8(ascii: "-") {
            appendUnknown()
        } else if let largestNumber {
            appendReadable(text.number(word, upTo: largestNumber))
        } else if kind == .address {
            appendAddress(word, of: text)
        } else {
            values.append(UInt64(truncatingIfNeeded: words.index(of: word, in: text)))
        }
    }

    /// The finished column, and how many values could not be read.
    func finish() -> (Column, unreadable: Int) {
        let packed = PackedColumn(values, unknown: unknown)
        let column: Column =
            if largestNumber != nil {
                .numbers(packed)
            } else if kind == .address {
                .addresses(packed, v6: v6)
            } else {
                .words(packed, distinct: words.words)
            }
        return (column, unreadable)
    }

    private mutating func appendAddress(_ word: Range<Int>, of text: Span<UInt8>) {
        if let bits = text.v4Bits(word) {
            values.append(UInt64(bits))
        } else if word.count <= IPAddress.longestText, case .v6(let bits)? = IPAddress(text.bytes(word)) {
            v6.append(bits, row: values.count)
            appendUnknown()
        } else {
            appendReadable(nil)
        }
    }

    private mutating func appendReadable(_ value: UInt64?) {
        guard let value else {
            unreadable += 1
            return appendUnknown()
        }
        values.append(value)
    }

    private mutating func appendUnknown() {
        unknown.append(values.count)
        values.append(0)
    }
}

extension Span<UInt8> {
    /// The IPv4 address that a word spells, as `IPAddress` reads it: the same rules, without a copy of the bytes.
    func v4Bits(_ word: Range<Int>) -> UInt32? {
        guard word.count >= 7, word.count <= 15 else { return nil }
        var bits: UInt32 = 0
        var octet: UInt32 = 0
        var digits = 0
        var dots = 0
        for index in word {
            let digit = UInt32(self[index] &- 0x30)
            if digit < 10 {
                // A second digit after a leading zero, or a fourth one, ends it.
                guard digits == 0 || octet > 0, digits < 3 else { return nil }
                octet = octet &* 10 &+ digit
                digits &+= 1
            } else {
                guard self[index] == UInt8(ascii: "."), digits > 0, octet <= 255, dots < 3 else { return nil }
                bits = bits << 8 | octet
                octet = 0
                digits = 0
                dots &+= 1
            }
        }
        guard dots == 3, digits > 0, octet <= 255 else { return nil }
        return bits << 8 | octet
    }
}
