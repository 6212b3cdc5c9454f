/// The records that a query selects, in input order: any number of them, found when they are looked at.
///
/// Kept is how many each chunk has; which ones they are is asked of the filter again, for the few chunks on screen.
public struct Matches: Sendable {
    private let filter: RecordFilter?
    private var chunks: [Chunk] = []
    /// For each chunk, how many records match in it and all before it.
    private var ends: [Int] = []

    init(of filter: RecordFilter?) { self.filter = filter }

    /// How many records match.
    public var count: Int { ends.last ?? 0 }

    /// Whether these are others and what came after them, so that every place has the record that it had.
    public func continues(_ others: Matches) -> Bool {
        chunks.starts(with: others.chunks, by: ===) && ends.starts(with: others.ends)
    }

    mutating func append(_ chunk: Chunk, count: Int) {
        guard count > 0 else { return }
        chunks.append(chunk)
        ends.append(self.count + count)
    }

    mutating func append(_ next: Matches) {
        let before = count
        chunks += next.chunks
        ends += next.ends.map { $0 + before }
    }

    /// The matching records at these places; places beyond the last one have none.
    /// - Complexity: O(log chunks + records of the chunks they lie in · filter).
    public func records(at places: Range<Int>) -> [RecordReference] {
        let places = places.clamped(to: 0..<count)
        guard !places.isEmpty else { return [] }
        var found: [RecordReference] = []
        found.reserveCapacity(places.count)
        var index = chunk(at: places.lowerBound)
        while found.count < places.count, index < chunks.count {
            let start = index > 0 ? ends[index - 1] : 0
            let wanted = places.clamped(to: start..<ends[index])
            found += rows(of: index)[(wanted.lowerBound - start)..<(wanted.upperBound - start)].map {
                RecordReference(chunk: chunks[index], row: $0)
            }
            index += 1
        }
        return found
    }

    /// The place of the first match, from a place on, whose text has these bytes in it, without regard to ASCII case;
    /// goes on from the other end, and ends when `isCancelled`.
    public func place(
        of text: Bytes, from start: Int, isBackwards: Bool = false, isCancelled: () -> Bool
    ) -> Int? {
        guard count > 0, !text.isEmpty else { return nil }
        let needle = text.lowercased
        let origin = min(max(0, start), count - 1)
        let first = chunk(at: origin)
        // The first chunk comes twice: its other part is looked at when all the others were.
        for step in 0...chunks.count {
            guard !isCancelled() else { return nil }
            let index = (first + (isBackwards ? chunks.count - step % chunks.count : step)) % chunks.count
            let offset = index > 0 ? ends[index - 1] : 0
            let hits = rows(of: index).enumerated().filter { place, row in
                if step == 0, isBackwards ? offset + place > origin : offset + place < origin { return false }
                return RecordReference(chunk: chunks[index], row: row).text.lowercased.contains(needle)
            }
            if let hit = isBackwards ? hits.last : hits.first { return offset + hit.offset }
        }
        return nil
    }

    /// The lines of all matching records, chunk by chunk, each made when it is asked for.
    public func lines(_ writer: RecordWriter) -> some Sequence<Bytes> {
        chunks.lazy.map { writer.lines(of: $0, selected: filter?.mask(of: $0)) }
    }

    /// The index of the chunk with the match at a place.
    private func chunk(at place: Int) -> Int {
        var low = 0
        var high = ends.count
        while low < high {
            let middle = (low + high) / 2
            if ends[middle] <= place { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The matching rows of a chunk, ascending.
    private func rows(of index: Int) -> [Int] {
        let chunk = chunks[index]
        guard let mask = filter?.mask(of: chunk) else { return Array(0..<chunk.count) }
        return (0..<chunk.count).filter { mask.rows[$0] == 1 }
    }
}

/// One record of a chunk.
public struct RecordReference: Sendable {
    /// The chunk that has the record.
    public let chunk: Chunk
    /// Its row there.
    public let row: Int

    /// The value of a field; nil where it is unknown or the record's format lacks it.
    public func value(of field: Field) -> Column.Value? { chunk.column(of: field)?[row] }

    /// What the record is counted by; nil for a skipped record.
    public var key: PortProtocol? {
        guard case .number(let port)? = value(of: .dstport), case .number(let ipProtocol)? = value(of: .ipProtocol)
        else { return nil }
        return PortProtocol(
            port: UInt16(truncatingIfNeeded: port),
            ipProtocol: IPProtocol(rawValue: UInt8(truncatingIfNeeded: ipProtocol)))
    }

    /// The fields joined by one space, in the order of the format; unknown is a dash.
    public var text: Bytes {
        var text = Bytes()
        for (index, column) in chunk.columns.enumerated() {
            if index > 0 { text.append(UInt8(ascii: " ")) }
            text.append(value: column[row])
        }
        return text
    }
}

extension Bytes {
    /// Appends a value as a log has it: a dash where it is unknown.
    public mutating func append(value: Column.Value?) {
        switch value {
        case .number(let number): append(number: number)
        case .address(let address): address.write(to: &self)
        case .word(let word): append(contentsOf: word)
        case nil: append(UInt8(ascii: "-"))
        }
    }
}
