/// What became of a flow, as far as its record says.
enum Verdict: UInt8, CaseIterable { case unknown, accepted, rejected }

/// What grouping asks of a chunk: for each record its key with its verdict, and its amounts.
extension Chunk {
    /// The key of every record (`PortProtocol.packed`), with its verdict in the bits from 24 on; `skippedKey` where port
    /// or protocol is unknown.
    func verdictKeys() -> [UInt32] {
        var keys = keys()
        guard case .words(let indices, let distinct)? = column(of: .action) else { return keys }
        let verdicts = distinct.indices.map { index in
            distinct.withWord(at: index) {
                UInt32(($0.equalsIgnoringCase("REJECT".utf8) ? Verdict.rejected : .accepted).rawValue) << 24
            }
        }
        keys.withUnsafeMutableBufferPointer { keys in
            indices.map(verdicts, unknown: 0) { keys[$0] |= $1 }
        }
        return keys
    }

    /// The rows that have a key and are selected, ascending; nil when that is all of them.
    ///
    /// Those that are selected but have no key are tallied.
    func counted(_ keys: [UInt32], _ mask: RecordMask?, _ skipped: inout RecordTally) -> [UInt32]? {
        guard mask != nil || keys.contains(Self.skippedKey) else { return nil }
        let statuses = column(of: .logStatus)
        var odd: [Int] = []
        let rows = [UInt32](unsafeUninitializedCapacity: count + 1) { rows, found in
            // Each row is written down, and stays if the next one is not written over it.
            for row in 0..<count {
                rows[found] = UInt32(truncatingIfNeeded: row)
                let isSelected = mask?.rows[row] ?? 1
                if keys[row] == Self.skippedKey {
                    if isSelected == 1 { odd.append(row) }
                } else {
                    found &+= Int(isSelected)
                }
            }
        }
        for row in odd { skipped.countSkipped(statuses?[row]) }
        return rows
    }

    /// The numbers of a field, 0 where unknown.
    func amounts(of field: Field) -> [UInt64] {
        guard case .numbers(let numbers)? = column(of: field) else { return [UInt64](repeating: 0, count: count) }
        return numbers.unpacked(unknown: 0)
    }

    /// A number that no number of a field is above.
    func largestAmount(of field: Field) -> UInt64 {
        guard case .numbers(let numbers)? = column(of: field) else { return 0 }
        return numbers.packing.base &+ numbers.packing.span
    }
}
