/// Times several things in turn, so that a busy machine is as unfair to one as to the other.
struct Rounds {
    let runs: Int

    /// Runs each once to warm up, then each once a round; the median of each, by its name.
    ///
    /// What gives no time once, because it is not installed or fails, is not run again and has no median.
    func inTurn(_ contenders: KeyValuePairs<String, () throws -> Duration?>) throws -> [String: Duration] {
        var times: [String: [Duration]] = [:]
        for (name, run) in contenders where try run() != nil { times[name] = [] }
        for _ in 0..<runs {
            for (name, run) in contenders where times[name] != nil {
                if let time = try run() { times[name]?.append(time) } else { times[name] = nil }
            }
        }
        return times.mapValues(\.median)
    }
}
