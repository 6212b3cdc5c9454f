import FlowLogs
import Screen

/// A column of the records pane: a field, or the tag.
enum RecordColumn: Equatable, Sendable {
    case field(Field)
    case tag

    /// The columns for records of these fields: first what people ask for, then all the rest.
    static func columns(of fields: [Field]) -> [RecordColumn] {
        let known = Set(fields)
        var columns: [RecordColumn] = []
        for field in [Field.start, .srcaddr, .srcport, .dstaddr, .dstport, .ipProtocol, .action, .bytes, .packets]
        where known.contains(field) {
            columns.append(.field(field))
        }
        columns.append(.tag)
        let first = Set(columns.compactMap { if case .field(let field) = $0 { field } else { nil } })
        return columns + fields.filter { !first.contains($0) }.map(RecordColumn.field)
    }

    /// The head of the column.
    var label: String {
        switch self {
        case .tag: "Tag"
        case .field(.start): "Start"
        case .field(.end): "End"
        case .field(.srcaddr): "Source"
        case .field(.dstaddr): "Destination"
        case .field(.srcport), .field(.dstport): "Port"
        case .field(.ipProtocol): "Proto"
        case .field(.action): "Action"
        case .field(.bytes): "Bytes"
        case .field(.packets): "Packets"
        case .field(let field): field.name
        }
    }

    /// How wide the column is at least; wider text in view makes it wider, up to `mostColumns`.
    var leastColumns: Int {
        switch self {
        case .field(let field) where field.kind == .address: 15
        case .field(let field) where field.kind == .port: 5
        case .field(.bytes): 7
        default: label.columns
        }
    }

    /// How wide the column is at most.
    var mostColumns: Int { 40 }

    /// How much of a value is looked at for a cell: more than `mostColumns` can show.
    fileprivate static let mostBytes = 200

    /// Whether its cells end at its right side.
    var isRightAligned: Bool {
        guard case .field(let field) = self else { return false }
        return field.kind == .port || field.kind == .number
    }

    /// The cell of a record.
    func text(of record: RecordReference, lookup: LookupTable, offsets: TimeOffsets?) -> String {
        switch self {
        case .tag: record.tag(lookup)?.bytes.shown(upTo: Self.mostBytes) ?? "-"
        case .field(let field): field.text(of: record.value(of: field), offsets: offsets)
        }
    }
}

extension RecordReference {
    /// The tag of the record; nil for a skipped one.
    func tag(_ lookup: LookupTable) -> Tag? { key.map { lookup.tag(of: $0) ?? .untagged } }
}

extension Field {
    /// A value of the field as the panes show it: protocols by name, times as dates, counters with separators.
    func text(of value: Column.Value?, offsets: TimeOffsets?) -> String {
        switch (value, kind) {
        case (.number(let number), .ipProtocol):
            IPProtocol(rawValue: UInt8(truncatingIfNeeded: number)).name
        case (.number(let number), .time):
            Moment(number)?.text(in: offsets) ?? String(number)
        case (.number(let number), _):
            self == .bytes || self == .packets ? number.grouped : String(number)
        case (let value, _):
            Bytes(value: value).shown(upTo: RecordColumn.mostBytes)
        }
    }

    /// The filter that selects records with this value of the field, or with any other one, as text.
    func filterText(of value: Column.Value?, isNegated: Bool) -> Bytes {
        guard let value else { return Bytes("\(name) is \(isNegated ? "not " : "")unknown".utf8) }
        let text = Bytes(value: value)
        return Bytes("\(name) \(isNegated ? "!=" : "=") ".utf8) + FilterSyntax.literal(text)
    }
}

extension Bytes {
    /// A value as a log has it.
    init(value: Column.Value?) {
        self.init()
        append(value: value)
    }
}
