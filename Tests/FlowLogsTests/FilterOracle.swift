@testable import FlowLogs

/// Filters once more, record by record, in plain three-valued logic: true, false, or nil for unknown.
struct FilterOracle {
    let lookup: LookupTable

    /// One record: what is known of its fields, and its key if it has one.
    struct Record {
        let values: [String: Column.Value]
        let key: PortProtocol?

        init(_ row: NaiveRow) {
            var values: [String: Column.Value] = [:]
            // Of a field that is named twice the last column counts, also when it is unknown.
            for (name, value) in zip(row.format, row.values) { values[name] = value }
            self.values = values
            guard case .number(let port)? = values["dstport"], case .number(let ipProtocol)? = values["protocol"] else {
                key = nil
                return
            }
            key = PortProtocol(
                port: UInt16(truncatingIfNeeded: port),
                ipProtocol: IPProtocol(rawValue: UInt8(truncatingIfNeeded: ipProtocol)))
        }
    }

    func matches(_ filter: Filter, _ record: Record) -> Bool { evaluate(filter, record) == true }

    private func evaluate(_ filter: Filter, _ record: Record) -> Bool? {
        switch filter {
        case .and(let parts):
            let truths = parts.map { evaluate($0, record) }
            return truths.contains(false) ? false : truths.contains(nil) ? nil : true
        case .or(let parts):
            let truths = parts.map { evaluate($0, record) }
            return truths.contains(true) ? true : truths.contains(nil) ? nil : false
        case .not(let part):
            return evaluate(part, record).map { !$0 }
        case .test(let subject, let condition):
            let value = value(of: subject, record)
            if case .isUnknown = condition { return value == nil }
            return value.map { Self.holds(condition, $0) }
        }
    }

    private func value(of subject: Filter.Subject, _ record: Record) -> Column.Value? {
        switch subject {
        case .field(let field): record.values[field.name]
        case .tag: record.key.map { .word((lookup.tag(of: $0) ?? .untagged).bytes) }
        case .service: record.key.flatMap(ServiceName.name).map { .word(Bytes($0.utf8)) }
        }
    }

    private static func holds(_ condition: Filter.Condition, _ value: Column.Value) -> Bool {
        switch (condition, value) {
        case (.numbers(let set), .number(let number)):
            return set.ranges.contains { $0.lowerBound <= number && number <= $0.upperBound }
        case (.addresses(let set), .address(.v4(let bits))):
            return set.v4.ranges.contains { $0.lowerBound <= UInt64(bits) && UInt64(bits) <= $0.upperBound }
        case (.addresses(let set), .address(.v6(let bits))):
            return set.v6.contains { $0.lowerBound <= bits && bits <= $0.upperBound }
        case (.text(let set), .word(let word)):
            return holds(set, word)
        case (.text(let set), .address(let address)):
            var text = Bytes()
            address.write(to: &text)
            return holds(set, text)
        default:
            return false
        }
    }

    private static func holds(_ set: TextSet, _ word: Bytes) -> Bool {
        let word = set.ignoresCase ? word.lowercased : word
        switch set.members {
        case .anyOf(let words): return words.contains(word)
        case .like(let pattern): return like(pattern.steps[...], word[...])
        case .between(let lower, let upper):
            let isAbove = lower.map { $0.text.lexicographicallyPrecedes(word) || $0.isIncluded && $0.text == word }
            let isBelow = upper.map { word.lexicographicallyPrecedes($0.text) || $0.isIncluded && $0.text == word }
            return isAbove != false && isBelow != false
        }
    }

    /// By trial of every way in which a run could be long; for words in ASCII.
    private static func like(_ steps: ArraySlice<LikePattern.Step>, _ word: Bytes.SubSequence) -> Bool {
        guard let step = steps.first else { return word.isEmpty }
        switch step {
        case .anyRun: return (0...word.count).contains { like(steps.dropFirst(), word.dropFirst($0)) }
        case .anyCharacter: return !word.isEmpty && like(steps.dropFirst(), word.dropFirst())
        case .byte(let byte): return word.first == byte && like(steps.dropFirst(), word.dropFirst())
        }
    }
}
