/// What is asked of the records.
public struct Query: Sendable {
    /// Which records; all of them without a filter.
    public let filter: RecordFilter?
    /// Whether the records are to be summed up too, and not only found.
    public let isGrouped: Bool

    /// Asks for all records that match; `grouped` also for their sums.
    public init(_ filter: RecordFilter?, isGrouped: Bool) {
        self.filter = filter
        self.isGrouped = isGrouped
    }
}

/// Which of two questions that stand at the same time: that for the view, or that for the records beside it.
public enum Slot: Hashable, Sendable { case view, preview }

/// A query on its way through the chunks.
///
/// Chunks come in input order. Evaluations of neighbouring runs of chunks merge, so several tasks can each do a part,
/// and chunks that come later are added to what is there.
public struct Evaluation: Sendable {
    private let query: Query
    private var groups = GroupTable()
    private var records = RecordTally()
    private var matches: Matches

    /// Nothing evaluated yet.
    public init(_ query: Query) {
        self.query = query
        matches = Matches(of: query.filter)
    }

    /// Adds the next chunk.
    public mutating func add(_ chunk: Chunk) {
        let mask = query.filter?.mask(of: chunk)
        if query.isGrouped { records += groups.add(chunk, mask) }
        matches.append(chunk, count: mask?.count ?? chunk.count)
    }

    /// Adds the sums of a chunk, but not its records: they cannot be looked at.
    public mutating func addSums(of chunk: Chunk) { records += groups.add(chunk, query.filter?.mask(of: chunk)) }

    /// Adds what was found in the chunks that follow.
    public mutating func append(_ next: Evaluation) {
        if query.isGrouped {
            groups.merge(next.groups)
            records += next.records
        }
        matches.append(next.matches)
    }

    /// The result so far: O(groups).
    public func summary(lookup: LookupTable) -> Summary {
        Summary(groups, records, matches, lookup: lookup)
    }
}
