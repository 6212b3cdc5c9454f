/// A condition on flow records, as a tree; `FilterSyntax` reads it from text, `FilterMask` runs it over columns.
///
/// Unknown is as in SQL: a test of an unknown value is neither true nor false, and so is its negation; only
/// `.isUnknown` is always one of the two. A record matches when the whole condition is true.
public indirect enum Filter: Equatable, Sendable {
    /// Every part is true; true of everything when there are none.
    case and([Filter])
    /// At least one part is true; true of nothing when there are none.
    case or([Filter])
    /// The part is false (and not unknown).
    case not(Filter)
    /// One value of a record is in a set.
    case test(Subject, Condition)

    /// What of a record is looked at.
    public enum Subject: Hashable, Sendable {
        /// A field of the log. A record whose format lacks it has it unknown.
        case field(Field)
        /// The tag of (dstport, protocol), `Untagged` included; unknown for skipped records.
        case tag
        /// IANA's service name of (dstport, protocol); unknown for skipped records and where there is none.
        case service
    }

    /// The set that a value is looked up in.
    ///
    /// The parser gives each subject the kind of set that fits it.
    public enum Condition: Equatable, Sendable {
        /// The value is a dash, unreadable, or not in the record's format.
        case isUnknown
        /// For `port`, `ipProtocol`, `number` and `time` fields. Times are raw values, as the log has them: seconds
        /// below 10^11, milliseconds from there on.
        case numbers(NumberSet)
        /// For `address` fields.
        case addresses(AddressSet)
        /// For `text` and `keyword` fields, tag and service; and, by their canonical text, for addresses.
        case text(TextSet)
    }
}

/// A set of unsigned numbers: closed ranges, ascending, none touching the next.
public struct NumberSet: Equatable, Sendable {
    /// The ranges, in order.
    public let ranges: [ClosedRange<UInt64>]

    /// The union of any ranges, in any order.
    public init(_ ranges: [ClosedRange<UInt64>]) {
        var joined: [ClosedRange<UInt64>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard let last = joined.last, last.upperBound == .max || range.lowerBound <= last.upperBound &+ 1 else {
                joined.append(range)
                continue
            }
            joined[joined.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
        }
        self.ranges = joined
    }

    /// Whether the number is in the set; O(ranges).
    public func contains(_ number: UInt64) -> Bool { ranges.contains { $0.contains(number) } }
}

/// A set of addresses: closed ranges by family.
public struct AddressSet: Equatable, Sendable {
    /// IPv4 addresses as numbers up to 2^32 - 1.
    public let v4: NumberSet
    /// IPv6 addresses; ranges in any order, they may overlap.
    public let v6: [ClosedRange<UInt128>]

    /// Makes a set of address ranges; each range has two addresses of one family, the lower one first.
    public init(v4: [ClosedRange<UInt32>], v6: [ClosedRange<UInt128>]) {
        self.v4 = NumberSet(v4.map { UInt64($0.lowerBound)...UInt64($0.upperBound) })
        self.v6 = v6
    }

    /// The union of some prefixes.
    public init(_ prefixes: [IPPrefix]) {
        var v4: [ClosedRange<UInt32>] = []
        var v6: [ClosedRange<UInt128>] = []
        for prefix in prefixes {
            switch (prefix.lowest, prefix.highest) {
            case (.v4(let low), .v4(let high)): v4.append(low...high)
            case (.v6(let low), .v6(let high)): v6.append(low...high)
            default: continue
            }
        }
        self.init(v4: v4, v6: v6)
    }

    /// Whether the address is in the set; O(ranges).
    public func contains(_ address: IPAddress) -> Bool {
        switch address {
        case .v4(let bits): v4.contains(UInt64(bits))
        case .v6(let bits): v6.contains { $0.contains(bits) }
        }
    }
}

/// A set of texts: listed, by pattern, or by order.
public struct TextSet: Equatable, Sendable {
    /// What makes a text belong to the set.
    public enum Members: Equatable, Sendable {
        /// It equals one of these.
        case anyOf([Bytes])
        /// It matches the pattern as a whole.
        case like(LikePattern)
        /// It lies between two bounds in byte order; a nil bound is open.
        case between(lower: Bound?, upper: Bound?)
    }

