import FlowLogs
import Foundation
import Testing

@testable import FlowEngine

struct InputListTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The inputs that some paths in the folder lead to, as paths in the folder.
    private func list(_ names: String...) -> InputList { InputList(names.map { folder.bytes($0) }) }

    private func names(_ list: InputList) -> [String] { list.inputs.map { name($0.name) } }

    private func name(_ path: Bytes) -> String {
        String(String(decoding: path, as: UTF8.self).dropFirst(folder.path.utf8.count + 1))
    }

    @Test("Folders are walked in the order of the bytes of the whole path")
    func order() throws {
        let files = ["b", "a/2", "a/10", "a.log", "a-b/x", "Z", "é", "a/c/d/e", "a/c.log", "a0"]
        for file in files { try folder.write("logs/\(file)", "x") }
        let sorted = files.map { "logs/\($0)" }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        #expect(names(list("logs")) == sorted)
        #expect(names(list("logs/")).map { $0.replacing("//", with: "/") } == sorted)
        #expect(list("logs").totalBytes == files.count)
    }

    @Test("Given paths keep their order")
    func givenOrder() throws {
        for file in ["b", "a"] { try folder.write(file, "xy") }
        #expect(names(list("b", "a")) == ["b", "a"])
        #expect(list("b", "a").totalBytes == 4)
    }

    @Test("Names that start with a dot or an underscore are left out of folders, and taken when given")
    func hiddenNames() throws {
        for file in ["logs/.hidden", "logs/_SUCCESS", "logs/_temporary/x", "logs/.git/x", "logs/a_", "logs/b.c"] {
            try folder.write(file, "x")
        }
        #expect(names(list("logs")) == ["logs/a_", "logs/b.c"])
        #expect(names(list("logs/.hidden", "logs/_temporary")) == ["logs/.hidden", "logs/_temporary/x"])
    }

    @Test("Each real file once, whatever its names")
    func repeated() throws {
        try folder.write("logs/a", "xyz")
        try folder.write("logs/c", "x")
        try folder.link("logs/b", to: "a")
        try FileManager.default.linkItem(atPath: "\(folder.path)/logs/a", toPath: "\(folder.path)/logs/d")
        let list = list("logs/c", "logs", "logs/a")
        #expect(names(list) == ["logs/c", "logs/a"])
        #expect(list.repeated.map(name) == ["logs/b", "logs/c", "logs/d", "logs/a"])
        #expect(list.totalBytes == 4)
    }

    @Test("Folders that contain themselves end")
    func cycles() throws {
        try folder.write("logs/a/x", "x")
        try folder.link("logs/a/up", to: "..")
        try folder.link("logs/a/self", to: ".")
        try folder.link("logs/b", to: "a")
        #expect(names(list("logs")) == ["logs/a/x"])
        #expect(names(list("logs", "logs/b")) == ["logs/a/x"])
    }

    @Test("A folder with nothing to read, and what is not there, are inputs that say so")
    func failures() throws {
        try folder.write("empty/.hidden", "x")
        try folder.write("full/sub/.hidden", "x")
        try folder.write("full/x", "x")
        try folder.link("full/dangling", to: "nowhere")
        let list = list("empty", "missing", "full")
        #expect(names(list) == ["empty", "missing", "full/dangling", "full/x"])
        #expect(list.inputs[0].failure == .emptyFolder)
        #expect(list.inputs[1].failure == .cannotOpen(SystemError(code: ENOENT)))
        #expect(list.inputs[2].failure == .cannotOpen(SystemError(code: ENOENT)))
        #expect(list.inputs[3].failure == nil)
    }

    @Test("Standard input once; any other name with a dash is a file")
    func standardInput() throws {
        let dash = Bytes("-".utf8)
        let list = InputList([dash, try folder.write("-", "x"), dash])
        #expect(list.inputs.map(\.isStandardInput) == [true, false])
        #expect(list.totalBytes == nil)
    }

    @Test("Names are bytes")
    func anyName() throws {
        let path = folder.bytes("") + [0xFF, 0x0A, 0x20]
        let opened = open(path.cPath, O_CREAT | O_WRONLY, 0o600)
        try #require(opened >= 0)
        close(opened)
        #expect(InputList([Bytes(folder.path.utf8)]).inputs.map(\.name) == [path])
        #expect(InputList.exists(path))
        #expect(!InputList.exists(path + [0x78]))
    }

    @Test("A pipe in a folder is not waited for")
    func pipes() throws {
        try folder.write("logs/x", "x")
        try #require(mkfifo(folder.bytes("logs/pipe").cPath, 0o600) == 0)
        #expect(names(list("logs")) == ["logs/x"])
        #expect(names(list("logs/pipe")) == ["logs/pipe"])
        #expect(list("logs/pipe").totalBytes == nil)
    }

    @Test("A folder all of whose files were read before is not called empty")
    func walkedBefore() throws {
        try folder.write("a/b/x", "x")
        let list = list("a/b", "a")
        #expect(names(list) == ["a/b/x"])
        #expect(list.inputs.allSatisfy { $0.failure == nil })
    }

    @Test("The lookup table is no log where it merely lies among logs")
    func lookupAmongLogs() throws {
        for file in ["logs/a.log", "logs/lookup.csv"] { try folder.write(file, "x") }
        let lookup = folder.bytes("logs/lookup.csv")
        #expect(names(InputList([folder.bytes("logs")], lookup: lookup)) == ["logs/a.log"])
        #expect(names(InputList([lookup], lookup: lookup)) == ["logs/lookup.csv"])
    }

    @Test("Sizes whose sum no number holds are no sum")
    func hugeFiles() throws {
        for file in ["a", "b"] {
            try folder.write(file, "x")
            // Sparse, and as large as the file system allows; where that is little, the sum is just right.
            for size in [Int64.max, 1 << 43] where truncate("\(folder.path)/\(file)", off_t(size)) == 0 { break }
        }
        #expect(list("a", "b").inputs.count == 2)
    }
}
