import FlowLogs
import Screen
import Testing

@testable import Explorer

/// Finding text in panes and pages.
struct FindTests {
    @Test func inTags() throws {
        var rig = try Rig.sample()
        rig.press("/ \"data\"")
        #expect(rig.tag == .tag(FlowLogs.Tag(Bytes("database".utf8))))
        #expect(rig.state.panes.records.narrowedTo == rig.tag, "the records are those of the row that was found")
        rig.press("Enter")
        #expect(rig.tag == .tag(FlowLogs.Tag(Bytes("database".utf8))))
    }

    @Test func inPortsRoundAndRound() throws {
        var rig = try Rig.sample()
        rig.press("Tab / \"SQL\" Enter")
        var found: [GroupKey?] = [rig.port]
        for _ in 0..<50 {
            rig.press("n")
            if rig.port == found[0] { break }
            found.append(rig.port)
        }
        let expected = rig.state.view.ports.filter { group in
            let tag = (rig.state.lookup.tag(of: group.key) ?? .untagged).bytes
            let text = "\(group.key.port) \(group.key.ipProtocol.name) \(ServiceName.name(of: group.key) ?? "") "
            return (text + String(decoding: tag, as: UTF8.self)).lowercased().contains("sql")
        }
        #expect(found.count == expected.count)
        #expect(found.count > 2)
        for key in found.reversed() {
            rig.press("N")
            #expect(rig.port == key)
        }
    }

    @Test func inRecordsRoundAndRound() throws {
        var rig = try Rig.sample()
        rig.press("j Enter / \"10.64.0.8\" Enter")
        let first = rig.state.panes.records.viewport.cursor
        let texts = rig.state.view.matches.records(at: 0..<rig.state.view.matches.count).map {
            String(decoding: $0.text, as: UTF8.self)
        }
        let places = texts.indices.filter { texts[$0].contains("10.64.0.8") }
        #expect(first == places.first)
        #expect(places.count > 2)
        for place in places.dropFirst() + places.prefix(1) {
            rig.press("n")
            #expect(rig.state.panes.records.viewport.cursor == place)
        }
        for place in places.reversed() {
            rig.press("N")
            #expect(rig.state.panes.records.viewport.cursor == place)
        }
    }

    @Test func onPages() throws {
        var rig = try Rig.sample("broken.log")
        rig.press("3 Enter / \"dstaddr\" Enter")
        let sheet = try #require(rig.state.sheets.last)
        #expect(rig.state.lines(of: sheet)[sheet.viewport.cursor].text.hasPrefix("dstaddr"))
        rig.press("Esc ! / \"malformed\" Enter n")
        #expect(rig.state.sheets.last?.viewport.cursor ?? 0 > 0)
        rig.press("Esc ? / \"clipboard\" Enter")
        #expect(rig.screen.contains("copy the row to the clipboard"))
        rig.press("N n")
        #expect(rig.screen.contains("copy the row to the clipboard"))
    }

    @Test func itGoesByWhatIsTypedFromWhereItBegan() throws {
        var rig = try Rig.sample()
        rig.press("Tab j j / \"80\"")
        let found = rig.port
        #expect(found != nil)
        rig.press("Backspace Backspace")
        #expect(rig.state.panes.ports.viewport.cursor == 2)
        rig.press("\"80\"")
        #expect(rig.port == found)
    }

    @Test(arguments: ["j j", "Tab j j", "3 j j j", "3 Enter j", "? j j"])
    func escLeadsBack(_ place: String) throws {
        var rig = try Rig.sample()
        rig.press(place)
        let (mark, frame) = (PlaceMark(rig), rig.state.frame())
        rig.press("/ \"e\"")
        rig.press("Esc")
        #expect(PlaceMark(rig) == mark)
        #expect(rig.state.frame().lines == frame.lines)
    }

    @Test(arguments: ["", "Tab", "3", "3 Enter", "?", "!"])
    func whatIsNowhereIsSaid(_ place: String) throws {
        var rig = try Rig.sample()
        rig.press(place)
        rig.press("/ \"nowhere at all\"")
        rig.press("Enter n")
        #expect(rig.messageLine == " No row has nowhere at all.")
        rig.press("n")
        #expect(rig.messageLine == " No row has nowhere at all.")
    }

    @Test func withoutATextThereIsNothingToFind() throws {
        var rig = try Rig.sample()
        rig.press("n")
        #expect(rig.messageLine == " Nothing was searched for yet; / does.")
        rig.press("N")
        #expect(rig.messageLine == " Nothing was searched for yet; / does.")
        rig.press("/ Enter n")
        #expect(rig.messageLine == " Nothing was searched for yet; / does.")
        var empty = try Rig.made("")
        empty.press("/ \"x\" Enter n N 3 n N")
        #expect(empty.flows == 0)
    }

    @Test func theListOfRecordsIsWholeAfterAFindWhileLoading() throws {
        var rig = try Rig.sample(share: 0.3)
        rig.press("/ \"s\"")
        rig.load(1)
        rig.press("\"v\" Enter")
        let group = try #require(rig.state.panes.tags.selected(in: rig.state.view))
        #expect(rig.state.panes.records.viewport.count == Int(group.aggregate.all.flows))
        rig = try Rig.sample(share: 0.3)
        rig.press("Enter / \"1\"")
        rig.load(1)
        rig.press("\"0\" Enter")
        #expect(rig.state.panes.records.viewport.count == rig.state.view.matches.count)
    }

    @Test func aPageThatBecameShorterMeanwhileIsSearchedAsItIs() throws {
        var rig = try Rig.sample("broken.log", columns: 40)
        rig.press("! G / \"nowh\" 200x24 \"ere\" Enter n")
        #expect(rig.messageLine == " No row has nowhere.")
    }

    @Test func aSearchThatWasLeftIsNotAnsweredAnyMore() throws {
        var rig = try Rig.sample()
        rig.press("Enter / \"1\"")
        guard
            case .find(_, _, _, _, let revision)? = rig.effects.last(where: {
                if case .find = $0 { true } else { false }
            })
        else {
            Issue.record("nothing was searched for")
            return
        }
        rig.press("Esc")
        rig.handle(.found(revision: revision, place: 17))
        #expect(rig.state.panes.records.viewport.cursor == 0)
        rig.handle(.found(revision: revision, place: nil))
        #expect(rig.state.message == nil)
    }

    @Test func wideLettersAreMarkedWhole() throws {
        var setting = State.Setting()
        setting.lookup = try LookupTable(parsing: Bytes("dstport,protocol,tag\n22,tcp,a日本b\n".utf8))
        var rig = Rig(Bytes(TestLogs.record(22).utf8), setting, size: Size(rows: 24, columns: 80))
        rig.press("/ \"日本\" Enter")
        let row = Array(rig.state.frame().row(4))
        #expect(row[1...6].map { $0.style.role == .match } == [false, true, true, true, true, false])
    }
}
