/// The made-up network that a generated log observes: interfaces, and the addresses they speak with.
///
/// Accounts and ids are invented. Addresses are private (RFC 1918), for documentation (RFC 5737, RFC 3849) or for
/// benchmarks (198.18.0.0/15, RFC 2544), so that no log made here ever names a real machine.
struct Network: ~Copyable {
    /// A network interface with what AWS knows about it.
    struct Interface {
        let id: TextPool.Text
        let ipv4: TextPool.Text
        let ipv6: TextPool.Text
        let account: TextPool.Text
        let vpc: TextPool.Text
        let subnet: TextPool.Text
        let instance: TextPool.Text
        let availabilityZone: TextPool.Text
        let sublocationType: TextPool.Text
        let sublocation: TextPool.Text
        let place: Place
        /// Whether it belongs to a NAT gateway, whose packets carry other addresses than its flows.
        let isGateway: Bool
    }

    /// An address on the other side of a flow.
    struct Peer {
        let address: TextPool.Text
        /// The AWS service that the address belongs to (`pkt-dst-aws-service`), or a dash.
        let service: TextPool.Text
        let place: Place
    }

    /// Where an address is, which decides the way to it.
    enum Place: Equatable {
        case vpc(Int)
        case onPremises
        case awsEndpoint
        case internet

        /// The code of `traffic-path` for what leaves an interface of `origin` (User Guide, "Flow log records").
        func path(from origin: Place) -> UInt64 {
            switch self {
            case .vpc: self == origin ? 1 : 4
            case .onPremises: 3
            case .awsEndpoint: 7
            case .internet: 8
            }
        }
    }

    private(set) var texts = TextPool()
    private(set) var interfaces: [Interface] = []
    /// Private IPv4 addresses, those of the interfaces first and in their order.
    private(set) var privatePeers: [Peer] = []
    private(set) var publicPeers: [Peer] = []
    private(set) var ipv6Peers: [Peer] = []
    let dash: TextPool.Text
    let region: TextPool.Text

    private static let interfaceCount = 100
    private static let gatewayCount = 4
    private static let privateCount = 16_000
    private static let publicCount = 24_000
    private static let ipv6Count = 2_000
    /// The first addresses of the VPCs, each a /16.
    private static let vpcs: [UInt32] = [0x0a00_0000, 0x0a14_0000, 0x0a40_0000, 0xac1f_0000]
    private static let onPremises: UInt32 = 0x0ac8_0000
    private static let subnetsPerVPC = 3
    /// The documentation blocks 192.0.2.0/24, 198.51.100.0/24 and 203.0.113.0/24.
    private static let documentation: [UInt32] = [0xc000_0200, 0xc633_6400, 0xcb00_7100]
    private static let benchmarks: UInt32 = 0xc612_0000

    /// Makes up a network from random numbers.
    init(_ random: inout SplitMix) {
        dash = texts.add("-")
        region = texts.add("us-east-1")
        makeInterfaces(&random)
        makePrivatePeers(&random)
        makePublicPeers(&random)
        makeIPv6Peers(&random)
    }

