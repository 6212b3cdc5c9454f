/// Makes chunks of the records that a parser hands over: a new one for every format.
struct ChunkBuilder: RecordSink {
    static var takesFields: Bool { true }

    private var chunks: [Chunk] = []
    private var format: LogFormat?
    private var columns: [ColumnBuilder] = []
    private var count = 0

    mutating func begin(_ format: LogFormat) {
        guard format != self.format else { return }
        finishChunk()
        self.format = format
        columns = format.fields.map(ColumnBuilder.init)
    }

    mutating func take(_ records: Span<UInt32>, marks: Span<UInt32>, of text: Span<UInt8>) {
        guard records.count > 0 else { return }
        for column in columns.indices { columns[column].append(column, of: records, marks, text) }
        count += records.count
    }

    mutating func take(keys: Span<UInt32>) {}

    /// The chunks of all records so far, in order; none of them is empty.
    mutating func finish() -> [Chunk] {
        finishChunk()
        defer { chunks = [] }
        return chunks
    }

    private mutating func finishChunk() {
        guard let format, count > 0 else { return }
        var plans: [ColumnBuilder.Plan] = []
        for column in columns { plans.append(column.plan(from: plans.last?.end ?? 0)) }
        let slab = Slab(count: plans.last?.end ?? 0) { bytes in
            for (column, plan) in zip(columns, plans) { column.write(plan, into: bytes) }
        }
        let finished = zip(columns, plans).compactMap { $0.column($1, in: slab) }
        chunks.append(Chunk(format: format, columns: finished, count: count, unreadable: columns.map(\.unreadable)))
        count = 0
        for column in columns.indices { columns[column].removeAll() }
    }
}
