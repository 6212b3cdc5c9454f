import Foundation

/// A folder for one test, removed with all that is in it when the test is over.
final class Scratch: Sendable {
    let url = FileManager.default.temporaryDirectory.appending(path: "weir-test-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: url) }

    /// Writes a file, in folders that are made for it.
    func write(_ name: String, _ content: some DataProtocol) throws {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(content).write(to: file)
    }

    /// Writes a text file.
    func write(_ name: String, _ text: String) throws { try write(name, Data(text.utf8)) }

    /// The text of a file; nil when it is not there.
    func text(_ name: String) -> String? {
        (try? Data(contentsOf: url.appending(path: name))).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The names of everything in a folder, hidden files too.
    func names(in folder: String = ".") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: url.appending(path: folder).path).sorted()
    }

    /// Runs `weir` in this folder.
    func weir(
        _ arguments: String..., stdin: Data? = nil, environment: [String: String] = [:]
    ) async throws -> Weir.Outcome {
        try await Weir.run(arguments, stdin: stdin, in: url, environment: environment)
    }

    /// Runs a line of shell in this folder.
    func shell(_ line: String, environment: [String: String] = [:]) async throws -> Weir.Outcome {
        try await Weir.shell(line, in: url, environment: environment)
    }
}

/// Flow logs and lookup tables for tests.
enum Sample {
    /// A record of version 2.
    static func record(_ dstport: Int, _ ipProtocol: Int = 6, action: String = "ACCEPT") -> String {
        "2 123456789010 eni-0a1b2c3d 10.0.1.201 198.51.100.2 49153 \(dstport) \(ipProtocol) 12 4810 "
            + "1620129611 1620129668 \(action) OK\n"
    }

    /// A line that is no record, by its number of fields.
    static let malformed = "2 123456789010 eni-0a1b2c3d 10.0.1.201\n"

    /// A record that AWS delivers when nothing flowed.
    static let nodata = "2 123456789010 eni-0a1b2c3d - - - - - - - 1620129600 1620129660 - NODATA\n"

    /// Two records of port 443, one of 22, one of 5353/udp.
    static let log = record(443) + record(22, action: "REJECT") + record(443) + record(5353, 17)

    /// A table that has 443 and 22, but not 5353.
    static let lookup = "dstport,protocol,tag\n443,tcp,web\n22,tcp,shell\n25,tcp,mail\n"

    /// The reports of `log` with `lookup`.
    static let tags = "Tag,Count\nweb,2\nUntagged,1\nshell,1\n"
    static let ports = "Port,Protocol,Count\n443,tcp,2\n22,tcp,1\n5353,udp,1\n"

    /// The names of the reports.
    static let reports = ["port_protocol_counts.csv", "tag_counts.csv"]

    /// Text as gzip, in one member.
    static func gzip(_ text: String) async throws -> Data {
        let scratch = try Scratch()
        try scratch.write("text", text)
        return try await scratch.shell("gzip -nc text").output
    }
}

extension Scratch {
    /// A folder with `a.log` and `t.csv`, whose reports are known.
    static func withSample() throws -> Scratch {
        let scratch = try Scratch()
        try scratch.write("a.log", Sample.log)
        try scratch.write("t.csv", Sample.lookup)
        return scratch
    }

    /// Whether both reports are here, whatever is in them.
    func hasReports() throws -> Bool { try names().filter { $0.hasSuffix("_counts.csv") } == Sample.reports }

    /// Whether both reports of the sample are in a folder, and nothing else that the program may have left.
    func hasSampleReports(in folder: String = ".") throws -> Bool {
        let made = try names(in: folder).filter { !["a.log", "t.csv"].contains($0) }
        return made == Sample.reports && text("\(folder)/tag_counts.csv") == Sample.tags
            && text("\(folder)/port_protocol_counts.csv") == Sample.ports
    }
}
