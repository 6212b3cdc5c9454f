import FlowLogs

/// How far the folding has come.
struct FoldingCourse<Job: BlockJob>: Sendable {
    /// What was made of the inputs, and what became of them.
    struct State: Sendable {
        let result: Job.Result
        let reports: [(input: Int, report: InputReport)]
        let formats: [(format: LogFormat, input: Int, position: Int)]
    }

    /// The input whose digests are folded, those of later ones wait; the greatest number where none waits.
    private(set) var turn: Int

    private let job: Job
    private let settings: Ingest.Settings
    private let isOrdered: Bool
    private let progress: Progress
    private var parser: BlockParser
    private var result: Job.Result
    /// The inputs that were begun, and are not folded to their ends, by their numbers.
    private var open: [Int: InputCourse<Job>] = [:]
    private var reports: [(input: Int, report: InputReport)] = []
    /// Where each format was met first.
    private var seen: [LogFormat: (input: Int, position: Int)] = [:]
    /// How much memory is taken by digests that wait.
    private var waitingMemory = 0

    init(_ job: Job, _ settings: Ingest.Settings, isOrdered: Bool, _ progress: Progress) {
        self.job = job
        self.settings = settings
        self.isOrdered = isOrdered
        self.progress = progress
        parser = settings.makeParser()
        result = job.makeResult()
        turn = isOrdered ? 0 : .max
    }

    var hasEnough: Bool { !job.wantsMore(result) }

    /// Whether no more digests should come that have to wait.
    var isFull: Bool { waitingMemory > 0 && waitingMemory >= job.waitingRoom(beside: result) }

    /// What is folded; an input that is not at its end has a report of what is known of it.
    var state: State {
        let begun = open.lazy.filter { $0.key <= turn }.compactMap { input, course in
            course.reportSoFar.map { (input, $0) }
        }
        let met = seen.lazy.filter { $0.value.input <= turn }
        return State(
            result: result, reports: reports + begun, formats: met.map { ($0.key, $0.value.input, $0.value.position) })
    }

    /// Takes a part of an input, and folds what is due; returns the memory of blocks that are done with.
    mutating func take(_ event: Fold<Job>.Event, of number: Int, at ordinal: Int) -> [Bytes] {
        var number = number
        var input = open.removeValue(forKey: number) ?? InputCourse(settings.startFormat)
        input.park(event, at: ordinal)
        let done = settle(&input, number)
        while number <= turn {
            for digest in input.digests { job.fold(digest, into: &result) }
            input.digests = []
            waitingMemory -= input.waitingMemory
            input.waitingMemory = 0
            guard let report = input.ended else { break }
            reports.append((number, report))
            guard isOrdered else { return done }
            turn += 1
            guard let next = open.removeValue(forKey: turn) else { return done }
            (number, input) = (turn, next)
        }
        open[number] = input
        return done
    }

    /// Makes of the parts of an input, in their order, what does not depend on other inputs.
    private mutating func settle(_ input: inout InputCourse<Job>, _ number: Int) -> [Bytes] {
        var done: [Bytes] = []
        while let event = input.nextEvent() {
            guard case .block(let ticket, var parsed, var digest) = event else { continue }
            if ticket.format != input.inForce {
                let format = input.inForce
                (parsed, digest) = ticket.block.withLines { job.digest($0, in: format, with: &parser) }
            }
            input.append(parsed, ticket.block.closing)
            for format in parsed.formatsSeen {
                let place = (number, input.formatCount)
                input.formatCount += 1
                if let first = seen[format], (first.input, first.position) <= place { continue }
                seen[format] = place
            }
            progress.add(records: parsed.tally.records.total)
            input.digests.append(digest)
            if number > turn {
                let memory = job.memory(of: digest)
                input.waitingMemory += memory
                waitingMemory += memory
            }
            done.append(ticket.block.memory)
        }
        return done
    }
}
