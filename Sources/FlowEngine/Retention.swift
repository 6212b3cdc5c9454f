import FlowLogs

/// Which records are kept when not all are: the newest.
public enum Retention: Equatable, Sendable {
    /// So many of the last ones.
    case records(Int)
    /// Those that ended no longer before the newest one, by their own times.
    case milliseconds(UInt64)
}

extension LoadJob.Result {
    /// Drops chunks whose records need not be kept; whole chunks only, and only now and then.
    ///
    /// Whoever looks at the records must begin anew when some are gone, so they go when there is a quarter more to look
    /// at than the last time.
    mutating func drop(by retention: Retention, memoryLimit: Int) {
        if case .milliseconds = retention { noteTime() }
        guard keptCount - keptAtLook > keptAtLook / 4 || byteCount > memoryLimit else { return }
        switch retention {
        case .records(let limit):
            var surplus = keptCount - limit
            dropChunks { chunk in
                // After the first one that stays all stay.
                surplus = chunk.count <= surplus ? surplus - chunk.count : -1
                return surplus >= 0
            }
        case .milliseconds(let span):
            guard let now, now > span else { break }
            // Records without a time are as old as those before them.
            var time: UInt64 = 0
            dropChunks { chunk in
                time = chunk.newestEnd ?? time
                return time < now - span
            }
        }
        if byteCount > memoryLimit {
            var rest = byteCount
            dropChunks { chunk in
                defer { rest -= chunk.memory }
                return rest > memoryLimit / 4 * 3
            }
        }
        keptAtLook = keptCount
    }

    /// Takes note of the time of the last chunk.
    ///
    /// The time is that of the newest record, but one that is later than all others must have a neighbour: a single
    /// record with a time in the far future must not push out all that is there.
    private mutating func noteTime() {
        guard let newest = chunks.last?.newestEnd else { return }
        if let lastEnd { now = max(now ?? 0, min(newest, lastEnd)) }
        lastEnd = newest
    }

    private mutating func dropChunks(where isOut: (Chunk) -> Bool) {
        var sums = Evaluation(Query(nil, isGrouped: true))
        let looseStart = settled.endIndex
        var kept: [Chunk] = []
        var keptLoose = 0
        for (index, chunk) in chunks.enumerated() {
            if isOut(chunk) {
                sums.addSums(of: chunk)
                byteCount -= chunk.memory
                keptCount -= chunk.count
            } else {
                kept.append(chunk)
                if index >= looseStart { keptLoose += 1 }
            }
        }
        chunks = kept
        looseCount = keptLoose
        dropped += sums.summary(lookup: .empty).records
    }
}

extension Chunk {
    /// When the newest record ended, in milliseconds since 1970; nil if that is unknown of all.
    fileprivate var newestEnd: UInt64? {
        guard case .numbers(let ends)? = column(of: .end) else { return nil }
        let newest = (0..<count).lazy.compactMap { ends[$0] }.max()
        // A log has seconds, or milliseconds, which are larger than any seconds there will be.
        return newest.map { $0 < 100_000_000_000 ? $0 * 1000 : $0 }
    }
}
