import Screen
import Testing

@testable import Explorer

/// The one table of keys and commands.
struct CommandTableTests {
    /// What the contract of the explorer says of every key.
    private static let contract: [(keys: [Key], command: Command)] = [
        (["j", .down], .down), (["k", .up], .up), ([.pageDown, .control("f")], .pageDown),
        ([.pageUp, .control("b")], .pageUp), ([.control("u")], .halfUp), ([.control("d")], .halfDown),
        (["g", .home], .top), (["G", .end], .end), (["h", .left], .left), (["l", .right], .right),
        ([.enter], .drill), ([.backspace, .escape], .back), (["q"], .leave), (["Q", .function(10)], .quit),
        ([.tab], .nextPane), ([.backTab], .previousPane),
        (["1", "2", "3", "4", "5", "6", "7", "8", "9"], .pane),
        (["<"], .sortLeft), ([">"], .sortRight), (["I"], .reverse), (["s", .function(6)], .sort),
        (["&", "\\", .function(4)], .filter), (["+"], .onlyThis), (["-"], .notThis), (["x"], .toggle),
        (["X"], .suspendFilters), (["="], .clear), (["/"], .find), (["n"], .findNext), (["N"], .findPrevious),
        (["?", .function(1)], .help), ([":"], .commands), (["!"], .issues), (["e", .control("s")], .export),
        (["E"], .exportRecords), (["y"], .copy), (["m"], .metric), (["L"], .localTime), (["Z"], .zoom),
        ([.function(5)], .reload), ([.control("l")], .redraw), (["F"], .follow), ([.control("c")], .stop),
        ([.control("z")], .suspend),
    ]

    /// Keys that are kept for what is to come.
    private static let reserved: [Key] = ["B", "T", "t", "u", "U", "W", " ", "z"]

    @Test func everyKeyDoesWhatTheContractSays() {
        for (keys, command) in Self.contract {
            for key in keys { #expect(Keymap.command(of: key) == command, "\(key)") }
            #expect(Set(command.entry.keys) == Set(keys), "\(command) has no other keys")
        }
        #expect(Set(Self.contract.map(\.command)) == Set(Command.allCases))
    }

    @Test func reservedKeysAreFree() {
        for key in Self.reserved { #expect(Keymap.command(of: key) == nil, "\(key)") }
    }

    @Test func noKeyIsInTheTableTwice() {
        let keys = Command.allCases.flatMap(\.entry.keys)
        #expect(Set(keys).count == keys.count)
    }

    @Test(arguments: Command.allCases)
    func hasNameKeysAndHelp(_ command: Command) {
        let entry = command.entry
        #expect(!entry.name.isEmpty)
        #expect(entry.name.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D }, "\(entry.name)")
        #expect(!entry.help.isEmpty)
        #expect(!entry.keys.isEmpty)
        #expect(entry.hint?.isEmpty != true)
        #expect(!command.keyNames.isEmpty)
    }

    @Test func namesAreUnique() {
        let names = Command.allCases.map(\.entry.name)
        #expect(Set(names).count == names.count)
        let keyNames = Command.allCases.flatMap(\.entry.keys).map(\.name)
        #expect(Set(keyNames).count == keyNames.count)
    }

    @Test func theGroupsHoldEachCommandOnce() {
        let grouped = Command.groups.flatMap(\.commands)
        #expect(grouped.count == Command.allCases.count)
        #expect(Set(grouped) == Set(Command.allCases))
        #expect(Command.groups.allSatisfy { !$0.title.isEmpty })
    }

    @Test(arguments: Command.allCases)
    func isInTheReadmesTableAndInHelp(_ command: Command) throws {
        let line = try #require(
            Command.markdown.split(separator: "\n").first { $0.contains("| \(command.entry.name) |") })
        #expect(line.contains(command.entry.help))
        for key in command.keyNames { #expect(line.contains("`\(key)`")) }
        #expect(line.split(separator: "|", omittingEmptySubsequences: false).count == 5, "no cell is cut in two")
        let help = HelpSheet.lines.map(\.text)
        #expect(
            help.contains { $0.contains(command.keyNames.joined(separator: " ")) && $0.contains(command.entry.help) })
    }

    @Test func helpFitsIts80Columns() {
        for line in HelpSheet.lines {
            for (column, text, _) in line.pieces { #expect(column + text.columns <= 100, "\(text)") }
        }
        for command in Command.allCases {
            #expect(command.keyNames.joined(separator: " ").columns <= 15, "\(command): keys run into the help")
            #expect(18 + command.entry.help.columns < 80, "\(command)")
        }
    }
}
