import FlowLogs
import Screen
import Testing

@testable import Explorer

/// Crumbs on the screen: switched off, put out of force, dropped.
struct ConditionTests {
    private func rig() throws -> Rig {
        var rig = try Rig.sample()
        rig.press("& \"reject\" Enter 2 / \"22\" Enter + 3")
        return rig
    }

    @Test func toggleAsksWhichOne() throws {
        var rig = try rig()
        #expect(rig.crumbs == ["reject", "dstport = 22"])
        let both = rig.flows
        rig.press("x")
        #expect(rig.lastLine.contains("1 1 reject") || rig.lastLine.contains("1 reject"))
        rig.press("3")
        #expect(rig.state.prompt != nil, "there is no third one")
        rig.press("1")
        #expect(rig.state.prompt == nil)
        #expect(rig.screen.contains("[off] 1 reject"))
        #expect(rig.flows > both)
        rig.press("x 1")
        #expect(rig.flows == both)
        rig.press("x Esc")
        #expect(rig.flows == both)
    }

    @Test func aSingleConditionIsSwitchedAtOnce() throws {
        var rig = try Rig.sample()
        rig.press("x")
        #expect(rig.messageLine == " There is no condition to switch.")
        rig.press("+")
        let some = rig.flows
        rig.press("x")
        #expect(rig.flows == 3978)
        #expect(rig.screen.contains("[off] tag = Untagged"))
        rig.press("x")
        #expect(rig.flows == some)
    }

    @Test func allAreOffForAMoment() throws {
        var rig = try rig()
        let both = rig.flows
        rig.press("X")
        #expect(rig.flows == 3978)
        #expect(rig.messageLine == " All conditions are off; X switches them on.")
        #expect(rig.screen.contains("[off] 1 reject ▸ [off] 2 dstport = 22"))
        rig.press("X")
        #expect(rig.flows == both)
        rig.press("X +")
        #expect(rig.crumbs.count == 3)
        #expect(!rig.screen.contains("[off]"))
    }

    @Test func clearDropsAll() throws {
        var rig = try rig()
        rig.press("=")
        #expect(rig.crumbs.isEmpty)
        #expect(rig.flows == 3978)
        rig.press("2 Enter 1 Enter =")
        #expect(rig.crumbs.isEmpty)
        #expect(rig.state.presentPanes == Pane.allCases)
        #expect(rig.flows == 3978)
    }

    @Test func whatWasGivenAtTheStartStaysUntilItIsCleared() throws {
        var setting = try TestLogs.setting()
        let text = Bytes("dstport = 22".utf8)
        setting.filters = [(text, try FilterSyntax.parse(text, tags: []))]
        var rig = try Rig(TestLogs.sample("flow.log"), setting, size: Size(rows: 24, columns: 80))
        #expect(rig.flows == 157)
        rig.press("Esc Backspace")
        #expect(rig.flows == 157)
        rig.press("x")
        #expect(rig.flows == 3978)
        rig.press("x =")
        #expect(rig.flows == 3978)
        #expect(rig.crumbs.isEmpty)
    }

    @Test func narrowingIsThatOfTheRowUnderTheCursor() throws {
        var rig = try Rig.sample()
        for keys in ["", "j", "j j", "Tab", "j", "G", "s 4", "3", "j", "1", "k", "m", "m", "& \"tcp\" Enter"] {
            rig.press(keys)
            let pane = rig.state.panes.narrowing == .tags ? rig.state.panes.tags : rig.state.panes.ports
            let group = try #require(pane.selected(in: rig.state.view))
            #expect(rig.state.panes.records.narrowedTo == group.key, "\(keys)")
            #expect(rig.state.panes.records.viewport.count == Int(group.aggregate.all.flows), "\(keys)")
        }
        rig.press("Enter")
        #expect(rig.state.panes.records.narrowedTo == nil, "after a step down they are all the records of the view")
        #expect(rig.state.panes.records.viewport.count == rig.state.view.matches.count)
    }
}
