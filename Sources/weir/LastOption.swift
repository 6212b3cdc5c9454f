import ArgumentParser
import FlowEngine
import FlowLogs

/// `--last` as it is written: a number of records (`100000`, `500k`, `2M`) or a time (`30s`, `15m`, `2h`, `1d`).
extension Retention: ExpressibleByArgument {
    public init?(argument: String) {
        let text = Bytes(argument.utf8)
        let digits = text.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard let number = digits.wholeNumber(), number > 0 else { return nil }
        func times(_ unit: UInt64) -> UInt64? {
            let (product, overflow) = number.multipliedReportingOverflow(by: unit)
            return overflow ? nil : product
        }
        // A small m is a minute, as everywhere; K and G, of which there is but one meaning, are taken in any case.
        switch String(decoding: text[digits.endIndex...], as: UTF8.self) {
        case "": self = .records(Int(clamping: number))
        case "k", "K": self = .records(Int(clamping: times(1000) ?? .max))
        case "M": self = .records(Int(clamping: times(1_000_000) ?? .max))
        case "g", "G": self = .records(Int(clamping: times(1_000_000_000) ?? .max))
        case "s": self = .milliseconds(times(1000) ?? .max)
        case "m": self = .milliseconds(times(60_000) ?? .max)
        case "h": self = .milliseconds(times(3_600_000) ?? .max)
        case "d": self = .milliseconds(times(86_400_000) ?? .max)
        default: return nil
        }
    }
}

/// Options that mean nothing outside the explorer, so that whoever gives them learns why.
struct ExplorerOnlyOptions: ParsableArguments {
    @Option(help: .hidden)
    var last: String?

    func validate() throws {
        guard last != nil else { return }
        throw ValidationError(
            "--last bounds what the explorer keeps; report and records keep nothing: choose records with --where")
    }
}
