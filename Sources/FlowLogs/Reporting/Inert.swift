extension Collection<UInt8> {
    /// The same text with everything made visible that could act on a terminal or deceive its reader.
    ///
    /// Data never reaches a terminal in any other form. Control characters become `^[`, C1 controls, bidirectional and
    /// zero-width characters `<U+202E>`, and bytes that are not UTF-8 `<9B>`. With `keepingLines`, line feeds stay.
    /// O(n). Sources: Unicode Standard Annex #9 (bidirectional controls), general category Cf, ECMA-48 (C0 and C1).
    public func inert(keepingLines: Bool = false) -> Bytes {
        var output = Bytes()
        output.reserveCapacity(count)
        var decoder = UTF8Decoder(self)
        while let step = decoder.next() {
            switch step {
            case .scalar("\n") where keepingLines:
                output.append(UInt8(ascii: "\n"))
            case .scalar(let scalar) where scalar.value < 0x20 || scalar.value == 0x7F:
                output.append(UInt8(ascii: "^"))
                output.append(UInt8(truncatingIfNeeded: scalar.value) ^ 0x40)
            case .scalar(let scalar) where scalar.actsUnseen:
                output.append(contentsOf: "<U+".utf8)
                output.append(contentsOf: hex(scalar.value, digits: 4))
                output.append(UInt8(ascii: ">"))
            case .scalar(let scalar):
                UTF8.encode(scalar).map { output.append(contentsOf: $0) }
            case .stray(let byte):
                output.append(UInt8(ascii: "<"))
                output.append(contentsOf: hex(UInt32(byte), digits: 2))
                output.append(UInt8(ascii: ">"))
            }
        }
        return output
    }
}

/// At least this many capital hex digits.
private func hex(_ value: UInt32, digits: Int) -> Bytes {
    let text = String(value, radix: 16, uppercase: true)
    return Bytes(repeatElement(UInt8(ascii: "0"), count: max(0, digits - text.utf8.count))) + Bytes(text.utf8)
}

extension Unicode.Scalar {
    /// Whether a terminal shows nothing for it, or shows other text differently because of it.
    fileprivate var actsUnseen: Bool {
        if value < 0x7F { return false }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: return true
        default: return properties.isDefaultIgnorableCodePoint
        }
    }
}

/// Cuts bytes into Unicode scalars and bytes that belong to none.
private struct UTF8Decoder<Source: Collection<UInt8>> {
    enum Step {
        case scalar(Unicode.Scalar)
        case stray(UInt8)
    }

    private let source: Source
    private var position: Source.Index

    init(_ source: Source) {
        self.source = source
        position = source.startIndex
    }

    mutating func next() -> Step? {
        guard position < source.endIndex else { return nil }
        var iterator = source[position...].makeIterator()
        var decoder = UTF8()
        if case .scalarValue(let scalar) = decoder.decode(&iterator) {
            position = source.index(position, offsetBy: UTF8.width(scalar))
            return .scalar(scalar)
        }
        defer { position = source.index(after: position) }
        return .stray(source[position])
    }
}