    /// Adds the interfaces, spread over the VPCs and their subnets; the rarest one belongs to a second account.
    private mutating func makeInterfaces(_ random: inout SplitMix) {
        let accounts = [texts.add("123456789010"), texts.add("210987654321")]
        let zones = (1...Self.subnetsPerVPC).map { texts.add("use1-az\($0)") }
        let outpost = texts.add("outpost")
        let outpostID = texts.add(
            "arn:aws:outposts:us-east-1:123456789010:outpost/op-0a1b2c3d4e5f67890"
        )
        let vpcs = Self.vpcs.map { _ in id("vpc-0", &random) }
        let subnets = vpcs.map { _ in zones.map { _ in id("subnet-0", &random) } }
        for index in 0..<Self.interfaceCount {
            let vpc = index % vpcs.count
            let subnet = index / vpcs.count % Self.subnetsPerVPC
            // One address for each interface: its number times two is in the last byte, above AWS's reserved ones.
            let host = Self.vpcs[vpc] | UInt32(subnet) << 12 | UInt32(random.below(16)) << 8 | UInt32(index * 2 + 4)
            let isGateway = index >= Self.interfaceCount - 1 - Self.gatewayCount && index < Self.interfaceCount - 1
            let isOnOutpost = index == Self.interfaceCount / 2
            let ipv4 = texts.add { $0.append(ipv4: host) }
            interfaces.append(
                Interface(
                    id: id("eni-0", &random),
                    ipv4: ipv4,
                    ipv6: texts.add { text in
                        text.append(ipv6: [0x2001, 0xdb8, 0, UInt16(vpc * 16 + subnet), 0, 0, 0, UInt16(index + 0x10)])
                    },
                    account: accounts[index == Self.interfaceCount - 1 ? 1 : 0],
                    vpc: vpcs[vpc],
                    subnet: subnets[vpc][subnet],
                    instance: isGateway ? dash : id("i-0", &random),
                    availabilityZone: isOnOutpost ? dash : zones[subnet],
                    sublocationType: isOnOutpost ? outpost : dash,
                    sublocation: isOnOutpost ? outpostID : dash,
                    place: .vpc(vpc),
                    isGateway: isGateway
                )
            )
            privatePeers.append(Peer(address: ipv4, service: dash, place: .vpc(vpc)))
        }
    }

    private mutating func makePrivatePeers(_ random: inout SplitMix) {
        while privatePeers.count < Self.privateCount {
            let vpc = Int(random.below(UInt64(Self.vpcs.count + 1)))
            let network = vpc < Self.vpcs.count ? Self.vpcs[vpc] : Self.onPremises
            // Subnets from x.y.64.0 on, apart from those of the interfaces.
            let host = network | UInt32(0x4000 + random.below(0xc000))
            privatePeers.append(
                Peer(
                    address: texts.add { $0.append(ipv4: host) },
                    service: dash,
                    place: vpc < Self.vpcs.count ? .vpc(vpc) : .onPremises
                )
            )
        }
    }

    /// Adds the public addresses; the most popular ones are those that people know from documentation.
    private mutating func makePublicPeers(_ random: inout SplitMix) {
        let amazon = ["AMAZON", "EC2", "CLOUDFRONT", "ROUTE53"].map { texts.add($0) }
        let endpoints = ["S3", "DYNAMODB"].map { texts.add($0) }
        while publicPeers.count < Self.publicCount {
            let index = publicPeers.count
            let address =
                index < 600
                ? Self.documentation[index % 3] | UInt32(1 + (index / 3 &* 97) % 251)
                : Self.benchmarks | UInt32(random.below(1 << 17))
            let service: (name: TextPool.Text, place: Place) =
                switch random.below(12) {
                case 0: (endpoints[Int(random.below(2))], .awsEndpoint)
                case 1, 2: (amazon[Int(random.below(4))], .internet)
                default: (dash, .internet)
                }
            publicPeers.append(
                Peer(address: texts.add { $0.append(ipv4: address) }, service: service.name, place: service.place)
            )
        }
    }

    /// Adds IPv6 addresses with and without runs of zero groups, as they occur.
    private mutating func makeIPv6Peers(_ random: inout SplitMix) {
        while ipv6Peers.count < Self.ipv6Count {
            var groups: [UInt16] = [0x2001, 0xdb8]
            let zeros = random.below(64)
            for place in 2..<8 {
                let group = UInt16(truncatingIfNeeded: random.next())
                groups.append(zeros >> UInt64(place - 2) & 1 == 1 && place < 7 ? 0 : group | 1)
            }
            ipv6Peers.append(Peer(address: texts.add { $0.append(ipv6: groups) }, service: dash, place: .internet))
        }
    }

    /// Keeps an id as AWS gives them since 2018: a prefix and 17 hexadecimal digits, the first of them 0.
    private mutating func id(_ prefix: String, _ random: inout SplitMix) -> TextPool.Text {
        let number = random.next()
        return texts.add { text in
            text.append(contentsOf: prefix.utf8)
            text.append(hex: number, width: 16)
        }
    }
}
