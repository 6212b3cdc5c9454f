/// What one record says about a flow, apart from the interface that saw it.
struct Traffic {
    var source: TextPool.Text
    var destination: TextPool.Text
    /// The addresses in the packets, which differ from those of the flow behind a NAT gateway.
    var packetSource: TextPool.Text
    var packetDestination: TextPool.Text
    var sourceService: TextPool.Text
    var destinationService: TextPool.Text
    var sourcePort: UInt16
    var destinationPort: UInt16
    var ipProtocol: UInt8
    var packets: UInt64
    var bytes: UInt64
    var isRejected: Bool
    var isIPv6: Bool
    var tcpFlags: UInt64
    /// The code of the way out, or nil for a flow that comes in.
    var trafficPath: UInt64?
}

/// Draws the traffic of a made-up network, flow by flow.
struct TrafficSource: ~Copyable {
    private let services = Service.all
    private let serviceChoice = WeightedChoice(weights: Service.all.map(\.weight))
    private let privateChoice: WeightedChoice
    private let publicChoice: WeightedChoice
    private let ipv6Choice: WeightedChoice

    /// Prepares the choices among the addresses of `network`.
    init(_ network: borrowing Network) {
        privateChoice = WeightedChoice(zipf: network.privatePeers.count)
        publicChoice = WeightedChoice(zipf: network.publicPeers.count)
        ipv6Choice = WeightedChoice(zipf: network.ipv6Peers.count)
    }

    /// Draws one flow of the interface with the number `index`.
    func draw(at index: Int, in network: borrowing Network, _ random: inout SplitMix) -> Traffic {
        let service = services[serviceChoice.pick(&random)]
        let isReply = service.port != .none && random.happens(42, in: 100)
        // A reply is rejected only when it comes after its connection was closed.
        let isRejected = random.happens(isReply ? 3 : service.rejected, in: 1000)
        let isIngress = random.happens(isRejected ? 9 : 5, in: 10)
        let isIPv6 =
            service.ipProtocol == Service.ipv6ICMP || service.port != .none && random.happens(1, in: 100)

        let interface = network.interfaces[index]
        let peer = drawPeer(of: service, at: index, isIPv6: isIPv6, in: network, &random)
        let address = isIPv6 ? interface.ipv6 : interface.ipv4
        var packetAddress = address
        if interface.isGateway, !isIPv6, peer.place != .internet, peer.place != .awsEndpoint {
            packetAddress = network.publicPeers[publicChoice.pick(&random)].address
        }

        let ports = drawPorts(service.port, isReply: isReply, &random)
        let volume = drawVolume(isRejected: isRejected, isReply: isReply, &random)
        return Traffic(
            source: isIngress ? peer.address : address,
            destination: isIngress ? address : peer.address,
            packetSource: isIngress ? peer.address : packetAddress,
            packetDestination: isIngress ? packetAddress : peer.address,
            sourceService: isIngress ? peer.service : network.dash,
            destinationService: isIngress ? network.dash : peer.service,
            sourcePort: ports.source,
            destinationPort: ports.destination,
            ipProtocol: service.ipProtocol,
            packets: volume.packets,
            bytes: volume.bytes,
            isRejected: isRejected,
            isIPv6: isIPv6,
            tcpFlags: service.ipProtocol == Service.tcp
                ? drawFlags(isRejected: isRejected, isReply: isReply, packets: volume.packets, &random) : 0,
            trafficPath: isIngress ? nil : peer.place.path(from: interface.place)
        )
    }

    private func drawPeer(
        of service: Service, at index: Int, isIPv6: Bool, in network: borrowing Network, _ random: inout SplitMix
    ) -> Network.Peer {
        if isIPv6 { return network.ipv6Peers[ipv6Choice.pick(&random)] }
        if random.happens(service.publicShare, in: 100) { return network.publicPeers[publicChoice.pick(&random)] }
        let other = privateChoice.pick(&random)
        // The private addresses begin with the interfaces' own; nobody speaks with itself.
        return network.privatePeers[other == index ? network.interfaces.count : other]
    }

    /// Draws the ports of both sides, never the same: the client's is ephemeral, as Linux picks it (32768 to 60999).
    private func drawPorts(
        _ port: Service.Port, isReply: Bool, _ random: inout SplitMix
    ) -> (source: UInt16, destination: UInt16) {
        let server: UInt16
        switch port {
        case .none: return (0, 0)
        case .fixed(let port): server = port
        case .anyUnprivileged: server = UInt16(truncatingIfNeeded: 1024 + random.below(32768 - 1024))
        }
        let client = UInt16(truncatingIfNeeded: 32768 + random.below(61000 - 32768))
        return isReply ? (server, client) : (client, server)
    }

    /// Draws packets and bytes with a heavy tail: each doubling of the packets is half as likely.
    private func drawVolume(
        isRejected: Bool, isReply: Bool, _ random: inout SplitMix
    ) -> (packets: UInt64, bytes: UInt64) {
        if isRejected {
            let packets = 1 + random.below(3)
            return (packets, packets * (40 + 4 * random.below(6)))
        }
        // A backup or a copied disk now and then: 2^32 bytes and far more.
        if random.happens(1, in: 20_000) {
            let packets = 3_000_000 + random.below(60_000_000)
            return (packets, packets * (1440 + random.below(60)))
        }
        let doublings = UInt64(random.next().trailingZeroBitCount)
        let packets = 1 + random.below(8 << min(doublings, 20))
        let size = isReply ? 120 + random.below(1380) : 40 + random.below(360)
        return (packets, packets * size + random.below(40))
    }

    /// Draws `tcp-flags` as AWS reports them: an ACK alone is 0 (User Guide, "Flow log records").
    private func drawFlags(
        isRejected: Bool, isReply: Bool, packets: UInt64, _ random: inout SplitMix
    ) -> UInt64 {
        if isRejected { return isReply ? 4 : 2 }
        let opened: UInt64 = isReply ? 18 : 2
        return switch random.below(16) {
        case 0..<8: packets > 2 ? opened | 1 : opened
        case 8..<11: opened
        case 11..<13: 1
        case 13: packets > 2 ? opened | 4 : 4
        default: 0
        }
    }
}
