import FlowLogs
import Screen
import Testing

@testable import Explorer

/// Cursors while the log still loads.
struct GrowthTests {
    @Test(arguments: ["j j j", "Tab j j j j j j j j", "Tab s 1 G k k k", "s 4 j j", "Tab s 7 I ^f ^f"])
    func theCursorStaysOnItsGroup(_ keys: String) throws {
        var rig = try Rig.sample(share: 0.3)
        rig.press(keys)
        let mark = PlaceMark(rig)
        for share in [0.6, 1] {
            rig.load(share)
            let grown = PlaceMark(rig)
            #expect(grown.keys == mark.keys)
            #expect(grown.narrowedTo == mark.narrowedTo)
            #expect(grown.sorts == mark.sorts)
        }
        #expect(rig.flows == 3978)
    }

    @Test func theCursorStaysOnItsLineOfTheScreen() throws {
        // Each of these ports has one flow at first; later the first one has the most, and the last ones come.
        let early = (1...40).map { TestLogs.record($0) }.joined()
        let late = (1...40).map { port in
            (0..<(41 - port)).map { TestLogs.record(port, second: $0) }.joined()
        }.joined()
        let more = (0..<60).map { TestLogs.record(1000, second: $0) }.joined()
        let log = early + late + more
        var rig = try Rig.made(log, share: Double(early.utf8.count) / Double(log.utf8.count))
        rig.press("Tab ^f j j")
        let (key, line) = (rig.port, rig.line(of: .ports))
        rig.load(1)
        #expect(rig.port == key)
        #expect(rig.line(of: .ports) == line)
        #expect(rig.state.panes.ports.viewport.cursor > 0)
    }

    @Test func untilItIsMovedItStaysAtTheTop() throws {
        let log = TestLogs.record(22) + TestLogs.record(80) + TestLogs.record(80) + TestLogs.record(80)
        var rig = try Rig.made(log, share: 0.2)
        rig.press("Tab")
        #expect(rig.port == .port(PortProtocol(port: 22, ipProtocol: .tcp)))
        rig.load(1)
        #expect(rig.port == .port(PortProtocol(port: 80, ipProtocol: .tcp)))
        #expect(rig.state.panes.ports.viewport.cursor == 0)
        // But a row that the cursor was moved to is kept, be it the first one.
        rig.press("j k")
        rig.press("s 1")
        #expect(rig.port == .port(PortProtocol(port: 80, ipProtocol: .tcp)))
        #expect(rig.state.panes.ports.viewport.cursor == 1)
    }

    @Test func recordsOnlyGrowAtTheEnd() throws {
        var rig = try Rig.sample(share: 0.3)
        rig.press("3 ^f ^f j j l l l")
        let mark = PlaceMark(rig)
        let record = rig.state.panes.records.selected?.text
        #expect(record != nil)
        let count = rig.state.panes.records.viewport.count
        rig.load(1)
        #expect(PlaceMark(rig) == mark)
        #expect(rig.state.panes.records.selected?.text == record)
        #expect(rig.state.panes.records.viewport.count > count)
    }

    @Test func whileLoadingTheCountsAreThoseOfWhatIsLoaded() throws {
        let log = try TestLogs.sample("flow.log")
        var rig = try Rig.sample(share: 0.1)
        for share in [0.2, 0.25, 0.5, 0.99, 1] {
            rig.load(share)
            let fresh = Evaluations.summary(of: log.loaded(share), nil, rig.state.lookup)
            #expect(areEqual(rig.state.view, fresh))
        }
    }

    @Test func anEmptyStartHasPlaceForWhatComes() throws {
        var rig = try Rig.sample(share: 0)
        rig.press("j j Tab j j 3 j j l l G g Enter + - e Esc")
        #expect(rig.screen.contains("Reading …"))
        rig.load(0.01)
        #expect(!rig.screen.contains("Reading …"))
        #expect(rig.flows > 0)
    }
}
