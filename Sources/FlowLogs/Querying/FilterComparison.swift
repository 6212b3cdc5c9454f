/// A comparison with values: first with the tokens as written, then with what they mean to the subject.
enum FilterComparison<Value> {
    case anyOf([Value])
    case below(Value)
    case atMost(Value)
    case above(Value)
    case atLeast(Value)
    case between(Value, Value)

    /// The same comparison with other values; nil if one of them has none.
    func compactMap<Other>(_ transform: (Value) -> Other?) -> FilterComparison<Other>? {
        switch self {
        case .anyOf(let values):
            let others = values.compactMap(transform)
            return others.count == values.count ? .anyOf(others) : nil
        case .below(let value): return transform(value).map { .below($0) }
        case .atMost(let value): return transform(value).map { .atMost($0) }
        case .above(let value): return transform(value).map { .above($0) }
        case .atLeast(let value): return transform(value).map { .atLeast($0) }
        case .between(let lower, let upper):
            guard let lower = transform(lower), let upper = transform(upper) else { return nil }
            return .between(lower, upper)
        }
    }
}

extension FilterComparison where Value: FixedWidthInteger {
    /// The numbers that compare so, none above `limit`; the values are not above it either.
    func ranges(upTo limit: Value) -> [ClosedRange<Value>] {
        switch self {
        case .anyOf(let values): values.map { $0...$0 }
        case .below(let value): value > 0 ? [0...(value - 1)] : []
        case .atMost(let value): [0...value]
        case .above(let value): value < limit ? [(value + 1)...limit] : []
        case .atLeast(let value): value <= limit ? [value...limit] : []
        case .between(let lower, let upper): lower <= upper ? [lower...upper] : []
        }
    }
}

extension FilterComparison where Value == Bytes {
    /// The texts that compare so.
    var members: TextSet.Members {
        switch self {
        case .anyOf(let texts): .anyOf(texts)
        case .below(let text): .between(lower: nil, upper: .init(text, isIncluded: false))
        case .atMost(let text): .between(lower: nil, upper: .init(text, isIncluded: true))
        case .above(let text): .between(lower: .init(text, isIncluded: false), upper: nil)
        case .atLeast(let text): .between(lower: .init(text, isIncluded: true), upper: nil)
        case .between(let lower, let upper):
            .between(lower: .init(lower, isIncluded: true), upper: .init(upper, isIncluded: true))
        }
    }
}

extension FilterComparison where Value == FilterToken {
    /// Every token read as a value, and the ends of `between` found to be in order.
    func read<Meaning>(
        _ meaning: (FilterToken) throws(FilterError) -> Meaning, precedes: (Meaning, Meaning) -> Bool
    ) throws(FilterError) -> FilterComparison<Meaning> {
        switch self {
        case .anyOf(let tokens):
            var meanings: [Meaning] = []
            for token in tokens { meanings.append(try meaning(token)) }
            return .anyOf(meanings)
        case .below(let token): return .below(try meaning(token))
        case .atMost(let token): return .atMost(try meaning(token))
        case .above(let token): return .above(try meaning(token))
        case .atLeast(let token): return .atLeast(try meaning(token))
        case .between(let first, let second):
            let (lower, upper) = (try meaning(first), try meaning(second))
            guard !precedes(upper, lower) else {
                throw FilterError(
                    at: first.range.lowerBound..<second.range.upperBound,
                    "the lower end comes first: between \(second.written) and \(first.written)")
            }
            return .between(lower, upper)
        }
    }

    /// Where the values are, from the first to the last.
    var place: Range<Int> {
        switch self {
        case .anyOf(let tokens): (tokens.first?.range.lowerBound ?? 0)..<(tokens.last?.range.upperBound ?? 0)
        case .below(let token), .atMost(let token), .above(let token), .atLeast(let token): token.range
        case .between(let first, let second): first.range.lowerBound..<second.range.upperBound
        }
    }
}

extension FilterToken {
    /// The token as it can be written again, for a message.
    var written: String { kind == .quoted ? FilterLexer.literal(text).shown : text.shown }
}
