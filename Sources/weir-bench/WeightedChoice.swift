/// Picks one of many with given weights, in constant time however many there are.
///
/// The alias method of Walker and Vose in whole numbers: each slot holds one index and an alias, and a threshold says
/// how often the alias is taken. Floating point has no part in it, so all machines pick alike.
struct WeightedChoice {
    /// Eight bytes, so that the choice among tens of thousands of addresses stays in the cache.
    private struct Slot {
        /// The share of the picks of this slot that are its own, in units of 2^-32; the others are the alias's.
        var own: UInt32
        var alias: UInt32
    }

    private let slots: [Slot]

    /// Prepares a choice among the indices of `weights`, of which at least one is above 0.
    ///
    /// The sum of the weights times their number must be below 2^64. O(n).
    init(weights: [UInt64]) {
        let total = weights.reduce(0, +)
        var shares = weights.map { $0 * UInt64(weights.count) }
        var aliases = Array(shares.indices)
        var light = shares.indices.filter { shares[$0] < total }
        var heavy = shares.indices.filter { shares[$0] >= total }
        while let poor = light.popLast(), let rich = heavy.last {
            aliases[poor] = rich
            shares[rich] -= total - shares[poor]
            if shares[rich] < total {
                heavy.removeLast()
                light.append(rich)
            }
        }
        slots = zip(shares, aliases).map { share, alias in
            // A share of the total or more is its own alias, so all ones serve for it.
            let own = share >= total ? UInt64(UInt32.max) : total.dividingFullWidth((share >> 32, share << 32)).quotient
            return Slot(own: UInt32(own), alias: UInt32(alias))
        }
    }

    /// Prepares a choice among `count` indices after Zipf's law: index k is picked as often as 1 / (k + 1) says.
    init(zipf count: Int) {
        self.init(weights: (0..<UInt64(count)).map { (1 << 32) / ($0 + 1) })
    }

    /// One of the indices.
    func pick(_ random: inout SplitMix) -> Int {
        let (index, rest) = random.next().multipliedFullWidth(by: UInt64(slots.count))
        let slot = slots[Int(index)]
        return UInt32(truncatingIfNeeded: rest >> 32) < slot.own ? Int(index) : Int(slot.alias)
    }
}
