import FlowLogs
import Foundation
import Screen
import Testing

@testable import Explorer

/// Whole screens, kept under `Screens/`: what was loaded, a size, keys, and what must then be seen.
///
/// A new screen is a new file with only its head; `RECORD=1 swift test --filter ScreenTests` fills it in, and fails:
/// what was recorded has to be looked at before it counts as right.
struct ScreenTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Screens")
    static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.filter { $0.hasSuffix(".screen") }.sorted()
    }()

    @Test(arguments: names)
    func isAsKept(_ name: String) throws {
        let file = Self.folder.appending(path: name)
        let kept = try String(contentsOf: file, encoding: .utf8)
        let head = ScreenFile(kept)
        let drawn = try head.rig().state.frame()
        let text = head.text + ScreenFile.body(of: head.isASCII ? drawn.ascii : drawn)
        if Self.isRecording, text != kept {
            try text.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("recorded \(name): look at it, then run without RECORD")
        }
        #expect(text == kept, "\(name)")
    }

    @Test func thereAreScreens() { #expect(Self.names.count > 40) }
}

/// The head of a screen file: lines of `word: value` up to the screen itself.
struct ScreenFile {
    let text: String
    private var values: [String: String] = [:]

    init(_ content: String) {
        var head: [String] = []
        for line in content.split(separator: "\n", omittingEmptySubsequences: false) {
            guard let colon = line.firstIndex(of: ":"), !line.hasPrefix("+") else { break }
            head.append(String(line))
            values[String(line[..<colon])] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        text = head.map { $0 + "\n" }.joined()
    }

    /// Whether the screen is that of a terminal without Unicode.
    var isASCII: Bool { values["locale"] == "C" }

    /// The explorer after the keys were pressed.
    func rig() throws -> Rig {
        let numbers = (values["size"] ?? "").split(separator: "x").compactMap { Int($0) }
        let size = Size(rows: numbers.last ?? 24, columns: numbers.first ?? 80)
        var setting = try TestLogs.setting()
        if let text = values["where"] {
            let filter = try FilterSyntax.parse(Bytes(text.utf8), tags: setting.lookup.tags)
            setting.filters = [(Bytes(text.utf8), filter)]
        }
        if values["zone"] != nil { setting.offsets = TimeOffsets([(.min, 3600), (1_616_893_200, 7200)]) }
        let log: Bytes
        switch values["log"] ?? "flow.log" {
        case "hostile":
            log = TestLogs.hostile.log
            setting.lookup = try LookupTable(parsing: TestLogs.hostile.lookup)
        case "empty": log = []
        case "nothing counted": log = Bytes((TestLogs.nodata + TestLogs.skipdata).utf8)
        case let name: log = try TestLogs.sample(name)
        }
        let share = values["loaded"].flatMap { Double($0.dropLast()) }.map { $0 / 100 } ?? 1
        var rig = Rig(log, name: values["log"] ?? "flow.log", setting, size: size, share: share)
        if let problem = values["problem"] {
            rig.tell {
                $0.problems = [.init(name: Bytes("AWSLogs/b.log.gz".utf8), message: problem)]
                $0.notes = [Bytes("lookup.csv: warning: row 7 rejected: no protocol is called tpc".utf8)]
                $0.unreadable = [.srcaddr: 3]
                $0.unkept = 1000
            }
        }
        rig.press(values["keys"] ?? "")
        return rig
    }

    /// A screen as text: its cells between rulers, then their styles.
    static func body(of grid: Grid) -> String {
        let ruler = "+" + String(repeating: "-", count: grid.size.columns) + "+\n"
        let cursor = grid.cursor.map { "+ cursor in row \($0.row), column \($0.column)\n" } ?? ""
        return ruler + grid.lines.map { "|" + $0 + "\n" }.joined() + ruler + cursor
            + grid.styleLines.map { "|" + $0 + "\n" }.joined() + ruler
    }
}
