import FlowLogs

/// How far a feed has come.
struct ReadingCourse<Job: BlockJob>: ~Copyable {
    /// The input that is being read, by its number.
    private(set) var input = 0

    private let settings: Ingest.Settings
    private let inputs: InputQueue
    private let fold: Fold<Job>
    private let progress: Progress

    private var reader: BlockReader?
    /// What is known of the input so far.
    private var report: InputReport?
    private var link: InputLink
    private var isFirstBlock = true
    /// How many parts of the input there were.
    private var issued = 0

    init(_ settings: Ingest.Settings, _ inputs: InputQueue, _ fold: Fold<Job>, _ progress: Progress) {
        self.settings = settings
        self.inputs = inputs
        self.fold = fold
        self.progress = progress
        link = InputLink(settings.startFormat)
    }

    mutating func next() -> Feed<Job>.Step {
        while !fold.hasEnough {
            guard reader != nil || openNext() else { return .end }
            guard fold.mayRead(input) else { return .wait }
            if settings.stop.isSet { reader?.stopFollowing() }
            var memory = fold.takeMemory()
            let before = link.bytesRead
            let step = reader?.next(using: &memory) ?? .end(nil)
            link.bytesRead = reader?.bytesRead ?? before
            progress.add(bytes: link.bytesRead - before)
            switch step {
            case .wait:
                fold.reuse(memory)
                return .wait
            case .end(nil):
                closeInput()
            case .end(let rotation?):
                fold.reuse(memory)
                park(.rotate(rotation))
                startFile()
            case .block(let block):
                guard isAccepted(block) else { continue }
                defer { issued += 1 }
                return .parse(fold.issue(block, of: input, at: issued, in: link.format))
            }
        }
        return .end
    }

    mutating func stop() {
        if report != nil {
            report?.problem = .stopped
            closeInput()
        }
        while !fold.hasEnough, let next = inputs.next() {
            var report = begin(next)
            report.problem = next.input.failure ?? .stopped
            park(.end(report))
        }
    }

    private mutating func park(_ event: Fold<Job>.Event) {
        fold.take(event, of: input, at: issued)
        issued += 1
    }

    private mutating func begin(_ next: (number: Int, input: Input)) -> InputReport {
        let report = InputReport(next.input)
        (input, issued) = (next.number, 0)
        link = InputLink(settings.startFormat)
        park(.begin(report, link))
        return report
    }

    private mutating func openNext() -> Bool {
        while let next = inputs.next() {
            var report = begin(next)
            do throws(InputProblem) {
                let file = try next.input.open(isImpatient: true)
                let path = settings.isFollowing ? next.input.path : nil
                let watch = path.flatMap { FileWatch($0, file, inputs.claims) }
                let source = ByteSource(file, isFollowed: settings.isFollowing, watch: watch)
                reader = BlockReader(source, blockSize: settings.blockSize)
                self.report = report
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
    private mutating func startFile() {
        link.format = settings.startFormat
        isFirstBlock = true
    }

    /// Looks at the first lines of an input: they say whether it is a flow log at all, and which format to assume.
    private mutating func isAccepted(_ block: Block) -> Bool {
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
        if settings.format == nil {
            let format = link.format
            link.format = block.withLines { LogFormat(startOf: $0, inForce: format) }
        }
        return true
    }

    private mutating func closeInput() {
        guard var report else { return }
        report.bytes = reader?.bytesRead ?? 0
        report.problem = report.problem ?? reader?.problem
        reader = nil
        self.report = nil
        park(.end(report))
    }
}
