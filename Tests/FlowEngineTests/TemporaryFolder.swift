import FlowLogs
import Foundation

/// A folder for one test, removed with all that is in it.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "weir-tests-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of something in the folder, as the system has it.
    func bytes(_ name: String) -> Bytes { Bytes("\(path)/\(name)".utf8) }

    /// Writes a file, and the folders that its name begins with; returns its path.
    @discardableResult
    func write(_ name: String, _ content: Bytes) throws -> Bytes {
        let url = URL(filePath: "\(path)/\(name)")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(content).write(to: url)
        return bytes(name)
    }

    @discardableResult
    func write(_ name: String, _ content: String = "") throws -> Bytes { try write(name, Bytes(content.utf8)) }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: "\(path)/\(name)", withDestinationPath: target)
    }

    func content(_ name: String) -> String? {
        FileManager.default.contents(atPath: "\(path)/\(name)").map { String(decoding: $0, as: UTF8.self) }
    }

    /// The names in the folder, hidden ones too, in order.
    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

    /// A file in `samples/`.
    static func sample(_ name: String) throws -> Bytes {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return Bytes(try Data(contentsOf: root.appending(path: "samples/\(name)")))
    }
}

/// A gzip member (RFC 1952) that holds text as it is, in stored blocks (RFC 1951).
func storedGzip(_ text: Bytes) -> Bytes {
    var member: Bytes = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    for start in stride(from: 0, to: text.count, by: 60_000) {
        let piece = text[start..<min(start + 60_000, text.count)]
        member += [0] + little(UInt32(piece.count), 2) + little(~UInt32(piece.count), 2) + piece
    }
    return member + [1, 0, 0, 0xFF, 0xFF] + little(checksum(text), 4) + little(UInt32(text.count), 4)
}

private func little(_ number: UInt32, _ bytes: Int) -> Bytes {
    (0..<bytes).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) }
}

/// CRC-32, bit by bit.
private func checksum(_ text: Bytes) -> UInt32 {
    var remainder = UInt32.max
    for byte in text {
        remainder ^= UInt32(byte)
        for _ in 0..<8 { remainder = remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1 }
    }
    return ~remainder
}
