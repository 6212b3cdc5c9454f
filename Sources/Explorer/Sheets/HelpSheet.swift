import Screen

/// The page of help: every command with its keys, and what the screen and filters mean.
enum HelpSheet {
    static let lines: [SheetLine] = commands + screen + filters

    private static let commands: [SheetLine] = Command.groups.flatMap { title, commands in
        [SheetLine(title, .title)]
            + commands.map { command in
                SheetLine(command.keyNames.joined(separator: " "), .key, column: 2)
                    .adding(command.entry.help, at: 18)
            } + [SheetLine("")]
    }

    private static let screen: [SheetLine] = [
        SheetLine("The screen", .title),
        SheetLine("The row under the cursor of Tags or Ports narrows the records below.", column: 2),
        SheetLine("Enter makes it a condition: the line of crumbs shows all of them, Backspace takes the", column: 2),
        SheetLine("last one back. Every condition must hold; x switches one off.", column: 2),
        SheetLine("Reject is the rejected share of the row, by the metric; – where no action is known.", column: 2),
        SheetLine(""),
    ]

    private static let filters: [SheetLine] = [
        SheetLine("Filters", .title),
        SheetLine(
            "dstport = 443 and action = REJECT      srcaddr in 10.0.0.0/8 and not dstaddr in 10.0.0.0/8", column: 2),
        SheetLine(
            "tag = web or tag in (email, 'a b')     bytes > 10M     protocol = tcp     tag like 'sv_%'", column: 2),
        SheetLine(
            "start between 2021-05-04T12:00Z and 2021-05-04T13:00Z     addr = 10.0.1.201     port != 22", column: 2),
        SheetLine("A bare word is what it looks like: 443, 443/tcp, 10.0.0.0/8, reject, udp, a tag.", column: 2),
        SheetLine("A dash is unknown: no comparison finds it, only `is unknown`.", column: 2),
    ]
}
