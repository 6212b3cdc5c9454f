extension Duration {
    /// As people read it, with as many digits as mean something: `3.52 s`, `233 ms`, `4.1 ms`.
    var text: String {
        let seconds = self / .seconds(1)
        return switch seconds {
        case 10...: "\(seconds.decimal(1)) s"
        case 1...: "\(seconds.decimal(2)) s"
        case 0.01...: "\((seconds * 1000).decimal(0)) ms"
        default: "\((seconds * 1000).decimal(1)) ms"
        }
    }
}

extension Double {
    /// With so many decimals.
    func decimal(_ places: Int) -> String {
        let scale = (0..<places).reduce(1) { scale, _ in scale * 10 }
        let number = Int(exactly: (self * Double(scale)).rounded()) ?? 0
        let (whole, rest) = number.magnitude.quotientAndRemainder(dividingBy: UInt(scale))
        let fraction = String(rest)
        let zeros = String(repeating: "0", count: max(0, places - fraction.count))
        return (number < 0 ? "-" : "") + "\(whole)" + (places > 0 ? ".\(zeros)\(fraction)" : "")
    }
}

extension [Duration] {
    /// The value that so many percent are not above; zero of none.
    func percentile(_ percent: Int) -> Duration {
        isEmpty ? .zero : sorted()[Swift.min(count - 1, count * percent / 100)]
    }

    /// The value in the middle; zero of none.
    var median: Duration { percentile(50) }
}

extension Int {
    /// As an amount of memory: `23 MiB`.
    var mebibytes: String { "\((Double(self) / 1_048_576).decimal(0)) MiB" }
}
