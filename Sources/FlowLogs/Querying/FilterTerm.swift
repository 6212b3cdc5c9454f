/// How a name and its values are compared, as written.
private struct FilterOperator {
    enum Relation { case equal, below, atMost, above, atLeast, `in`, between, like, `is` }

    let relation: Relation
    let isNegated: Bool
    /// Its last token, for messages.
    let token: FilterToken
}

extension FilterParser {
    /// A name with its condition, or a bare word.
    mutating func term(_ word: FilterToken) throws(FilterError) -> Filter {
        switch word.kind {
        case .word, .quoted: break
        case .sign where word.written == "!": throw FilterError(at: word.range, "write not for !")
        case .comma: throw FilterError(at: word.range, "commas only go between the values of a list: in (80, 443)")
        default: throw FilterError(at: word.range, "a field is missing before \(word.written)")
        }
        guard let comparison = try comparisonOperator() else { return try bareWord(word) }
        let subject = try subject(word)
        let condition: Filter.Condition =
            switch comparison.relation {
            case .is: try unknown(subject)
            case .like: try subject.pattern(try value(of: subject, after: comparison))
            default: try subject.condition(try values(of: subject, after: comparison))
            }
        let filter = subject.test(condition)
        return comparison.isNegated ? filter.negated : filter
    }

    private func subject(_ word: FilterToken) throws(FilterError) -> FilterSubject {
        if let subject = FilterSubject(named: word.text, fields: fields) { return subject }
        if let habit = FilterHabit.inside(word) { throw habit }
        var fix: String?
        if let name = FilterSubject.likelyName(word.text, fields: fields) {
            fix = "did you mean \(name)?"
        } else if let other = tokens.first, FilterSubject(named: other.text, fields: fields) != nil {
            fix = "the field comes first, then the value"
        }
        throw FilterError(at: word.range, "there is no field \(word.written)" + (fix.map { "; \($0)" } ?? ""))
    }
}

extension FilterParser {
    /// Takes an operator, if one follows: a sign, `[not] in`, `[not] between`, `[not] like` or `is [not]`.
    private mutating func comparisonOperator() throws(FilterError) -> FilterOperator? {
        guard let token = tokens.first else { return nil }
        if token.kind == .sign {
            tokens.removeFirst()
            return try sign(token)
        }
        let isNegated = token.kind == .keyword(.not)
        guard let word = isNegated ? tokens.dropFirst().first : token, case .keyword(let keyword) = word.kind else {
            return nil
        }
        let relation: FilterOperator.Relation
        switch keyword {
        case .in: relation = .in
        case .between: relation = .between
        case .like: relation = .like
        case .is where !isNegated:
            tokens.removeFirst()
            guard let next = tokens.first, next.kind == .keyword(.not) else {
                return FilterOperator(relation: .is, isNegated: false, token: word)
            }
            tokens.removeFirst()
            return FilterOperator(relation: .is, isNegated: true, token: next)
        default: return nil
        }
        tokens.removeFirst(isNegated ? 2 : 1)
        return FilterOperator(relation: relation, isNegated: isNegated, token: word)
    }

    private func sign(_ token: FilterToken) throws(FilterError) -> FilterOperator {
        let (relation, isNegated): (FilterOperator.Relation, Bool)
        let sign = token.written
        switch sign {
        case "=", "==": (relation, isNegated) = (.equal, false)
        case "!=", "<>": (relation, isNegated) = (.equal, true)
        case "<": (relation, isNegated) = (.below, false)
        case "<=": (relation, isNegated) = (.atMost, false)
        case ">": (relation, isNegated) = (.above, false)
        case ">=": (relation, isNegated) = (.atLeast, false)
        default:
            let fix = FilterHabit.operators[sign].map { "write \($0) for \(sign)" }
            throw FilterError(at: token.range, fix ?? "there is no operator \(sign)")
        }
        return FilterOperator(relation: relation, isNegated: isNegated, token: token)
    }
}

