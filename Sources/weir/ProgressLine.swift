import FlowEngine
import FlowLogs

/// One line on a terminal that says how far the reading is, until it is erased.
///
/// ```
/// 512.0 MB of 1.2 GB  44%  1.4 GB/s  eta 0:01  4,600,000 records
/// ```
enum ProgressLine {
    /// Runs work while the line is shown, if standard error is a terminal.
    static func shown<Result: Sendable>(
        for progress: Progress, of totalBytes: Int?, during work: () async -> Result
    ) async -> Result {
        guard OutputStream.standardError.isTerminal else { return await work() }
        let painter = Task {
            let start = ContinuousClock.now
            while (try? await Task.sleep(for: .milliseconds(200))) != nil {
                let text = Self.text(progress.bytes, of: totalBytes, progress.records, after: .now - start)
                OutputStream.standardError.writeExactly(Bytes("\r\(text)\u{1B}[K".utf8))
            }
        }
        let result = await work()
        painter.cancel()
        await painter.value
        erase()
        return result
    }

    /// Clears the line for something else to be said.
    static func erase() {
        if OutputStream.standardError.isTerminal { OutputStream.standardError.writeExactly(Bytes("\r\u{1B}[K".utf8)) }
    }

    static func text(_ bytes: Int, of total: Int?, _ records: Int, after time: ContinuousClock.Duration) -> String {
        let seconds = max(Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18, 0.001)
        let rate = Double(bytes) / seconds
        var parts: [String] = []
        if let total, total > 0 {
            parts.append("\(scaled(Double(bytes))) of \(scaled(Double(total)))")
            parts.append("\(min(100, bytes * 100 / total))%")
        } else {
            parts.append(scaled(Double(bytes)))
        }
        parts.append("\(scaled(rate))/s")
        if let total, rate > 0 {
            let left = Int(min(Double(max(0, total - bytes)) / rate, 360_000))
            parts.append("eta \(left / 60):\(left % 60 < 10 ? "0" : "")\(left % 60)")
        }
        parts.append("\(records.grouped) records")
        return parts.joined(separator: "  ")
    }

    /// A number of bytes with one decimal and a unit of powers of 1000.
    private static func scaled(_ bytes: Double) -> String {
        var value = bytes
        var units = ["B", "kB", "MB", "GB", "TB", "PB"][...]
        while value >= 999.95, units.count > 1 {
            value /= 1000
            units.removeFirst()
        }
        let tenths = Int(min(value, 1e15) * 10 + 0.5)
        return "\(tenths / 10)\(units.first == "B" ? "" : ".\(tenths % 10)") \(units.first ?? "")"
    }
}

extension BinaryInteger {
    /// Decimal digits with a comma before every three: `10,000,000`.
    var grouped: String {
        var text = ""
        for (place, digit) in String(magnitude).reversed().enumerated() {
            if place > 0, place % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (self < 0 ? "-" : "") + String(text.reversed())
    }
}
