/// A filter made ready to run over chunks: negations pushed down to the tests, tags and services turned into key sets.
///
/// With every `not` at a test, unknown needs no third truth value: a test gives the rows where it is true, a negated
/// one those where it is false, and an unknown value is in neither. `and` and `or` only ever ask for truth.
public struct RecordFilter: Sendable {
    private let condition: Node

    private indirect enum Node: Sendable {
        case all([Node])
        case any([Node])
        case field(Field, Filter.Condition, negated: Bool)
        case keys(KeySet)
    }

    /// Compiles a filter against a lookup table: O(filter + entries of the table for each test of a tag).
    public init(_ filter: Filter, lookup: LookupTable) {
        condition = Self.compile(filter, negated: false, lookup)
    }

    private static func compile(_ filter: Filter, negated: Bool, _ lookup: LookupTable) -> Node {
        switch filter {
        case .and(let parts):
            let nodes = parts.map { compile($0, negated: negated, lookup) }
            return negated ? .any(nodes) : .all(nodes)
        case .or(let parts):
            let nodes = parts.map { compile($0, negated: negated, lookup) }
            return negated ? .all(nodes) : .any(nodes)
        case .not(let part):
            return compile(part, negated: !negated, lookup)
        case .test(.field(let field), let condition):
            return .field(field, condition, negated: negated)
        case .test(.tag, let condition):
            return .keys(KeySet(tagged: condition, negated: negated, lookup: lookup))
        case .test(.service, let condition):
            return .keys(KeySet(served: condition, negated: negated))
        }
    }

    /// Which records of a chunk match; O(records · tests), without a branch for a record where columns are numbers.
    public func mask(of chunk: Chunk) -> RecordMask {
        var keys: [UInt32]?
        return mask(condition, chunk, &keys)
    }

    private func mask(_ node: Node, _ chunk: Chunk, _ keys: inout [UInt32]?) -> RecordMask {
        switch node {
        case .all(let nodes):
            var mask = RecordMask(repeating: 1, count: chunk.count)
            for node in nodes { mask.formIntersection(self.mask(node, chunk, &keys)) }
            return mask
        case .any(let nodes):
            var mask = RecordMask(repeating: 0, count: chunk.count)
            for node in nodes { mask.formUnion(self.mask(node, chunk, &keys)) }
            return mask
        case .field(let field, let condition, let negated):
            guard let column = chunk.column(of: field) else {
                return RecordMask(repeating: condition == .isUnknown && !negated ? 1 : 0, count: chunk.count)
            }
            return column.mask(of: condition, negated: negated)
        case .keys(let set):
            let known = keys ?? chunk.keys()
            keys = known
            return RecordMask(known.map { set.contains($0) ? 1 : 0 })
        }
    }
}

/// For each record of a chunk, 1 if it matches and 0 if not.
public struct RecordMask: Equatable, Sendable {
    /// One byte for each row; nothing but 0 and 1.
    public private(set) var rows: [UInt8]

    /// How many records match.
    public var count: Int { rows.reduce(0) { $0 &+ Int($1) } }

    init(_ rows: [UInt8]) { self.rows = rows }

    /// Whether any of some rows matches.
    func selectsAny(of rows: Range<Int>) -> Bool {
        self.rows[rows].withUnsafeBytes { bytes in
            var found: UInt8 = 0
            for byte in bytes { found |= byte }
            return found != 0
        }
    }

    init(repeating value: UInt8, count: Int) { rows = [UInt8](repeating: value, count: count) }

    mutating func set(_ row: Int, _ matches: Bool) { rows[row] = matches ? 1 : 0 }

    mutating func invert() {
        for row in rows.indices { rows[row] ^= 1 }
    }

    mutating func formIntersection(_ other: RecordMask) {
        for row in rows.indices { rows[row] &= other.rows[row] }
    }

    mutating func formUnion(_ other: RecordMask) {
        for row in rows.indices { rows[row] |= other.rows[row] }
    }
}

