@testable import FlowLogs

/// Makes filters whose sets lie near the values that some records have.
struct RandomFilters {
    private var random: SeededRandom
    private let fields: [Field]
    private let values: [String: [Column.Value]]
    private let tags: [Bytes]

    init(seed: UInt64, near rows: [NaiveRow], tags: [Bytes]) {
        random = SeededRandom(seed: seed)
        let names = Set(rows.flatMap(\.format)).union(["srcport", "bytes", "vpc-id", "pkt-srcaddr"]).sorted()
        fields = names.map { Field(named: $0.utf8) }
        var values: [String: [Column.Value]] = [:]
        for row in rows {
            for case (let name, let value?) in zip(row.format, row.values) { values[name, default: []].append(value) }
        }
        self.values = values
        self.tags = tags + [Tag.untagged.bytes]
    }

    mutating func next(depth: Int = 3) -> Filter {
        let shape = depth == 0 ? 9 : random.below(10)
        switch shape {
        case 0, 1, 2: return .and((0..<random.below(4)).map { _ in next(depth: depth - 1) })
        case 3, 4, 5: return .or((0..<random.below(4)).map { _ in next(depth: depth - 1) })
        case 6, 7: return .not(next(depth: depth - 1))
        default: return test()
        }
    }

    private mutating func test() -> Filter {
        let kind = random.below(8)
        let isUnknown = random.once(in: 6)
        if kind == 0 { return .test(.tag, isUnknown ? .isUnknown : .text(texts(near: tags, ignoringCase: false))) }
        if kind == 1 {
            let names = ["ssh", "https", "domain", "http", "x"].map { Bytes($0.utf8) }
            return .test(.service, isUnknown ? .isUnknown : .text(texts(near: names, ignoringCase: true)))
        }
        let field = random.pick(fields)
        let near = values[field.name] ?? []
        if isUnknown { return .test(.field(field), .isUnknown) }
        switch field.kind {
        case .port, .ipProtocol, .number, .time: return .test(.field(field), .numbers(numbers(near: near)))
        case .address where random.once(in: 3):
            let words = near.compactMap { value in
                if case .address(let address) = value { text(of: address) } else { nil }
            }
            return .test(.field(field), .text(texts(near: words, ignoringCase: false)))
        case .address: return .test(.field(field), .addresses(addresses(near: near)))
        case .text, .keyword:
            let words = near.compactMap { value in if case .word(let word) = value { word } else { nil } }
            return .test(.field(field), .text(texts(near: words, ignoringCase: field.kind == .keyword)))
        }
    }

    private mutating func numbers(near values: [Column.Value]) -> NumberSet {
        var ends: [UInt64] = [0, 1, 255, 65535, .max - 1, .max]
        for value in values { if case .number(let number) = value { ends += [number, number &+ 1, number &- 1] } }
        return NumberSet(
            (0..<random.below(4)).map { _ in
                let (one, other) = (random.pick(ends), random.once(in: 3) ? nil : random.pick(ends))
                return min(one, other ?? one)...max(one, other ?? one)
            })
    }

    private mutating func addresses(near values: [Column.Value]) -> AddressSet {
        let prefixes: [IPPrefix] = (0..<random.below(4)).compactMap { _ in
            var address = IPAddress.v4(UInt32(truncatingIfNeeded: random.next()))
            if !values.isEmpty, case .address(let known) = random.pick(values) { address = known }
            return IPPrefix(address, length: random.pick([0, 1, 8, 16, 24, 31, 32, 64, 127, 128]))
        }
        return AddressSet(prefixes)
    }

    private mutating func texts(near words: [Bytes], ignoringCase: Bool) -> TextSet {
        let choices = words + ["", "a", "OK"].map { Bytes($0.utf8) }
        func fold(_ word: Bytes) -> Bytes { ignoringCase ? word.lowercased : word }
        let word = fold(random.pick(choices))
        switch random.below(4) {
        case 0:
            let steps: Bytes = word.flatMap { byte -> Bytes in
                random.once(in: 4) ? [random.pick(Bytes("%_".utf8))] : byte == UInt8(ascii: "\\") ? [] : [byte]
            }
            guard let pattern = LikePattern(steps) else { return TextSet(.anyOf([word]), ignoringCase: ignoringCase) }
            return TextSet(.like(pattern), ignoringCase: ignoringCase)
        case 1:
            let other = fold(random.pick(choices))
            let lower = random.once(in: 3) ? nil : TextSet.Bound(word, isIncluded: random.once(in: 2))
            let upper = random.once(in: 3) ? nil : TextSet.Bound(other, isIncluded: random.once(in: 2))
            return TextSet(.between(lower: lower, upper: upper), ignoringCase: ignoringCase)
        default:
            let more = (0..<random.below(3)).map { _ in fold(random.pick(choices)) }
            return TextSet(.anyOf([word] + more), ignoringCase: ignoringCase)
        }
    }

    private func text(of address: IPAddress) -> Bytes {
        var text = Bytes()
        address.write(to: &text)
        return text
    }
}
