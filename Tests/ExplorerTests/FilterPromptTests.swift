import FlowLogs
import Screen
import Testing

@testable import Explorer

/// The filter as it is typed.
struct FilterPromptTests {
    @Test func everyLetterCounts() throws {
        var rig = try Rig.sample()
        rig.press("&")
        let log = try TestLogs.sample("flow.log")
        for (index, letter) in "action = REJECT and dstport < 1024".unicodeScalars.enumerated() {
            rig.handle(.key(.character(letter)))
            guard rig.state.prompt?.error == nil else { continue }
            let typed = String("action = REJECT and dstport < 1024".prefix(index + 1))
            let filter = try FilterSyntax.parse(Bytes(typed.utf8), tags: rig.state.lookup.tags)
            let fresh = Evaluations.summary(of: log, filter, rig.state.lookup)
            #expect(areEqual(rig.state.view, fresh), "\(typed)")
            #expect(rig.screen.contains("\(fresh.matches.count.counted("record")).  Enter keeps it"), "\(typed)")
        }
        rig.press("Enter")
        #expect(rig.crumbs == ["action = REJECT and dstport < 1024"])
        #expect(rig.state.prompt == nil)
    }

    @Test(arguments: [
        ("dstprot = 22", "^^^^^^^", 0), ("reject and dstport = 70000", "^^^^^", 21),
        ("tag = '日本' and nofield = 1", "^^^^^^^", 17),
        ("reject and (udp", "^", 11), ("reject ) udp", "^", 7),
    ])
    func aMistakeKeepsWhatWasThereAndShowsItsPlace(_ text: String, _ carets: String, _ column: Int) throws {
        var rig = try Rig.sample()
        rig.press("& \"reject\"")
        let rejected = rig.flows
        rig.press("^u")
        rig.handle(.paste(text))
        #expect(rig.state.prompt?.error != nil)
        let lines = rig.lines
        let input = try #require(lines.firstIndex { $0.hasPrefix(" filter: ") })
        let start = " filter: ".count
        let marked = lines[input + 1]
        #expect(marked.drop { $0 == " " }.allSatisfy { $0 == "^" })
        #expect(marked.prefix { $0 == " " }.count - start == column, "\(marked)")
        #expect(marked.contains(carets), "\(marked)")
        #expect(!lines[input + 2].isEmpty)
        rig.press("Enter")
        #expect(rig.state.prompt != nil, "a mistake is not taken")
        rig.press("^u")
        rig.handle(.paste("reject"))
        #expect(rig.flows == rejected)
    }

    @Test func aMistakeAtTheEndKeepsTheLastAnswer() throws {
        var rig = try Rig.sample()
        rig.press("& \"reject\"")
        let rejected = rig.flows
        rig.press("\" and (\"")
        #expect(rig.state.prompt?.error != nil)
        #expect(rig.flows == rejected)
    }

    @Test(arguments: BackTests.places, ["\"udp\"", "\"reject and (\"", "\"udp\" ^u", "\"dstport = 1\" ^u"])
    func escBringsBackWhatWasThere(_ place: String, _ typed: String) throws {
        var rig = try Rig.small()
        rig.press(place)
        rig.press("3 j j j j")
        let (mark, frame) = (PlaceMark(rig), rig.state.frame())
        rig.press("& \(typed) Esc")
        #expect(rig.crumbs.isEmpty)
        #expect(PlaceMark(rig) == mark)
        #expect(rig.state.frame() == frame)
    }

    @Test func escFromTheFilterLeadsBackToTheRecord() throws {
        var rig = try Rig.small()
        rig.press("3 Enter j j")
        let frame = rig.state.frame()
        rig.press("& \"udp\" Esc")
        #expect(rig.state.frame() == frame)
    }

    @Test func theLastConditionIsEdited() throws {
        var rig = try Rig.sample()
        rig.press("& \"reject\" Enter")
        let rejected = rig.flows
        rig.press("& \" and udp\" Enter")
        #expect(rig.crumbs == ["reject and udp"])
        #expect(rig.flows < rejected)
        rig.press("& ^u Enter")
        #expect(rig.crumbs.isEmpty)
        #expect(rig.flows == 3978)
        // One that was no text of the prompt is left alone.
        rig.press("+ & \"reject\" Enter")
        #expect(rig.crumbs == ["tag = Untagged", "reject"])
    }

    @Test func anEmptyFilterIsNone() throws {
        var rig = try Rig.sample()
        for keys in [
            "& Enter", "& \"   \" Enter", "& Backspace", "& \"a\" Backspace Backspace", "& ^c", "F4 ^g", "\\ Esc",
        ] {
            rig.press(keys)
            #expect(rig.state.prompt == nil, "\(keys)")
            #expect(rig.crumbs.isEmpty, "\(keys)")
        }
        #expect(!rig.hasQuit)
    }

    @Test func pastedTextIsTyped() throws {
        var rig = try Rig.sample()
        rig.handle(.paste("q"))
        #expect(rig.state.prompt == nil)
        #expect(!rig.hasQuit, "pasted text is no key")
        rig.press("&")
        rig.handle(.paste("dstport = 22\nand\treject\u{1B}[A"))
        #expect(rig.state.prompt?.editor.text == "dstport = 22 and reject [A")
        rig.press("Esc x")
        rig.press("+ + x")
        rig.handle(.paste("1"))
        #expect(rig.state.prompt?.kind == .toggle, "where a key is asked for, pasted text is no answer")
    }
}
