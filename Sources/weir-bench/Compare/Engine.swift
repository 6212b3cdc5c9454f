/// The engine of the explorer in a process of its own (`weir-bench answer`), and what it has loaded.
struct Engine {
    private let conversation: Conversation

    /// Starts it with nothing loaded.
    init(_ logs: [String]) throws { conversation = try Conversation([Programs.bench, "answer"] + logs) }

    /// How long it takes to load all columns of all records, and how many there are.
    func load() throws -> (time: Duration, records: Int) { try say("load") }

    /// How long it takes to sum up what matches a filter, by port and protocol, and how many groups there are.
    func answer(_ filter: String) throws -> (time: Duration, rows: Int) { try say("where \(filter)") }

    func end() { conversation.end() }

    private func say(_ line: String) throws -> (Duration, Int) {
        guard let (answer, time) = conversation.say(line), let number = answer.first.flatMap({ Int($0) }) else {
            throw Unmeasured("the engine did not answer: \(line)")
        }
        return (time, number)
    }
}
