/// What the reports count by: a destination port and a protocol.
public struct PortProtocol: Hashable, Sendable {
    /// The destination port (`dstport`); 0 for protocols that have no ports, ICMP among them.
    public let port: UInt16
    /// The protocol, by its IANA number.
    public let ipProtocol: IPProtocol

    /// Makes the key of one port under one protocol.
    public init(port: UInt16, ipProtocol: IPProtocol) {
        self.port = port
        self.ipProtocol = ipProtocol
    }

    /// The key as one number: the protocol in bits 16 to 23, the port in bits 0 to 15.
    public var packed: UInt32 { UInt32(ipProtocol.rawValue) << 16 | UInt32(port) }

    /// The key that `packed` stands for; bits 24 to 31 are ignored.
    public init(packed: UInt32) {
        port = UInt16(truncatingIfNeeded: packed)
        ipProtocol = IPProtocol(rawValue: UInt8(truncatingIfNeeded: packed >> 16))
    }
}
