import FlowLogs
import Foundation

/// The files in `samples/`.
enum SampleFiles {
    static func bytes(_ name: String) throws -> Bytes {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return Bytes(try Data(contentsOf: root.appending(path: "samples/\(name)")))
    }

    /// A log with a line feed at its end, and no carriage return before it that the end of the input would drop.
    static func log(_ name: String) throws -> Bytes {
        let bytes = try bytes(name)
        return bytes.last == UInt8(ascii: "\n") ? bytes : bytes + [UInt8(ascii: "\n")]
    }
}
