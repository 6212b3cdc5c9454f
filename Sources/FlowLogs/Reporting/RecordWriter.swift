/// Writes records from their columns, as `weir records` and the explorer's export of records do.
public struct RecordWriter: Sendable {
    /// The forms that records are written in.
    public enum Form: Sendable {
        /// A record's fields joined by one space, in its format's order; unknown is a dash.
        case text
        /// CSV with these columns and the tag; unknown is a dash, and a field that a record's format lacks is empty.
        case csv(columns: [Field])
        /// One JSON object a line with the fields of the record's format and the tag; unknown is null.
        case ndjson
    }

    private let form: Form
    private let lookup: LookupTable

    /// A writer that takes tags from this table.
    public init(_ form: Form, lookup: LookupTable) {
        self.form = form
        self.lookup = lookup
    }

    /// The columns of CSV for records of these formats: every field by its first appearance.
    ///
    /// A field called `tag` (AWS has none) gives way to the tag of the lookup table.
    public static func columns(of formats: [LogFormat]) -> [Field] {
        var seen: Set<Field> = [Field(named: "tag".utf8)]
        return formats.flatMap(\.fields).filter { seen.insert($0).inserted }
    }

    /// The line before the first record: the names of the columns in CSV, nothing in the other forms.
    public var header: Bytes {
        guard case .csv(let columns) = form else { return [] }
        var csv = CSVWriter()
        for field in columns { csv.cell(Bytes(field.name.utf8)) }
        csv.cell(Bytes("tag".utf8))
        csv.endRow()
        return csv.bytes
    }

    /// The lines of a chunk's records that a mask selects (all without one), in order.
    public func lines(of chunk: Chunk, selected mask: RecordMask?) -> Bytes {
        let rows = mask.map { mask in (0..<chunk.count).filter { mask.rows[$0] == 1 } } ?? Array(0..<chunk.count)
        switch form {
        case .text: return text(of: chunk, rows)
        case .csv(let fields): return csv(of: chunk, rows, fields)
        case .ndjson: return ndjson(of: chunk, rows)
        }
    }

    private func text(of chunk: Chunk, _ rows: [Int]) -> Bytes {
        var text = Bytes()
        for row in rows {
            for (index, column) in chunk.columns.enumerated() {
                if index > 0 { text.append(UInt8(ascii: " ")) }
                text.append(value: column[row])
            }
            text.append(UInt8(ascii: "\n"))
        }
        return text
    }

    private func csv(of chunk: Chunk, _ rows: [Int], _ fields: [Field]) -> Bytes {
        let columns = fields.map { chunk.column(of: $0) }
        let keys = chunk.keys()
        let dash = Bytes("-".utf8)
        var csv = CSVWriter()
        var address = Bytes()
        for row in rows {
            for column in columns {
                guard let column else {
                    csv.emptyCell()
                    continue
                }
                switch column[row] {
                case .number(let number): csv.cell(number)
                case .address(let value):
                    address.removeAll(keepingCapacity: true)
                    value.write(to: &address)
                    csv.cell(address)
                case .word(let word): csv.cell(word)
                case nil: csv.cell(dash)
                }
            }
            csv.cell(tag(of: keys[row])?.bytes ?? dash)
            csv.endRow()
        }
        return csv.bytes
    }

    private func ndjson(of chunk: Chunk, _ rows: [Int]) -> Bytes {
        // Of a field that is named twice only the last column counts.
        let columns = Self.columns(of: [chunk.format]).map { ($0.name, chunk.column(of: $0)) }
        let keys = chunk.keys()
        var json = JSONWriter()
        var address = Bytes()
        for row in rows {
            json.object { json in
                for (name, column) in columns {
                    json.name(name)
                    switch column?[row] {
                    case .number(let number): json.number(number)
                    case .address(let value):
                        address.removeAll(keepingCapacity: true)
                        value.write(to: &address)
                        json.string(address)
                    case .word(let word): json.string(word)
                    case nil: json.null()
                    }
                }
                json.name("tag")
                if let tag = tag(of: keys[row]) { json.string(tag.bytes) } else { json.null() }
            }
            json.endLine()
        }
        return json.bytes
    }

    /// The tag of a key of `Chunk.keys()`; nil for skipped records, which have none.
    private func tag(of key: UInt32) -> Tag? {
        guard key != Chunk.skippedKey else { return nil }
        return lookup.tagIndex(of: key).map { lookup.tags[$0] } ?? .untagged
    }
}
