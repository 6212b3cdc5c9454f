import ArgumentParser
import FlowEngine
import FlowLogs

/// What every command that reads logs is told about them.
struct InputOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Flow logs: files, folders, - for standard input; gzip is recognised. A last one that ends in .csv is the lookup table.",
            valueName: "LOG"))
    var logs: [String] = []

    @Option(
        name: [.customShort("f"), .customLong("flow-log")],
        help: ArgumentHelp("A flow log; may be given several times, and with other logs.", valueName: "PATH"))
    var flowLogs: [String] = []

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("The lookup table: CSV with the columns dstport, protocol, tag.", valueName: "PATH"))
    var lookup: String?

    @Option(
        help: ArgumentHelp(
            "The field list of a custom format: names or ${names}, with blanks or commas between.", valueName: "FIELDS")
    )
    var format = "auto"

    @Option(
        name: [.customShort("w"), .customLong("where")],
        help: ArgumentHelp(
            "Only records that match, such as 'dstport = 443 and action = REJECT'; of several, all must.",
            valueName: "FILTER")
    )
    var filters: [String] = []

    @Option(
        help: ArgumentHelp("Which row wins when the table gives one key two tags: last or first.", valueName: "RULE"))
    var duplicates = DuplicateRule.last

    @Flag(help: "Keep reading what is appended, also when a log is rotated, until INT or TERM.")
    var follow = false
}

extension DuplicateRule: ExpressibleByArgument {}

/// What to read, after everything that can be known before reading was checked.
struct Request {
    let inputs: InputList
    let lookup: LookupTable
    /// The lookup table's path; nil without one.
    let lookupPath: PathBytes?
    let format: LogFormat?
    let filter: RecordFilter?

    /// The filters as they were written, and parsed; records must meet them all.
    let filters: [(text: Bytes, filter: Filter)]
    /// The paths as they were given, without the lookup table.
    let paths: [PathBytes]

    /// Reads the lookup table, parses format and filter, looks for the inputs; warnings go to `warn` on the way.
    init(_ options: InputOptions, warn: (Bytes) -> Void = { say($0) }) throws(Failure) {
        var paths = options.logs.map(ArgumentBytes.bytes)
        let named = options.flowLogs.map(ArgumentBytes.bytes)
        var lookupPath = options.lookup.map(ArgumentBytes.bytes)
        if lookupPath == nil, paths.count + named.count > 1, let last = paths.last, last.hasSuffix(".csv") {
            lookupPath = last
            paths.removeLast()
        }
        paths += named
        if paths.isEmpty {
            guard !isStandardInputTerminal else {
                throw .usage(Bytes("nothing to read: name a flow log, a folder, or - for standard input".utf8))
            }
            paths = [Bytes("-".utf8)]
        }
        if let remote = paths.first(where: { $0.starts(with: "s3://".utf8) }) {
            let hint = " is not on this machine: aws s3 cp ".utf8
            throw .usage(remote + Bytes(hint) + remote + Bytes(" - | weir -".utf8))
        }
        format = try Self.format(options.format, warn)
        lookup = try Self.lookup(lookupPath, options.duplicates, warn)
        self.lookupPath = lookupPath
        var filters: [(text: Bytes, filter: Filter)] = []
        for text in options.filters.map(ArgumentBytes.bytes) {
            filters.append((text, try Self.filter(text, format, lookup)))
        }
        self.filters = filters
        filter = filters.isEmpty ? nil : RecordFilter(.and(filters.map(\.filter)), lookup: lookup)
        self.paths = paths
        inputs = InputList(paths, lookup: lookupPath)
        for path in inputs.repeated { warn(path + Bytes(": named more than once; it is read once".utf8)) }
    }

    private static func format(_ text: String, _ warn: (Bytes) -> Void) throws(Failure) -> LogFormat? {
        guard text.lowercased() != "auto" else { return nil }
        do throws(FormatError) {
            let format = try LogFormat(parsing: ArgumentBytes.bytes(of: text))
            for field in format.unknownFields {
                let known = Field.known.keys.sorted().map { Bytes($0.utf8) }
                let near = nearest(to: field.name.utf8, among: known).map {
                    "; did you mean \(String(decoding: $0, as: UTF8.self))?"
                }
                warn(
                    Bytes(
                        ("warning: --format: AWS documents no field \(field.name), its values are taken as text"
                            + (near ?? "")).utf8))
            }
            if !format.canBeCounted {
                warn(
                    Bytes(
                        ("warning: --format has no \(format.column(of: .dstport) == nil ? "dstport" : "protocol"): "
                            + "no record can be counted").utf8))
            }
            return format
        } catch {
            switch error {
            case .empty: throw .usage(Bytes("--format: no field is named".utf8))
            case .notAName(let word): throw .usage(Bytes("--format: \(word) cannot be the name of a field".utf8))
            case .repeated(let name): throw .usage(Bytes("--format: \(name) is named twice".utf8))
            }
        }
    }

    private static func lookup(
        _ path: PathBytes?, _ duplicates: DuplicateRule, _ say: (Bytes) -> Void
    ) throws(Failure) -> LookupTable {
        guard let path else { return .empty }
        let table = try readLookup(path, duplicates)
        if let first = table.rejected.first {
            let others = table.rejected.count > 1 ? " and \(table.rejected.count - 1) more" : ""
            let text = ": warning: row \(first.row) rejected\(others): \(first.reason) (weir lookup check shows all)"
            say(path + Bytes(text.utf8))
        }
        for conflict in table.conflicts.prefix(5) { say(path + Bytes(": warning: \(conflict.message)".utf8)) }
        if table.conflicts.count > 5 {
            say(path + Bytes(": warning: \(table.conflicts.count - 5) more keys with two tags".utf8))
        }
        for warning in table.warnings.prefix(5) where !warning.isHarmless {
            say(path + Bytes(": warning: \(warning.message)".utf8))
        }
        if table.entries == 0 {
            say(path + Bytes(": warning: no entry in the lookup table: everything is Untagged".utf8))
        }
        return table
    }

    private static func filter(
        _ text: Bytes, _ format: LogFormat?, _ lookup: LookupTable
    ) throws(Failure) -> Filter {
        do throws(FilterError) {
            return try FilterSyntax.parse(text, tags: lookup.tags, fields: format?.fields ?? [])
        } catch {
            var failure = Failure.usage(Bytes("--where:".utf8))
            failure.details = error.rendered(of: text).utf8.split(separator: UInt8(ascii: "\n")).map(Bytes.init)
            throw failure
        }
    }
}

/// Reads a lookup table; a file that is none fails with what it is instead.
func readLookup(_ path: PathBytes, _ duplicates: DuplicateRule) throws(Failure) -> LookupTable {
    let bytes: Bytes
    do throws(SystemError) {
        bytes = try wholeFile(path, limit: 256 << 20)
    } catch {
        throw .failed(path + Bytes(": \(error.message)".utf8))
    }
    do throws(LookupRefusal) {
        return try LookupTable(parsing: bytes, duplicates: duplicates)
    } catch {
        throw .failed(path + Bytes(": \(error.message)".utf8))
    }
}

extension LookupWarning {
    /// Whether only someone who checks the table cares.
    var isHarmless: Bool {
        if case .unusedColumns = self { true } else { false }
    }
}

extension Bytes {
    fileprivate func hasSuffix(_ text: String) -> Bool { suffix(text.utf8.count).equalsIgnoringCase(text.utf8) }
}