extension Column {
    /// The rows where a condition is true or, when `negated`, false: in both cases of known values only.
    fileprivate func mask(of condition: Filter.Condition, negated: Bool) -> RecordMask {
        switch (self, condition) {
        case (.numbers(let codes), .isUnknown), (.words(let codes, _), .isUnknown):
            return codes.unknownRows(negated: negated)
        case (.addresses(let v4, let v6), .isUnknown):
            var mask = v4.unknownRows(negated: negated)
            for (row, _) in v6 { mask.set(row, negated) }
            return mask
        case (.numbers(let numbers), .numbers(let set)):
            return numbers.rows(in: negated ? set.complement : set)
        case (.addresses(let v4, let v6), .addresses(let set)):
            var mask = v4.rows(in: negated ? set.v4.complement : set.v4)
            for (row, address) in v6 { mask.set(row, set.contains(.v6(address)) != negated) }
            return mask
        case (.words(let indices, let distinct), .text(let set)):
            return indices.rows(where: distinct.map { set.contains($0) != negated })
        case (.addresses(let v4, _), .text(let set)):
            return RecordMask(
                (0..<v4.count).map { row in
                    guard case .address(let address)? = self[row] else { return 0 }
                    return set.contains(address.text) != negated ? 1 : 0
                })
        case (.numbers, .addresses), (.numbers, .text), (.addresses, .numbers), (.words, .numbers),
            (.words, .addresses):
            // No syntax asks a column for a kind of value that it does not have.
            return RecordMask(repeating: 0, count: rowCount)
        }
    }

    private var rowCount: Int {
        switch self {
        case .numbers(let codes), .addresses(let codes, _), .words(let codes, _): codes.count
        }
    }
}

extension PackedColumn {
    fileprivate func unknownRows(negated: Bool) -> RecordMask {
        guard let hole = packing.hole else { return RecordMask(repeating: negated ? 1 : 0, count: count) }
        var mask = RecordMask(mark([hole...hole]))
        if negated { mask.invert() }
        return mask
    }

    /// The rows whose known value is in a set.
    fileprivate func rows(in set: NumberSet) -> RecordMask {
        let (base, span) = (packing.base, packing.span)
        let last = base + span
        var ranges: [ClosedRange<UInt64>] = []
        for range in set.ranges where range.lowerBound <= last && range.upperBound >= base {
            ranges.append((max(range.lowerBound, base) - base)...(min(range.upperBound, last) - base))
        }
        var rows = RecordMask(mark(ranges))
        if let hole = packing.hole, hole <= span {
            var known = RecordMask(mark([hole...hole]))
            known.invert()
            rows.formIntersection(known)
        }
        return rows
    }

    /// The rows whose value, an index, has a true verdict.
    fileprivate func rows(where verdicts: [Bool]) -> RecordMask {
        var ranges: [ClosedRange<UInt64>] = []
        for index in verdicts.indices where verdicts[index] {
            let index = UInt64(index)
            if let last = ranges.last, last.upperBound + 1 == index {
                ranges[ranges.count - 1] = last.lowerBound...index
            } else {
                ranges.append(index...index)
            }
        }
        // A range is one step for a row, as fast as can be; a look-up costs as much as some of them.
        guard ranges.count > 8 else { return rows(in: NumberSet(ranges)) }
        return RecordMask(
            (0..<count).map { row in
                guard let index = self[row] else { return 0 }
                return verdicts[Int(truncatingIfNeeded: index)] ? 1 : 0
            })
    }

    /// For each row, 1 if its code is in one of the ranges, else 0.
    private func mark(_ ranges: [ClosedRange<UInt64>]) -> [UInt8] {
        withCodes { codes in
            switch codes {
            case .same: [UInt8](repeating: ranges.contains { $0.contains(0) } ? 1 : 0, count: count)
            case .bytes(let codes): mark(ranges, codes)
            case .shorts(let codes): mark(ranges, codes)
            case .words(let codes): mark(ranges, codes)
            case .longs(let codes): mark(ranges, codes)
            }
        }
    }

    private func mark<Code: FixedWidthInteger & UnsignedInteger>(
        _ ranges: [ClosedRange<UInt64>], _ codes: UnsafeBufferPointer<Code>
    ) -> [UInt8] {
        var rows = [UInt8](repeating: 0, count: codes.count)
        for range in ranges where range.lowerBound <= UInt64(Code.max) {
            let low = Code(truncatingIfNeeded: range.lowerBound)
            let width = Code(truncatingIfNeeded: min(range.upperBound, UInt64(Code.max))) &- low
            // One comparison does for both ends, since codes below `low` wrap around to large ones.
            for row in codes.indices { rows[row] |= codes[row] &- low <= width ? 1 : 0 }
        }
        return rows
    }
}

extension NumberSet {
    /// Every number that is not in the set.
    fileprivate var complement: NumberSet {
        var gaps: [ClosedRange<UInt64>] = []
        var next: UInt64? = 0
        for range in ranges {
            if let next, next < range.lowerBound { gaps.append(next...(range.lowerBound - 1)) }
            next = range.upperBound == .max ? nil : range.upperBound + 1
        }
        if let next { gaps.append(next ... .max) }
        return NumberSet(gaps)
    }
}

extension IPAddress {
    /// The canonical text.
    fileprivate var text: Bytes {
        var text = Bytes()
        write(to: &text)
        return text
    }
}
