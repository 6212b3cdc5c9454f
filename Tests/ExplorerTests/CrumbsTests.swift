import FlowLogs
import Testing

@testable import Explorer

/// The conditions of the view, and what of them is in force.
struct CrumbsTests {
    private func crumb(_ text: String, _ origin: Crumb.Origin = .cell) throws -> Crumb {
        let filter = try FilterSyntax.parse(Bytes(text.utf8), tags: [])
        return Crumb(text: Bytes(text.utf8), filter: filter, origin: origin, place: Place(panes: Panes(), view: .empty))
    }

    private func filter(_ text: String) throws -> Filter { try FilterSyntax.parse(Bytes(text.utf8), tags: []) }

    @Test func allOfThemMustHold() throws {
        var crumbs = Crumbs()
        #expect(crumbs.filter == nil)
        crumbs.push(try crumb("dstport = 22"))
        #expect(try crumbs.filter == filter("dstport = 22"))
        crumbs.push(try crumb("action = REJECT"))
        #expect(try crumbs.filter == .and([filter("dstport = 22"), filter("action = REJECT")]))
    }

    @Test func oneCanBeOff() throws {
        var crumbs = Crumbs()
        crumbs.push(try crumb("dstport = 22"))
        crumbs.push(try crumb("action = REJECT"))
        crumbs.toggle(0)
        #expect(try crumbs.filter == filter("action = REJECT"))
        crumbs.toggle(1)
        #expect(crumbs.filter == nil)
        crumbs.toggle(0)
        #expect(try crumbs.filter == filter("dstport = 22"))
        crumbs.toggle(2)
        crumbs.toggle(-1)
        #expect(try crumbs.filter == filter("dstport = 22"))
    }

    @Test func allCanBeOffForAMoment() throws {
        var crumbs = Crumbs()
        crumbs.push(try crumb("dstport = 22"))
        crumbs.toggleAll()
        #expect(crumbs.filter == nil)
        crumbs.toggleAll()
        #expect(try crumbs.filter == filter("dstport = 22"))
        // Whatever is done to a condition, the others are in force again.
        crumbs.toggleAll()
        crumbs.push(try crumb("udp"))
        #expect(try crumbs.filter == .and([filter("dstport = 22"), filter("udp")]))
        crumbs.toggleAll()
        crumbs.replaceLast(text: Bytes("tcp".utf8), filter: try filter("tcp"))
        #expect(try crumbs.filter == .and([filter("dstport = 22"), filter("tcp")]))
        #expect(crumbs.stack.last?.text == Bytes("tcp".utf8))
        crumbs.toggleAll()
        crumbs.toggle(0)
        #expect(try crumbs.filter == filter("tcp"))
    }

    @Test func whatWasGivenAtTheStartIsNoStep() throws {
        var crumbs = Crumbs()
        #expect(!crumbs.canPop)
        #expect(crumbs.pop() == nil)
        crumbs.push(try crumb("tcp", .given))
        #expect(!crumbs.canPop)
        #expect(crumbs.pop() == nil)
        crumbs.push(try crumb("udp", .typed))
        #expect(crumbs.canPop)
        #expect(crumbs.pop()?.text == Bytes("udp".utf8))
        #expect(crumbs.stack.count == 1)
        crumbs.clear()
        #expect(crumbs.stack.isEmpty)
        #expect(crumbs.filter == nil)
    }

    @Test func knowsWhatWasDrilledInto() throws {
        var crumbs = Crumbs()
        crumbs.push(try crumb("tcp", .typed))
        #expect(!crumbs.hasDrilled(.tags))
        crumbs.push(try crumb("tag = Untagged", .drill(.tag(.untagged))))
        #expect(crumbs.hasDrilled(.tags))
        #expect(!crumbs.hasDrilled(.ports))
        crumbs.push(try crumb("22/tcp", .drill(.port(PortProtocol(port: 22, ipProtocol: .tcp)))))
        #expect(crumbs.hasDrilled(.ports))
    }
}
