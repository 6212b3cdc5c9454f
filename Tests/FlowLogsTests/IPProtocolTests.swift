import Testing

@testable import FlowLogs

@Suite struct IPProtocolTests {
    private func named(_ text: String) -> UInt8? { IPProtocol(keywordOrNumber: Bytes(text.utf8))?.rawValue }
    private func suggested(_ text: String) -> String? { IPProtocol.suggestion(for: Bytes(text.utf8))?.keyword }

    @Test(arguments: [
        (0, "hopopt"), (1, "icmp"), (2, "igmp"), (4, "ipv4"), (6, "tcp"), (13, "argus"), (17, "udp"), (39, "tp++"),
        (41, "ipv6"), (47, "gre"), (50, "esp"), (51, "ah"), (53, "swipe"), (55, "min-ipv4"), (58, "ipv6-icmp"),
        (73, "cphb"), (84, "iptm"), (88, "eigrp"), (89, "ospfigp"), (93, "ax.25"), (94, "ipip"), (95, "micp"),
        (103, "pim"), (107, "a/n"), (108, "ipcomp"), (112, "vrrp"), (115, "l2tp"), (122, "sm"), (124, "isis"),
        (132, "sctp"), (135, "mobility-header"), (136, "udplite"), (143, "ethernet"), (144, "aggfrag"), (145, "nsh"),
        (146, "homa"), (147, "bit-emu"),
    ])
    func knowsIANAsKeywords(number: UInt8, keyword: String) {
        #expect(IPProtocol(rawValue: number).keyword == keyword)
        #expect(IPProtocol(rawValue: number).name == keyword)
    }

    @Test func numbersWithoutKeywordStandForThemselves() {
        let without = (0...255).filter { IPProtocol(rawValue: $0).keyword == nil }
        #expect(without == [61, 63, 68, 99, 114] + Array(148...255))
        #expect(IPProtocol(rawValue: 61).name == "61")
        #expect(IPProtocol(rawValue: 255).name == "255")
    }

    @Test func everyKeywordIsReadBackInAnyCase() {
        for number in UInt8.min...UInt8.max {
            let name = IPProtocol(rawValue: number).name
            #expect(named(name) == number)
            #expect(named(name.uppercased()) == number)
            #expect(name == name.lowercased())
            #expect(!name.contains { $0.isWhitespace || $0 == "(" || $0 == "," })
        }
    }

    @Test func constantsAreTheProtocolsTheyAreCalled() {
        let constants: [IPProtocol] = [.icmp, .tcp, .udp, .ipv6ICMP, .sctp]
        #expect(constants.map(\.name) == ["icmp", "tcp", "udp", "ipv6-icmp", "sctp"])
    }

    @Test func numbersMayHaveLeadingZeros() {
        #expect(named("6") == 6)
        #expect(named("006") == 6)
        #expect(named("0") == 0)
        #expect(named("255") == 255)
    }

    @Test(arguments: [
        "", " ", "256", "262", "-6", "+6", "6.0", "4294967302", " tcp", "tcp ", "ip", "ospf", "icmpv6", "reserved",
        "argus (deprecated)", "mobility header", "tcp\0", "٦", "ｔｃｐ", "ıcmp", "TCP\u{301}", "tcptcptcp",
    ])
    func refusesWhatIsNoKeywordOrNumber(text: String) {
        #expect(named(text) == nil)
    }

    @Test func refusesLongTextAndRawBytes() {
        #expect(IPProtocol(keywordOrNumber: Bytes(repeating: UInt8(ascii: "9"), count: 100_000)) == nil)
        #expect(IPProtocol(keywordOrNumber: Bytes(repeating: UInt8(ascii: "t"), count: 100_000)) == nil)
        #expect(IPProtocol(keywordOrNumber: [0xFF, 0x74, 0x63, 0x70]) == nil)
        #expect(IPProtocol.suggestion(for: Bytes(repeating: UInt8(ascii: "-"), count: 100_000)) == nil)
    }

    @Test(arguments: [
        ("icmpv6", "ipv6-icmp"), ("ICMP6", "ipv6-icmp"), ("icmp-v6", "ipv6-icmp"), ("ipv6_icmp", "ipv6-icmp"),
        ("IPv6 ICMP", "ipv6-icmp"), ("icmpv4", "icmp"), ("ospf", "ospfigp"), ("OSPFv3", "ospfigp"),
        ("ipencap", "ipv4"), ("IP-ENCAP", "ipv4"), ("ip-in-ip", "ipv4"), ("6in4", "ipv6"), ("mobile", "min-ipv4"),
        ("ttp", "iptm"), ("rspf", "cphb"), ("udp-lite", "udplite"), ("UDP Lite", "udplite"), ("tcp6", "tcp"),
        ("udp6", "udp"), ("ISIS over IPv4", "isis"), ("is-is", "isis"), ("Mobility Header", "mobility-header"),
        ("mh", "mobility-header"), ("ipsec-esp", "esp"), ("ipsec-ah", "ah"), ("igmpv3", "igmp"), ("carp", "vrrp"),
        ("mpls", "mpls-in-ip"), ("ax25", "ax.25"), ("ARGUS (deprecated)", "argus"), ("TCP (6)", "tcp"),
        ("ICMP(1)", "icmp"), ("pim-sm", "pim"), ("hop-by-hop", "hopopt"), ("L2TPv3", "l2tp"), ("clnp", "iso-ip"),
    ])
    func suggestsTheKeywordForOtherNames(text: String, keyword: String) {
        #expect(named(text) == nil)
        #expect(suggested(text) == keyword)
    }

