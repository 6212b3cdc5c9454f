/// Makes chunks of the records that a parser hands over: a new one for every format.
struct ChunkBuilder: RecordSink {
    static var takesFields: Bool { true }

    private(set) var chunks: [Chunk] = []
    private var format: LogFormat?
    private var columns: [ColumnBuilder] = []
    private var count = 0

    mutating func begin(_ format: LogFormat) {
        guard format != self.format else { return }
        finishChunk()
        self.format = format
        columns = format.fields.map(ColumnBuilder.init)
    }

    mutating func take(_ bounds: Span<UInt32>, of text: Span<UInt8>) {
        for column in columns.indices {
            let start = Int(bounds[2 &* column])
            let end = Int(bounds[2 &* column &+ 1])
            columns[column].append(Range(uncheckedBounds: (start, end)), of: text)
        }
        count += 1
    }

    mutating func count(_ key: UInt32) {}

    /// The chunks of all records so far, in order; none of them is empty.
    consuming func finish() -> [Chunk] {
        finishChunk()
        return chunks
    }

    private mutating func finishChunk() {
        guard let format, count > 0 else { return }
        let finished = columns.map { $0.finish() }
        chunks.append(
            Chunk(format: format, columns: finished.map(\.0), count: count, unreadable: finished.map(\.unreadable)))
        count = 0
    }
}
