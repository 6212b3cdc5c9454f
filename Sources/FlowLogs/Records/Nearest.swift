/// The candidate that a mistyped word most likely meant, or nil when none is near enough.
///
/// Near is at most two edits (insert, drop, replace, swap two neighbours) and fewer than half of the word's bytes,
/// without regard to ASCII case; of equals the first wins. Words longer than 64 bytes have no nearest candidate.
/// - Complexity: O(candidates · length²), with lengths of at most 64.
public func nearest<Candidate: Collection<UInt8>>(
    to word: some Collection<UInt8>, among candidates: some Sequence<Candidate>
) -> Candidate? {
    let word = word.lowercased
    guard word.count <= 64 else { return nil }
    var best: (candidate: Candidate, distance: Int)?
    for candidate in candidates where abs(candidate.count - word.count) <= 2 {
        let distance = editDistance(word, candidate.lowercased)
        guard distance <= 2, distance * 2 < word.count, distance < best?.distance ?? .max else { continue }
        best = (candidate, distance)
    }
    return best?.candidate
}

/// How many edits (insert, drop, replace, swap two neighbours) lead from one word to the other; three rows of the
/// usual table are enough, since a swap looks back two.
public func editDistance(_ left: Bytes, _ right: Bytes) -> Int {
    var before: [Int] = []
    var above = Array(0...right.count)
    for (row, byte) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            var cost = min(above[column + 1] + 1, current[column] + 1, above[column] + (byte == other ? 0 : 1))
            if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
                cost = min(cost, before[column - 1] + 1)
            }
            current.append(cost)
        }
        before = above
        above = current
    }
    return above[right.count]
}
