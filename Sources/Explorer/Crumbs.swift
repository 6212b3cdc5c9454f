import FlowLogs

/// One condition of the view, as a step of the way that led there.
struct Crumb: Sendable {
    /// Where a crumb comes from.
    enum Origin: Equatable, Sendable {
        /// Given when the program was started.
        case given
        /// A row that was drilled into.
        case drill(GroupKey)
        /// A cell: only this, or not this.
        case cell
        /// Typed at the filter prompt.
        case typed
    }

    /// The filter as text; bytes of data may be in it.
    var text: Bytes
    /// The filter.
    var filter: Filter
    /// Where it comes from.
    let origin: Origin
    /// Whether it is in force.
    var isOn = true
    /// What was on the screen before; going back leads there.
    private(set) var place: Place

    init(text: Bytes, filter: Filter, origin: Origin, place: Place) {
        self.text = text
        self.filter = filter
        self.origin = origin
        self.place = place
    }

    /// Keeps nothing that was loaded.
    mutating func forgetPlace() { place = place.forgotten }
}

/// What was on the screen when a crumb was added.
struct Place: Sendable {
    let panes: Panes
    let view: Summary

    /// The same place without any record: to come back to when others were loaded.
    var forgotten: Place {
        var panes = panes
        panes.records = RecordsPane()
        return Place(panes: panes, view: .empty)
    }
}

/// The conditions of the view, all of which must hold: a stack, shown as a line of crumbs.
struct Crumbs: Sendable {
    private(set) var stack: [Crumb] = []
    /// Whether all of them are out of force for the moment.
    private(set) var isSuspended = false

    /// The filter that is in force; nil for all records.
    var filter: Filter? {
        let parts = isSuspended ? [] : stack.filter(\.isOn).map(\.filter)
        return parts.count > 1 ? .and(parts) : parts.first
    }

    /// Whether there is a step to go back from; what was given at the start is no step.
    var canPop: Bool { stack.last.map { $0.origin != .given } ?? false }

    /// Whether a row of that kind was drilled into, and is in force.
    func hasDrilled(_ kind: GroupPane.Kind) -> Bool {
        !isSuspended
            && stack.contains { crumb in
                switch (crumb.origin, kind) {
                case (.drill(.tag), .tags), (.drill(.port), .ports): crumb.isOn
                default: false
                }
            }
    }

    /// Adds a step; conditions that were suspended come into force again.
    mutating func push(_ crumb: Crumb) {
        isSuspended = false
        stack.append(crumb)
    }

    /// Takes the last step back.
    mutating func pop() -> Crumb? { canPop ? stack.popLast() : nil }

    /// Replaces the condition of the last step, or takes it away.
    mutating func replaceLast(text: Bytes, filter: Filter) {
        guard !stack.isEmpty else { return }
        isSuspended = false
        stack[stack.count - 1].text = text
        stack[stack.count - 1].filter = filter
        stack[stack.count - 1].isOn = true
    }

    /// Switches one condition off, or on again.
    mutating func toggle(_ index: Int) {
        guard stack.indices.contains(index) else { return }
        isSuspended = false
        stack[index].isOn.toggle()
    }

    /// Puts all conditions out of force, or back.
    mutating func toggleAll() { isSuspended.toggle() }

    /// Keeps nothing that was loaded.
    mutating func forgetPlaces() {
        for index in stack.indices { stack[index].forgetPlace() }
    }

    /// Drops all conditions.
    mutating func clear() {
        stack = []
        isSuspended = false
    }
}
