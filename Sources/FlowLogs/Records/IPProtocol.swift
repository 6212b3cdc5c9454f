/// An IP protocol, known by its number.
///
/// Numbers and keywords are those of IANA's registry "Assigned Internet Protocol Numbers", with three of its habits
/// undone: keywords are in lower case, deprecated ones stand without the word `(deprecated)`, and the two that have
/// blanks in them are `isis` (124) and `mobility-header` (135). The machine's `/etc/protocols` is never read: it
/// differs (`ip` for 0, `ospf` for 89), and from one machine to the next.
public struct IPProtocol: Hashable, Sendable, RawRepresentable {
    /// The number, as in a flow log's `protocol` field.
    public let rawValue: UInt8

    /// Makes the protocol of that number; every number is one, assigned or not.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Internet Control Message Protocol, number 1.
    public static let icmp = IPProtocol(rawValue: 1)
    /// Transmission Control Protocol, number 6.
    public static let tcp = IPProtocol(rawValue: 6)
    /// User Datagram Protocol, number 17.
    public static let udp = IPProtocol(rawValue: 17)
    /// Internet Control Message Protocol for IPv6, number 58, keyword `ipv6-icmp`.
    public static let ipv6ICMP = IPProtocol(rawValue: 58)
    /// Stream Control Transmission Protocol, number 132.
    public static let sctp = IPProtocol(rawValue: 132)

    /// IANA's keyword in lower case, or nil for a number that has none: "any ..." entries such as 61, the unassigned,
    /// the two for experiments (253, 254) and the reserved one (255).
    public var keyword: String? { Self.keywords[Int(rawValue)] }

    /// The keyword or, without one, the number: the way reports and panes name a protocol.
    public var name: String { keyword ?? String(rawValue) }

    /// For each protocol's number, its place in the order of their names' bytes.
    static let rank: [UInt8] = {
        let byName = (0...UInt8.max).map(IPProtocol.init).sorted {
            $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
        }
        var rank = [UInt8](repeating: 0, count: 256)
        for (place, ipProtocol) in byName.enumerated() {
            rank[Int(ipProtocol.rawValue)] = UInt8(truncatingIfNeeded: place)
        }
        return rank
    }()

    /// The protocol that `text` names by its keyword, in any case, or by its number from 0 to 255.
    ///
    /// Nil for anything else, so also for blanks around the text and for the other names that `suggestion(for:)` knows.
    public init?(keywordOrNumber text: some RandomAccessCollection<UInt8>) {
        if let number = text.wholeNumber(upTo: 255) {
            self.init(rawValue: UInt8(truncatingIfNeeded: number))
        } else if text.count <= Self.longestName, let known = Self.byKeyword[text.lowercased] {
            self = known
        } else {
            return nil
        }
    }

    /// The protocol that someone who wrote `text` most likely meant, when it is no keyword.
    ///
    /// Knows the names of other tools' tables (`icmpv6`, `ospf`, `ipencap`), former keywords (`mobile`, `ttp`),
    /// keywords with other punctuation (`udp-lite`, `IPv6_ICMP`, `ISIS over IPv4`) and with something in parentheses
    /// behind them (`TCP (6)`, `ARGUS (deprecated)`). Not `ip`: that is every protocol, so none.
    public static func suggestion(for text: some Collection<UInt8>) -> IPProtocol? {
        guard text.count <= longestName else { return nil }
        let letters = squeezed(text.prefix { $0 != UInt8(ascii: "(") })
        return bySqueezedKeyword[letters] ?? byOtherName[letters]
    }
}

extension IPProtocol {
    /// No keyword or other name, however punctuated, is longer; longer text is not worth looking up.
    private static let longestName = 64

    private static let keywords: [String?] = {
        var keywords = [String?](repeating: nil, count: 256)
        for (number, keyword) in entries(registry) { keywords[Int(number)] = keyword }
        return keywords
    }()

    private static let byKeyword = index(registry) { $0 }
    private static let bySqueezedKeyword = index(registry, spelled: squeezed)
    private static let byOtherName = index(otherNames) { $0 }

    /// Lower-case letters, digits and bytes outside ASCII: what is left without case, blanks and punctuation.
    private static func squeezed(_ text: some Collection<UInt8>) -> Bytes {
        text.lowercased.filter { $0.isLetter || $0.isDigit || $0 >= 0x80 }
    }

