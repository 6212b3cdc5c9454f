@testable import FlowLogs

/// The fields of AWS's tables ("Flow log records" of the Amazon VPC User Guide, "AWS Transit Gateway Flow Logs"), in
/// their order, copied once more so that the parser's own table has something to be compared with.
enum DocumentedFields {
    static let vpc: [(version: Int, names: [String])] = [
        (
            2,
            words(
                "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action"
                    + " log-status")
        ),
        (3, words("vpc-id subnet-id instance-id tcp-flags type pkt-srcaddr pkt-dstaddr")),
        (4, words("region az-id sublocation-type sublocation-id")),
        (5, words("pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path")),
        (
            7,
            words(
                "ecs-cluster-arn ecs-cluster-name ecs-container-instance-arn ecs-container-instance-id ecs-container-id"
                    + " ecs-second-container-id ecs-service-name ecs-task-definition-arn ecs-task-arn ecs-task-id")
        ),
        (8, ["reject-reason"]),
        (9, ["resource-id"]),
        (10, ["encryption-status"]),
        (
            11,
            words(
                "instance-tag instance-tag-2 interface-tag interface-tag-2 asg-tag asg-tag-2 interface-type"
                    + " next-hop-interface-id next-hop-subnet-id next-hop-az-id next-hop-vpc-id next-hop-interface-type"
            )
        ),
    ]

    /// The default format of Transit Gateway flow logs.
    static let transitGateway = words(
        "version resource-type account-id tgw-id tgw-attachment-id tgw-src-vpc-account-id tgw-dst-vpc-account-id"
            + " tgw-src-vpc-id tgw-dst-vpc-id tgw-src-subnet-id tgw-dst-subnet-id tgw-src-eni tgw-dst-eni"
            + " tgw-src-az-id tgw-dst-az-id tgw-pair-attachment-id srcaddr dstaddr srcport dstport protocol packets"
            + " bytes start end log-status type packets-lost-no-route packets-lost-blackhole"
            + " packets-lost-mtu-exceeded packets-lost-ttl-expired tcp-flags region flow-direction"
            + " pkt-src-aws-service pkt-dst-aws-service")

    static let names = Set(vpc.flatMap(\.names) + transitGateway)

    static let ports: Set = ["srcport", "dstport"]
    static let addresses: Set = ["srcaddr", "dstaddr", "pkt-srcaddr", "pkt-dstaddr"]
    static let times: Set = ["start", "end"]
    static let numbers: Set = [
        "version", "packets", "bytes", "tcp-flags", "traffic-path", "packets-lost-no-route", "packets-lost-blackhole",
        "packets-lost-mtu-exceeded", "packets-lost-ttl-expired", "encryption-status",
    ]

    static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
}

extension LogFormat {
    /// A format of these names, separated by blanks, with no rule about repetition.
    init(_ names: String) {
        self.init(fields: DocumentedFields.words(names).map { Field(named: $0.utf8) })
    }

    var names: [String] { fields.map(\.name) }
}
