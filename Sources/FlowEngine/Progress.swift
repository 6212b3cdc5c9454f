import Synchronization

/// How far the reading is: counters that readers raise and anyone may look at.
public final class Progress: Sendable {
    private let storedBytes = Atomic<Int>(0)
    private let recordCount = Atomic<Int>(0)

    /// Nothing read.
    public init() {}

    /// How many bytes were read, as stored.
    public var bytes: Int { storedBytes.load(ordering: .relaxed) }

    /// How many records were parsed.
    public var records: Int { recordCount.load(ordering: .relaxed) }

    func add(bytes: Int) { storedBytes.add(bytes, ordering: .relaxed) }

    func add(records: Int) { recordCount.add(records, ordering: .relaxed) }
}

/// Tells readers that follow growing inputs to stop at what is there.
public final class StopSignal: Sendable {
    private let isRaised = Atomic<Bool>(false)

    /// Not raised.
    public init() {}

    /// Whether someone asked for a stop.
    public var isSet: Bool { isRaised.load(ordering: .acquiring) }

    /// Asks for a stop; true for the first to ask.
    @discardableResult
    public func raise() -> Bool { !isRaised.exchange(true, ordering: .acquiringAndReleasing) }
}
