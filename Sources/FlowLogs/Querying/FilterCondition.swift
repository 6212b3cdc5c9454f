extension FilterSubject {
    /// The set of the values that compare so with what was written.
    func condition(_ comparison: FilterComparison<FilterToken>) throws(FilterError) -> Filter.Condition {
        switch kind {
        case .port, .number, .ipProtocol:
            let numbers = try comparison.read(number, precedes: <)
            return .numbers(NumberSet(numbers.ranges(upTo: largestNumber)))
        case .time:
            let instants = try comparison.read(instant, precedes: <)
            return .numbers(NumberSet(instants.ranges(upTo: .max).flatMap(FilterTime.rawRanges)))
        case .address:
            return .addresses(try addresses(comparison))
        case .text, .keyword:
            let texts = try comparison.read(text) { $0.lexicographicallyPrecedes($1) }
            return .text(TextSet(texts.members, ignoringCase: kind == .keyword))
        }
    }

    /// The set of the texts that match a pattern.
    ///
    /// Addresses match by their canonical text, which has small letters.
    func pattern(_ token: FilterToken) throws(FilterError) -> Filter.Condition {
        switch kind {
        case .port, .number, .ipProtocol, .time:
            throw FilterError(at: token.range, "like compares texts; for \(name) use = < > in or between")
        case .address, .text, .keyword:
            guard let pattern = LikePattern(kind == .text ? token.text : token.text.lowercased) else {
                throw FilterError(at: token.range, "a pattern cannot end in a single \\; write \\\\")
            }
            return .text(TextSet(.like(pattern), ignoringCase: kind == .keyword))
        }
    }

    private func number(_ token: FilterToken) throws(FilterError) -> UInt64 {
        if kind == .ipProtocol {
            if let ipProtocol = IPProtocol(keywordOrNumber: token.text) { return UInt64(ipProtocol.rawValue) }
        } else if let number = FilterLiteral.number(token.text, upTo: largestNumber) {
            return number
        }
        throw mistake(token)
    }

    private func instant(_ token: FilterToken) throws(FilterError) -> UInt64 {
        do {
            if let instant = try FilterTime.milliseconds(token.text) { return instant }
        } catch {
            throw FilterError(at: token.range, error.message)
        }
        throw mistake(token)
    }

    private func text(_ token: FilterToken) -> Bytes {
        kind == .keyword ? token.text.lowercased : token.text
    }

    private func addresses(_ comparison: FilterComparison<FilterToken>) throws(FilterError) -> AddressSet {
        if case .anyOf(let tokens) = comparison {
            var prefixes: [IPPrefix] = []
            for token in tokens {
                guard let prefix = IPPrefix(token.text) else { throw mistake(token) }
                prefixes.append(prefix)
            }
            return AddressSet(prefixes)
        }
        let ends = try comparison.read(address) { $0.isBelow($1) }
        if let v4 = ends.compactMap(\.v4) { return AddressSet(v4: v4.ranges(upTo: .max), v6: []) }
        if let v6 = ends.compactMap(\.v6) { return AddressSet(v4: [], v6: v6.ranges(upTo: .max)) }
        throw FilterError(at: comparison.place, "both ends must be IPv4 addresses, or both IPv6")
    }

    private func address(_ token: FilterToken) throws(FilterError) -> IPAddress {
        if let address = IPAddress(token.text) { return address }
        guard IPPrefix(token.text) == nil else {
            throw FilterError(at: token.range, "a prefix has no order; write \(name) in \(token.written)")
        }
        throw mistake(token)
    }

    /// What to say of a value of the wrong kind.
    private func mistake(_ token: FilterToken) -> FilterError {
        if let habit = FilterHabit.inside(token) { return habit }
        let fix: String? =
            switch kind {
            case _ where FilterHabit.isUnknown(token.text): "for the dash write: \(name) is unknown"
            case .ipProtocol: FilterLiteral.likelyProtocol(token.text).map { "did you mean \($0)?" }
            case .port where token.kind == .word && token.text.first?.isLetter == true:
                "for a service's name write: service = \(token.written)"
            case .address where token.text.first?.isDigit == true && token.text.last == UInt8(ascii: "*"):
                "for a pattern write: \(name) like '\(token.text.dropLast().shown)%'"
            default: nil
            }
        return FilterError(at: token.range, expectation + (fix.map { "; \($0)" } ?? ""))
    }
}

extension IPAddress {
    fileprivate var v4: UInt32? { if case .v4(let bits) = self { bits } else { nil } }
    fileprivate var v6: UInt128? { if case .v6(let bits) = self { bits } else { nil } }

    /// Whether this is the lower of two addresses of one family.
    fileprivate func isBelow(_ other: IPAddress) -> Bool {
        switch (self, other) {
        case (.v4(let left), .v4(let right)): left < right
        case (.v6(let left), .v6(let right)): left < right
        default: false
        }
    }
}