    private static func index(_ table: String, spelled: (Bytes) -> Bytes) -> [Bytes: IPProtocol] {
        var index: [Bytes: IPProtocol] = [:]
        for (number, name) in entries(table) { index[spelled(Bytes(name.utf8))] = IPProtocol(rawValue: number) }
        return index
    }

    /// The `number=name` pairs of one of the tables below.
    private static func entries(_ table: String) -> [(number: UInt8, name: String)] {
        table.split(whereSeparator: \.isWhitespace).compactMap { entry in
            guard let sign = entry.firstIndex(of: "="), let number = UInt8(entry[..<sign]) else { return nil }
            return (number, String(entry[entry.index(after: sign)...]))
        }
    }

    private static let registry = """
        0=hopopt 1=icmp 2=igmp 3=ggp 4=ipv4 5=st 6=tcp 7=cbt 8=egp 9=igp 10=bbn-rcc-mon 11=nvp-ii 12=pup 13=argus
        14=emcon 15=xnet 16=chaos 17=udp 18=mux 19=dcn-meas 20=hmp 21=prm 22=xns-idp 23=trunk-1 24=trunk-2 25=leaf-1
        26=leaf-2 27=rdp 28=irtp 29=iso-tp4 30=netblt 31=mfe-nsp 32=merit-inp 33=dccp 34=3pc 35=idpr 36=xtp 37=ddp
        38=idpr-cmtp 39=tp++ 40=il 41=ipv6 42=sdrp 43=ipv6-route 44=ipv6-frag 45=idrp 46=rsvp 47=gre 48=dsr 49=bna
        50=esp 51=ah 52=i-nlsp 53=swipe 54=narp 55=min-ipv4 56=tlsp 57=skip 58=ipv6-icmp 59=ipv6-nonxt 60=ipv6-opts
        62=cftp 64=sat-expak 65=kryptolan 66=rvd 67=ippc 69=sat-mon 70=visa 71=ipcv 72=cpnx 73=cphb 74=wsn 75=pvp
        76=br-sat-mon 77=sun-nd 78=wb-mon 79=wb-expak 80=iso-ip 81=vmtp 82=secure-vmtp 83=vines 84=iptm 85=nsfnet-igp
        86=dgp 87=tcf 88=eigrp 89=ospfigp 90=sprite-rpc 91=larp 92=mtp 93=ax.25 94=ipip 95=micp 96=scc-sp 97=etherip
        98=encap 100=gmtp 101=ifmp 102=pnni 103=pim 104=aris 105=scps 106=qnx 107=a/n 108=ipcomp 109=snp
        110=compaq-peer 111=ipx-in-ip 112=vrrp 113=pgm 115=l2tp 116=ddx 117=iatp 118=stp 119=srp 120=uti 121=smp
        122=sm 123=ptp 124=isis 125=fire 126=crtp 127=crudp 128=sscopmce 129=iplt 130=sps 131=pipe 132=sctp 133=fc
        134=rsvp-e2e-ignore 135=mobility-header 136=udplite 137=mpls-in-ip 138=manet 139=hip 140=shim6 141=wesp
        142=rohc 143=ethernet 144=aggfrag 145=nsh 146=homa 147=bit-emu
        """

    /// Names that are not IANA's, without punctuation: Linux and BSD protocol tables, iptables, tcpdump, former
    /// keywords, and version numbers that the protocol number does not tell apart.
    private static let otherNames = """
        0=hopbyhop 0=hopopts 0=ipv6hopopts 0=ipv6hopbyhop 1=icmp4 1=icmpv4 2=igmpv1 2=igmpv2 2=igmpv3 4=ipencap
        4=ipinip 4=ipv4encap 6=tcp4 6=tcp6 6=tcpv4 6=tcpv6 17=udp4 17=udp6 17=udpv4 17=udpv6 41=ip6 41=ipv6encap
        41=6in4 41=sit 43=ipv6routing 44=ipv6fragment 50=ipsecesp 50=ipv6crypt 51=ipsecah 51=ipv6auth 55=mobile
        58=icmp6 58=icmpv6 59=ipv6nonext 60=dstopts 60=ipv6dstopts 60=ipv6dest 73=rspf 80=clnp 84=ttp 89=ospf 89=ospf6
        89=ospfv2 89=ospfv3 103=pimv1 103=pimv2 103=pimsm 103=pimdm 112=carp 112=vrrpv2 112=vrrpv3 115=l2tpv3
        124=isisoveripv4 132=sctp4 132=sctp6 135=mh 135=mobility 135=ipv6mh 137=mpls
        """
}
