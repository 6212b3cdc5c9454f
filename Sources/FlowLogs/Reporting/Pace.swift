/// How fast the reading of some bytes goes, and how long it will take.
public struct Pace: Equatable, Sendable {
    /// Bytes read so far, as stored.
    public let bytes: Int
    /// All bytes; nil when nobody knows, as of a pipe.
    public let total: Int?
    /// How long it has taken, in seconds.
    public let seconds: Double

    /// Makes a pace.
    public init(bytes: Int, total: Int?, seconds: Double) {
        self.bytes = max(0, bytes)
        self.total = total.flatMap { $0 > 0 ? $0 : nil }
        self.seconds = max(seconds, 0.001)
    }

    /// The share that was read, from 0 to 1; nil when the total is not known.
    public var share: Double? { total.map { min(1, Double(bytes) / Double($0)) } }

    /// `68%`.
    public var percent: String? { share.map { "\(Int($0 * 100))%" } }

    /// `1.4 GB/s`.
    public var rate: String { "\(Int(min(perSecond, 1e18)).scaledBytes)/s" }

    /// The time that is left: `0:01`, in minutes and seconds, at most 100 hours.
    public var timeLeft: String? {
        guard let total, perSecond > 0 else { return nil }
        let left = Int(min(Double(max(0, total - bytes)) / perSecond, 360_000))
        return "\(left / 60):\(left % 60 < 10 ? "0" : "")\(left % 60)"
    }

    private var perSecond: Double { Double(bytes) / seconds }
}