extension FilterParser {
    /// Takes the values of any operator but `is` and `like`.
    private mutating func values(
        of subject: FilterSubject, after comparison: FilterOperator
    ) throws(FilterError) -> FilterComparison<FilterToken> {
        if comparison.relation == .in, tokens.first?.kind == .open {
            return .anyOf(try list(of: subject, after: comparison))
        }
        let value = try value(of: subject, after: comparison)
        switch comparison.relation {
        case .below: return .below(value)
        case .atMost: return .atMost(value)
        case .above: return .above(value)
        case .atLeast: return .atLeast(value)
        case .between:
            guard let and = tokens.first, and.kind == .keyword(.and) else {
                throw FilterError(at: place, "between takes two values: between \(value.written) and …")
            }
            tokens.removeFirst()
            let joined = FilterOperator(relation: .between, isNegated: comparison.isNegated, token: and)
            return .between(value, try self.value(of: subject, after: joined))
        case .equal, .in, .like, .is: return .anyOf([value])
        }
    }

    /// Takes `(value, value, ...)`.
    private mutating func list(
        of subject: FilterSubject, after comparison: FilterOperator
    ) throws(FilterError) -> [FilterToken] {
        guard let open = tokens.popFirst() else { return [] }
        if let close = tokens.first, close.kind == .close {
            throw FilterError(
                at: open.range.lowerBound..<close.range.upperBound, "the list is empty; write values between ( and )")
        }
        var values: [FilterToken] = []
        var last = comparison
        while true {
            values.append(try value(of: subject, after: last))
            guard let next = tokens.popFirst() else { throw FilterError(at: open.range, "this ( has no )") }
            switch next.kind {
            case .close: return values
            case .comma: last = FilterOperator(relation: .in, isNegated: comparison.isNegated, token: next)
            case .word, .quoted: throw FilterError(at: next.range, "a comma is missing before \(next.written)")
            default: throw FilterError(at: next.range, "a ) or a comma is missing before \(next.written)")
            }
        }
    }

    /// Takes one value.
    private mutating func value(
        of subject: FilterSubject, after comparison: FilterOperator
    ) throws(FilterError) -> FilterToken {
        guard let token = tokens.first, token.kind == .word || token.kind == .quoted else {
            throw missingValue(of: subject, after: comparison)
        }
        if token.text == [UInt8(ascii: "-")], token.kind == .word || !subject.holdsDashes {
            let negation = comparison.isNegated ? "not " : ""
            let quoting = subject.holdsDashes ? "; for the tag write '-'" : ""
            throw FilterError(
                at: token.range, "a dash is no value; write \(subject.name) is \(negation)unknown\(quoting)")
        }
        if token.kind == .word, token.text.first == UInt8(ascii: "~") {
            throw FilterError(at: token.range, "to match a pattern write like")
        }
        tokens.removeFirst()
        return token
    }

    private func missingValue(of subject: FilterSubject, after comparison: FilterOperator) -> FilterError {
        let operatorText = comparison.token.written
        guard let token = tokens.first else {
            return FilterError(at: place, "a value is missing after \(operatorText); \(subject.expectation)")
        }
        switch token.kind {
        case .open where comparison.relation == .equal:
            let fix = comparison.isNegated ? "not in" : "in"
            return FilterError(at: comparison.token.range, "write \(fix) for \(operatorText) before a list")
        case .open:
            return FilterError(at: token.range, "\(operatorText) takes a single value, without parentheses")
        case .sign where comparison.token.kind == .sign:
            let both = operatorText + token.written
            let place = comparison.token.range.lowerBound..<token.range.upperBound
            return FilterError(at: place, "a value is missing between two operators; write \(both) without a blank")
        case .keyword:
            return FilterError(
                at: token.range,
                "a value is missing before \(token.written); to mean the word itself write '\(token.written)'")
        default:
            return FilterError(at: token.range, "a value is missing after \(operatorText)")
        }
    }

    /// Takes `unknown` or `null`.
    private mutating func unknown(_ subject: FilterSubject) throws(FilterError) -> Filter.Condition {
        guard let word = tokens.first, word.kind == .word || word.kind == .quoted else {
            throw FilterError(at: place, "is takes unknown or null")
        }
        guard word.text.equalsIgnoringCase("unknown".utf8) || word.text.equalsIgnoringCase("null".utf8) else {
            let fix = word.text == [UInt8(ascii: "-")] ? "write is unknown" : "write = to compare with a value"
            throw FilterError(at: word.range, "is takes unknown or null; \(fix)")
        }
        tokens.removeFirst()
        return .isUnknown
    }

    /// Where the next token is, or where it is missing.
    private var place: Range<Int> { tokens.first?.range ?? end }
}
