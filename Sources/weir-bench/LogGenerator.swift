/// Makes a flow log of made-up traffic, the same bytes for the same arguments on every machine.
///
/// The log covers six hours, however many records it has: more in some quarter hours than in others, roughly but not
/// strictly in the order of time. Everything is drawn with whole numbers from one `SplitMix`.
struct LogGenerator: ~Copyable {
    /// The fields and their order; the header line is left to the caller.
    let layout: LogLayout

    private let network: Network
    private let traffic: TrafficSource
    private let interfaceChoice: WeightedChoice
    private var random: SplitMix
    private var clock: LogClock
    private var remaining: Int

    private static let blockSize = 1 << 20
    /// 2021-05-04T12:00:00Z.
    static let defaultStart: UInt64 = 1_620_129_600

    /// Prepares a log of `records` records that begins at `start`, in seconds since 1970.
    init(records: Int, seed: UInt64, layout: LogLayout = .version2, start: UInt64 = defaultStart) {
        self.layout = layout
        random = SplitMix(seed: seed)
        network = Network(&random)
        traffic = TrafficSource(network)
        interfaceChoice = WeightedChoice(zipf: network.interfaces.count)
        clock = LogClock(start: start, ticks: records)
        remaining = records
    }

    /// Appends about a megabyte of records, each with its line feed; false if none were left.
    mutating func appendBlock(to text: inout [UInt8]) -> Bool {
        guard remaining > 0 else { return false }
        let longestRecord = layout.columns.count * (TextPool.longestText + 1) + 8
        text.append(addingCapacity: Self.blockSize + longestRecord) { block in
            while remaining > 0, block.freeCapacity >= longestRecord {
                remaining -= 1
                append(draw(), to: &block)
            }
        }
        return true
    }

    private func append(_ record: Record, to text: inout OutputSpan<UInt8>) {
        for (index, column) in layout.columns.enumerated() {
            if index > 0 { text.append(0x20) }
            append(column, of: record, to: &text)
        }
        text.append(0x0a)
    }

    private struct Record {
        let interface: Network.Interface
        let start: UInt64
        let end: UInt64
        let content: Content
    }

    private enum Content {
        case flow(Traffic)
        case noData
        case skipData
    }

    private mutating func draw() -> Record {
        let index = interfaceChoice.pick(&random)
        let start = clock.next() + random.below(90)
        let length = random.happens(1, in: 4) ? random.below(601) : random.below(61)
        let content: Content =
            switch random.below(10_000) {
            case 0..<50: .noData
            case 50..<55: .skipData
            default: .flow(traffic.draw(at: index, in: network, &random))
            }
        return Record(interface: network.interfaces[index], start: start, end: start + length, content: content)
    }

    private func append(_ column: LogLayout.Column, of record: Record, to text: inout OutputSpan<UInt8>) {
        switch column {
        case .interface(let field): append(field, of: record, to: &text)
        case .traffic(let field):
            if case .flow(let traffic) = record.content {
                append(field, of: traffic, to: &text)
            } else {
                text.append(0x2d)
            }
        case .unknown: text.append(0x2d)
        }
    }

    private func append(_ field: LogLayout.InterfaceField, of record: Record, to text: inout OutputSpan<UInt8>) {
        let interface = record.interface
        switch field {
        case .version: text.append(decimal: layout.version)
        case .start: text.append(decimal: record.start)
        case .end: text.append(decimal: record.end)
        case .region: network.texts.append(network.region, to: &text)
        case .accountID: network.texts.append(interface.account, to: &text)
        case .interfaceID: network.texts.append(interface.id, to: &text)
        case .vpcID: network.texts.append(interface.vpc, to: &text)
        case .subnetID: network.texts.append(interface.subnet, to: &text)
        case .instanceID: network.texts.append(interface.instance, to: &text)
        case .azID: network.texts.append(interface.availabilityZone, to: &text)
        case .sublocationType: network.texts.append(interface.sublocationType, to: &text)
        case .sublocationID: network.texts.append(interface.sublocation, to: &text)
        case .logStatus:
            switch record.content {
            case .flow: text.append(literal: "OK")
            case .noData: text.append(literal: "NODATA")
            case .skipData: text.append(literal: "SKIPDATA")
            }
        }
    }

    private func append(_ field: LogLayout.TrafficField, of traffic: Traffic, to text: inout OutputSpan<UInt8>) {
        switch field {
        case .srcaddr: network.texts.append(traffic.source, to: &text)
        case .dstaddr: network.texts.append(traffic.destination, to: &text)
        case .srcport: text.append(decimal: UInt64(traffic.sourcePort))
        case .dstport: text.append(decimal: UInt64(traffic.destinationPort))
        case .ipProtocol: text.append(decimal: UInt64(traffic.ipProtocol))
        case .packets: text.append(decimal: traffic.packets)
        case .bytes: text.append(decimal: traffic.bytes)
        case .action: text.append(literal: traffic.isRejected ? "REJECT" : "ACCEPT")
        case .type: text.append(literal: traffic.isIPv6 ? "IPv6" : "IPv4")
        case .tcpFlags: text.append(decimal: traffic.tcpFlags)
        case .packetSource: network.texts.append(traffic.packetSource, to: &text)
        case .packetDestination: network.texts.append(traffic.packetDestination, to: &text)
        case .sourceService: network.texts.append(traffic.sourceService, to: &text)
        case .destinationService: network.texts.append(traffic.destinationService, to: &text)
        case .flowDirection: text.append(literal: traffic.trafficPath == nil ? "ingress" : "egress")
        case .trafficPath:
            if let path = traffic.trafficPath { text.append(decimal: path) } else { text.append(0x2d) }
        }
    }
}
