/// How many records there are of every destination port and protocol.
///
/// A dense table in pages of 1024 ports (8 KiB), made when a port in them is first met: counting is two loads and an
/// add, and memory follows what occurs. All 65,536 ports of one protocol take 512 KiB.
public struct PortProtocolCounts: Equatable, Sendable {
    /// For each protocol and each 1024 ports, 1 + the number of the page that counts them; 0 when there is none.
    private var directory = [UInt32](repeating: 0, count: 256 * 64)
    private var pages: [UInt64] = []

    private static let pageSize = 1024

    /// No counts.
    public init() {}

    /// Counts one record for each key (`PortProtocol.packed`, bits 24 to 31 zero).
    package mutating func add(_ keys: [UInt32]) {
        for key in keys { add(1, of: key) }
    }

    /// Counts a number of records of one key.
    mutating func add(_ count: UInt64, of key: UInt32) {
        let entry = Int(key >> 10)
        var page = directory[entry]
        if page == 0 {
            pages.append(contentsOf: repeatElement(0, count: Self.pageSize))
            page = UInt32(truncatingIfNeeded: pages.count / Self.pageSize)
            directory[entry] = page
        }
        pages[(Int(page) &- 1) &* Self.pageSize &+ Int(key & 1023)] &+= count
    }

    /// Adds all counts of another table; O(pages of the other).
    mutating func merge(_ other: PortProtocolCounts) {
        guard !pages.isEmpty else {
            self = other
            return
        }
        other.forEach { key, count in add(count, of: key) }
    }

    /// Visits every key that was counted, by protocol, then by port; O(pages).
    public func forEach(_ visit: (_ key: UInt32, _ count: UInt64) -> Void) {
        for (entry, page) in directory.enumerated() where page > 0 {
            let start = (Int(page) - 1) * Self.pageSize
            for offset in 0..<Self.pageSize where pages[start + offset] > 0 {
                visit(UInt32(entry) << 10 | UInt32(offset), pages[start + offset])
            }
        }
    }

    public static func == (left: PortProtocolCounts, right: PortProtocolCounts) -> Bool {
        var found: [UInt32: UInt64] = [:]
        left.forEach { found[$0] = $1 }
        var isEqual = true
        right.forEach { key, count in isEqual = isEqual && found.removeValue(forKey: key) == count }
        return isEqual && found.isEmpty
    }
}
