import FlowLogs
import Screen
import Testing

@testable import Explorer

/// A first session of someone who knows nothing but what the screen says.
struct NoviceSessionTests {
    /// A user who presses only keys that were seen before: on the last lines of the screen, or on the page of help.
    private struct Novice {
        var rig: Rig
        var presses = 0
        /// The last lines of all screens so far, and the lines of help that were read.
        private var seen: [String] = []

        init(_ rig: Rig) {
            self.rig = rig
            look()
        }

        /// Whether a key was named as a word of its own.
        private func isKnown(_ key: String) -> Bool {
            seen.contains { $0.split { $0 == " " || $0 == "," }.contains(Substring(key)) }
        }

        private mutating func look() {
            let lines = rig.lines
            seen += lines[2].contains("─ Help ─") ? lines[3...] : lines.suffix(2)
        }

        mutating func press(_ keys: String...) {
            for key in keys {
                #expect(isKnown(key), "\(key) is nowhere on the screen:\n\(rig.screen)")
                presses += 1
                rig.press(["→": "Right", "↓": "Down"][key] ?? key)
                look()
            }
        }

        /// Types a text; what is typed is no key.
        mutating func type(_ text: String) {
            presses += text.unicodeScalars.count
            rig.press("\"\(text)\"")
            look()
        }
    }

    @Test func fromTheStartToTheReports() throws {
        var novice = Novice(try Rig.sample())
        let lookup = novice.rig.state.lookup
        let log = try TestLogs.sample("flow.log")

        // The tag with the most bytes.
        novice.press("m", "m")
        let all = Evaluations.summary(of: log, nil, lookup)
        let top = try #require(all.tags.max { $0.aggregate.all.bytes < $1.aggregate.all.bytes })
        #expect(novice.rig.screen.contains("Bytes▼"))
        #expect(novice.rig.lines[4].hasPrefix("▌\(top.tag.bytes.shown) "))
        #expect(novice.rig.lines[4].contains(" \(top.aggregate.all.bytes.grouped) "))
        novice.press("m")

        // The port that was rejected most: the prompt itself says how to write it.
        novice.press("&")
        #expect(novice.rig.lastLine.contains("reject"))
        novice.type("reject")
        novice.press("Enter")
        let rejected = Evaluations.summary(
            of: log, try FilterSyntax.parse(Bytes("action = REJECT".utf8), tags: []), lookup)
        let port = try #require(rejected.reports(lookup: lookup).ports.first)
        #expect(novice.rig.lines[1].contains("all ▸ reject"))
        #expect(novice.rig.lines[1].contains("\(rejected.total.all.flows.grouped) flows"))
        novice.press("Tab")
        #expect(novice.rig.lines[2].hasPrefix("─ Tags"))
        let row = try #require(novice.rig.lines.first { $0.hasPrefix("▌") && $0.contains(" \(port.key.port)  ") })
        #expect(row.contains(" \(port.key.ipProtocol.name) "))
        #expect(row.contains(" \(port.count.grouped) "))
        #expect(row.hasSuffix("100.0%"))

        // Its records, of the address that is in the first one. How to get to the column, help says.
        novice.press("Enter")
        #expect(novice.rig.lines[1].contains("▸ 2 \(port.key.port)/\(port.key.ipProtocol.name)"))
        novice.press("?")
        #expect(novice.rig.screen.contains("one column to the right"))
        novice.press("q", "→", "+")
        let record = try #require(novice.rig.state.panes.records.selected)
        let address = Bytes(value: record.value(of: .srcaddr)).shown
        #expect(novice.rig.crumbs.last == "srcaddr = \(address)")
        let text = "action = REJECT and \(port.key.port)/\(port.key.ipProtocol.name) and srcaddr = \(address)"
        let filter = try FilterSyntax.parse(Bytes(text.utf8), tags: [])
        let fresh = Evaluations.summary(of: log, filter, lookup)
        #expect(areEqual(novice.rig.state.view, fresh))
        #expect(novice.rig.screen.contains("─ Records \(fresh.matches.count.grouped) "))
        for line in novice.rig.lines.filter({ $0.contains(" REJECT") }) { #expect(line.contains(" \(address) ")) }

        // Both reports.
        novice.press("e", "Enter")
        guard case .exportReports(_, let reports, _)? = novice.rig.exports.last else {
            Issue.record("nothing was exported")
            return
        }
        #expect(reports == fresh.reports(lookup: lookup))
        #expect(novice.rig.screen.contains("Wrote ./tag_counts-T.csv"))
        #expect(novice.rig.screen.contains("port_protocol_counts-T.csv"))

        // And out.
        novice.press("q", "q", "q", "q")
        #expect(novice.rig.hasQuit)
        #expect(novice.presses < 40)
    }

    @Test func everyHintDoesSomething() throws {
        for place in ["", "Tab", "3", "Enter", "+", "3 Enter", "?", "!"] {
            var rig = try Rig.sample(columns: 160, rows: 50)
            rig.press(place)
            let keys = rig.lastLine.split(separator: "  ").compactMap { $0.split(separator: " ").first }
            #expect(keys.count >= 3)
            for key in keys {
                var other = rig
                other.press(String(key))
                let isOther = other.state.frame() != rig.state.frame() || other.hasQuit
                #expect(isOther, "\(key) after \(place)")
                #expect(other.state.message?.text.contains("nothing to") != true, "\(key) after \(place)")
            }
        }
    }
}
