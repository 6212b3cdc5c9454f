import FlowLogs
import Foundation

@testable import Explorer

/// Logs and lookup tables for the explorer's tests.
enum TestLogs {
    /// The folder of the package.
    static let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func sample(_ name: String) throws -> Bytes {
        Bytes(try Data(contentsOf: package.appending(path: "samples/\(name)")))
    }

    /// A record of version 2; times count up with `second`.
    static func record(
        _ dstport: Int, _ ipProtocol: Int = 6, from source: String = "10.0.1.201",
        to destination: String = "198.51.100.2",
        packets: String = "12", bytes: String = "4810", action: String = "ACCEPT", interface: String = "eni-0a1b2c3d",
        second: Int = 0
    ) -> String {
        "2 123456789010 \(interface) \(source) \(destination) 49153 \(dstport) \(ipProtocol) \(packets) \(bytes) "
            + "\(1_620_129_611 + second) \(1_620_129_668 + second) \(action) OK\n"
    }

    static let nodata = "2 123456789010 eni-0a1b2c3d - - - - - - - 1620129600 1620129660 - NODATA\n"
    static let skipdata = "2 123456789010 eni-0a1b2c3d - - - - - - - 1620129600 1620129660 - SKIPDATA\n"

    /// Bytes that would act on a terminal, or deceive its reader, in every place where text can be.
    static let hostile: (log: Bytes, lookup: Bytes) = {
        let escape = "\u{1B}]0;owned\u{07}\u{1B}[2J"
        var log = Bytes()
        for (index, name) in ["eni-\u{1B}[31m", "eni-\u{202E}abc", "eni-\u{200B}\u{FEFF}", "eni-日本語", "eni-e\u{301}e"]
            .enumerated()
        {
            log += record(22, interface: name, second: index).utf8
        }
        log += Bytes("2 123456789010 ".utf8) + [0x9B, 0xFF, 0xC0] + Bytes(" 10.0.0.1 10.0.0.2 1 443 6 1 1 ".utf8)
        log += "1620129611 1620129668 ACC\u{1B}[7mEPT OK\n".utf8
        log += "\(escape) not a record\n".utf8
        log += (record(80) + nodata + skipdata).utf8
        var lookup = Bytes("dstport,protocol,tag\n22,tcp,\"a\(escape)\nb\"\n443,tcp,".utf8)
        lookup += [0x9B, 0xFF] + Bytes("\u{202E}=HYPERLINK()\n80,tcp,=cmd\n".utf8)
        return (log, lookup)
    }()

    /// The lookup table of the samples.
    static func setting() throws -> State.Setting {
        var setting = State.Setting()
        setting.lookup = try LookupTable(parsing: sample("lookup.csv"))
        return setting
    }
}
