@preconcurrency import Dispatch
import FlowEngine
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What INT and TERM do to a command without a screen.
///
/// While it reads, they end the process at once: nothing was written yet. With `--follow` the first one only ends the
/// reading. While reports are written, they wait: until the files get their names the writing can still be given up
/// and is; after that the files are whole and it is finished.
final class Interruption: Sendable {
    private enum Phase: Int { case reading, writing, interruptedWriting }

    private let phase = Atomic<Int>(Phase.reading.rawValue)
    private let signalNumber = Atomic<Int32>(SIGINT)
    private let stop: StopSignal
    private let isFollowing: Bool
    private let sources: [any DispatchSourceSignal]

    /// From now on, and until the process ends, INT and TERM are handled here.
    init(stop: StopSignal, isFollowing: Bool) {
        self.stop = stop
        self.isFollowing = isFollowing
        sources = [SIGINT, SIGTERM].map {
            DispatchSource.makeSignalSource(signal: $0, queue: .global(qos: .userInteractive))
        }
        // Until a source is registered the signal ends the process by itself; ignoring it earlier would lose it.
        let registered = DispatchGroup()
        for (source, number) in zip(sources, [SIGINT, SIGTERM]) {
            // The sources and this object keep each other: there is nobody else to keep them while all else waits.
            source.setEventHandler { self.receive(number) }
            registered.enter()
            source.setRegistrationHandler {
                #if canImport(Darwin)
                    signal(number, SIG_IGN)
                #endif
                registered.leave()
            }
            source.resume()
        }
        registered.wait()
    }

    /// Reports are about to be written.
    func beginWriting() { phase.store(Phase.writing.rawValue, ordering: .sequentiallyConsistent) }

    /// They were written, or given up: what is left to do may be ended at any time.
    func endWriting() { phase.store(Phase.reading.rawValue, ordering: .sequentiallyConsistent) }

    /// Whether files may get their names; false when a signal came in the meantime.
    func mayPublish() -> Bool { phase.load(ordering: .sequentiallyConsistent) == Phase.writing.rawValue }

    /// The exit code of the signal that came, as a shell has it: 130 for INT, 143 for TERM.
    var exitCode: Int32 { 128 + signalNumber.load(ordering: .sequentiallyConsistent) }

    private func receive(_ number: Int32) {
        signalNumber.store(number, ordering: .sequentiallyConsistent)
        if isFollowing, stop.raise() { return }
        let (isFirst, before) = phase.compareExchange(
            expected: Phase.writing.rawValue, desired: Phase.interruptedWriting.rawValue,
            ordering: .sequentiallyConsistent)
        if isFirst || before == Phase.interruptedWriting.rawValue { return }
        ProgressLine.erase()
        _exit(exitCode)
    }
}
