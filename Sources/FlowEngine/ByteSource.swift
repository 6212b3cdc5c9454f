import FlowLogs

/// The bytes of one input, unpacked if it is gzip: known by its magic number, not by its name.
///
/// Failures are kept, not thrown: whatever came before is good, and the input then simply ends, with a `problem`.
package struct ByteSource: ~Copyable {
    /// How many bytes were read, as stored.
    package private(set) var bytesRead = 0
    /// Why the input ended before its end, if it did.
    private(set) var problem: InputProblem?
    /// Why a followed file ended, if something comes in its place.
    private(set) var rotation: Rotation?

    private var file: FileDescriptor
    /// How many of the bytes were of files that had the name before.
    private var formerBytes = 0
    /// Over a file that may be rotated while it is followed.
    private var watch: FileWatch?
    /// The file that will be read next.
    private var successor: FileDescriptor?
    /// Whether to wait for more at the end, as `tail -f` does, until `stopFollowing`.
    private var isFollowed: Bool
    /// Whether a stream that has nothing to read just now counts as ended.
    private var isStopped = false
    private let isStream: Bool
    /// Whether the file was ever seen to have a size.
    private var hasSize: Bool
    private var form = Form.unknown
    /// Memory for what is read from the file but not handed out yet: the first bytes, and all of a compressed file.
    private var stored = Bytes()
    /// How many bytes were read into it, and how many of these were taken out again.
    private var filled = 0
    private var taken = 0
    private var gunzip = Gunzip()

    private enum Form { case unknown, plain, gzip, finishing, ended }

    /// How much of a compressed file is read at once: 256 KiB.
    private static let storedSize = 256 << 10

    /// How long a read waits for a stream to say something before it gives others a turn.
    private static let patience: Int32 = 20

    package init(_ file: consuming FileDescriptor, isFollowed: Bool) {
        self.init(file, isFollowed: isFollowed, watch: nil)
    }

    init(_ file: consuming FileDescriptor, isFollowed: Bool, watch: consuming FileWatch?) {
        isStream = file.isStream
        hasSize = (file.size ?? 0) > 0
        self.file = file
        self.isFollowed = isFollowed
        self.watch = watch
    }

    /// Goes on with what came in place of the file that has ended; nil if nothing did.
    mutating func startNext() -> Rotation? {
        guard let rotation else { return nil }
        self.rotation = nil
        if let next = successor.take() {
            watch = watch.take()?.passed(to: next)
            file = next
        } else {
            watch?.restart()
            file.rewind()
        }
        formerBytes = bytesRead
        form = .unknown
        return rotation
    }

    /// From now on the input ends where its data ends.
    mutating func stopFollowing() {
        isFollowed = false
        isStopped = true
    }

    /// Reads into `memory` from `start` to its end, as much as there is without waiting, but at least one byte.
    ///
    /// Returns how many bytes there are now more; 0 at the end; nil if there is nothing at present, which happens with
    /// streams and with files that are followed.
    mutating func read(into memory: inout Bytes, from start: Int) -> Int? {
        memory.withUnsafeMutableBytes { memory in
            let room = UnsafeMutableRawBufferPointer(rebasing: memory[start...])
            var given = 0
            while given < room.count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: room[given...])
                if given > 0, !isReady { break }
                guard let count = readSome(into: rest) else { return given > 0 ? given : nil }
                if count == 0 { break }
                given += count
            }
            return given
        }
    }

    /// Whether a read would not wait.
    private var isReady: Bool { taken < filled || file.waitUntilReadable(milliseconds: 0) }

    private mutating func readSome(into output: UnsafeMutableRawBufferPointer) -> Int? {
        while true {
            switch form {
            case .unknown:
                guard recogniseForm() else { return nil }
            case .plain:
                if taken < filled { return copyStored(into: output) }
                return readFile(into: output)
            case .gzip:
                if taken == filled {
                    (taken, filled) = (0, 0)
                    guard let count = readPiece() else { return nil }
                    if count == 0 { form = .finishing }
                }
                let step = stored[taken..<filled].withUnsafeBytes { gunzip.unpack($0, into: output) }
                taken += step.taken
                if let damage = step.damage { end(with: damage) }
                if step.given > 0 { return step.given }
            case .finishing:
                let step = gunzip.finish(into: output)
                if step.given > 0 { return step.given }
                if let damage = step.damage { end(with: damage) } else { form = .ended }
            case .ended:
                return 0
            }
        }
    }

    private mutating func end(with damage: Gunzip.Damage) {
        form = .ended
        // A file that could not be read on is not cut off where it is stored.
        if problem == nil { problem = .gzip(damage.rawValue) }
    }

    /// Looks for the gzip magic number; false if there are not yet two bytes to judge by.
    private mutating func recogniseForm() -> Bool {
        while filled < 2 {
            guard let count = readPiece() else { return false }
            if count == 0 { break }
        }
        form = stored[..<filled].starts(with: [0x1F, 0x8B]) ? .gzip : .plain
        // A gzip file is complete or damaged, but it does not grow: at its end, it ends.
        if form == .gzip { isFollowed = false }
        return true
    }

    private mutating func copyStored(into output: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(output.count, filled - taken)
        stored.withUnsafeBytes {
            output.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[taken..<(taken + count)]))
        }
        taken += count
        if taken == filled {
            stored = []
            (taken, filled) = (0, 0)
        }
        return count
    }

    /// Reads a piece of the file, after what is stored already, and says how long it is: 0 at the end, nil if there is
    /// nothing at present.
    private mutating func readPiece() -> Int? {
        var memory = Bytes()
        swap(&memory, &stored)
        defer { swap(&memory, &stored) }
        if memory.isEmpty { memory = Bytes(repeating: 0, count: Self.storedSize) }
        let start = filled
        let count = memory.withUnsafeMutableBytes { memory in
            readFile(into: UnsafeMutableRawBufferPointer(rebasing: memory[start...]))
        }
        filled += count ?? 0
        return count
    }

    /// Reads from the file; 0 at its end, also after a failure; nil if there is nothing at present.
    private mutating func readFile(into output: UnsafeMutableRawBufferPointer) -> Int? {
        if isStream, !file.waitUntilReadable(milliseconds: Self.patience) { return isStopped ? 0 : nil }
        do throws(SystemError) {
            while !isRotated {
                let count = try file.read(into: output)
                bytesRead += count
                watch?.note(output[..<count])
                guard count == 0, !isStream else { return count }
                if successor != nil {
                    rotation = .replaced
                } else if isRotatable {
                    successor = try watch?.successor()
                } else if isShorter {
                    problem = .shrank
                }
                // What was written to the old file before there was a new one comes first: it is read once more.
                if successor == nil { return isFollowed && problem == nil ? nil : 0 }
            }
        } catch {
            problem = .cannotRead(error, offset: bytesRead)
        }
        return 0
    }

    /// Whether a file may be followed by another one; a compressed one is read as it is.
    private var isRotatable: Bool { watch != nil && (form == .unknown || form == .plain) }

    /// Whether there is nothing more to read of a file that is followed, but something in its place.
    private var isRotated: Bool {
        mutating get {
            if rotation == nil, isRotatable, isSized, watch?.isCut(file) == true {
                successor = nil
                rotation = .cut
            }
            return rotation != nil
        }
    }

    /// Whether a file was cut or written anew in place: what was read is no longer what is there.
    private var isShorter: Bool {
        mutating get { isSized && (file.size ?? .max) < bytesRead - formerBytes }
    }

    /// Whether the file's size says anything: of those that the kernel makes up, as in `/proc`, it is 0.
    private var isSized: Bool {
        mutating get {
            hasSize = hasSize || (file.size ?? 0) > 0
            return hasSize
        }
    }
}
