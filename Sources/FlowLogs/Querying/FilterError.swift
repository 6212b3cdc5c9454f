/// Why a text is no filter: the place of the mistake, and one line that says what is wrong and, where it is likely,
/// how to put it right.
public struct FilterError: Error, Equatable, Sendable {
    /// The bytes of the text that are wrong; empty where something is missing.
    public let position: Range<Int>
    /// One sentence without a full stop.
    ///
    /// It may repeat words of the filter, and tags: untrusted text, line ends included.
    public let message: String

    init(at position: Range<Int>, _ message: String) {
        self.position = position
        self.message = message
    }
}

extension FilterError {
    /// Text made fit for a terminal, and how many screen columns it takes there.
    public typealias Shown = (text: String, columns: Int)

    /// Three lines: the filter, carets under the mistake, the message.
    ///
    /// A filter longer than a terminal line is cut to the part around the mistake, with `…` where it was cut.
    /// - Parameters:
    ///   - text: the filter that was parsed.
    ///   - show: makes untrusted bytes harmless; called for pieces of the filter, then for the message.
    public func rendered(
        of text: some Collection<UInt8>, showing show: (ArraySlice<UInt8>) -> Shown = Self.inert
    ) -> String {
        let text = Array(text)
        let window = window(of: text)
        let marked = position.clamped(to: window)
        let before = show(text[window.lowerBound..<marked.lowerBound])
        let wrong = show(text[marked])
        let after = show(text[marked.upperBound..<window.upperBound])
        let cutBefore = window.lowerBound > 0 ? "…" : ""
        let cutAfter = window.upperBound < text.count ? "…" : ""
        let indent = String(repeating: " ", count: cutBefore.count + before.columns)
        let carets = String(repeating: "^", count: max(1, wrong.columns))
        return """
            \(cutBefore)\(before.text)\(wrong.text)\(after.text)\(cutAfter)
            \(indent)\(carets)
            \(show(Array(message.utf8)[...]).text)
            """
    }

    /// Everything made visible that could act on a terminal; a character is taken to be one column wide.
    public static func inert(_ bytes: ArraySlice<UInt8>) -> Shown {
        let text = String(decoding: bytes.inert(), as: UTF8.self)
        return (text, text.count)
    }

    /// The part of the text that fits a terminal line of 80 columns: all of it, or some before and after the mistake.
    private func window(of text: Bytes) -> Range<Int> {
        let room = 78
        guard text.count > room else { return text.indices }
        var lower = max(0, min(position.lowerBound - 30, text.count - room))
        var upper = min(text.count, lower + room)
        // No UTF-8 sequence is cut in two: both ends move off its later bytes, which are at most three.
        for _ in 0..<3 {
            if lower > 0, text[lower] & 0xC0 == 0x80 { lower -= 1 }
            if upper < text.count, text[upper] & 0xC0 == 0x80 { upper += 1 }
        }
        return lower..<min(upper, text.count)
    }
}
