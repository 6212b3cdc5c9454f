import Foundation
import Testing

@testable import FlowEngine

/// A pipe in a folder that says something only when the test does.
final class NamedPipe {
    let inputs: [Input]
    private let end: Int32
    private var isEnded = false

    init(in folder: TemporaryFolder, _ name: String = "pipe") throws {
        let path = "\(folder.path)/\(name)"
        try #require(mkfifo(path, 0o600) == 0)
        // Open for reading too, so that opening waits for nobody.
        end = open(path, O_RDWR | O_CLOEXEC)
        try #require(end >= 0)
        inputs = InputList([folder.bytes(name)]).inputs
    }

    deinit { finish() }

    /// Writes less than a pipe holds.
    func write(_ text: String) throws {
        let bytes = Array(text.utf8)
        try #require(bytes.withUnsafeBytes { Foundation.write(end, $0.baseAddress, $0.count) } == bytes.count)
    }

    /// Lets the reader see the end.
    func finish() {
        if !isEnded { close(end) }
        isEnded = true
    }
}
