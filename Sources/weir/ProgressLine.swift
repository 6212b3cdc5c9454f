import FlowEngine
import FlowLogs
import Synchronization

/// One line on a terminal that says how far the reading is, until it is erased.
///
/// ```
/// 512.0 MB of 1.2 GB  44%  1.4 GB/s  eta 0:01  4,600,000 records
/// ```
enum ProgressLine {
    /// Whether there is something to erase.
    private static let isThere = Atomic(false)

    /// Runs work while the line is shown, if standard error is a terminal.
    static func shown<Result: Sendable>(
        for progress: Progress, of totalBytes: Int?, during work: () async -> Result
    ) async -> Result {
        guard OutputStream.standardError.isTerminal else { return await work() }
        let painter = Task {
            let start = ContinuousClock.now
            while (try? await Task.sleep(for: .milliseconds(200))) != nil {
                let text = Self.text(progress.bytes, of: totalBytes, progress.records, after: .now - start)
                isThere.store(true, ordering: .relaxed)
                OutputStream.standardError.writeExactly(Bytes("\r\(text)\u{1B}[K".utf8))
            }
        }
        let result = await work()
        painter.cancel()
        await painter.value
        erase()
        return result
    }

    /// Clears the line for something else to be said; without one, nothing is sent that a dumb terminal would show.
    static func erase() {
        guard isThere.exchange(false, ordering: .relaxed) else { return }
        OutputStream.standardError.writeExactly(Bytes("\r\u{1B}[K".utf8))
    }

    static func text(_ bytes: Int, of total: Int?, _ records: Int, after time: ContinuousClock.Duration) -> String {
        let pace = Pace(bytes: bytes, total: total, seconds: time / .seconds(1))
        var parts = [bytes.scaledBytes, pace.rate]
        if let total, let percent = pace.percent {
            parts = ["\(bytes.scaledBytes) of \(total.scaledBytes)", percent, pace.rate]
        }
        if let timeLeft = pace.timeLeft { parts.append("eta \(timeLeft)") }
        parts.append("\(records.grouped) records")
        return parts.joined(separator: "  ")
    }
}
