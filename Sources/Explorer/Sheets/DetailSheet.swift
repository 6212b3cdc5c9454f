import FlowLogs
import Screen

/// What a line of the record page is about, so that it can become a filter.
enum DetailSubject: Equatable, Sendable {
    case field(Field, Column.Value?)
    case tag(Tag?)
    case service(String?)
}

/// The page of one record: every field by name, with what its value means.
enum DetailSheet {
    static func lines(of record: RecordReference, _ lookup: LookupTable, _ offsets: TimeOffsets) -> [SheetLine] {
        let fields = record.chunk.format.fields
        let names = fields.map(\.name) + ["duration"]
        let values = 4 + min(24, names.map(\.columns).max() ?? 0)
        let meanings = values + 42
        var lines: [SheetLine] = []
        for (index, field) in fields.enumerated() {
            // Of a field that is named twice, the last column counts; both are shown.
            let value = record.chunk.columns[index][record.row]
            let style: Style = value == nil ? .dim : field == .action ? action(value) : .text
            var line = SheetLine(field.name.cut(to: 25), .dim, column: 2)
                .adding(Bytes(value: value).shown(upTo: 4096), style, at: values)
            let meaning = meaning(of: field, value, offsets)
            if !meaning.isEmpty {
                line = line.adding(meaning, at: min(meanings, values + max(18, line.valueColumns + 2)))
            }
            line.subject = .field(field, value)
            lines.append(line)
        }
        if let seconds = duration(of: record) {
            lines.append(SheetLine("duration", .dim, column: 2).adding(seconds, at: values))
        }
        let tag = record.tag(lookup)
        var line = SheetLine("tag", .dim, column: 2).adding(tag?.bytes.shown ?? "-", at: values)
        line.subject = .tag(tag)
        lines.append(line)
        let service = record.key.flatMap(ServiceName.name)
        line = SheetLine("service", .dim, column: 2).adding(service ?? "-", at: values)
        line.subject = .service(service)
        lines.append(line)
        return lines
    }

    private static func action(_ value: Column.Value?) -> Style {
        guard case .word(let word)? = value else { return .text }
        return Style(word.equalsIgnoringCase("REJECT".utf8) ? .reject : .accept)
    }

    /// What a value means, in words; empty where it speaks for itself.
    private static func meaning(of field: Field, _ value: Column.Value?, _ offsets: TimeOffsets) -> String {
        guard let value else { return "unknown" }
        guard case .number(let number) = value else { return "" }
        switch field.kind {
        case .ipProtocol:
            return IPProtocol(rawValue: UInt8(truncatingIfNeeded: number)).keyword ?? "no keyword at IANA"
        case .time:
            guard let moment = Moment(number) else { return "" }
            let utc = moment.text(in: nil)
            guard offsets != .utc else { return "\(utc) UTC" }
            // The date is not said twice.
            let local = moment.text(in: offsets)
            let shown = local.hasPrefix(utc.prefix(10)) ? String(local.dropFirst(11)) : local
            return "\(utc) UTC   \(shown) \(moment.zone(in: offsets))"
        default: break
        }
        switch field.name {
        case "tcp-flags": return tcpFlags(number)
        case "traffic-path": return trafficPaths[number] ?? ""
        case "encryption-status": return encryption[number] ?? ""
        case "bytes": return number >= 1000 ? number.scaledBytes : ""
        default: return ""
        }
    }

    private static func duration(of record: RecordReference) -> String? {
        guard case .number(let start)? = record.value(of: .start), case .number(let end)? = record.value(of: .end),
            let first = Moment(start), let last = Moment(end)
        else { return nil }
        let seconds = last.seconds - first.seconds
        return seconds < 0 ? "the end is before the start" : "\(seconds.grouped) s"
    }

    /// The flags of a bit mask by name.
    ///
    /// Source: Amazon VPC User Guide, "Flow log records": FIN 1, SYN 2, RST 4, SYN-ACK 18; the Transit Gateway guide
    /// adds PSH 8, ACK 16, URG 32. ACK without SYN is logged as 0.
    private static func tcpFlags(_ number: UInt64) -> String {
        let names = ["FIN", "SYN", "RST", "PSH", "ACK", "URG"]
        let set = names.enumerated().filter { number >> UInt64($0.offset) & 1 == 1 }.map(\.element)
        let others = number >= 64 ? ["and bits above URG"] : []
        return number == 0 ? "none: ACK or PSH alone, or not TCP" : (set + others).joined(separator: " ")
    }

    /// Source: Amazon VPC User Guide, "Flow log records", traffic-path.
    private static let trafficPaths: [UInt64: String] = [
        1: "another resource in the same VPC", 2: "internet gateway or gateway endpoint", 3: "virtual private gateway",
        4: "VPC peering in the region", 5: "VPC peering between regions", 6: "local gateway", 7: "gateway endpoint",
        8: "internet gateway",
    ]

    /// Source: Amazon VPC User Guide, "Flow log records", encryption-status.
    private static let encryption: [UInt64: String] = [
        0: "not encrypted", 1: "by Nitro", 2: "by the application", 3: "by Nitro and the application",
    ]
}

extension SheetLine {
    /// How many columns the last piece takes.
    fileprivate var valueColumns: Int { pieces.last?.text.columns ?? 0 }
}
