/// What is summed up: the one measure by which all panes show, sort and compare.
public enum Metric: String, CaseIterable, Sendable {
    /// Flow records.
    case flows
    /// The `packets` field.
    case packets
    /// The `bytes` field.
    case bytes
}

/// An amount of traffic by every metric; sums never overflow, whatever the records claim.
public struct Traffic: Equatable, Sendable {
    /// Flow records.
    public var flows: UInt64 = 0
    /// Packets; records with an unknown number add none.
    public var packets: UInt128 = 0
    /// Bytes; records with an unknown number add none.
    public var bytes: UInt128 = 0

    /// None.
    public init() {}

    /// The amount by one metric.
    public subscript(metric: Metric) -> UInt128 {
        switch metric {
        case .flows: UInt128(flows)
        case .packets: packets
        case .bytes: bytes
        }
    }

    mutating func add(packets: UInt64, bytes: UInt64) {
        flows &+= 1
        self.packets &+= UInt128(packets)
        self.bytes &+= UInt128(bytes)
    }

    static func + (left: Traffic, right: Traffic) -> Traffic {
        var sum = left
        sum += right
        return sum
    }

    static func += (left: inout Traffic, right: Traffic) {
        left.flows &+= right.flows
        left.packets &+= right.packets
        left.bytes &+= right.bytes
    }
}

/// The counted records of a group, and how much of them was rejected.
public struct Aggregate: Equatable, Sendable {
    /// All records of the group.
    public internal(set) var all = Traffic()
    /// Those whose action is known.
    public internal(set) var judged = Traffic()
    /// Those whose action is REJECT.
    public internal(set) var rejected = Traffic()

    /// No records.
    public init() {}

    /// Adds the records of another group.
    public static func += (left: inout Aggregate, right: Aggregate) {
        left.all += right.all
        left.judged += right.judged
        left.rejected += right.rejected
    }
}
