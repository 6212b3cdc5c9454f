import CScan

/// Finds the separators and line ends of a stretch of text: the first of the parser's two stages, in `scan.h`.
///
/// Its memory, 128 KiB with the usual room, is used again for every stretch, and stays in a near cache while the
/// second stage reads it: with eight times as much, scanning alone is as fast, but decoding takes a tenth longer.
package struct Scanner {
    /// How many lines the last scan found.
    package private(set) var lines = 0

    /// The positions of the bytes up to 0x20, in order; before them, one before the text's first byte (as 32 bits that
    /// overflow to 0), so that every word of a regular line begins after the mark before the one that ends it.
    private(set) var marks: [UInt32]
    /// For every line, the index in `marks` of its line feed, with `irregular` set on lines that are not just words
    /// with single spaces between them.
    private(set) var ends: [UInt32]

    /// A scanner that finds at most `room` separators at once; below 64 it could not take a single step.
    package init(room: Int) {
        let room = max(room, 64)
        marks = [UInt32](repeating: .max, count: 1 + room)
        ends = [UInt32](repeating: 0, count: room)
    }

    /// The flag of an irregular line.
    static let irregular = UInt32(WEIR_IRREGULAR)

    /// Scans text from its beginning, as far as there is room; below 2 GiB.
    package mutating func scan(_ text: Span<UInt8>) { lines = Self.scan(text, &marks, &ends) }

    private static func scan(_ text: Span<UInt8>, _ marks: inout [UInt32], _ ends: inout [UInt32]) -> Int {
        text.withUnsafeBufferPointer { text in
            marks.withUnsafeMutableBufferPointer { marks in
                ends.withUnsafeMutableBufferPointer { ends in
                    guard let bytes = text.baseAddress, let marks = marks.baseAddress, let line = ends.baseAddress
                    else {
                        return 0
                    }
                    return weir_scan(bytes, text.count, marks + 1, line, ends.count).lines
                }
            }
        }
    }
}
