import FlowEngine
import FlowLogs

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Command-line arguments as text that keeps every byte.
///
/// File names are bytes, but the argument parser takes Strings, and those cannot hold what is not UTF-8. So a byte that
/// belongs to no UTF-8 sequence travels as a scalar of a private-use range, and so do the bytes of a character that
/// is itself in that range: what arrives is what was typed.
enum ArgumentBytes {
    /// The first scalar of the range: byte b is U+10F700 + b.
    private static let base: UInt32 = 0x10F700

    /// The arguments of this process, without its name.
    static var all: [String] {
        var arguments: [String] = []
        for index in 1..<max(1, Int(CommandLine.argc)) {
            guard let argument = CommandLine.unsafeArgv[index] else { break }
            arguments.append(
                text(
                    of: Bytes(
                        UnsafeBufferPointer(start: argument, count: length(argument)).map(UInt8.init(bitPattern:)))))
        }
        return arguments
    }

    /// Text from which `bytes(of:)` gives the bytes back.
    static func text(of bytes: Bytes) -> String {
        var text = String.UnicodeScalarView()
        var rest = bytes[...]
        while let first = rest.first {
            var iterator = rest.makeIterator()
            var decoder = UTF8()
            if case .scalarValue(let scalar) = decoder.decode(&iterator), !isCarrier(scalar) {
                text.append(scalar)
                rest = rest.dropFirst(UTF8.width(scalar))
            } else {
                if let carrier = Unicode.Scalar(base + UInt32(first)) { text.append(carrier) }
                rest = rest.dropFirst()
            }
        }
        return String(text)
    }

    /// The bytes that an argument had, or the UTF-8 of any other text.
    static func bytes(of text: String) -> Bytes {
        var bytes = Bytes()
        for scalar in text.unicodeScalars {
            if isCarrier(scalar) {
                bytes.append(UInt8(truncatingIfNeeded: scalar.value - base))
            } else {
                UTF8.encode(scalar).map { bytes.append(contentsOf: $0) }
            }
        }
        return bytes
    }

    private static func isCarrier(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= base && scalar.value <= base + 0xFF
    }

    private static func length(_ text: UnsafePointer<CChar>) -> Int {
        var length = 0
        while text[length] != 0 { length += 1 }
        return length
    }
}

extension PathBytes {
    /// The path with `~/` at its start replaced by the home folder, as people type it at a prompt.
    var expandingHome: PathBytes {
        guard self == Bytes("~".utf8) || starts(with: "~/".utf8), let home = getenv("HOME") else { return self }
        let folder = UnsafeBufferPointer(start: home, count: strlen(home)).map(UInt8.init(bitPattern:))
        return folder + dropFirst()
    }
}
