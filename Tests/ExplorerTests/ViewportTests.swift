import Testing

@testable import Explorer

/// The viewport against a twin that has the rules as they are said: of all windows in which the cursor is visible and
/// no line is empty without need, it takes the one nearest to where it is asked to be.
struct ViewportTests {
    private struct Twin {
        var count = 0
        var height = 1
        var top = 0
        var cursor = 0

        mutating func settle(wanted: Int, cursor: Int) {
            self.cursor = min(max(0, cursor), max(0, count - 1))
            let windows = (0...max(0, count - height)).filter { ($0..<($0 + height)).contains(self.cursor) }
            top = windows.min { abs($0 - wanted) < abs($1 - wanted) } ?? 0
        }
    }

    @Test(arguments: 0..<8)
    func isAsTheRulesSay(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var viewport = Viewport()
        var twin = Twin()
        for step in 0..<3000 {
            let row = random.below(60) - 10
            switch random.below(6) {
            case 0:
                viewport.move(to: row)
                twin.settle(wanted: twin.top, cursor: row)
            case 1:
                viewport.move(by: row - 20)
                twin.settle(wanted: twin.top, cursor: twin.cursor + row - 20)
            case 2:
                viewport.scroll(by: row - 20)
                twin.settle(wanted: twin.top + row - 20, cursor: twin.cursor + row - 20)
            case 3:
                viewport.resize(count: row)
                twin.count = max(0, row)
                twin.settle(wanted: twin.top, cursor: twin.cursor)
            case 4:
                viewport.resize(height: row / 3)
                twin.height = max(1, row / 3)
                twin.settle(wanted: twin.top, cursor: twin.cursor)
            default:
                let line = viewport.cursor - viewport.top
                viewport.follow(to: row)
                twin.settle(wanted: twin.top + row - twin.cursor, cursor: row)
                // The cursor keeps its line on the screen, unless the list begins or ends there.
                let isAtAnEnd = viewport.top == 0 || viewport.top == viewport.count - viewport.height
                #expect(viewport.cursor - viewport.top == line || isAtAnEnd, "step \(step)")
            }
            #expect(viewport.count == twin.count, "step \(step)")
            #expect(viewport.height == twin.height, "step \(step)")
            #expect(viewport.cursor == twin.cursor, "step \(step)")
            #expect(viewport.top == twin.top, "step \(step)")
            expectSound(viewport)
        }
    }

    @Test func followKeepsTheLineOfTheScreen() {
        var viewport = Viewport()
        viewport.resize(count: 100)
        viewport.resize(height: 10)
        viewport.move(to: 30)
        viewport.move(by: -4)
        #expect(viewport.cursor - viewport.top == 5)
        viewport.resize(count: 1000)
        viewport.follow(to: 700)
        #expect(viewport.cursor == 700)
        #expect(viewport.cursor - viewport.top == 5)
    }

    @Test func aPageMovesTheWindowByItsHeight() {
        var viewport = Viewport()
        viewport.resize(count: 100)
        viewport.resize(height: 10)
        viewport.move(to: 3)
        viewport.scroll(by: 10)
        #expect(viewport.visible == 10..<20)
        #expect(viewport.cursor == 13)
        viewport.scroll(by: -10)
        #expect(viewport.visible == 0..<10)
        #expect(viewport.cursor == 3)
    }

    @Test func anEmptyListShowsNothing() {
        var viewport = Viewport()
        viewport.move(by: 5)
        viewport.scroll(by: 5)
        viewport.follow(to: 5)
        #expect(viewport.visible.isEmpty)
        #expect(viewport.cursor == 0)
    }
}

/// What holds for every viewport at any time.
func expectSound(_ viewport: Viewport, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) {
    let visible = viewport.visible
    #expect((0..<max(1, viewport.count)).contains(viewport.cursor), comment, sourceLocation: sourceLocation)
    #expect(viewport.count == 0 || visible.contains(viewport.cursor), comment, sourceLocation: sourceLocation)
    #expect(
        visible.count == min(viewport.count, viewport.height), "no needless emptiness", sourceLocation: sourceLocation)
}
