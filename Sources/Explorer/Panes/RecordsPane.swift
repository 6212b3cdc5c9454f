import FlowLogs

/// The matching records: a window on any number of them, of which only those on screen are fetched.
struct RecordsPane: Sendable {
    /// The filter that the list is of; nil for all records.
    private(set) var source: Filter?
    /// The row of a group pane that narrows the list, if one does.
    private(set) var narrowedTo: GroupKey?
    private(set) var matches = Summary.empty.matches
    private(set) var viewport = Viewport()
    /// The column of the cursor, by its index.
    var column = 0
    /// Records that were fetched, from a place on.
    private(set) var page: (first: Int, records: [RecordReference]) = (0, [])
    /// The number of the list: what is fetched from an older one is of no use any more.
    private(set) var list = 0

    /// The record at a place, if it was fetched.
    func record(at place: Int) -> RecordReference? {
        let index = place - page.first
        return page.records.indices.contains(index) ? page.records[index] : nil
    }

    /// The record under the cursor.
    var selected: RecordReference? { viewport.count > 0 ? record(at: viewport.cursor) : nil }

    /// Moves the cursor.
    mutating func move(_ change: (inout Viewport) -> Void) { change(&viewport) }

    /// Shows another number of records at once.
    mutating func resize(height: Int) { viewport.resize(height: height) }

    /// Shows a list, from its beginning if it is another one; a list that only grew stays where it is.
    ///
    /// Where records were put in between, the cursor stays at its place and all are fetched anew. `number` is for a list
    /// that is not the one before and what came after it; no other list had it.
    mutating func show(_ matches: Matches, answering asked: State.Asked, number: Int) {
        let isOther = asked.isAnew || asked.filter != source
        if isOther { viewport.move(to: 0) }
        if isOther || !matches.continues(self.matches) {
            page = (0, [])
            list = number
        }
        self.matches = matches
        source = asked.filter
        narrowedTo = asked.narrowedTo
        viewport.resize(count: matches.count)
    }

    /// Takes in records that were fetched.
    mutating func take(_ records: [RecordReference], from first: Int, list: Int) {
        if list == self.list { page = (first, records) }
    }

    /// What must be fetched to draw the window: it, and as much again on both sides; nil when all is there.
    var missing: Range<Int>? {
        let visible = viewport.visible
        let fetched = page.first..<(page.first + page.records.count)
        guard !visible.isEmpty, visible.clamped(to: fetched) != visible else { return nil }
        return max(0, visible.lowerBound - viewport.height)..<min(viewport.count, visible.upperBound + viewport.height)
    }
}
