import FlowLogs
import Screen
import Testing

@testable import Explorer

/// The way down and the way back.
struct BackTests {
    /// How to get somewhere, from where to step down.
    static let places = [
        "j j", "j l s 1 I", "G k", "Tab j j j", "Tab ^f j s 2 l l", "Tab I l l l l", "Tab s 3 / \"http\" Enter", "Z j",
        "Tab Z j j",
    ]
    /// What is done before coming back.
    static let doings = [
        "", "j j l l G", "Tab j l s 1", "Shift-Tab j Enter j j Backspace", "Enter j j Esc", "? Esc / \"22\" Enter",
    ]

    @Test(arguments: places, doings)
    func backIsTheVerySamePlace(_ place: String, _ doing: String) throws {
        var rig = try Rig.small()
        rig.press(place)
        let (mark, frame) = (PlaceMark(rig), rig.state.frame())
        rig.press("Enter")
        #expect(rig.crumbs.count == 1)
        #expect(rig.state.panes.focus == .records)
        rig.press(doing)
        rig.press("Backspace")
        #expect(rig.crumbs.isEmpty)
        #expect(PlaceMark(rig) == mark)
        // What was searched for is still marked.
        if !doing.contains("/") { #expect(rig.state.frame() == frame) }
    }

    @Test(arguments: places)
    func soItIsWhenTheDataGrewMeanwhile(_ place: String) throws {
        var rig = try Rig.small(share: 0.4)
        rig.press(place)
        let mark = PlaceMark(rig)
        let isAtTop = rig.state.panes.focusedGroups?.viewport.cursor == 0
        rig.press("Enter j j")
        rig.load(0.7)
        rig.press("Tab j")
        rig.load(1)
        rig.press("Esc")
        let back = PlaceMark(rig)
        if !isAtTop { #expect(back.keys == mark.keys) }
        #expect(back.focus == mark.focus)
        #expect(back.sorts == mark.sorts)
        #expect(back.columns == mark.columns)
        #expect(back.narrowedTo == (back.focus == .tags ? back.keys[0] : back.keys[1]))
        let log = try Rig.smallLog()
        #expect(areEqual(rig.state.view, Evaluations.summary(of: log, nil, rig.state.lookup)))
    }

    @Test func aRecordIsLookedAtAndLeft() throws {
        var rig = try Rig.small(share: 0.5)
        rig.press("3 ^f j j l l")
        let (mark, frame) = (PlaceMark(rig), rig.state.frame())
        rig.press("Enter j j j")
        #expect(rig.screen.contains("─ Record ─"))
        rig.press("Esc")
        #expect(rig.state.frame() == frame)
        rig.press("Enter")
        rig.load(1)
        rig.press("Backspace")
        #expect(PlaceMark(rig) == mark)
    }

    @Test func everyBackKeyTakesOneStep() throws {
        for key in ["Backspace", "Esc", "q", "h"] {
            var rig = try Rig.small()
            rig.press("j Enter 2 j Enter")
            #expect(rig.crumbs.count == 2)
            rig.press(key)
            #expect(rig.crumbs.count == 1, "\(key)")
            rig.press("\(key) \(key)")
            #expect(rig.crumbs.isEmpty, "\(key)")
            #expect(rig.hasQuit == (key == "q"))
        }
    }

    @Test func theListOfRecordsIsWholeAfterAConditionWasSwitched() throws {
        var rig = try Rig.small(share: 0.3)
        rig.press("+ x")
        rig.load(1)
        rig.press("Esc")
        #expect(rig.crumbs.isEmpty)
        #expect(rig.flows == 397)
        let group = try #require(rig.state.panes.tags.selected(in: rig.state.view))
        #expect(rig.state.panes.records.viewport.count == Int(group.aggregate.all.flows))
    }

    @Test func whatWasDrilledIntoHasNoPane() throws {
        var rig = try Rig.small()
        rig.press("Enter")
        #expect(rig.state.presentPanes == [.ports, .records])
        rig.press("1")
        #expect(rig.state.panes.focus == .records)
        rig.press("2 Enter")
        #expect(rig.state.presentPanes == [.records])
        rig.press("Tab Tab 1 2")
        #expect(rig.state.panes.focus == .records)
    }
}
