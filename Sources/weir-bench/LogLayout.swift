/// The fields of a generated log and their order.
struct LogLayout {
    /// What one column of a record shows.
    enum Column: Equatable {
        case interface(InterfaceField)
        case traffic(TrafficField)
        /// A field this generator does not know, whose value is always a dash.
        case unknown
    }

    /// The fields that every record has, NODATA and SKIPDATA records too.
    enum InterfaceField: String {
        case version, start, end, region
        case accountID = "account-id"
        case interfaceID = "interface-id"
        case logStatus = "log-status"
        case vpcID = "vpc-id"
        case subnetID = "subnet-id"
        case instanceID = "instance-id"
        case azID = "az-id"
        case sublocationType = "sublocation-type"
        case sublocationID = "sublocation-id"
    }

    /// The fields that are a dash where there was no traffic or its records were lost.
    enum TrafficField: String {
        case srcaddr, dstaddr, srcport, dstport, packets, bytes, action, type
        case ipProtocol = "protocol"
        case tcpFlags = "tcp-flags"
        case packetSource = "pkt-srcaddr"
        case packetDestination = "pkt-dstaddr"
        case sourceService = "pkt-src-aws-service"
        case destinationService = "pkt-dst-aws-service"
        case flowDirection = "flow-direction"
        case trafficPath = "traffic-path"
    }

    /// The default format, which is that of version 2 (Amazon VPC User Guide, "Flow log records").
    static let version2 = LogLayout(
        names: [
            "version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport", "protocol", "packets",
            "bytes", "start", "end", "action", "log-status",
        ]
    )

    /// The AWS names of the fields, as a header line shows them.
    let names: [String]
    /// One column for each name.
    let columns: [Column]
    /// What the `version` field says: the highest version that brought one of the known fields.
    let version: UInt64

    /// Takes field names in the order of the columns; one that is not of versions 2 to 5 makes a column of dashes.
    init(names: [String]) {
        self.names = names
        columns = names.map { name in
            if let field = InterfaceField(rawValue: name) { return .interface(field) }
            if let field = TrafficField(rawValue: name) { return .traffic(field) }
            return .unknown
        }
        version = columns.map(\.version).max() ?? 2
    }

    /// Takes a list of field names with blanks or commas between them, or nil if it holds none or a word is no name.
    init?(list: String) {
        let names = list.split { $0 == " " || $0 == "\t" || $0 == "," }.map { $0.lowercased() }
        let isName = { (name: String) in
            name.utf8.first.map { $0 &- 0x61 < 26 } == true
                && name.utf8.allSatisfy { $0 &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x2d }
        }
        guard !names.isEmpty, names.allSatisfy(isName) else { return nil }
        self.init(names: names)
    }

    /// The header line, its line feed included.
    var header: [UInt8] { Array(names.joined(separator: " ").utf8) + [0x0a] }
}

extension LogLayout.Column {
    /// The version of flow logs that brought this field (Amazon VPC User Guide, "Flow log records").
    var version: UInt64 {
        switch self {
        case .interface(.vpcID), .interface(.subnetID), .interface(.instanceID): 3
        case .traffic(.tcpFlags), .traffic(.type), .traffic(.packetSource), .traffic(.packetDestination): 3
        case .interface(.region), .interface(.azID), .interface(.sublocationType), .interface(.sublocationID): 4
        case .traffic(.sourceService), .traffic(.destinationService), .traffic(.flowDirection): 5
        case .traffic(.trafficPath): 5
        case .interface, .traffic, .unknown: 2
        }
    }
}
