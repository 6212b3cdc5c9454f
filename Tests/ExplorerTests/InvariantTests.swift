import FlowLogs
import Screen
import Testing

@testable import Explorer

/// What holds after any keys, pastes, sizes and answers.
struct InvariantTests {
    /// Everything that can happen, at random.
    private struct Monkey {
        var rig: Rig
        var random: SeededRandom
        let log: Bytes
        var share: Double
        /// Texts for prompts, so that filters and searches find something.
        private static let texts = [
            "reject", "udp", "22", "dstport < 1024", "tag = Untagged", "action = REJECT or", "10.0", "日", "eni",
            "\u{1B}[2J", "e\u{301}\u{202E}", "sort", "metric", "/tmp", "not (tcp", "srcaddr in 10.0.0.0/8", "",
        ]
        private static let keys: [Key] =
            Command.allCases.flatMap(\.entry.keys) + [
                .delete, .control("g"), .control("w"), .control("k"), "y", " ", "t",
            ]

        mutating func step() {
            let effects = rig.effects.count
            switch random.below(20) {
            case 0: rig.handle(.paste(random.pick(Self.texts)))
            case 1: for scalar in random.pick(Self.texts).unicodeScalars { rig.handle(.key(.character(scalar))) }
            case 2: rig.handle(.key(.character(random.pick(["y", "n", "q", "日", "\u{301}", "~", "\u{7F}", "9"]))))
            case 3:
                let isSmall = random.once(in: 3)
                rig.handle(
                    .resize(Size(rows: random.below(isSmall ? 12 : 40), columns: random.below(isSmall ? 45 : 130))))
            case 4 where random.once(in: 4): rig.handle(.resize(Size(rows: 100, columns: 300)))
            case 5:
                share = share >= 1 && random.once(in: 4) ? 0 : min(1, share + Double(random.below(40)) / 100)
                rig.load(share)
            case 6: rig.isHolding.toggle()
            case 7:
                rig.time += random.below(3000)
                rig.handle(.working(.view, revision: random.below(rig.state.lastRevision + 2), share: 0.5))
                rig.handle(.found(revision: random.below(rig.state.lastRevision + 2), place: random.below(500)))
            case 8:
                rig.press(
                    random.pick(["Esc Esc Esc", "24x24 =", "80x24 1", "2 Enter", "3 Enter", "& \"reject\" Enter"]))
            default: rig.handle(.key(random.pick(Self.keys)))
            }
            let isReloaded = rig.effects.dropFirst(effects).contains { if case .reload = $0 { true } else { false } }
            if isReloaded { share = 1 }
        }
    }

    private static func mixed() throws -> Bytes {
        let lines = try TestLogs.sample("flow.log").split(separator: UInt8(ascii: "\n")).prefix(250)
        var log = Bytes(lines.joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")]
        log += TestLogs.hostile.log + Bytes(CellFilterTests.formats.utf8)
        return log
    }

    @Test(arguments: 0..<6)
    func holdAfterAnyKeys(seed: UInt64) throws {
        var setting = State.Setting()
        setting.offsets = TimeOffsets([(.min, 3600)])
        let samples = try TestLogs.sample("lookup.csv")
        setting.lookup = try LookupTable(
            parsing: seed.isMultiple(of: 2) ? TestLogs.hostile.lookup : samples)
        let log = seed == 4 ? TestLogs.hostile.log : try Self.mixed()
        let rig = Rig(
            log, name: "a\u{1B}[7m\u{202E}日本/flow.log", setting, size: Size(rows: 24, columns: 80), share: 0.2)
        var monkey = Monkey(rig: rig, random: SeededRandom(seed: seed), log: log, share: 0.2)
        for step in 0..<400 {
            monkey.step()
            let comment: Comment = "seed \(seed), step \(step)"
            expectSound(monkey.rig.state, comment)
            if step % 4 == 0 { expectDrawn(monkey.rig.state, comment) }
            if step % 40 == 0 {
                monkey.rig.isHolding = false
                expectAnswered(monkey.rig.state, log.loaded(monkey.share), comment)
            }
        }
    }

    private func expectSound(_ state: State, _ comment: Comment) {
        let (panes, view) = (state.panes, state.view)
        for viewport in [panes.tags.viewport, panes.ports.viewport, panes.records.viewport]
            + state.sheets.map(\.viewport)
        {
            ExplorerTests.expectSound(viewport, comment)
        }
        #expect(panes.tags.order.sorted() == view.tags.indices.map { UInt32($0) }, comment)
        #expect(panes.ports.order.sorted() == view.ports.indices.map { UInt32($0) }, comment)
        #expect(panes.tags.viewport.count == view.tags.count, comment)
        #expect(panes.ports.viewport.count == view.ports.count, comment)
        #expect(panes.records.viewport.count == panes.records.matches.count, comment)
        let tagFlows = view.tags.reduce(0) { $0 + $1.aggregate.all.flows }
        let portFlows = view.ports.reduce(0) { $0 + $1.aggregate.all.flows }
        #expect(tagFlows == portFlows, comment)
        #expect(tagFlows == UInt64(view.records.counted), comment)
        #expect(tagFlows == view.total.all.flows, comment)
        #expect(panes.tags.columns.indices.contains(panes.tags.column), comment)
        #expect(panes.ports.columns.indices.contains(panes.ports.column), comment)
        #expect(state.presentPanes.contains(panes.focus), comment)
    }

    private func expectDrawn(_ state: State, _ comment: Comment) {
        let frame = state.frame()
        #expect(frame.size == state.size, comment)
        #expect(frame.cells.count == state.size.rows * state.size.columns, comment)
        #expect(frame == state.frame(), comment)
        let isDrawable = frame.cells.allSatisfy { cell in
            let isPlain = (0x20..<0x7F).contains(cell.scalar.value) || !cell.scalar.isUndrawable
            return isPlain && cell.mark.map { !$0.isUndrawable } ?? true
        }
        #expect(isDrawable, comment)
        expectWhole(frame, comment)
        if let cursor = frame.cursor {
            #expect((0..<frame.size.rows).contains(cursor.row), comment)
            #expect((0..<frame.size.columns).contains(cursor.column), comment)
        }
        // The last hint is there as a whole.
        guard state.message == nil, state.prompt == nil, state.size.rows >= 10, state.size.columns >= 40 else { return }
        let hints = frame.lines[frame.size.rows - 1]
        #expect(hints.hasSuffix("q back") || hints.hasSuffix("q quit"), comment)
        #expect(hints.contains("? help"), comment)
    }

    /// With nothing left to answer, the screen is what a fresh evaluation of its conditions gives.
    private func expectAnswered(_ state: State, _ log: Bytes, _ comment: Comment) {
        #expect(!state.isStale, comment)
        #expect(state.waitingExports.isEmpty, comment)
        let fresh = Evaluations.summary(of: log, state.crumbs.filter, state.lookup)
        #expect(areEqual(state.view, fresh), comment)
        let records = state.panes.records
        #expect(records.narrowedTo == state.narrowedTo, comment)
        let expected: UInt64
        switch state.narrowedTo {
        case .tag(let tag)?: expected = fresh.tags.first { $0.tag == tag }?.aggregate.all.flows ?? 0
        case .port(let key)?: expected = fresh.ports.first { $0.key == key }?.aggregate.all.flows ?? 0
        case nil: expected = UInt64(fresh.matches.count)
        }
        #expect(records.viewport.count == Int(expected), comment)
        for place in records.viewport.visible where records.record(at: place) == nil {
            Issue.record("record \(place) is in view but was not fetched: \(comment)")
        }
    }
}