    @Test(arguments: ["", "ip", "any", "all", "tcp/udp", "6 (tcp)", "256", "http", "-", "(tcp)", "тcp", "reserved"])
    func suggestsNothingForOtherWords(text: String) {
        #expect(suggested(text) == nil)
    }

    @Test func keywordsDifferInMoreThanPunctuation() {
        // Else a keyword written with other punctuation could be taken for another protocol.
        let keywords = (0...255).compactMap { IPProtocol(rawValue: $0).keyword }
        for keyword in keywords { #expect(suggested(keyword) == keyword) }
    }
}

@Suite struct ServiceNameTests {
    private func name(_ port: UInt16, _ ipProtocol: IPProtocol) -> String? {
        ServiceName.name(of: PortProtocol(port: port, ipProtocol: ipProtocol))
    }

    @Test(arguments: [
        (20, "ftp-data"), (21, "ftp"), (22, "ssh"), (23, "telnet"), (25, "smtp"), (53, "domain"), (80, "http"),
        (88, "kerberos"), (110, "pop3"), (111, "sunrpc"), (135, "epmap"), (139, "netbios-ssn"), (143, "imap"),
        (179, "bgp"), (389, "ldap"), (443, "https"), (445, "microsoft-ds"), (465, "submissions"), (514, "shell"),
        (587, "submission"), (636, "ldaps"), (853, "domain-s"), (873, "rsync"), (993, "imaps"), (995, "pop3s"),
        (1433, "ms-sql-s"), (1521, "ncube-lm"), (1723, "pptp"), (1883, "mqtt"), (2049, "nfs"), (2379, "etcd-client"),
        (3268, "msft-gc"), (3306, "mysql"), (3389, "ms-wbt-server"), (5432, "postgresql"), (5671, "amqps"),
        (5672, "amqp"), (5900, "rfb"), (5985, "wsman"), (6379, "redis"), (8080, "http-alt"), (8443, "pcsync-https"),
        (8883, "secure-mqtt"), (9200, "wap-wsp"), (11211, "memcache"), (27017, "mongodb"), (47001, "winrm"),
    ])
    func knowsTCPServices(port: UInt16, service: String) {
        #expect(name(port, .tcp) == service)
    }

    @Test(arguments: [
        (53, "domain"), (67, "bootps"), (68, "bootpc"), (69, "tftp"), (123, "ntp"), (137, "netbios-ns"),
        (161, "snmp"), (443, "https"), (500, "isakmp"), (514, "syslog"), (1194, "openvpn"), (1812, "radius"),
        (1900, "ssdp"), (4500, "ipsec-nat-t"), (4789, "vxlan"), (5353, "mdns"), (6081, "geneve"),
    ])
    func knowsUDPServices(port: UInt16, service: String) {
        #expect(name(port, .udp) == service)
    }

    @Test func aNameBelongsToItsTransportOnly() {
        #expect(name(36412, .sctp) == "s1-control")
        #expect(name(36412, .tcp) == nil)
        #expect(name(6379, .udp) == nil)
        #expect(name(22, .sctp) == "ssh")
        #expect(name(22, .icmp) == nil)
        #expect(name(0, .icmp) == nil)
        #expect(name(0, .tcp) == nil)
        #expect(name(65535, .tcp) == nil)
    }

    @Test func visitsEveryNameOnce() {
        var visited: [UInt32: String] = [:]
        ServiceName.forEach { key, service in
            #expect(visited.updateValue(service, forKey: key) == nil)
            #expect(ServiceName.name(of: PortProtocol(packed: key)) == service)
        }
        #expect(visited[PortProtocol(port: 22, ipProtocol: .tcp).packed] == "ssh")
    }

    @Test func everyNameIsAServiceName() {
        var known = 0
        for transport in [IPProtocol.tcp, .udp, .sctp] {
            for port in UInt16.min...UInt16.max {
                guard let service = name(port, transport) else { continue }
                known += 1
                // RFC 6335, section 5.1: letters, digits and hyphens, at most 15, one letter at least.
                #expect(service.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") })
                #expect(service.utf8.contains(where: \.isLetter) && service.utf8.count <= 15)
                #expect(service == service.lowercased())
            }
        }
        #expect(known > 1000)
    }
}
