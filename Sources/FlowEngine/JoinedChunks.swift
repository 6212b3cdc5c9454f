import FlowLogs

/// A log that is followed comes in small chunks, each with a cost of its own: neighbours are joined.
///
/// Those at the end of the list are loose: they, and no others, may still become one. A run of them becomes one when it
/// is long, or when a chunk comes that is not small or has another format.
extension LoadJob.Result {
    /// The chunks that stay as they are, unless they are dropped.
    var settled: ArraySlice<Chunk> { chunks.dropLast(looseCount) }

    /// The chunks at the end that may still be joined.
    var loose: ArraySlice<Chunk> { chunks.suffix(looseCount) }

    /// Adds the next chunk.
    mutating func append(_ chunk: Chunk) {
        let isSmall = chunk.isSmall
        if let last = loose.last, !isSmall || last.format != chunk.format {
            joinLoose()
            looseCount = 0
        }
        chunks.append(chunk)
        byteCount += chunk.memory
        keptCount += chunk.count
        guard isSmall else { return }
        looseCount += 1
        if looseCount == Self.mostLoose || loose.reduce(0, { $0 + $1.count }) >= Self.mostLooseRecords {
            joinLoose()
            if chunks.last?.isSmall == false { looseCount = 0 }
        }
    }

    /// How many chunks are joined at most.
    static let mostLoose = 64
    /// Of loose chunks that have so many records no more are waited for.
    private static let mostLooseRecords = 4096

    private mutating func joinLoose() {
        guard looseCount > 1 else { return }
        // What cannot be joined stays as it is.
        guard let joined = Chunk.joining(loose) else { return looseCount = 0 }
        byteCount += joined.memory - loose.reduce(0) { $0 + $1.memory }
        chunks.removeLast(looseCount)
        chunks.append(joined)
        looseCount = 1
    }
}

extension Chunk {
    /// Whether the chunk costs more than its records.
    fileprivate var isSmall: Bool { count < 256 && memory < 1 << 20 }

    /// One chunk of the records of some, which have the same format; nil if that is not possible.
    ///
    /// They are written as lines and parsed again, so that each is what it was. A time is put in front of each, and a
    /// carriage return behind it, which are dropped: a word that looks like one of these is thus none.
    static func joining(_ chunks: some Collection<Chunk>) -> Chunk? {
        guard let format = chunks.first?.format else { return nil }
        var text = Bytes()
        for chunk in chunks {
            for row in 0..<chunk.count {
                text += "1970-01-01T00:00:00Z".utf8
                for column in chunk.columns {
                    text.append(UInt8(ascii: " "))
                    text.append(value: column[row])
                }
                text += "\r\n".utf8
            }
        }
        var parser = BlockParser(isFormatFixed: true, room: 4096)
        let joined = parser.chunks(of: text.span, in: format).1
        guard joined.count == 1, joined[0].count == chunks.reduce(0, { $0 + $1.count }) else { return nil }
        return joined[0]
    }
}
