import FlowLogs
import Foundation
import Testing

@testable import FlowEngine

struct ReportFolderTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static var reports: [ReportFile] {
        [
            ReportFile("one", Bytes("first\n".utf8)),
            ReportFile("two", pieces: [Bytes("sec".utf8), Bytes("ond\n".utf8)]),
        ]
    }

    /// Writes two reports; their names within the folder, or the message of the failure.
    private func write(
        _ naming: ReportFolder.Naming, to name: String = "", gate: () -> Bool = { true }
    ) -> Result<[String], ReportFailure> {
        Result { () throws(ReportFailure) in
            let paths = try ReportFolder(folder.bytes(name)).write(Self.reports, naming, gate: gate)
            return paths.map { String(decoding: $0, as: UTF8.self).dropFirst(folder.path.utf8.count + 1) }
                .map { String($0.drop { $0 == "/" }) }
        }
    }

    private func failure(_ result: Result<[String], ReportFailure>) -> String? {
        if case .failure(let failure) = result {
            String(decoding: failure.path, as: UTF8.self) + " " + failure.message
        } else {
            nil
        }
    }

    @Test func writesBoth() throws {
        #expect(try write(.plain).get() == ["one.csv", "two.csv"])
        #expect(folder.names == ["one.csv", "two.csv"])
        #expect(folder.content("one.csv") == "first\n")
        #expect(folder.content("two.csv") == "second\n")
    }

    @Test("A name that is taken stops both", arguments: ["one.csv", "two.csv"])
    func taken(name: String) throws {
        try folder.write(name, "old")
        let message = try #require(failure(write(.plain)))
        #expect(message.contains("/\(name) already exists"))
        #expect(folder.names == [name])
        #expect(folder.content(name) == "old")
    }

    @Test("A name taken in the last moment: nothing is left of the pair", arguments: ["one.csv", "two.csv"])
    func takenLate(name: String) throws {
        let result = write(.plain) { (try? folder.write(name, "other")) != nil }
        #expect(failure(result)?.contains("already exists") == true)
        #expect(folder.names == [name])
        #expect(folder.content(name) == "other")
    }

    @Test("What exists is replaced whole, links and all")
    func replacing() throws {
        try folder.write("one.csv", "a much longer text than the new one")
        try folder.write("target", "untouched")
        try folder.link("two.csv", to: "target")
        #expect(try write(.replacing).get() == ["one.csv", "two.csv"])
        #expect(folder.names == ["one.csv", "target", "two.csv"])
        #expect(folder.content("one.csv") == "first\n")
        #expect(folder.content("two.csv") == "second\n")
        #expect(folder.content("target") == "untouched")
    }

    @Test("A link in the way counts as taken, also one that leads nowhere", arguments: ["target", "nowhere"])
    func links(target: String) throws {
        try folder.write("target", "untouched")
        try folder.link("two.csv", to: target)
        #expect(failure(write(.plain)) != nil)
        #expect(folder.names == ["target", "two.csv"])
        #expect(folder.content("target") == "untouched")
    }

    @Test("A stamp that is taken gets a number, the same for both")
    func stamped() throws {
        #expect(try write(.stamped("S")).get() == ["one-S.csv", "two-S.csv"])
        #expect(try write(.stamped("S")).get() == ["one-S-2.csv", "two-S-2.csv"])
        try folder.write("two-S-3.csv", "old")
        #expect(try write(.stamped("S")).get() == ["one-S-4.csv", "two-S-4.csv"])
        #expect(folder.content("two-S-3.csv") == "old")
        #expect(!folder.names.contains("one-S-3.csv"))
    }

    @Test("A stamp taken in the last moment: the next one, for both")
    func stampedLate() throws {
        var isFirst = true
        _ = write(.stamped("S")) {
            defer { isFirst = false }
            return !isFirst || (try? folder.write("two-S.csv", "other")) != nil
        }
        #expect(folder.content("two-S.csv") == "other")
        #expect(folder.names == ["one-S-2.csv", "two-S-2.csv", "two-S.csv"])
    }

    @Test("Folders are made, with those above them")
    func makesFolders() throws {
        #expect(try write(.plain, to: "a/b/c").get() == ["a/b/c/one.csv", "a/b/c/two.csv"])
        #expect(try write(.plain, to: "d/").get() == ["d/one.csv", "d/two.csv"])
        #expect(folder.content("a/b/c/two.csv") == "second\n")
    }

    @Test("A path that is a file, or leads through one")
    func notAFolder() throws {
        try folder.write("file", "x")
        #expect(failure(write(.plain, to: "file"))?.contains("is a file") == true)
        #expect(failure(write(.plain, to: "file/x")) != nil)
        #expect(folder.names == ["file"])
        #expect(folder.content("file") == "x")
    }

    @Test("Stopped before the names are given: nothing is there")
    func gate() {
        for naming in [ReportFolder.Naming.plain, .replacing, .stamped("S")] {
            #expect(failure(write(naming) { false })?.contains("nothing was written") == true)
            #expect(folder.names.isEmpty)
        }
    }
}