    /// One end of a range of texts.
    public struct Bound: Equatable, Sendable {
        /// The text at the end.
        public let text: Bytes
        /// Whether the text itself belongs to the range.
        public let isIncluded: Bool

        /// Makes one end of a range.
        public init(_ text: Bytes, isIncluded: Bool) {
            self.text = text
            self.isIncluded = isIncluded
        }
    }

    /// What makes a text belong to the set.
    public let members: Members
    /// Whether ASCII letters are compared without case, as in `keyword` fields.
    ///
    /// Members are then in lower case.
    public let ignoresCase: Bool

    /// Makes a set; with `ignoringCase`, members in lower case must be given.
    public init(_ members: Members, ignoringCase: Bool) {
        self.members = members
        ignoresCase = ignoringCase
    }

    /// Whether the text is in the set; O(text) for each member.
    public func contains(_ text: Bytes) -> Bool {
        let text = ignoresCase ? text.lowercased : text
        switch members {
        case .anyOf(let texts): return texts.contains(text)
        case .like(let pattern): return pattern.matches(text)
        case .between(let lower, let upper):
            if let lower, text.lexicographicallyPrecedes(lower.text) || !lower.isIncluded && text == lower.text {
                return false
            }
            if let upper, upper.text.lexicographicallyPrecedes(text) || !upper.isIncluded && text == upper.text {
                return false
            }
            return true
        }
    }
}

/// An SQL `like` pattern: `%` is any run of characters, `_` is one character, `\` takes the next byte as it is.
///
/// A character is one UTF-8 scalar where the text is UTF-8, else one byte.
public struct LikePattern: Equatable, Sendable {
    /// One step of a pattern.
    public enum Step: Equatable, Sendable {
        case byte(UInt8)
        case anyCharacter
        case anyRun
    }

    /// The steps in order.
    public let steps: [Step]

    /// Reads a pattern; nil when it ends in a lone `\`.
    public init?(_ text: some Collection<UInt8>) {
        var steps: [Step] = []
        var isEscaped = false
        for byte in text {
            switch byte {
            case _ where isEscaped:
                steps.append(.byte(byte))
                isEscaped = false
            case UInt8(ascii: "\\"): isEscaped = true
            case UInt8(ascii: "_"): steps.append(.anyCharacter)
            case UInt8(ascii: "%"): if steps.last != .anyRun { steps.append(.anyRun) }
            default: steps.append(.byte(byte))
            }
        }
        guard !isEscaped else { return nil }
        self.steps = steps
    }

    /// Whether the whole text matches; O(text · steps) at worst, no recursion.
    public func matches(_ text: Bytes) -> Bool {
        var position = 0
        var step = 0
        // Where to go on when the present try fails: the last `%` takes one character more.
        var retry: (step: Int, position: Int)?
        while position < text.count {
            if step < steps.count {
                switch steps[step] {
                case .anyRun:
                    retry = (step, position)
                    step += 1
                    continue
                case .anyCharacter:
                    position += text.characterLength(at: position)
                    step += 1
                    continue
                case .byte(let byte) where byte == text[position]:
                    position += 1
                    step += 1
                    continue
                case .byte: break
                }
            }
            guard let (again, from) = retry else { return false }
            position = from + text.characterLength(at: from)
            retry = (again, position)
            step = again + 1
        }
        return steps[step...].allSatisfy { $0 == .anyRun }
    }
}

extension Bytes {
    /// How many bytes the character at `index` takes: that of a whole UTF-8 sequence, else 1.
    fileprivate func characterLength(at index: Int) -> Int {
        let length =
            switch self[index] {
            case 0xC2...0xDF: 2
            case 0xE0...0xEF: 3
            case 0xF0...0xF4: 4
            default: 1
            }
        guard index + length <= count, self[(index + 1)..<(index + length)].allSatisfy({ $0 & 0xC0 == 0x80 }) else {
            return 1
        }
        return length
    }
}
