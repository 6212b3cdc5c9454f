#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

// The system's functions whose names a type here has for its own.

/// Closes a descriptor.
nonisolated func closeDescriptor(_ descriptor: Int32) {
    _ = close(descriptor)
}

/// Reads what is there into a buffer; how many bytes, or -1.
nonisolated func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
    read(descriptor, buffer.baseAddress, buffer.count)
}
