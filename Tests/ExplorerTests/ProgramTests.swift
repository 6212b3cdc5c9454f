import FlowLogs
import Screen
import Testing

@testable import Explorer

/// Quitting, stopping, loading again, metric and times, commands by name, answers that come late.
struct ProgramTests {
    // MARK: Ending

    @Test func stopStopsTheLoadingAndKeepsWhatIsThere() throws {
        var rig = try Rig.sample(share: 0.5)
        let flows = rig.flows
        rig.press("^c")
        #expect(rig.state.load.isOver)
        #expect(rig.flows == flows)
        #expect(!rig.hasQuit)
    }

    @Test(arguments: [(0, true), (1999, true), (2000, true), (2001, false), (60_000, false)])
    func stopTwiceWithinTwoSecondsQuits(_ pause: Int, _ quits: Bool) throws {
        var rig = try Rig.small()
        rig.time = 1_000_000
        rig.press("^c")
        #expect(rig.messageLine == " ^C again to quit.")
        #expect(!rig.hasQuit)
        rig.time += pause
        rig.press("^c")
        #expect(rig.hasQuit == quits)
        if !quits { #expect(rig.messageLine == " ^C again to quit.") }
    }

    @Test(arguments: ["j", "t", "& Esc", "?"])
    func aKeyBetweenThemMakesItTheFirst(_ keys: String) throws {
        var rig = try Rig.small()
        rig.press("^c \(keys) ^c")
        #expect(!rig.hasQuit)
        rig.press("^c")
        #expect(rig.hasQuit)
    }

    @Test func stopByNameHasItsTimeToo() throws {
        var rig = try Rig.sample()
        rig.time = 1_000_000
        rig.press(": \"stop\" Enter ^c")
        #expect(rig.hasQuit)
    }

    @Test func quitAsksWhileLoading() throws {
        var rig = try Rig.sample(share: 0.5)
        rig.press("q")
        #expect(rig.lastLine.contains("Still loading (50%). Quit?"))
        rig.press("x Enter j")
        #expect(rig.state.prompt != nil)
        rig.press("n")
        #expect(rig.state.prompt == nil)
        #expect(!rig.hasQuit)
        rig.press("q Esc")
        #expect(!rig.hasQuit)
        rig.press("q y")
        #expect(rig.hasQuit)
        for keys in ["q q", "Q", "F10", ": \"quit\" Enter"] {
            rig = try Rig.sample(share: 0.5)
            rig.press(keys)
            #expect(rig.hasQuit, "\(keys)")
        }
        rig = try Rig.sample()
        rig.press("q")
        #expect(rig.hasQuit, "at the top, with all loaded, nothing is asked")
    }

    @Test func quitIsBackWhereThereIsAWayBack() throws {
        for keys in ["Enter", "?", "!", "3 Enter", "Z", "+"] {
            var rig = try Rig.small()
            rig.press(keys)
            #expect(rig.lastLine.hasSuffix("q back"), "\(keys)")
            rig.press("q")
            #expect(!rig.hasQuit, "\(keys)")
            #expect(rig.lastLine.hasSuffix("q quit"), "\(keys)")
            rig.press("q")
            #expect(rig.hasQuit, "\(keys)")
        }
    }

    // MARK: Loading again

    @Test func reloadBeginsAnewAndKeepsTheView() throws {
        var rig = try Rig.sample()
        rig.press("2 j j + 3 ^f j")
        let (key, crumbs, flows) = (rig.port, rig.crumbs, rig.flows)
        rig.press("F5")
        #expect(rig.crumbs == crumbs)
        #expect(rig.flows == flows)
        #expect(rig.port == key)
        #expect(rig.state.panes.records.viewport.cursor == 0, "the records are others, be they equal")
        guard
            case .reload(isFollowing: false)? = rig.effects.first(where: {
                if case .reload = $0 { true } else { false }
            })
        else {
            Issue.record("nothing was loaded again")
            return
        }
    }

    @Test func followWaitsUntilItIsStopped() throws {
        var rig = try Rig.sample()
        rig.press("F")
        guard
            case .reload(isFollowing: true)? = rig.effects.first(where: { if case .reload = $0 { true } else { false } }
            )
        else {
            Issue.record("nothing was loaded again")
            return
        }
        rig.tell {
            $0.isFollowing = true
            $0.isOver = false
        }
        #expect(rig.lines[0].hasSuffix("following"))
        rig.press("F")
        #expect(rig.state.load.isOver)
        // Who only waits is not asked.
        rig.tell { $0.isOver = false }
        rig.press("q")
        #expect(rig.hasQuit)
    }

    // MARK: What is shown

    @Test func theMetricChangesOrderAndHeads() throws {
        let log =
            TestLogs.record(22, packets: "1", bytes: "900") + TestLogs.record(22, packets: "1", bytes: "900")
            + TestLogs.record(80, packets: "9", bytes: "40") + TestLogs.record(443, packets: "3", bytes: "5000")
        var rig = try Rig.made(log)
        rig.press("Tab")
        func order() -> [UInt16] {
            rig.state.panes.ports.order.map { rig.state.view.ports[Int($0)].key.port }
        }
        #expect(order() == [22, 80, 443])
        #expect(rig.screen.contains("Flows▼"))
        #expect(rig.lines[1].hasSuffix("4 flows"))
        rig.press("m")
        #expect(order() == [80, 443, 22])
        #expect(rig.screen.contains("Packets▼"))
        #expect(rig.messageLine == " Measured by packets.")
        #expect(rig.lines[1].hasSuffix("14 packets"))
        rig.press("m")
        #expect(order() == [443, 22, 80])
        #expect(rig.screen.contains("Bytes▼"))
        #expect(rig.lines[1].hasSuffix("6,840 bytes"))
        rig.press("m")
        #expect(order() == [22, 80, 443])
    }

    @Test func timesAreUTCUntilTheyAreLocal() throws {
        var setting = State.Setting()
        setting.offsets = TimeOffsets([(.min, -12600)])
        var rig = Rig(Bytes(TestLogs.record(22).utf8), setting, size: Size(rows: 24, columns: 80))
        #expect(rig.screen.contains("2021-05-04 12:00:11"))
        rig.press("L")
        #expect(rig.screen.contains("2021-05-04 08:30:11"))
        #expect(rig.messageLine == " Times are local.")
        rig.press("L")
        #expect(rig.screen.contains("2021-05-04 12:00:11"))
        rig.press("3 Enter")
        #expect(rig.screen.contains("2021-05-04 12:00:11 UTC   08:30:11 -03:30"))
    }

    @Test func panesHaveDigits() throws {
        var rig = try Rig.sample()
        for (key, pane) in [("2", Pane.ports), ("3", .records), ("1", .tags), ("4", .tags), ("9", .tags)] {
            rig.press(key)
            #expect(rig.state.panes.focus == pane)
        }
        rig.press("Shift-Tab")
        #expect(rig.state.panes.focus == .records)
        rig.press("Tab")
        #expect(rig.state.panes.focus == .tags)
        rig.press("? 2")
        #expect(rig.state.panes.focus == .ports)
        #expect(rig.state.sheets.isEmpty)
    }

    // MARK: Commands by name

    @Test(arguments: Command.allCases.filter { $0 != .pane && $0 != .commands })
    func everyCommandHasItsNameAtThePrompt(_ command: Command) throws {
        var byName = try Rig.small(share: 0.9)
        byName.press("2 j Enter Tab j l")
        var byKey = byName
        byName.press(":")
        for scalar in command.entry.name.unicodeScalars { byName.handle(.key(.character(scalar))) }
        byName.press("Enter")
        byKey.handle(.key(command.entry.keys[0]))
        #expect(byName.state.frame() == byKey.state.frame())
        #expect(byName.hasQuit == byKey.hasQuit)
        #expect(byName.effects.count == byKey.effects.count)
    }

    @Test func namesAreCompleted() throws {
        var rig = try Rig.sample()
        rig.press(": \"met\" Enter")
        #expect(rig.state.metric == .packets)
        rig.press(": \"so\" Tab")
        #expect(rig.screen.contains("sort-left"))
        rig.press("Shift-Tab Enter")
        #expect(rig.state.prompt?.kind == .sort)
        rig.press("Esc : \"nonsense\" Enter")
        #expect(rig.messageLine == " There is no command nonsense.")
        rig.press(": Esc")
        #expect(rig.state.prompt == nil)
    }

    @Test func copyTakesTheRow() throws {
        var rig = try Rig.sample()
        rig.press("y 2 y 3 y")
        let texts = rig.copied.map { String(decoding: $0, as: UTF8.self) }
        #expect(texts.prefix(2) == ["Untagged\t1759", "443/tcp\t572"])
        #expect(texts.last == rig.state.panes.records.selected.map { String(decoding: $0.text, as: UTF8.self) })
        var empty = try Rig.made("")
        empty.press("y 2 y 3 y")
        #expect(empty.copied.isEmpty)
        #expect(empty.messageLine == " Nothing to copy here.")
    }

    // MARK: What comes late

    @Test func answersToOlderQuestionsAreIgnored() throws {
        var rig = try Rig.sample()
        let old = try #require(rig.state.asked[.view]?.revision)
        let oldPreview = try #require(rig.state.asked[.preview]?.revision)
        let oldList = rig.state.panes.records.list
        let view = rig.state.view
        rig.press("& \"udp\" Enter")
        let frame = rig.state.frame()
        rig.handle(.answer(.view, revision: old, view))
        rig.handle(.answer(.preview, revision: oldPreview, view))
        rig.handle(.working(.view, revision: old, share: 0.5))
        rig.handle(.page(revision: oldList, first: 0, []))
        rig.handle(.found(revision: oldList, place: 3))
        #expect(rig.state.frame() == frame)
        rig.press("hold & \" and 53\"")
        rig.handle(.working(.view, revision: try #require(rig.state.asked[.view]?.revision), share: 0.25))
        #expect(rig.lines[1].hasSuffix("25% counted …"))
        rig.press("release")
        #expect(!rig.lines[1].contains("counted"))
    }
}
