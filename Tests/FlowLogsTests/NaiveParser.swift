@testable import FlowLogs

/// The block parser once more, as the contract words it.
///
/// Every line is split into arrays of bytes, and every question is asked of whole words: no masks, no state but the
/// format in force.
struct NaiveParser {
    /// The names of the format's fields.
    var format: [String]
    let isFormatFixed: Bool
    var lines = 0
    var blank = 0
    var header = 0
    var records = RecordTally()
    var malformedLines: [MalformedLine] = []
    var unreadableStart = 0
    var repeatedField: LineTally.RepeatedField?
    var formatsSeen: [[String]] = []
    var keys: [UInt32] = []
    var rows: [NaiveRow] = []
    var unreadable: [String: Int] = [:]

    init(format: [String], isFormatFixed: Bool) {
        self.format = format
        self.isFormatFixed = isFormatFixed
    }

    /// Parses text of which every line ends in a line feed.
    mutating func parse(_ text: Bytes) {
        for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast() {
            lines += 1
            parse(line: Bytes(line))
        }
    }

    private mutating func parse(line: Bytes) {
        var words = naiveWords(line)
        if words.isEmpty {
            blank += 1
            return
        }
        if words.count > 1, naiveIsTime(words[0]) { words.removeFirst() }
        if let names = naiveHeader(words, inForce: format) {
            header += 1
            let double = names.indices.first { names[($0 + 1)...].contains(names[$0]) }
            if repeatedField == nil, let double {
                repeatedField = LineTally.RepeatedField(line: lines, name: names[double])
            }
            if !isFormatFixed {
                format = names
                note()
            }
            return
        }
        guard words.count == format.count else {
            return refuse(line, .fieldCount(found: words.count, expected: format.count))
        }
        let dash = Bytes("-".utf8)
        let port = word("dstport", words) ?? dash
        let ipProtocol = word("protocol", words) ?? dash
        if port != dash, naiveNumber(port, upTo: 65535) == nil { return refuse(line, .dstport) }
        if ipProtocol != dash, naiveNumber(ipProtocol, upTo: 255) == nil { return refuse(line, .ipProtocol) }
        note()
        rows.append(NaiveRow(format: format, values: zip(format, words).map { value(of: $0, $1) }))
        if let port = naiveNumber(port, upTo: 65535), let ipProtocol = naiveNumber(ipProtocol, upTo: 255) {
            records.counted += 1
            keys.append(UInt32(ipProtocol * 65536 + port))
        } else {
            switch (word("log-status", words) ?? dash).lowercased {
            case Bytes("nodata".utf8): records.nodata += 1
            case Bytes("skipdata".utf8): records.skipdata += 1
            default: records.otherSkipped += 1
            }
        }
    }

    private func word(_ name: String, _ words: [Bytes]) -> Bytes? {
        format.lastIndex(of: name).map { words[$0] }
    }

    private mutating func refuse(_ line: Bytes, _ reason: Malformed) {
        if header == 0, records.total == 0 { unreadableStart += 1 }
        malformedLines.append(MalformedLine(line: lines, reason: reason, text: line.prefix(240)))
    }

    private mutating func note() {
        if formatsSeen.last != format { formatsSeen.append(format) }
    }

    private mutating func value(of field: String, _ word: Bytes) -> Column.Value? {
        if word == Bytes("-".utf8) { return nil }
        let value: Column.Value?
        if DocumentedFields.ports.contains(field) {
            value = naiveNumber(word, upTo: 65535).map(Column.Value.number)
        } else if field == "protocol" {
            value = naiveNumber(word, upTo: 255).map(Column.Value.number)
        } else if DocumentedFields.numbers.contains(field) || DocumentedFields.times.contains(field) {
            value = naiveNumber(word, upTo: .max).map(Column.Value.number)
        } else if DocumentedFields.addresses.contains(field) {
            value = naiveAddress(word).map(Column.Value.address)
        } else {
            value = .word(word)
        }
        if value == nil { unreadable[field, default: 0] += 1 }
        return value
    }
}

/// One record: the names of its fields, and what is known of them.
struct NaiveRow: Equatable {
    let format: [String]
    let values: [Column.Value?]
}

