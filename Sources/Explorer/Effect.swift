import FlowLogs

/// What the explorer wants done, as data; the edge does it, and tells by events what came of it.
public enum Effect: Sendable {
    /// Answer a question, now and whenever there are more records; nil as a filter means all records.
    case ask(Slot, Filter?, revision: Int)
    /// The question for the preview is not asked any more.
    case dismissPreview
    /// Fetch the records at some places.
    case fetch(Matches, Range<Int>, revision: Int)
    /// Find the next record that has a text in it, from a place on, in either direction.
    case find(Matches, Bytes, from: Int, isBackwards: Bool, revision: Int)
    /// Write the two reports of what was counted into a folder.
    case exportReports(folder: Bytes, CountReports, isSpreadsheetSafe: Bool)
    /// Write records as CSV into a folder.
    case exportRecords(folder: Bytes, Matches)
    /// Put a text on the terminal's clipboard.
    case copy(Bytes)
    /// Load everything again, and perhaps go on waiting for more.
    case reload(isFollowing: Bool)
    /// Stop the loading; what is there stays.
    case stopLoading
    /// Draw the whole screen again.
    case redraw
    /// Give the terminal back until the shell continues the program.
    case suspend
    /// End.
    case quit
}
