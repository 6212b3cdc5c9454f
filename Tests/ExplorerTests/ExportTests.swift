import FlowLogs
import Screen
import Testing

@testable import Explorer

/// What is exported is what is on the screen.
struct ExportTests {
    private func reports(_ effect: Effect?) -> (folder: Bytes, reports: CountReports, isSafe: Bool)? {
        guard case .exportReports(let folder, let reports, let isSafe)? = effect else { return nil }
        return (folder, reports, isSafe)
    }

    private func expected(_ filter: String, _ share: Double = 1) throws -> CountReports {
        let lookup = try TestLogs.setting().lookup
        let filter = try FilterSyntax.parse(Bytes(filter.utf8), tags: lookup.tags)
        return Evaluations.summary(of: try TestLogs.sample("flow.log").loaded(share), filter, lookup)
            .reports(lookup: lookup)
    }

    @Test(arguments: [
        ("", ""), ("& \"udp\" Enter", "udp"), ("& \"udp\" Enter x", ""), ("& \"udp\" Enter X", ""),
        ("Enter", "tag = Untagged"), ("+ 3 / \"1\"", "tag = Untagged"), ("m m s 1", ""), ("? ", ""),
    ])
    func theReportsAreThoseOfTheView(_ keys: String, _ filter: String) throws {
        var rig = try Rig.sample()
        rig.press(keys)
        if rig.state.prompt != nil { rig.press("Esc") }
        rig.press("e Enter")
        #expect(rig.exports.count == 1)
        let written = try #require(reports(rig.exports.last))
        #expect(try written.reports == expected(filter))
        #expect(written.reports.tags.reduce(0) { $0 + $1.count } == rig.flows)
        #expect(written.folder == Bytes(".".utf8))
        #expect(!written.isSafe)
        #expect(rig.screen.contains("Wrote ./tag_counts-T.csv (\(written.reports.tags.count.counted("row")))"))
    }

    @Test func anAnswerThatIsMissingIsWaitedFor() throws {
        var rig = try Rig.sample()
        rig.press("hold & \"udp\" Enter e Enter")
        #expect(rig.exports.isEmpty)
        rig.press("release")
        #expect(try reports(rig.exports.last)?.reports == expected("udp"))
        #expect(rig.exports.count == 1)
        // Of a condition that has changed meanwhile nothing is written: nobody asked for what comes on the screen.
        rig.press("hold = e Enter 2 + release")
        #expect(rig.exports.count == 1)
        #expect(rig.screen.contains("Not written: the conditions have changed."))
        #expect(rig.state.waitingExports.isEmpty)
    }

    @Test func afterGoingBackItIsThatOfTheWholeAgain() throws {
        var rig = try Rig.sample(share: 0.5)
        rig.press("Enter")
        rig.load(1)
        rig.press("hold Backspace e Enter")
        #expect(rig.exports.isEmpty, "what is on the screen is from before the log grew")
        rig.press("release")
        #expect(try reports(rig.exports.last)?.reports == expected(""))
    }

    @Test func whileLoadingItIsWhatWasLoaded() throws {
        var rig = try Rig.sample(share: 0.5)
        rig.press("e Enter")
        #expect(try reports(rig.exports.last)?.reports == expected("", 0.5))
    }

    @Test func theFolderIsTakenByteForByte() throws {
        var setting = try TestLogs.setting()
        setting.folder = Bytes("/tmp/caf".utf8) + [0xE9, 0x1B] + Bytes("/out".utf8)
        var rig = try Rig(TestLogs.sample("flow.log"), setting, size: Size(rows: 24, columns: 80))
        rig.press("e")
        #expect(rig.screen.contains("/tmp/caf<E9>^[/out"))
        rig.press("Enter")
        #expect(reports(rig.exports.last)?.folder == setting.folder)
        rig.press("E Enter")
        guard case .exportRecords(let folder, let matches)? = rig.exports.last else {
            Issue.record("no records were exported")
            return
        }
        #expect(folder == setting.folder)
        #expect(matches.count == 4000)
        rig.press("e ^u \"other\" Enter")
        #expect(reports(rig.exports.last)?.folder == Bytes("other".utf8))
        rig.press("e ^u Enter")
        #expect(reports(rig.exports.last)?.folder == Bytes(".".utf8))
        rig.press("e ^u Esc")
        #expect(rig.exports.count == 4)
    }

    @Test func recordsAreThoseOfTheView() throws {
        var rig = try Rig.sample()
        rig.press("hold & \"22/tcp\" Enter E Enter")
        #expect(rig.exports.isEmpty)
        rig.press("release")
        guard case .exportRecords(_, let matches)? = rig.exports.last else {
            Issue.record("no records were exported")
            return
        }
        #expect(matches.count == 157)
    }

    private func hostile() throws -> Rig {
        var setting = State.Setting()
        setting.lookup = try LookupTable(parsing: TestLogs.hostile.lookup)
        return Rig(TestLogs.hostile.log, setting, size: Size(rows: 24, columns: 80))
    }

    @Test func formulasAreAskedAbout() throws {
        var rig = try hostile()
        rig.press("e Enter")
        #expect(rig.exports.isEmpty)
        #expect(rig.lastLine.contains("formula"))
        rig.press("Enter j")
        #expect(rig.exports.isEmpty, "only an answer is one")
        rig.press("y")
        #expect(reports(rig.exports.last)?.isSafe == true)
        rig.press("e Enter n")
        #expect(reports(rig.exports.last)?.isSafe == false)
        rig.press("e Enter Esc")
        #expect(rig.exports.count == 2)
        // Where no tag is one, nothing is asked.
        rig.press("& \"443/tcp\" Enter e Enter")
        #expect(rig.exports.count == 3)
    }

    @Test func formulasThatAreStillToComeAreAskedAbout() throws {
        var rig = try hostile()
        rig.press("& \"443/tcp\" Enter hold = e Enter")
        #expect(rig.lastLine.contains("formula"))
        rig.press("y release")
        #expect(reports(rig.exports.last)?.isSafe == true)
        #expect(reports(rig.exports.last)?.reports.tags.count == 3)
    }

    @Test func aFailureIsSaidAndHarmless() throws {
        var rig = try Rig.sample()
        rig.handle(.exported(.failed(path: Bytes("a\u{1B}b".utf8), message: "no\u{7} room")))
        #expect(rig.messageLine == " a^[b: no^G room; nothing was written.")
    }
}
