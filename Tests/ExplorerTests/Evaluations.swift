import FlowLogs

/// Questions answered from nothing: the log is parsed as one block, and no state is involved.
enum Evaluations {
    static func chunks(of log: Bytes) -> [Chunk] {
        var parser = BlockParser(isFormatFixed: false)
        return parser.chunks(of: log.span, in: .version2).1
    }

    static func summary(of log: Bytes, _ filter: Filter?, _ lookup: LookupTable) -> Summary {
        summary(of: chunks(of: log), filter, lookup)
    }

    static func summary(of chunks: [Chunk], _ filter: Filter?, _ lookup: LookupTable) -> Summary {
        var evaluation = Evaluation(Query(filter.map { RecordFilter($0, lookup: lookup) }, isGrouped: true))
        for chunk in chunks { evaluation.add(chunk) }
        return evaluation.summary(lookup: lookup)
    }
}
