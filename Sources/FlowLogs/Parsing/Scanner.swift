import CScan

/// Finds the separators and line ends of a stretch of text: the first of the parser's two stages, in `scan.h`.
///
/// Its memory, 1 MiB with the usual room, is used again for every stretch.
package struct Scanner {
    /// How many lines the last scan found.
    package private(set) var lines = 0

    /// Marks in the lower half, line ends in the upper one: one array, so that one borrow covers both.
    private var memory: [UInt32]
    private let room: Int

    /// A scanner that finds at most `room` separators at once; below 64 it could not take a single step.
    package init(room: Int) {
        self.room = max(room, 64)
        memory = [UInt32](repeating: 0, count: 2 * self.room)
    }

    /// The position of a separator or other byte up to 0x20; the last scan's, in order.
    func mark(_ index: Int) -> Int { Int(memory[index]) }

    /// Where one of the lines of the last scan ends: the index of its line feed among the marks, with `irregular`
    /// set on lines that are not just words with single spaces between them.
    func end(ofLine line: Int) -> UInt32 { memory[room &+ line] }

    /// The word in a column of a regular line, whose first word begins at `start` and ends at mark `mark`: every
    /// other word begins after the mark that ends the one before it.
    func word(_ column: Int, from start: Int, mark: Int) -> Range<Int> {
        let end = self.mark(mark &+ column)
        let begin = column == 0 ? start : self.mark(mark &+ column &- 1) &+ 1
        return Range(uncheckedBounds: (begin, end))
    }

    /// The flag of an irregular line.
    static let irregular = UInt32(WEIR_IRREGULAR)

    /// Scans text from its beginning, as far as there is room; below 2 GiB.
    package mutating func scan(_ text: Span<UInt8>) {
        let room = self.room
        let count = text.count
        lines = text.withUnsafeBufferPointer { text in
            memory.withUnsafeMutableBufferPointer { memory in
                guard let text = text.baseAddress, let memory = memory.baseAddress else { return 0 }
                return weir_scan(text, count, memory, memory + room, room).lines
            }
        }
    }
}
