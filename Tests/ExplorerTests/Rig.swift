import FlowLogs
import Foundation
import Screen
import Testing

@testable import Explorer

/// The explorer with all that is around it, but without terminal, tasks and clock: effects are done at once, by the
/// same code that the engine calls.
struct Rig {
    private(set) var state: State
    private let log: Bytes
    private var chunks: [Chunk] = []
    private var status = LoadStatus()
    /// The time, in milliseconds.
    var time = 0
    /// Whether answers are kept back, as while the engine is busy.
    var isHolding = false { didSet { if !isHolding { answerHeld() } } }
    private var held: [Effect] = []

    /// What was asked of the outside, in order.
    private(set) var exports: [Effect] = []
    private(set) var copied: [Bytes] = []
    private(set) var effects: [Effect] = []
    private(set) var hasQuit = false

    /// An explorer that has loaded a share of a log, from 0 to 1.
    init(
        _ log: Bytes, name: String = "flow.log", _ setting: State.Setting = State.Setting(), size: Size,
        share: Double = 1
    ) {
        // The engine's blocks end with a line feed, too.
        self.log = log.isEmpty || log.last == UInt8(ascii: "\n") ? log : log + [UInt8(ascii: "\n")]
        status.title = Bytes(name.utf8)
        state = State(setting, size: size)
        handle(.resize(size))
        load(share)
    }

    /// Loads a share of the log, in blocks of 64 KiB; all of it is the end of the loading.
    mutating func load(_ share: Double, isOver: Bool? = nil) {
        let wanted = min(log.count, Int(Double(log.count) * share))
        let end = wanted == 0 ? 0 : (log[(wanted - 1)...].firstIndex(of: UInt8(ascii: "\n")) ?? log.count - 1) + 1
        var parser = BlockParser(isFormatFixed: false)
        var format = LogFormat.version2
        var tally = LineTally()
        var formats: [LogFormat] = []
        chunks = []
        var start = 0
        while start < end {
            var stop = min(start + 65536, end)
            while stop < end, log[stop - 1] != UInt8(ascii: "\n") { stop += 1 }
            let (parsed, chunks) = parser.chunks(of: Bytes(log[start..<stop]).span, in: format)
            format = parsed.format
            tally.append(parsed.tally)
            formats += parsed.formatsSeen.filter { !formats.contains($0) }
            self.chunks += chunks
            start = stop
        }
        status.pace = Pace(bytes: end, total: log.count, seconds: 0.5)
        status.tally = tally
        status.malformed = tally.malformedLines.map { .init(name: status.title, line: $0) }
        status.fields = formats.reduce(into: []) { fields, format in
            fields += format.fields.filter { !fields.contains($0) }
        }
        status.isOver = isOver ?? (share >= 1)
        handle(.load(status))
        answerAgain()
    }

    /// Changes what is known of the loading.
    mutating func tell(_ change: (inout LoadStatus) -> Void) {
        change(&status)
        handle(.load(status))
    }

    /// Takes in an event and does what comes of it.
    mutating func handle(_ event: Event) {
        for effect in state.handle(event, at: time) { perform(effect) }
    }

    private mutating func perform(_ effect: Effect) {
        effects.append(effect)
        switch effect {
        case .ask: if isHolding { held.append(effect) } else { answer(effect) }
        case .dismissPreview, .redraw, .suspend: break
        case .fetch(let matches, let range, let revision):
            handle(.page(revision: revision, first: range.lowerBound, matches.records(at: range)))
        case .find(let matches, let text, let start, let isBackwards, let revision):
            let place = matches.place(of: text, from: start, isBackwards: isBackwards) { false }
            handle(.found(revision: revision, place: place))
        case .exportReports(let folder, let reports, _):
            exports.append(effect)
            handle(
                .exported(
                    .written([
                        (folder + Bytes("/tag_counts-T.csv".utf8), reports.tags.count),
                        (folder + Bytes("/port_protocol_counts-T.csv".utf8), reports.ports.count),
                    ])))
        case .exportRecords(let folder, let matches):
            exports.append(effect)
            handle(.exported(.written([(folder + Bytes("/records-T.csv".utf8), matches.count)])))
        case .copy(let text): copied.append(text)
        case .reload: load(1)
        case .stopLoading: tell { $0.isOver = true }
        case .quit: hasQuit = true
        }
    }

    private mutating func answer(_ effect: Effect) {
        guard case .ask(let slot, let filter, let revision) = effect else { return }
        let lookup = state.lookup
        let query = Query(filter.map { RecordFilter($0, lookup: lookup) }, isGrouped: slot == .view)
        var evaluation = Evaluation(query)
        for chunk in chunks { evaluation.add(chunk) }
        handle(.answer(slot, revision: revision, evaluation.summary(lookup: lookup)))
    }

    /// Answers what stands, as the engine does when there are more records.
    private mutating func answerAgain() {
        for slot in [Slot.view, .preview] {
            if let question = state.asked[slot] {
                answer(.ask(slot, question.filter, revision: question.revision))
            }
        }
    }

    private mutating func answerHeld() {
        let effects = held
        held = []
        for effect in effects { answer(effect) }
    }
}

extension Rig {
    /// Presses keys: `Tab Down "typed text" ^f Enter`.
    mutating func press(_ script: String) {
        for token in KeyScript.tokens(of: script) {
            switch token {
            case .key(let key): handle(.key(key))
            case .text(let text): for scalar in text.unicodeScalars { handle(.key(.character(scalar))) }
            case .resize(let size): handle(.resize(size))
            case .hold: isHolding = true
            case .release: isHolding = false
            case .unknown(let word): Issue.record("no key is called \(word)")
            }
        }
    }

    /// The screen as lines of text, without the blanks at their ends.
    var lines: [String] { state.frame().lines }

    /// The screen as text.
    var screen: String { lines.joined(separator: "\n") }
}

extension Grid {
    /// The rows as text, without the blanks at their ends.
    var lines: [String] {
        (0..<size.rows).map { row in
            var text = String.UnicodeScalarView()
            for cell in self.row(row) where !cell.isTail {
                text.append(cell.scalar)
                if let mark = cell.mark { text.append(mark) }
            }
            return String(String(text).reversed().drop { $0 == " " }.reversed())
        }
    }

    /// The rows as styles: a letter for each cell, large on the row of the cursor.
    var styleLines: [String] {
        (0..<size.rows).map { row in
            let text = String(
                String.UnicodeScalarView(
                    self.row(row).map { $0.scalar == " " && $0.style == .text ? " " : $0.style.letter }))
            return String(text.reversed().drop { $0 == " " }.reversed())
        }
    }
}

extension Style {
    /// `.` text, d dim, t title, f focus, h header, s sorted, a accept, r reject, c crumb, o crumb that is off, k key,
    /// n notice, e error, i input, m match; capitals (X for text) in the row of the cursor, # its cell, = a row that
    /// waits for the focus.
    fileprivate var letter: Unicode.Scalar {
        let letter: Unicode.Scalar =
            switch role {
            case .text: "."
            case .dim: "d"
            case .title: "t"
            case .focus: "f"
            case .header: "h"
            case .sorted: "s"
            case .accept: "a"
            case .reject: "r"
            case .crumb: "c"
            case .crumbOff: "o"
            case .key: "k"
            case .notice: "n"
            case .error: "e"
            case .input: "i"
            case .match: "m"
            }
        switch ground {
        case .plain: return letter
        case .cursor: return letter == "." ? "X" : Unicode.Scalar(UInt8(truncatingIfNeeded: letter.value & ~0x20))
        case .cell: return "#"
        case .shadow: return "="
        }
    }
}
