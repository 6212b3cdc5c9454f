import FlowLogs

/// Some whole lines of an input: what one task parses at a time.
package struct Block: Sendable {
    /// The memory; only the first `count` bytes are the block's.
    var memory: Bytes
    /// How many bytes there are: none, or the last one is a line feed.
    package var count: Int
    /// A malformed line that comes after the others: one that was cut off, or too long to be kept.
    var closing: Closing?

    /// A line that is known to be malformed before anyone parses it.
    struct Closing: Sendable {
        let reason: Malformed
        let excerpt: Bytes
    }

    /// Calls with the block's lines.
    package func withLines<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        body(memory.span.extracting(first: count))
    }
}
