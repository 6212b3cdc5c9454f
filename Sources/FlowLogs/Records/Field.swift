/// One field of a flow log format: its AWS name, what its values are, and the version that brought it.
///
/// Names are as AWS writes them in headers: lower case with hyphens. A field that AWS does not document (yet) is
/// carried as opaque text, since a new version must not stop anyone. Two fields are the same if their names are.
public struct Field: Hashable, Sendable {
    /// The canonical name, such as `dstport` or `pkt-src-aws-service`; ASCII.
    public let name: String
    /// What the values of this field are, and so how they are stored, compared and written.
    public let kind: Kind
    /// The flow log version that brought the field; nil when AWS does not document it.
    public let version: Int?

    /// The shapes that values come in.
    public enum Kind: Sendable {
        /// A port: a whole number from 0 to 65535.
        case port
        /// An IANA protocol number from 0 to 255.
        case ipProtocol
        /// An unsigned 64-bit whole number: a counter, a bit mask, a code.
        case number
        /// A Unix time, an unsigned 64-bit number: seconds, or milliseconds from 10^11 on.
        case time
        /// An IPv4 or IPv6 address.
        case address
        /// Any word, compared byte for byte.
        case text
        /// A word from a short list of AWS's, compared without case.
        case keyword
    }

    /// The field of that name in any case, `_` as `-`; a name that AWS does not document gives opaque text.
    public init(named name: some Collection<UInt8>) {
        let canonical = Self.canonical(name)
        self = Self.known[canonical] ?? Field(name: canonical, kind: .text, version: nil)
    }

    /// Whether AWS documents this field, for VPC flow logs (versions 2 to 5, 7 to 11) or Transit Gateway (6).
    public var isKnown: Bool { version != nil }

    /// The largest value of a numeric field; nil for text and addresses.
    public var largestNumber: UInt64? {
        switch kind {
        case .port: 65535
        case .ipProtocol: 255
        case .number, .time: .max
        case .address, .text, .keyword: nil
        }
    }

    private init(name: String, kind: Kind, version: Int?) {
        self.name = name
        self.kind = kind
        self.version = version
    }

    private static func canonical(_ name: some Collection<UInt8>) -> String {
        String(decoding: name.lazy.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0.lowercased }, as: UTF8.self)
    }

    /// Whether these bytes have the form of a field name: `[A-Za-z][A-Za-z0-9_-]*`.
    public static func isName(_ bytes: some Collection<UInt8>) -> Bool {
        guard let first = bytes.first, first.isLetter else { return false }
        return bytes.allSatisfy {
            $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-")
        }
    }

    public static func == (left: Field, right: Field) -> Bool { left.name == right.name }

    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Field {
    /// `srcaddr`: where a flow came from; the first of the 5-tuple.
    public static let srcaddr = Field(name: "srcaddr", kind: .address, version: 2)
    /// `dstaddr`: where it went.
    public static let dstaddr = Field(name: "dstaddr", kind: .address, version: 2)
    /// `srcport`: the port it came from; 0 for protocols without ports.
    public static let srcport = Field(name: "srcport", kind: .port, version: 2)
    /// `dstport`: the port it went to; 0 for protocols without ports.
    public static let dstport = Field(name: "dstport", kind: .port, version: 2)
    /// `protocol`: the IANA number; the last of the 5-tuple.
    public static let ipProtocol = Field(name: "protocol", kind: .ipProtocol, version: 2)
    /// `packets`: how many packets flowed.
    public static let packets = Field(name: "packets", kind: .number, version: 2)
    /// `bytes`: how many bytes flowed.
    public static let bytes = Field(name: "bytes", kind: .number, version: 2)
    /// `interface-id`: the network interface that the flow was logged at.
    public static let interfaceID = Field(name: "interface-id", kind: .text, version: 2)
    /// `start`: the time of a flow's first packet.
    public static let start = Field(name: "start", kind: .time, version: 2)
    /// `end`: the time of its last packet.
    public static let end = Field(name: "end", kind: .time, version: 2)
    /// `action`: ACCEPT or REJECT.
    public static let action = Field(name: "action", kind: .keyword, version: 2)
    /// `log-status`: OK, NODATA or SKIPDATA.
    public static let logStatus = Field(name: "log-status", kind: .keyword, version: 2)

    /// Every documented field by its name: AWS "Flow log records" (versions 2 to 5 and 7 to 11) and "AWS Transit
    /// Gateway Flow Logs" (version 6).
    public static let known: [String: Field] = {
        var fields: [String: Field] = [:]
        for (version, kind, names) in documented {
            for name in names.split(separator: " ") {
                fields[String(name)] = Field(name: String(name), kind: kind, version: version)
            }
        }
        return fields
    }()

    private static let documented: [(version: Int, kind: Kind, names: String)] = [
        (2, .number, "version packets bytes"),
        (2, .text, "account-id interface-id"),
        (2, .address, "srcaddr dstaddr"),
        (2, .port, "srcport dstport"),
        (2, .ipProtocol, "protocol"),
        (2, .time, "start end"),
        (2, .keyword, "action log-status"),
        (3, .text, "vpc-id subnet-id instance-id"),
        (3, .number, "tcp-flags"),
        (3, .keyword, "type"),
        (3, .address, "pkt-srcaddr pkt-dstaddr"),
        (4, .text, "region az-id sublocation-type sublocation-id"),
        (5, .text, "pkt-src-aws-service pkt-dst-aws-service"),
        (5, .keyword, "flow-direction"),
        (5, .number, "traffic-path"),
        (6, .text, "resource-type tgw-id tgw-attachment-id tgw-src-vpc-account-id tgw-dst-vpc-account-id"),
        (6, .text, "tgw-src-vpc-id tgw-dst-vpc-id tgw-src-subnet-id tgw-dst-subnet-id tgw-src-eni tgw-dst-eni"),
        (6, .text, "tgw-src-az-id tgw-dst-az-id tgw-pair-attachment-id"),
        (6, .number, "packets-lost-no-route packets-lost-blackhole"),
        (6, .number, "packets-lost-mtu-exceeded packets-lost-ttl-expired"),
        (7, .text, "ecs-cluster-arn ecs-cluster-name ecs-container-instance-arn ecs-container-instance-id"),
        (7, .text, "ecs-container-id ecs-second-container-id ecs-service-name ecs-task-definition-arn"),
        (7, .text, "ecs-task-arn ecs-task-id"),
        (8, .text, "reject-reason"),
        (9, .text, "resource-id"),
        (10, .number, "encryption-status"),
        (11, .text, "instance-tag instance-tag-2 interface-tag interface-tag-2 asg-tag asg-tag-2 interface-type"),
        (11, .text, "next-hop-interface-id next-hop-subnet-id next-hop-az-id next-hop-vpc-id next-hop-interface-type"),
    ]
}
