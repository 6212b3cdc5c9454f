/// Writes JSON (RFC 8259) in the order it is told, which an encoder of dictionaries would not keep.
///
/// Commas are its business; that every object and array is closed again is the caller's.
public struct JSONWriter: Sendable {
    /// What was written so far.
    public private(set) var bytes = Bytes()

    private var needsComma = false

    /// An empty text.
    public init() {}

    /// Writes `{ ... }` with members from `name` and value calls in between.
    public mutating func object(_ members: (inout JSONWriter) -> Void) { enclose("{", "}", members) }

    /// Writes `[ ... ]` with value calls in between.
    public mutating func array(_ elements: (inout JSONWriter) -> Void) { enclose("[", "]", elements) }

    /// Writes a member's name; its value must follow.
    public mutating func name(_ name: String) {
        string(name.utf8)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// Writes a whole number.
    public mutating func number(_ number: UInt64) {
        separate()
        bytes.append(number: number)
    }

    /// Writes a whole number that is not negative, such as a count.
    public mutating func number(_ number: Int) { self.number(UInt64(clamping: number)) }

    /// Writes a duration in seconds with milliseconds.
    public mutating func seconds(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        number(UInt64(clamping: seconds))
        let milliseconds = String(attoseconds / 1_000_000_000_000_000 + 1000)
        bytes.append(UInt8(ascii: "."))
        bytes.append(contentsOf: milliseconds.utf8.dropFirst())
    }

    /// Writes `null`.
    public mutating func null() {
        separate()
        bytes.append(contentsOf: "null".utf8)
    }

    /// Writes text; what is not UTF-8 becomes U+FFFD, and control characters are escaped.
    public mutating func string(_ text: some Sequence<UInt8>) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        for scalar in String(decoding: Bytes(text), as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\"", "\\":
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(contentsOf: UTF8.encode(scalar).map(Bytes.init) ?? [])
            case "\n": bytes.append(contentsOf: "\\n".utf8)
            case "\r": bytes.append(contentsOf: "\\r".utf8)
            case "\t": bytes.append(contentsOf: "\\t".utf8)
            case "\u{0}"..."\u{1F}", "\u{7F}":
                bytes.append(contentsOf: "\\u00".utf8)
                if scalar.value < 16 { bytes.append(UInt8(ascii: "0")) }
                bytes.append(contentsOf: String(scalar.value, radix: 16).utf8)
            default: bytes.append(contentsOf: UTF8.encode(scalar).map(Bytes.init) ?? [])
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Ends a line of newline-delimited JSON.
    public mutating func endLine() {
        bytes.append(UInt8(ascii: "\n"))
        needsComma = false
    }

    private mutating func enclose(_ open: String, _ close: String, _ content: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(contentsOf: open.utf8)
        needsComma = false
        content(&self)
        bytes.append(contentsOf: close.utf8)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }
}
