/// The memory that a chunk's columns share: one piece of bytes, written once and then only read.
///
/// One piece for all columns, and not an array for each, makes a chunk one allocation with nothing wasted between its
/// parts, and lets the same bytes lie in a file. Whoever keeps a slab keeps its bytes.
public final class Slab: Sendable {
    /// How many bytes there are.
    public let count: Int
    /// Where they are: a number, since tasks share slabs, and a pointer says nothing of who else may write there.
    private let address: UInt
    /// Who keeps the memory, if it is not the slab's own.
    private let keeper: (any AnyObject & Sendable)?

    /// The bytes that `fill` leaves; they begin as zeros at an address that is a multiple of 64.
    init(count: Int, _ fill: (UnsafeMutableRawBufferPointer) -> Void) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(count, 1), alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        fill(UnsafeMutableRawBufferPointer(rebasing: memory[..<count]))
        self.count = count
        address = UInt(bitPattern: memory.baseAddress)
        keeper = nil
    }

    /// Bytes that someone else keeps in memory, unchanged, as long as it lives.
    package init(_ bytes: UnsafeRawBufferPointer, keptBy keeper: any AnyObject & Sendable) {
        count = bytes.count
        address = UInt(bitPattern: bytes.baseAddress)
        self.keeper = keeper
    }

    deinit {
        if keeper == nil { UnsafeMutableRawPointer(bitPattern: address)?.deallocate() }
    }

    /// Calls with the bytes, which are only good within the call.
    @inline(__always)
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        defer { withExtendedLifetime(self) {} }
        return body(UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: address), count: count))
    }
}
