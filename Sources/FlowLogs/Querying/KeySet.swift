/// A set of port/protocol keys: what a condition on tags or services comes down to before any record is looked at.
///
/// A key's membership is the usual one unless the key is an exception; exceptions are one bit each, 8 KiB for every
/// protocol that has any.
struct KeySet: Sendable {
    /// Whether keys that are no exception belong to the set.
    private let usual: Bool
    /// Whether skipped records, which have no key, belong to the set.
    private let includesSkipped: Bool
    /// For each protocol, 1024 words of exceptions; empty where there are none.
    private var exceptions = [[UInt64]](repeating: [], count: 256)

    init(usual: Bool, includesSkipped: Bool) {
        self.usual = usual
        self.includesSkipped = includesSkipped
    }

    /// Says of one key whether it belongs to the set.
    mutating func set(_ key: UInt32, _ belongs: Bool) {
        let ipProtocol = Int(key >> 16 & 0xFF)
        let port = Int(key & 0xFFFF)
        if exceptions[ipProtocol].isEmpty {
            guard belongs != usual else { return }
            exceptions[ipProtocol] = [UInt64](repeating: 0, count: 1024)
        }
        let bit = UInt64(1) << UInt64(port & 63)
        if belongs != usual {
            exceptions[ipProtocol][port >> 6] |= bit
        } else {
            exceptions[ipProtocol][port >> 6] &= ~bit
        }
    }

    /// Whether a key of `Chunk.keys()` belongs to the set.
    func contains(_ key: UInt32) -> Bool {
        guard key != Chunk.skippedKey else { return includesSkipped }
        let words = exceptions[Int(key >> 16 & 0xFF)]
        guard !words.isEmpty else { return usual }
        let port = Int(key & 0xFFFF)
        return usual != (words[port >> 6] >> UInt64(port & 63) & 1 == 1)
    }
}

extension KeySet {
    /// The keys whose tag makes a condition true or, when `negated`, false.
    init(tagged condition: Filter.Condition, negated: Bool, lookup: LookupTable) {
        switch condition {
        case .text(let set):
            self.init(usual: set.contains(Tag.untagged.bytes) != negated, includesSkipped: false)
            let belongs = lookup.tags.map { set.contains($0.bytes) != negated }
            lookup.forEachEntry { key, tag in self.set(key, belongs[tag]) }
        case .isUnknown:
            self.init(usual: negated, includesSkipped: !negated)
        case .numbers, .addresses:
            self.init(usual: false, includesSkipped: false)
        }
    }

    /// The keys whose service name makes a condition true or, when `negated`, false.
    init(served condition: Filter.Condition, negated: Bool) {
        switch condition {
        case .text(let set):
            self.init(usual: false, includesSkipped: false)
            ServiceName.forEach { key, name in
                if set.contains(Bytes(name.utf8)) != negated { self.set(key, true) }
            }
        case .isUnknown:
            self.init(usual: !negated, includesSkipped: !negated)
            ServiceName.forEach { key, _ in self.set(key, negated) }
        case .numbers, .addresses:
            self.init(usual: false, includesSkipped: false)
        }
    }
}
