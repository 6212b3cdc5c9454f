/// A small generator of pseudo-random numbers that is the same on every machine and under every Swift version.
///
/// SplitMix64 by Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014). The system's
/// generator cannot be seeded, and `Int.random(in:using:)` may change between Swift versions, so the ways to narrow a
/// number to a range are here too.
struct SplitMix {
    private var state: UInt64

    /// Starts the sequence that belongs to `seed`; every seed is good, 0 included.
    init(seed: UInt64) {
        state = seed
    }

    /// The next 64 bits of the sequence.
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ (bits >> 27)) &* 0x94d0_49bb_1331_11eb
        return bits ^ (bits >> 31)
    }

    /// A number from 0 to `bound` - 1; always 0 for a bound of 0.
    ///
    /// The high half of a product instead of a remainder: no division, and a bias far below what any log shows.
    mutating func below(_ bound: UInt64) -> UInt64 {
        next().multipliedFullWidth(by: bound).high
    }

    /// Whether something happens that happens `share` times in `whole`.
    mutating func happens(_ share: UInt64, in whole: UInt64) -> Bool {
        below(whole) < share
    }
}
