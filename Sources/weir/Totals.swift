import ArgumentParser
import FlowEngine
import FlowLogs

/// The figures of a run: what `--json` prints and the closing line sums up.
struct Totals {
    let reading: Reading
    let tally: LineTally
    /// The records that the reports are about: those that match, or all.
    let records: RecordTally
    let tagged: UInt64
    let untagged: UInt64
    let isFiltered: Bool
    let lookup: LookupTable
    let time: ContinuousClock.Duration

    /// One JSON object on one line (the README lists the members).
    var json: Bytes {
        var json = JSONWriter()
        json.object { json in
            for (name, number) in numbers {
                json.name(name)
                json.number(number)
            }
            json.name("malformed_lines")
            json.array { json in
                for (input, line) in reading.malformedLines {
                    json.object { json in
                        json.name("file")
                        json.string(input.name)
                        json.name("line")
                        json.number(line.line)
                        json.name("reason")
                        json.string(line.reason.reason.utf8)
                    }
                }
            }
            json.name("incomplete")
            json.array { json in
                for report in reading.incomplete { json.string(report.input.name) }
            }
            if isFiltered {
                json.name("matched")
                json.number(records.total)
            }
            json.name("lookup")
            json.object { json in
                json.name("rows")
                json.number(lookup.rows)
                json.name("entries")
                json.number(lookup.entries)
                json.name("rejected_rows")
                json.array { json in
                    for row in lookup.rejected { json.number(row.row) }
                }
                json.name("conflicts")
                json.number(lookup.conflicts.count)
            }
            json.name("seconds")
            json.seconds(time)
        }
        json.endLine()
        return json.bytes
    }

    private var numbers: [(String, UInt64)] {
        [
            ("files", reading.reports.count), ("input_bytes", reading.bytes), ("lines", tally.lines),
            ("blank", tally.blank), ("header", tally.header), ("records", tally.records.total),
            ("counted", records.counted), ("skipped", records.skipped), ("nodata", records.nodata),
            ("skipdata", records.skipdata),
        ].map { ($0.0, UInt64(clamping: $0.1)) }
            + [("tagged", tagged), ("untagged", untagged), ("malformed", UInt64(clamping: tally.malformed))]
    }
}

extension Reading {
    /// `10,000,000 records in 12 files`, or `in 11 of 12 files` when one could not be read.
    func counted(_ records: Int) -> String {
        let files = reports.count
        let unread = reports.count(where: \.isUnread)
        let read = unread > 0 ? "\((files - unread).grouped) of " : ""
        return
            "\(records.grouped) record\(records == 1 ? "" : "s") in \(read)\(files.grouped) file\(files == 1 ? "" : "s")"
    }

    /// Ends a command whose output was written: throws the exit code that the input earns, if it is not 0.
    func end(isStrict: Bool, _ tally: LineTally, _ lookup: LookupTable) throws {
        guard OutputStream.standardOutput.exitCode == 0 else { throw ExitCode(1) }
        let isIncomplete = !incomplete.isEmpty
        let faults = [
            (tally.malformed, "malformed lines"), (lookup.rejected.count, "rejected lookup rows"),
            (incomplete.count, "incomplete inputs"),
        ].filter { $0.0 > 0 }
        if isStrict, !faults.isEmpty {
            say("--strict: \(faults.map { "\($0.1): \($0.0.grouped)" }.joined(separator: ", "))")
            throw ExitCode(3)
        }
        if isIncomplete { throw ExitCode(2) }
    }

    /// What to know about inputs that were read: those with nothing readable at their beginning, headers that name a
    /// field twice, files that were rotated.
    var notes: [Bytes] {
        reports.flatMap { report in
            let hint = report.hint.map { Bytes(": nothing readable at its beginning: \($0)".utf8) }
            let repeated = report.tally.repeatedField.map {
                Bytes(":\($0.line): warning: this header names \($0.name) twice; the last column counts".utf8)
            }
            let rotated = report.rotations.map { Bytes(": \($0)".utf8) }
            return [hint, repeated, rotated].compactMap { $0.map { report.input.shownName + $0 } }
        }
    }

    /// Says what is wrong with inputs, and what a person should know before trusting the numbers.
    func sayProblems(_ tally: LineTally, unreadable: [Field: Int]) {
        for report in incomplete {
            guard let problem = report.problem else { continue }
            say(report.input.shownName + Bytes(": \(problem.message)".utf8))
        }
        for (input, line) in malformedLines.prefix(3) {
            say(input.shownName + Bytes(":\(line.line): malformed: \(line.reason.reason)".utf8))
        }
        if tally.malformed > 3 {
            let kinds = Malformed.Kind.allCases.compactMap { kind in
                tally.reasons[kind].map { "\($0.grouped) \(kind.name)" }
            }
            say(
                "\(tally.malformed.grouped) malformed lines: \(kinds.joined(separator: ", ")) "
                    + "(--json lists the first \(LineTally.keptLines))")
        }
        for note in notes { say(note) }
        if !unreadable.isEmpty {
            let counts = unreadable.sorted { $0.key.name < $1.key.name }.map { "\($0.key.name) \($0.value.grouped)" }
            say("values that cannot be read are taken as unknown: \(counts.joined(separator: ", "))")
        }
        if tally.records.skipdata > 0 {
            let count = tally.records.skipdata
            say(
                "warning: AWS lost data: \(count.grouped) SKIPDATA record\(count == 1 ? "" : "s"), each stands for any "
                    + "number of flows that were not logged; the counts are too low")
        }
        if tally.records.total == 0, tally.malformed == 0, !isEmptyHanded {
            say(tally.lines == 0 ? "note: the input is empty" : "note: there is no record in the input")
        }
    }
}

extension Input {
    /// The name as messages show it.
    var shownName: Bytes { isStandardInput ? Bytes("standard input".utf8) : name }
}

extension InputReport {
    /// How a file was rotated while it was followed; nil if it was not.
    fileprivate var rotations: String? {
        let events = [(replaced, "replaced by a new file"), (cut, "cut in place")].filter { $0.0 > 0 }
        guard !events.isEmpty else { return nil }
        let texts = events.map { count, text in count == 1 ? text : "\(text) \(count.grouped) times" }
        return texts.joined(separator: " and ") + " while it was followed; its lines were numbered from 1 again"
    }
}
