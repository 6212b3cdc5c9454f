import FlowLogs

/// Cuts an input into blocks that end where a line ends.
///
/// Every byte of the input is in exactly one block, in order, but for a byte-order mark at the beginning. The last
/// line gets the line feed that it may lack, unless the input is known to be cut off: that line is then reported
/// instead of parsed, and so is a line longer than `Malformed.lengthLimit`, which is read past without being kept.
package struct BlockReader: ~Copyable {
    private var source: ByteSource
    private let blockSize: Int
    private let lengthLimit: Int
    /// The beginning of a line whose end was not read yet.
    private var carry = Bytes()
    /// The beginning of an overlong line that is being read past.
    private var overlong: Bytes?
    private var isStart = true
    private(set) var isAtEnd = false

    /// - Parameters:
    ///   - blockSize: How many bytes a block has, if its lines are not longer; at least 1.
    ///   - lengthLimit: How many bytes a line may have, without its line feed.
    package init(_ source: consuming ByteSource, blockSize: Int, lengthLimit: Int = Malformed.lengthLimit) {
        self.source = source
        self.blockSize = min(max(blockSize, 1), lengthLimit + 1)
        self.lengthLimit = lengthLimit
    }

    /// How many bytes of the input, as stored, were read.
    var bytesRead: Int { source.bytesRead }

    /// Why the input ended before its end, if it did.
    var problem: InputProblem? { source.problem }

    /// From now on the input ends where its data ends.
    mutating func stopFollowing() { source.stopFollowing() }

    /// What `next` came back with.
    package enum Step {
        case block(Block)
        /// Nothing to read at present, or nothing but a line that is too long: ask again.
        case wait
        /// The end; what comes next, if it was rotated, begins as any file does.
        case end(Rotation?)
    }

    /// Reads the next block.
    ///
    /// `memory`, that of a former block perhaps, is taken for it.
    package mutating func next(using memory: inout Bytes) -> Step {
        guard !isAtEnd else { return startNext() }
        var block = Block(memory: [], count: carry.count)
        swap(&block.memory, &memory)
        block.reserve(max(blockSize, carry.count + 1))
        block.memory.replaceSubrange(0..<carry.count, with: carry)
        carry.removeAll(keepingCapacity: true)
        // After an overlong line whole lines were carried over.
        if let end = block.endOfLastLine(from: 0) {
            endBlock(&block, at: end)
            return .block(block)
        }
        // Up to here there is no line feed.
        var searched = block.count
        while true {
            // Never more than one line of the greatest length, whatever the source has ready.
            if block.count == block.memory.count { block.reserve(min(2 * block.count, lengthLimit + 1)) }
            let read = source.read(into: &block.memory, from: block.count)
            block.count += read ?? 0
            if isStart, block.count >= 3 || read == 0 || block.endOfLastLine(from: 0) != nil {
                dropByteOrderMark(of: &block)
            }
            switch read {
            case nil:
                // Whatever came so far waits for the end of its line.
                carry.append(contentsOf: block.memory[..<block.count])
                swap(&block.memory, &memory)
                return .wait
            case 0:
                isAtEnd = true
                endInput(&block)
                if block.count > 0 || block.closing != nil { return .block(block) }
                swap(&block.memory, &memory)
                return startNext()
            default:
                if let end = block.endOfLastLine(from: searched) {
                    endBlock(&block, at: end)
                    return .block(block)
                }
                if block.count > lengthLimit {
                    startOverlongLine(&block)
                    // The line may have no end: who reads it must be able to give up.
                    swap(&block.memory, &memory)
                    return .wait
                }
                searched = isStart ? 0 : block.count
            }
        }
    }

    /// Goes on with what came in place of the file that has ended, if anything did.
    private mutating func startNext() -> Step {
        let rotation = source.startNext()
        isAtEnd = rotation == nil
        isStart = true
        return .end(rotation)
    }

    /// Whether the last line, without a line feed, may be but the beginning of one.
    private var isCutOff: Bool { source.problem != nil || source.rotation == .cut }

    /// Ends the block after its last line feed; what follows is carried over.
    private mutating func endBlock(_ block: inout Block, at end: Int) {
        carry.append(contentsOf: block.memory[end..<block.count])
        block.count = end
        guard let excerpt = overlong else { return }
        // The first line feed ends the overlong line. It is reported before the lines after it: these are carried over.
        overlong = nil
        let first = block.memory[..<end].firstIndex(of: UInt8(ascii: "\n")) ?? end - 1
        carry.insert(contentsOf: block.memory[(first + 1)..<end], at: 0)
        block.count = 0
        block.closing = Block.Closing(reason: .tooLong, excerpt: excerpt)
    }

    /// Ends the input's last block: with the line feed that its last line may lack, or without that line if it is not
    /// known to be whole.
    private mutating func endInput(_ block: inout Block) {
        if let excerpt = overlong {
            overlong = nil
            block.count = 0
            block.closing = Block.Closing(reason: isCutOff ? .cutOff : .tooLong, excerpt: excerpt)
            return
        }
        let end = block.endOfLastLine(from: 0) ?? 0
        guard end < block.count else { return }
        if isCutOff {
            block.closing = Block.Closing(reason: .cutOff, excerpt: block.excerpt(from: end))
            block.count = end
        } else {
            block.reserve(block.count + 1)
            block.memory[block.count] = UInt8(ascii: "\n")
            block.count += 1
        }
    }

    /// Forgets all but the beginning of a line that is too long.
    private mutating func startOverlongLine(_ block: inout Block) {
        if overlong == nil { overlong = block.excerpt(from: 0) }
        block.count = 0
    }

    private mutating func dropByteOrderMark(of block: inout Block) {
        isStart = false
        guard block.memory[..<block.count].starts(with: [0xEF, 0xBB, 0xBF]) else { return }
        block.memory.removeSubrange(0..<3)
        block.memory.append(contentsOf: [0, 0, 0])
        block.count -= 3
    }
}

extension Block {
    fileprivate mutating func reserve(_ size: Int) {
        guard memory.count < size else { return }
        memory.append(contentsOf: Bytes(repeating: 0, count: size - memory.count))
    }

    /// The index after the last line feed at or after `start`; nil when there is none.
    fileprivate func endOfLastLine(from start: Int) -> Int? {
        var end = count
        while end > start {
            if memory[end &- 1] == UInt8(ascii: "\n") { return end }
            end &-= 1
        }
        return nil
    }

    /// The beginning of the line that starts at `start`.
    fileprivate func excerpt(from start: Int) -> Bytes {
        Bytes(memory[start..<count].prefix(MalformedLine.excerptLimit))
    }
}
