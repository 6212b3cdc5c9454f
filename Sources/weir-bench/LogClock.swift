/// Spreads the records of a log over six hours, as busy and as quiet as a working day.
struct LogClock {
    /// How busy each of the 24 quarter hours is, relative to the others.
    private static let tide: [UInt64] = [
        40, 44, 52, 60, 71, 80, 92, 97, 100, 93, 85, 78, 62, 51, 55, 66, 79, 88, 90, 81, 66, 52, 43, 36,
    ]
    private static let quarterHour: UInt64 = 900

    private let start: UInt64
    private let ticks: UInt64
    private let total: UInt64
    private var tick: UInt64 = 0
    private var quarter = 0
    /// The sum of `tide` before `quarter`, in the same measure as `position`.
    private var passed: UInt64 = 0

    /// Prepares `ticks` times, the first of them `start`, in seconds since 1970.
    init(start: UInt64, ticks: Int) {
        self.start = start
        self.ticks = UInt64(ticks)
        total = Self.tide.reduce(0, +)
    }

    /// The next time, never before the last one; after `ticks` calls it stays in the last quarter hour.
    mutating func next() -> UInt64 {
        // In units of one tick of a quarter hour of weight 1, so that whole numbers lose nothing.
        let position = min(tick, ticks &- 1) * total
        tick += 1
        while quarter < Self.tide.count - 1, position >= passed + Self.tide[quarter] * ticks {
            passed += Self.tide[quarter] * ticks
            quarter += 1
        }
        let within = (position - passed) * Self.quarterHour / (Self.tide[quarter] * ticks)
        return start + UInt64(quarter) * Self.quarterHour + within
    }
}
