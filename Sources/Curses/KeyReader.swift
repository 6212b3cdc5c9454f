import CNcurses
import Dispatch
import Screen

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Tells what is typed and what happens to the window, as it happens.
///
/// Nothing is polled: without news no time is used. Keys are read past ncurses, which cannot tell a terminal that is
/// gone from one where nothing is typed, and which takes an unknown sequence for the keys of its letters.
public final class KeyReader {
    private let terminal: Terminal
    private let handle: @MainActor (TerminalInput) -> Void
    private var decoder: KeyDecoder
    private var sources: [any DispatchSourceRead] = []
    /// Counts what was read, for a wait to see whether it was in vain.
    private var reads = 0

    /// Makes a reader of an open terminal.
    public init(_ terminal: Terminal, _ handle: @escaping @MainActor (TerminalInput) -> Void) {
        self.terminal = terminal
        self.handle = handle
        decoder = KeyDecoder(table: terminal.sequences)
    }

    /// Starts reading, on the main queue.
    public func start() {
        guard sources.isEmpty else { return }
        watch(terminal.keys) { $0.readKeys() }
        watch(weir_news()) { $0.readNews() }
    }

    /// Stops reading; `handle` is not called any more.
    public func stop() {
        for source in sources { source.cancel() }
        sources = []
    }

    private func watch(_ descriptor: Int32, _ read: @escaping @MainActor (KeyReader) -> Void) {
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: .main)
        source.setEventHandler { [weak self] in
            MainActor.assumeIsolated {
                guard let self, !self.sources.isEmpty else { return }
                weir_guard_thread()
                read(self)
            }
        }
        sources.append(source)
        source.resume()
    }

    private func readKeys() {
        // Another program that reads the terminal may have been faster.
        guard hasInput else { return }
        let (bytes, error) = Self.read(terminal.keys)
        if bytes.isEmpty {
            if error == EINTR || error == EAGAIN { return }
            decoder.giveUp(tell)
            stop()
            return handle(.closed)
        }
        reads += 1
        decoder.feed(bytes, tell)
        waitForMore()
    }

    private var hasInput: Bool {
        var ready = pollfd(fd: terminal.keys, events: Int16(POLLIN), revents: 0)
        return poll(&ready, 1, 0) > 0
    }

    /// Gives up on a lone Esc or half a sequence after a while in which nothing came.
    private func waitForMore() {
        guard let patience = decoder.patience else { return }
        let reads = reads
        DispatchQueue.main.asyncAfter(deadline: .now() + .milliseconds(patience)) { [weak self] in
            MainActor.assumeIsolated {
                // What has come while the program was busy counts as come in time.
                guard let self, self.reads == reads, !self.sources.isEmpty, !self.hasInput else { return }
                self.decoder.giveUp(self.tell)
            }
        }
    }

    private func readNews() {
        let (bytes, _) = Self.read(weir_news())
        if bytes.contains(UInt8(ascii: "c")) {
            terminal.resume()
            tell(.resumed)
        } else if !bytes.isEmpty {
            tell(.resized)
        }
    }

    private func tell(_ input: TerminalInput) {
        if !sources.isEmpty { handle(input) }
    }

    /// The bytes that are there, at most 4096, or none and why.
    private static func read(_ descriptor: Int32) -> (bytes: [UInt8], error: Int32) {
        var error: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
            let result = readBytes(descriptor, buffer)
            count = max(0, result)
            error = result < 0 ? errno : 0
        }
        return (bytes, error)
    }
}
