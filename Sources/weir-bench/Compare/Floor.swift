/// The least that is asked of `weir report` on any machine, however busy, as ratios to what others need there.
///
/// With 1,000,000 records it is 2 to 3 times better: this tells a program that has become slow from a slow machine.
enum Floor {
    /// How many times the time of each tool it may take; the start of a process is part of it.
    private static let most = ["`wc -l`": 12, "DuckDB": 1, "mawk": 0.5]

    /// What is missed, in words; tools that are not installed are passed over.
    static func missed(by ratios: [String: Double]) -> [String] {
        most.sorted { $0.key < $1.key }.compactMap { tool, most in
            guard let ratio = ratios[tool], ratio > most else { return nil }
            return
                "weir report takes \(ratio.decimal(2)) × the time of \(tool), and at most \(most.decimal(1)) × are allowed"
        }
    }
}