/// The words of a line without its line feed.
func naiveWords(_ line: Bytes) -> [Bytes] {
    let text = line.last == UInt8(ascii: "\r") ? line.dropLast() : line[...]
    return text.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.map(Bytes.init)
}

/// The names of a header line, canonical; nil when the line is none.
func naiveHeader(_ words: [Bytes], inForce format: [String]) -> [String]? {
    let letters = Bytes("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
    let others = Bytes("0123456789_-".utf8)
    for word in words {
        guard letters.contains(word[0]), word.allSatisfy({ letters.contains($0) || others.contains($0) }) else {
            return nil
        }
    }
    let names = words.map { word in
        String(String.UnicodeScalarView(word.lowercased.map { Unicode.Scalar($0 == UInt8(ascii: "_") ? 0x2D : $0) }))
    }
    if names == format { return names }
    let known = names.filter(DocumentedFields.names.contains).count
    return known >= 2 && known >= names.count - known ? names : nil
}

/// Whether a word is `YYYY-MM-DDThh:mm:ss[.f...](Z|+hh:mm|+hhmm)`.
func naiveIsTime(_ word: Bytes) -> Bool {
    let form = word.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) ? UInt8(ascii: "0") : $0 }
    guard form.starts(with: "0000-00-00T00:00:00".utf8) else { return false }
    var zone = form.dropFirst(19)
    if zone.first == UInt8(ascii: ".") {
        let fraction = zone.dropFirst().prefix { $0 == UInt8(ascii: "0") }
        guard !fraction.isEmpty else { return false }
        zone = zone.dropFirst(1 + fraction.count)
    }
    return ["Z", "+00:00", "-00:00", "+0000", "-0000"].contains { zone.elementsEqual($0.utf8) }
}

/// The number that ASCII digits spell, as the standard library reads them.
func naiveNumber(_ word: Bytes, upTo limit: UInt64) -> UInt64? {
    guard !word.isEmpty, word.allSatisfy({ Bytes("0123456789".utf8).contains($0) }) else { return nil }
    let digits = word.drop { $0 == UInt8(ascii: "0") }
    guard let value = UInt64("0" + String(decoding: digits, as: UTF8.self)), value <= limit else { return nil }
    return value
}

/// The address that a word spells: each group or octet read for itself.
func naiveAddress(_ word: Bytes) -> IPAddress? {
    let text = word.map { $0 < 0x80 ? Character(Unicode.Scalar($0)) : "?" }
    if !text.contains(":") { return naiveOctets(text).map { .v4($0.reduce(0) { $0 << 8 | UInt32($1) }) } }
    var groups: [Substring] = String(text).split(separator: ":", omittingEmptySubsequences: false)
    if let last = groups.last, last.contains(".") {
        guard let octets = naiveOctets(Array(last)) else { return nil }
        groups.removeLast()
        groups.append(Substring(String(Int(octets[0]) << 8 | Int(octets[1]), radix: 16)))
        groups.append(Substring(String(Int(octets[2]) << 8 | Int(octets[3]), radix: 16)))
    }
    // A gap is one empty group inside, or two at an end; whatever else is empty is wrong.
    if groups.starts(with: ["", ""]) { groups.removeFirst() }
    if groups.suffix(2) == ["", ""] { groups.removeLast() }
    guard groups.count(where: \.isEmpty) <= 1 else { return nil }
    if let gap = groups.firstIndex(of: "") {
        let isAtEnd = gap == 0 || gap == groups.count - 1
        guard !isAtEnd || String(text).hasPrefix("::") || String(text).hasSuffix("::") else { return nil }
        guard groups.count <= 8 else { return nil }
        groups.replaceSubrange(gap...gap, with: Array(repeating: "0", count: 9 - groups.count))
    }
    guard groups.count == 8 else { return nil }
    var bits: UInt128 = 0
    for group in groups {
        guard (1...4).contains(group.count), group.allSatisfy(\.isHexDigit) else { return nil }
        guard let value = UInt128(group, radix: 16) else { return nil }
        bits = bits << 16 | value
    }
    return .v6(bits)
}

private func naiveOctets(_ text: [Character]) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let octets = parts.compactMap { UInt8(String($0)) }
    // What is not written as Swift writes the number has a sign, a leading zero, or is no number.
    guard parts.count == 4, octets.map(String.init) == parts.map({ String($0) }) else { return nil }
    return octets
}
