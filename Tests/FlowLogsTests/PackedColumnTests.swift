import Testing

@testable import FlowLogs

struct PackedColumnTests {
    private func column(_ values: [UInt64], unknown: [UInt32]) throws -> PackedColumn {
        let packing = Packing(values, unknown: unknown)
        let slab = Slab(count: packing.width * values.count) { packing.write(values, unknown: unknown, into: $0) }
        return try #require(PackedColumn(packing, count: values.count, in: slab, at: 0))
    }

    /// Packs values, nil where unknown, and reads them back.
    private func roundTrip(_ values: [UInt64?]) throws -> (values: [UInt64?], byteCount: Int) {
        let unknown = values.indices.filter { values[$0] == nil }.map { UInt32($0) }
        let column = try column(values.map { $0 ?? 0 }, unknown: unknown)
        #expect(column.count == values.count)
        return (values.indices.map { column[$0] }, column.byteCount)
    }

    @Test(
        "As few bytes as the range allows, one code more when a value is unknown",
        arguments: [
            ([], 0), ([7], 0), ([7, 7, 7], 0), ([.max, .max], 0), ([nil], 0), ([nil, nil, nil], 0),
            ([0, 255], 2), ([0, nil, 254], 3), ([0, nil, 255], 6), ([0, 256], 4), ([1000, 1255], 2),
            ([5, nil], 2), ([nil, 5, 5], 3), ([0, 65535], 4), ([0, 65534, nil], 6), ([0, 65535, nil], 12),
            ([0, 65536], 8),
            ([1, 1 << 32], 8), ([0, 1 << 32], 16), ([0, 0xFFFF_FFFF, nil], 24), ([0, 0xFFFF_FFFE, nil], 12),
            ([.max, .max - 255], 2), ([.max, nil, .max - 254], 3), ([0, .max], 16), ([nil, 0, .max], 24),
            ([0, .max, .max - 1, nil, .max - 2], 40), ([0, nil, .max - 1], 24), ([1, nil, .max], 24),
        ] as [([UInt64?], Int)])
    func widths(values: [UInt64?], byteCount: Int) throws {
        let packed = try roundTrip(values)
        #expect(packed.values == values)
        #expect(packed.byteCount == byteCount)
    }

    @Test("What stands in a row without a value does not matter")
    func whateverIsUnknown() throws {
        for rubbish: UInt64 in [0, 99, .max] {
            let column = try column([10, rubbish, 20], unknown: [1])
            #expect((0..<3).map { column[$0] } == [10, nil, 20])
            #expect(column.byteCount == 3)
        }
    }

    @Test func randomColumns() throws {
        var random = SeededRandom(seed: 7)
        for _ in 0..<3000 {
            let bits = UInt64(random.below(65))
            let base = random.once(in: 2) ? 0 : random.next() >> UInt64(random.below(64))
            let oddity = random.pick([1, 2, 5, 1000])
            let values: [UInt64?] = (0..<random.below(20)).map { _ in
                guard !random.once(in: oddity) else { return nil }
                let (sum, overflow) = base.addingReportingOverflow(bits == 0 ? 0 : random.next() >> (64 - bits))
                return overflow ? .max : sum
            }
            #expect(try roundTrip(values).values == values)
        }
    }
}
