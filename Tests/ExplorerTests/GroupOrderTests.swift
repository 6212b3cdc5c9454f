import FlowLogs
import Testing

@testable import Explorer

/// The order of rows against a sort written from the rules.
struct GroupOrderTests {
    /// Few ports, protocols and amounts, so that there are many ties; some actions are unknown.
    private static func summary(_ random: inout SeededRandom, _ lookup: LookupTable) -> Summary {
        var log = ""
        for _ in 0..<(20 + random.below(300)) {
            log += TestLogs.record(
                random.pick([0, 22, 53, 80, 443, 3306, 8080, 65535, 40000 + random.below(40)]),
                random.pick([6, 6, 17, 1, 132, 255, 61]), packets: String(random.below(3)),
                bytes: String(random.pick([0, 40, 1500])), action: random.pick(["ACCEPT", "REJECT", "-", "-"]))
        }
        return Evaluations.summary(of: Bytes(log.utf8), nil, lookup)
    }

    private struct Row {
        let index: UInt32
        let aggregate: Aggregate
        /// What the report orders equal counts by.
        let name: [Bytes]
        let texts: [Bytes?]
    }

    private func rows(of summary: Summary, _ kind: GroupPane.Kind, _ column: GroupColumn, _ lookup: LookupTable)
        -> [Row]
    {
        func number(_ port: UInt16) -> Bytes { [UInt8(port >> 8), UInt8(port & 255)] }
        switch kind {
        case .tags:
            return summary.tags.enumerated().map {
                Row(
                    index: UInt32($0), aggregate: $1.aggregate, name: [$1.tag.bytes],
                    texts: [column == .tag ? $1.tag.bytes : nil])
            }
        case .ports:
            return summary.ports.enumerated().map { index, group in
                let name = Bytes(group.key.ipProtocol.name.utf8)
                let text: Bytes? =
                    switch column {
                    case .port: number(group.key.port)
                    case .ipProtocol: name
                    case .service: ServiceName.name(of: group.key).map { Bytes($0.utf8) }
                    case .tag: (lookup.tag(of: group.key) ?? .untagged).bytes
                    default: nil
                    }
                return Row(
                    index: UInt32(index), aggregate: group.aggregate, name: [number(group.key.port), name],
                    texts: [text])
            }
        }
    }

    /// Whether a row comes before another one; both have a value or both have none.
    private func precedes(_ left: Row, _ right: Row, _ sort: GroupSort, _ metric: Metric) -> Bool {
        switch sort.column {
        case .amount, .share:
            let (one, other) = (left.aggregate.all[metric], right.aggregate.all[metric])
            if one != other { return (one > other) == sort.isDescending }
        case .reject:
            let one = left.aggregate.rejected[metric] * right.aggregate.judged[metric]
            let other = right.aggregate.rejected[metric] * left.aggregate.judged[metric]
            if one != other { return (one > other) == sort.isDescending }
        case .tag, .port, .ipProtocol, .service:
            if let one = left.texts[0], let other = right.texts[0], one != other {
                return other.lexicographicallyPrecedes(one) == sort.isDescending
            }
        }
        for (one, other) in zip(left.name, right.name) where one != other {
            return one.lexicographicallyPrecedes(other)
        }
        return false
    }

    private func hasValue(_ row: Row, _ column: GroupColumn, _ metric: Metric) -> Bool {
        switch column {
        case .amount, .share: true
        case .reject: row.aggregate.judged[metric] > 0
        default: row.texts[0] != nil
        }
    }

    @Test(arguments: 0..<6)
    func isThatOfTheRules(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let lookup = try TestLogs.setting().lookup
        let summary = Self.summary(&random, lookup)
        for kind in [GroupPane.Kind.tags, .ports] {
            for column in GroupPane(kind).columns {
                for isReversed in [false, true] {
                    for metric in Metric.allCases {
                        let sort = GroupSort(column: column, isReversed: isReversed)
                        let all = rows(of: summary, kind, column, lookup)
                        let valued = all.filter { hasValue($0, column, metric) }
                        let valueless = all.filter { !hasValue($0, column, metric) }
                        let expected =
                            valued.sorted { precedes($0, $1, sort, metric) }
                            + valueless.sorted { precedes($0, $1, sort, metric) }
                        let order = GroupOrder(kind: kind, sort: sort, metric: metric, lookup: lookup)
                        #expect(order.rows(of: summary) == expected.map(\.index), "\(kind) \(sort) \(metric)")
                    }
                }
            }
        }
    }

    @Test(arguments: 0..<6)
    func byFlowsItIsThatOfTheReports(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let lookup = try TestLogs.setting().lookup
        let summary = Self.summary(&random, lookup)
        let reports = summary.reports(lookup: lookup)
        for column in [GroupColumn.amount, .share] {
            let sort = GroupSort(column: column)
            let tags = GroupOrder(kind: .tags, sort: sort, metric: .flows, lookup: lookup).rows(of: summary)
            let ports = GroupOrder(kind: .ports, sort: sort, metric: .flows, lookup: lookup).rows(of: summary)
            #expect(tags.map { summary.tags[Int($0)].tag } == reports.tags.map(\.tag))
            #expect(tags.map { summary.tags[Int($0)].aggregate.all.flows } == reports.tags.map(\.count))
            #expect(ports.map { summary.ports[Int($0)].key } == reports.ports.map(\.key))
            #expect(ports.map { summary.ports[Int($0)].aggregate.all.flows } == reports.ports.map(\.count))
        }
    }

    @Test func whatHasNoValueComesLastEitherWay() {
        let log =
            TestLogs.record(1, action: "-") + TestLogs.record(2, action: "REJECT") + TestLogs.record(3)
            + TestLogs.record(3)
        let summary = Evaluations.summary(of: Bytes(log.utf8), nil, .empty)
        for isReversed in [false, true] {
            let sort = GroupSort(column: .reject, isReversed: isReversed)
            let rows = GroupOrder(kind: .ports, sort: sort, metric: .flows, lookup: .empty).rows(of: summary)
            #expect(rows.map { summary.ports[Int($0)].key.port } == (isReversed ? [3, 2, 1] : [2, 3, 1]))
        }
    }

    @Test func sharesOfTheLargestSumsStillCompare() {
        let most = String(UInt64.max)
        let log =
            TestLogs.record(1, bytes: most, action: "REJECT") + TestLogs.record(1, bytes: most)
            + TestLogs.record(2, bytes: most, action: "REJECT") + TestLogs.record(2, bytes: "1")
        let summary = Evaluations.summary(of: Bytes(log.utf8), nil, .empty)
        let order = GroupOrder(kind: .ports, sort: GroupSort(column: .reject), metric: .bytes, lookup: .empty)
        #expect(order.rows(of: summary).map { summary.ports[Int($0)].key.port } == [2, 1])
    }
}
