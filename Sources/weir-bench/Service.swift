/// One kind of traffic in a generated log: a port and protocol, how common it is, and who may reach it.
struct Service {
    /// The port that the serving side listens on.
    enum Port: Equatable {
        case fixed(UInt16)
        /// Any port from 1024 to 32767: services without a name, and scans.
        case anyUnprivileged
        /// The protocol has no ports, which flow logs show as 0.
        case none
    }

    let port: Port
    /// The IANA protocol number.
    let ipProtocol: UInt8
    /// How common it is, relative to the others.
    let weight: UInt64
    /// How many of 1000 requests are rejected.
    let rejected: UInt64
    /// How many of 100 other sides are public addresses.
    let publicShare: UInt64

    /// All kinds of traffic, most common first; the weights of the named ones follow Zipf's law, 1000 / rank.
    static let all = [
        tcp(443, weight: 1000, rejected: 8, publicShare: 70),
        udp(53, weight: 500, rejected: 5, publicShare: 10),
        tcp(80, weight: 333, rejected: 60, publicShare: 70),
        tcp(22, weight: 250, rejected: 720, publicShare: 80),
        tcp(5432, weight: 200, rejected: 20, publicShare: 3),
        udp(123, weight: 167, rejected: 15, publicShare: 60),
        tcp(3306, weight: 143, rejected: 45, publicShare: 5),
        tcp(8080, weight: 125, rejected: 150, publicShare: 30),
        tcp(3389, weight: 111, rejected: 850, publicShare: 85),
        tcp(6379, weight: 100, rejected: 90, publicShare: 10),
        tcp(25, weight: 91, rejected: 250, publicShare: 60),
        tcp(445, weight: 83, rejected: 800, publicShare: 75),
        tcp(23, weight: 77, rejected: 980, publicShare: 95),
        tcp(8443, weight: 71, rejected: 120, publicShare: 40),
        tcp(9092, weight: 67, rejected: 5, publicShare: 0),
        udp(161, weight: 63, rejected: 350, publicShare: 30),
        tcp(27017, weight: 59, rejected: 140, publicShare: 15),
        tcp(993, weight: 56, rejected: 20, publicShare: 80),
        tcp(389, weight: 53, rejected: 70, publicShare: 5),
        udp(514, weight: 50, rejected: 10, publicShare: 0),
        tcp(1433, weight: 48, rejected: 500, publicShare: 45),
        tcp(2049, weight: 45, rejected: 5, publicShare: 0),
        tcp(9200, weight: 43, rejected: 200, publicShare: 20),
        udp(4500, weight: 42, rejected: 30, publicShare: 90),
        Service(port: .anyUnprivileged, ipProtocol: 6, weight: 28, rejected: 600, publicShare: 70),
        Service(port: .anyUnprivileged, ipProtocol: 17, weight: 1, rejected: 400, publicShare: 60),
        Service(port: .none, ipProtocol: icmp, weight: 60, rejected: 180, publicShare: 40),
        Service(port: .none, ipProtocol: esp, weight: 8, rejected: 20, publicShare: 90),
        Service(port: .none, ipProtocol: gre, weight: 4, rejected: 100, publicShare: 20),
        Service(port: .none, ipProtocol: ipv6ICMP, weight: 2, rejected: 50, publicShare: 100),
        Service(port: .fixed(3868), ipProtocol: sctp, weight: 2, rejected: 100, publicShare: 10),
        Service(port: .none, ipProtocol: vrrp, weight: 1, rejected: 0, publicShare: 0),
        Service(port: .none, ipProtocol: experiment, weight: 1, rejected: 500, publicShare: 50),
    ]

    static let icmp: UInt8 = 1
    static let tcp: UInt8 = 6
    static let ipv6ICMP: UInt8 = 58
    private static let udp: UInt8 = 17
    private static let gre: UInt8 = 47
    private static let esp: UInt8 = 50
    private static let vrrp: UInt8 = 112
    private static let sctp: UInt8 = 132
    /// A number without a keyword: "use for experimentation and testing" (RFC 3692).
    private static let experiment: UInt8 = 253

    private static func tcp(_ port: UInt16, weight: UInt64, rejected: UInt64, publicShare: UInt64) -> Service {
        Service(port: .fixed(port), ipProtocol: tcp, weight: weight, rejected: rejected, publicShare: publicShare)
    }

    private static func udp(_ port: UInt16, weight: UInt64, rejected: UInt64, publicShare: UInt64) -> Service {
        Service(port: .fixed(port), ipProtocol: udp, weight: weight, rejected: rejected, publicShare: publicShare)
    }
}
