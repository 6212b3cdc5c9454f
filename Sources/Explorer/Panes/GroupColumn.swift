import FlowLogs

/// A column of a group pane.
enum GroupColumn: Equatable, Sendable {
    case tag, port, ipProtocol, service, amount, share, reject

    /// The head of the column.
    func label(_ metric: Metric) -> String {
        switch self {
        case .tag: "Tag"
        case .port: "Port"
        case .ipProtocol: "Proto"
        case .service: "Service"
        case .amount: metric.label
        case .share: "%"
        case .reject: "Reject"
        }
    }

    /// Whether rows are sorted by this column from the largest on, until they are reversed.
    var isDescending: Bool {
        switch self {
        case .amount, .share, .reject: true
        case .tag, .port, .ipProtocol, .service: false
        }
    }

    /// Whether its cells end at its right side.
    var isRightAligned: Bool {
        switch self {
        case .port, .amount, .share, .reject: true
        case .tag, .ipProtocol, .service: false
        }
    }
}

extension Metric {
    /// The metric as the head of a column.
    var label: String {
        switch self {
        case .flows: "Flows"
        case .packets: "Packets"
        case .bytes: "Bytes"
        }
    }

    /// The metric after this one.
    var next: Metric {
        switch self {
        case .flows: .packets
        case .packets: .bytes
        case .bytes: .flows
        }
    }
}

/// By which column rows are sorted.
struct GroupSort: Equatable, Sendable {
    var column: GroupColumn
    var isReversed = false

    /// Whether the largest comes first.
    var isDescending: Bool { column.isDescending != isReversed }
}
