import FlowLogs

/// Reads inputs one after the other, hands their blocks out to any number of tasks, and folds what these made of them
/// in the order of the input. Whatever must happen in order happens here; parsing does not.
///
/// A block's format depends on the headers before it, which another task may still be parsing. So a block is handed
/// out with the format that is in force as far as is known. When its turn to be folded comes, the truth is known; if
/// it was another one, the block is parsed again, here. That is rare: one header at the beginning of a file, which is
/// looked at before the first block is handed out, or the same header again, as where gzip members were joined.
actor Feed<Job: BlockJob> {
    /// A block with all that is needed to parse it.
    struct Ticket: Sendable {
        fileprivate let ordinal: Int
        let block: Block
        let format: LogFormat
    }

    /// What `next` comes back with.
    enum Step: Sendable {
        case parse(Ticket)
        /// Nothing to read at present; ask again in a while.
        case wait
        case end
    }

    private let job: Job
    private let settings: Ingest.Settings
    private let inputs: InputQueue
    private let progress: Progress

    private var reader: BlockReader?
    /// The input that is being read, by its number, and what is known of it so far.
    private var reading = 0
    private var report: InputReport?
    private var isFirstBlock = true
    /// The format to hand blocks out with.
    private var assumed: LogFormat
    private var issued = 0
    /// Memory of blocks that are done with.
    private var spare: [Bytes] = []

    private var folded = 0
    private var parked: [Int: Event] = [:]
    /// The format in force where folding has come to.
    private var inForce: LogFormat
    private var parser: BlockParser?
    /// The lines of the file, and those of the files that had its name before.
    private var tally = LineTally()
    private var former = LineTally()
    private var seen: [LogFormat: (input: Int, position: Int)] = [:]
    /// The input where folding has come to, by its number, and its report until it ends.
    private var folding = 0
    private var current: InputReport?
    /// How much was read of inputs that are closed, by their numbers, until folding has come to their ends.
    private var closedBytes: [Int: Int] = [:]

    private var result: Job.Result
    private var reports: [(input: Int, report: InputReport)] = []

    /// What waits for its turn: the parts of an input in order.
    private enum Event: Sendable {
        case begin(Int, InputReport)
        case block(Block, assumed: LogFormat, ParsedBlock, Job.Digest)
        case rotate(Rotation)
        case end(InputReport)
    }

    init(_ job: Job, _ settings: Ingest.Settings, _ inputs: InputQueue, _ progress: Progress) {
        self.job = job
        self.settings = settings
        self.inputs = inputs
        self.progress = progress
        assumed = settings.format ?? .version2
        inForce = assumed
        result = job.makeResult()
    }

    /// The next block to parse, of this input or the next one.
    func next() -> Step {
        while job.wantsMore(result) {
            // Tasks must not pile up what they parsed while another one is far behind: they let it catch up.
            if issued - folded > settings.lookahead { return .wait }
            guard reader != nil || openNext() else { return .end }
            if settings.stop.isSet { reader?.stopFollowing() }
            var memory = spare.popLast() ?? []
            let before = reader?.bytesRead ?? 0
            let step = reader?.next(using: &memory) ?? .end(nil)
            progress.add(bytes: (reader?.bytesRead ?? 0) - before)
            switch step {
            case .wait:
                spare.append(memory)
                return .wait
            case .end(nil):
                closeInput()
            case .end(let rotation?):
                spare.append(memory)
                park(.rotate(rotation))
                startFile()
            case .block(let block):
                guard isAccepted(block) else { continue }
                defer { issued += 1 }
                return .parse(Ticket(ordinal: issued, block: block, format: assumed))
            }
        }
        return .end
    }

    /// Takes back a block with what was made of it.
    func deliver(_ ticket: Ticket, _ parsed: ParsedBlock, _ digest: Job.Digest) {
        parked[ticket.ordinal] = .block(ticket.block, assumed: ticket.format, parsed, digest)
        foldWhatIsDue()
    }

    /// Ends the reading where it is: the input that is open, and those that were not opened, say that they were not
    /// read to their end.
    ///
    /// Call when all tasks have delivered what they had.
    func stop() {
        if report != nil {
            report?.problem = .stopped
            closeInput()
        }
        while job.wantsMore(result), let (index, input) = inputs.next() {
            var report = InputReport(input)
            report.problem = input.failure ?? .stopped
            park(.begin(index, report))
            park(.end(report))
        }
    }

    /// What was made of the inputs, and what became of them.
    struct State: Sendable {
        let result: Job.Result
        let reports: [(input: Int, report: InputReport)]
        let formats: [(format: LogFormat, input: Int, position: Int)]
    }

    /// What was folded until now; the input that is being folded has a report of what is known of it.
    var state: State {
        var reports = reports
        if var current {
            current.tally = wholeTally
            let open = folding == reading ? reader?.bytesRead : nil
            current.bytes = open ?? closedBytes[folding] ?? current.bytes
            reports.append((folding, current))
        }
        return State(
            result: result, reports: reports, formats: seen.map { ($0.key, $0.value.input, $0.value.position) })
    }

    // MARK: Reading

    private func openNext() -> Bool {
        while let (index, input) = inputs.next() {
            var report = InputReport(input)
            park(.begin(index, report))
            do throws(InputProblem) {
                let file = try input.open(isImpatient: true)
                let path = settings.isFollowing ? input.path : nil
                let watch = path.flatMap { FileWatch($0, file, inputs.claims) }
                let source = ByteSource(file, isFollowed: settings.isFollowing, watch: watch)
                reader = BlockReader(source, blockSize: settings.blockSize)
                self.report = report
                reading = index
                startFile()
                return true
            } catch {
                report.problem = error
                park(.end(report))
            }
        }
        return false
    }

    /// What comes next is the beginning of a file.
    private func startFile() {
        assumed = settings.format ?? .version2
        isFirstBlock = true
    }

    /// Looks at the first lines of an input: they say whether it is a flow log at all, and which format to assume.
    private func isAccepted(_ block: Block) -> Bool {
        guard isFirstBlock else { return true }
        let text = block.count > 0 ? block.memory[..<block.count] : (block.closing?.excerpt ?? [])[...]
        // Blank lines, of which a block may have nothing else, say nothing: the first other one does.
        let beginning = text.drop { " \t\r\n".utf8.contains($0) }
        guard !beginning.isEmpty else { return true }
        isFirstBlock = false
        let kind = InputKind(firstBytes: beginning)
        if kind != .flowLog {
            report?.problem = .refused(kind)
            closeInput()
            return false
        }
        if settings.format == nil { assumed = block.withLines { LogFormat(startOf: $0, inForce: assumed) } }
        return true
    }

    private func closeInput() {
        guard var report else { return }
        report.bytes = reader?.bytesRead ?? 0
        report.problem = report.problem ?? reader?.problem
        reader = nil
        self.report = nil
        closedBytes[reading] = report.bytes
        park(.end(report))
    }

    // MARK: Folding

    private func park(_ event: Event) {
        parked[issued] = event
        issued += 1
        foldWhatIsDue()
    }

    private func foldWhatIsDue() {
        while let event = parked.removeValue(forKey: folded) {
            folded += 1
            switch event {
            case .begin(let input, let report):
                folding = input
                current = report
                inForce = settings.format ?? .version2
                tally = LineTally()
                former = LineTally()
            case .block(let block, let assumed, let parsed, let digest):
                fold(block, assumed, parsed, digest)
            case .rotate(let rotation):
                current?.note(rotation)
                inForce = settings.format ?? .version2
                former.append(file: tally)
                tally = LineTally()
            case .end(var report):
                report.tally = wholeTally
                report.replaced = current?.replaced ?? 0
                report.cut = current?.cut ?? 0
                closedBytes[folding] = nil
                reports.append((folding, report))
                current = nil
            }
        }
    }

    /// The lines of all files that the input was.
    private var wholeTally: LineTally {
        var whole = former
        whole.append(file: tally)
        return whole
    }

    private func fold(_ block: Block, _ assumed: LogFormat, _ parsed: ParsedBlock, _ digest: Job.Digest) {
        var (parsed, digest) = (parsed, digest)
        if assumed != inForce {
            var parser = parser ?? settings.makeParser()
            (parsed, digest) = block.withLines { job.digest($0, in: inForce, with: &parser) }
            self.parser = parser
        }
        inForce = parsed.format
        if folding == reading { self.assumed = inForce }
        tally.append(parsed.tally)
        if let closing = block.closing { tally.append(malformed: closing.reason, text: closing.excerpt) }
        for format in parsed.formatsSeen where seen[format] == nil { seen[format] = (folding, seen.count) }
        progress.add(records: parsed.tally.records.total)
        job.fold(digest, into: &result)
        // Memory that grew for a long line goes back to the system.
        if block.memory.count <= 2 * settings.blockSize { spare.append(block.memory) }
    }
}
