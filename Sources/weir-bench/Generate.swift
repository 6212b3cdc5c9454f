import ArgumentParser

/// `weir-bench generate`: one flow log of made-up records, the same bytes for the same arguments.
struct Generate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a made-up flow log, the same bytes for the same arguments on every machine."
    )

    @Option(help: "How many records to write.")
    var records: Int

    @Option(help: "Where the pseudo-random numbers begin; another seed makes another log.")
    var seed: UInt64

    @Option(
        help: ArgumentHelp(
            "The fields, by their AWS names with blanks or commas between them (default: those of version 2).",
            discussion: "Fields of versions 2 to 5 are filled; any other field is a dash.",
            valueName: "fields"
        )
    )
    var format: String?

    @Flag(name: .customLong("gz"), help: "Compress with the gzip program (-6 -n).")
    var gzip = false

    @Flag(
        inversion: .prefixedNo,
        help: "Begin with a header line, as files in S3 do (default: only with --format)."
    )
    var header: Bool?

    @Option(help: ArgumentHelp("When the log begins, in seconds since 1970.", valueName: "epoch"))
    var start = LogGenerator.defaultStart

    @Option(name: .shortAndLong, help: ArgumentHelp("Where to write (default: standard output).", valueName: "file"))
    var output: String?

    /// Thousands of years after any log; it keeps sums of times far from overflow.
    private static let latestStart: UInt64 = 1_000_000_000_000
    /// A trillion records keep the clock's products within 64 bits.
    private static let mostRecords = 1_000_000_000_000

    func validate() throws {
        guard (0...Self.mostRecords).contains(records) else {
            throw ValidationError("--records takes a number from 0 to \(Self.mostRecords)")
        }
        guard start <= Self.latestStart else {
            throw ValidationError("--start takes seconds since 1970, up to \(Self.latestStart)")
        }
        _ = try layout()
    }

    func run() async throws {
        var generator = LogGenerator(records: records, seed: seed, layout: try layout(), start: start)
        let sink = try ByteSink(path: output, gzip: gzip)
        var text: [UInt8] = []
        if header ?? (format != nil) { text = generator.layout.header }
        while generator.appendBlock(to: &text) || !text.isEmpty {
            guard try sink.write(text) else { break }
            text.removeAll(keepingCapacity: true)
        }
        try sink.close()
    }

    private func layout() throws -> LogLayout {
        guard let format else { return .version2 }
        guard let layout = LogLayout(list: format) else {
            throw ValidationError("--format takes field names such as 'srcaddr dstaddr dstport protocol'")
        }
        return layout
    }
}
