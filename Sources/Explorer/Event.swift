import FlowLogs
import Screen

/// Everything that can happen to the explorer.
public enum Event: Sendable {
    /// A key was pressed.
    case key(Key)
    /// Text was pasted.
    case paste(String)
    /// The screen has another size.
    case resize(Size)
    /// The loading went on.
    case load(LoadStatus)
    /// The answer to a question.
    case answer(Slot, revision: Int, Summary)
    /// A question takes a while; the share of the records that was gone through, from 0 to 1.
    case working(Slot, revision: Int, share: Double)
    /// Records that were fetched, from a place on.
    case page(revision: Int, first: Int, [RecordReference])
    /// The place of the record that was searched for, if there is one.
    case found(revision: Int, place: Int?)
    /// An export is done, or failed.
    case exported(ExportOutcome)
    /// Something was done that deserves a word.
    case notice(String)
}

/// What became of an export.
public enum ExportOutcome: Sendable {
    /// These files were written, each with that many rows besides the header.
    case written([(path: Bytes, rows: Int)])
    /// Nothing was written: the file or folder, and why.
    case failed(path: Bytes, message: String)
}
