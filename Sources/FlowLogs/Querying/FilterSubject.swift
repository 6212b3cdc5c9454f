/// What a name in a filter stands for: a field, two of them, the tag or the service.
struct FilterSubject {
    /// The name as messages write it.
    let name: String
    /// What its values are, and so how they are written and compared.
    let kind: Field.Kind
    /// What of a record is looked at; with two, either one may meet the condition.
    let parts: [Filter.Subject]

    /// Names that are not AWS's.
    private static let own = [
        FilterSubject(name: "tag", kind: .text, parts: [.tag]),
        FilterSubject(name: "addr", kind: .address, parts: [.field(.srcaddr), .field(.dstaddr)]),
        FilterSubject(name: "port", kind: .port, parts: [.field(.srcport), .field(.dstport)]),
        FilterSubject(name: "service", kind: .text, parts: [.service]),
        FilterSubject(name: "time", kind: .time, parts: [.field(.start)]),
    ]

    private init(name: String, kind: Field.Kind, parts: [Filter.Subject]) {
        self.name = name
        self.kind = kind
        self.parts = parts
    }

    /// The subject of that name, in any case.
    ///
    /// A field that AWS does not document must be among `fields`.
    init?(named name: Bytes, fields: Set<Field>) {
        let field = Field(named: name)
        if let own = Self.own.first(where: { $0.name == field.name }) {
            self = own
        } else {
            guard field.isKnown || fields.contains(field) else { return nil }
            self.init(name: field.name, kind: field.kind, parts: [.field(field)])
        }
    }

    /// The name that an unknown one most likely means: what other tools call it, else the nearest.
    static func likelyName(_ name: Bytes, fields: Set<Field>) -> String? {
        let canonical = Field(named: name).name
        if let name = otherNames[canonical] { return name }
        let names = knownNames + fields.map(\.name).sorted()
        return nearest(to: canonical.utf8, among: names.map(\.utf8)).map { String($0) }
    }

    /// Every name, in an order that is the same in every run.
    private static let knownNames = own.map(\.name) + Field.known.keys.sorted()

    private static let otherNames = [
        "account": "account-id", "destination": "dstaddr", "direction": "flow-direction", "dport": "dstport",
        "dst": "dstaddr", "dst-ip": "dstaddr", "dstip": "dstaddr", "eni": "interface-id", "flags": "tcp-flags",
        "host": "addr", "instance": "instance-id", "interface": "interface-id", "ip": "addr", "proto": "protocol",
        "source": "srcaddr", "sport": "srcport", "src": "srcaddr", "src-ip": "srcaddr", "srcip": "srcaddr",
        "status": "log-status", "subnet": "subnet-id", "timestamp": "time", "vpc": "vpc-id",
    ]

    /// The filter that tests the subject with a condition.
    func test(_ condition: Filter.Condition) -> Filter {
        let tests = parts.map { Filter.test($0, condition) }
        return tests.count == 1 ? tests[0] : .or(tests)
    }
}

extension FilterSubject {
    /// Whether a dash can be a value: a tag may be spelled so, in a log it is the mark of the unknown.
    var holdsDashes: Bool { parts == [.tag] }

    /// The largest number that the subject can be.
    var largestNumber: UInt64 {
        switch kind {
        case .port: 65535
        case .ipProtocol: 255
        default: .max
        }
    }

    /// What the subject can be compared with, for messages.
    var expectation: String {
        switch kind {
        case .port: "\(name) takes a number from 0 to 65535"
        case .ipProtocol: "\(name) takes a keyword such as tcp, or a number from 0 to 255"
        case .number: "\(name) takes a whole number up to \(UInt64.max), such as 1500, 10M or 64Ki"
        case .time: "\(name) takes a time, such as 2021-05-04T12:00Z, or epoch seconds"
        case .address: "\(name) takes an address or a prefix, such as 10.0.0.0/8"
        case .text, .keyword: "\(name) takes a text"
        }
    }
}
