/// One column while it grows, value by value.
struct ColumnBuilder {
    private let field: Field
    /// Numbers, IPv4 addresses as numbers, or indices of words and addresses.
    private var values: [UInt64] = []
    /// The rows without a value, ascending.
    private var unknown: [Int] = []
    private var unreadable = 0
    private var words = WordTable()
    /// The distinct addresses, once an IPv6 address was met; until then addresses are numbers.
    private var addresses: AddressTable?

    init(_ field: Field) { self.field = field }

    /// Appends what a word means.
    ///
    /// A dash, and what cannot be read as a value of this field, is unknown.
    mutating func append(_ word: Range<Int>, of text: Span<UInt8>) {
        if word.count == 1, text[word.lowerBound] == UInt8(ascii: "-") { return appendUnknown() }
        let value: UInt64?
        if let limit = field.largestNumber {
            value = text.wholeNumber(word, upTo: limit)
        } else if field.kind == .address {
            value = code(ofAddress: word, in: text)
        } else {
            value = UInt64(words.index(of: word, in: text))
        }
        if let value {
            values.append(value)
        } else {
            unreadable += 1
            appendUnknown()
        }
    }

    /// The finished column, and how many values could not be read.
    func finish() -> (Column, unreadable: Int) {
        let packed = PackedColumn(values, unknown: unknown)
        let column: Column =
            if field.largestNumber != nil {
                .numbers(packed)
            } else if field.kind != .address {
                .words(packed, distinct: words.words)
            } else if let addresses {
                .addresses(packed, distinct: addresses.distinct)
            } else {
                .v4(packed)
            }
        return (column, unreadable)
    }

    private mutating func appendUnknown() {
        unknown.append(values.count)
        values.append(0)
    }

    private mutating func code(ofAddress word: Range<Int>, in text: Span<UInt8>) -> UInt64? {
        if addresses == nil {
            if let bits = text.v4Bits(word) { return UInt64(bits) }
            guard word.count <= 45, let address = IPAddress(text.bytes(word)) else { return nil }
            startAddressTable()
            return addresses?.index(of: address)
        }
        if let bits = text.v4Bits(word) { return addresses?.index(of: .v4(bits)) }
        guard word.count <= 45, let address = IPAddress(text.bytes(word)) else { return nil }
        return addresses?.index(of: address)
    }

    /// Turns the IPv4 numbers so far into indices of a table that can hold IPv6 addresses too.
    private mutating func startAddressTable() {
        var table = AddressTable()
        let unknownRows = Set(unknown)
        for row in values.indices where !unknownRows.contains(row) {
            values[row] = table.index(of: .v4(UInt32(truncatingIfNeeded: values[row])))
        }
        addresses = table
    }
}

/// The distinct addresses of a column in which IPv6 occurs.
private struct AddressTable {
    private(set) var distinct: [IPAddress] = []
    private var indices: [IPAddress: UInt64] = [:]

    mutating func index(of address: IPAddress) -> UInt64 {
        if let index = indices[address] { return index }
        let index = UInt64(distinct.count)
        indices[address] = index
        distinct.append(address)
        return index
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
