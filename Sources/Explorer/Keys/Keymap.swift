import Screen

/// Which key does what.
enum Keymap {
    private static let commands: [Key: Command] = {
        var commands: [Key: Command] = [:]
        for command in Command.allCases {
            for key in command.entry.keys { commands[key] = command }
        }
        return commands
    }()

    /// The command of a key, if it has one.
    static func command(of key: Key) -> Command? { commands[key] }
}
