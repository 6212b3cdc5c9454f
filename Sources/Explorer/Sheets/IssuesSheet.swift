import FlowLogs
import Screen

/// The page of everything that is not a counted record: how the lines add up, what was malformed or skipped, and what
/// could not be read.
enum IssuesSheet {
    static func lines(of load: LoadStatus) -> [SheetLine] {
        balance(load) + problems(load) + notes(load) + skipped(load.tally.records) + malformed(load) + unreadable(load)
    }

    private static func balance(_ load: LoadStatus) -> [SheetLine] {
        let tally = load.tally
        let records = tally.records
        let lines = [
            SheetLine("How the lines add up", .title),
            SheetLine(
                "\(tally.lines.grouped) lines = \(tally.blank.grouped) blank + \(tally.header.grouped) header + "
                    + "\(records.total.grouped) records + \(tally.malformed.grouped) malformed"),
            SheetLine(
                "\(records.total.grouped) records = \(records.counted.grouped) counted + "
                    + "\(records.skipped.grouped) skipped"),
            SheetLine(
                "\(records.skipped.grouped) skipped = \(records.nodata.grouped) NODATA + "
                    + "\(records.skipdata.grouped) SKIPDATA + \(records.otherSkipped.grouped) other"),
        ]
        let dropped = load.dropped.total
        guard dropped > 0 else { return lines }
        let kept = max(0, records.total - dropped)
        return lines + [
            SheetLine(
                "\(records.total.grouped) records = \(kept.grouped) kept + \(dropped.grouped) dropped: the panes have "
                    + "the newest only (--last)")
        ]
    }

    private static func skipped(_ records: RecordTally) -> [SheetLine] {
        var lines = [SheetLine(""), SheetLine("Skipped", .title)]
        lines.append(
            SheetLine("NODATA    ", .dim).adding(records.nodata.grouped.padded(to: 12), at: 14)
                .adding("nothing flowed; harmless", .dim, at: 29))
        lines.append(
            SheetLine("SKIPDATA  ", .dim).adding(records.skipdata.grouped.padded(to: 12), at: 14)
                .adding(
                    records.skipdata > 0
                        ? "AWS lost data: each stands for any number of flows; the counts are too low"
                        : "AWS lost nothing",
                    records.skipdata > 0 ? .error : .dim, at: 29))
        lines.append(
            SheetLine("other     ", .dim).adding(records.otherSkipped.grouped.padded(to: 12), at: 14)
                .adding("no port or no protocol, for another reason", .dim, at: 29))
        return lines
    }

    private static func problems(_ load: LoadStatus) -> [SheetLine] {
        var lines: [SheetLine] = []
        if load.unkept > 0 {
            lines.append(
                SheetLine(
                    "Not enough memory: \(load.unkept.counted("record")) counted, but not kept for filters and drill-down",
                    .error))
        }
        lines += load.problems.map { SheetLine("\($0.name.shown): \(Bytes($0.message.utf8).shown)", .error) }
        return section("Could not be read, or not to the end", lines)
    }

    private static func malformed(_ load: LoadStatus) -> [SheetLine] {
        let tally = load.tally
        var lines = Malformed.Kind.allCases.compactMap { kind in
            tally.reasons[kind].map {
                SheetLine(kind.name, .dim).adding($0.grouped.padded(to: 12), at: 14)
            }
        }
        for malformation in load.malformed {
            let place = "\(malformation.name.shown):\(malformation.line.line)"
            lines.append(SheetLine(place, .notice).adding(malformation.line.reason.reason, at: 3 + place.columns))
            lines.append(SheetLine(malformation.line.excerpt.shown, .dim, column: 3))
        }
        if tally.malformed > load.malformed.count, !load.malformed.isEmpty {
            lines.append(SheetLine("… the first \(load.malformed.count) of \(tally.malformed.grouped)", .dim))
        }
        return section("Malformed", lines.isEmpty ? [SheetLine("none", .dim)] : lines)
    }

    private static func unreadable(_ load: LoadStatus) -> [SheetLine] {
        let counts = load.unreadable.sorted { $0.key.name < $1.key.name }
        return section(
            "Values that cannot be read, taken as unknown",
            counts.map {
                SheetLine($0.value.grouped.padded(to: 12)).adding(Bytes($0.key.name.utf8).shown, .dim, at: 15)
            })
    }

    private static func notes(_ load: LoadStatus) -> [SheetLine] {
        section("Notes", load.notes.map { SheetLine($0.shown, .notice) })
    }

    private static func section(_ title: String, _ lines: [SheetLine]) -> [SheetLine] {
        lines.isEmpty ? [] : [SheetLine(""), SheetLine(title, .title)] + lines
    }
}
