import Screen

/// Turns the bytes that a terminal sends into keys and pastes.
///
/// What is no known key is swallowed as a whole: the letters of an unknown sequence never act as keys. No bytes can make
/// it fail or grow without bound.
nonisolated struct KeyDecoder {
    /// What has begun and is not complete.
    enum State: Equatable {
        case ground
        /// ESC alone: the key, or the start of a sequence.
        case escape
        /// A sequence by ECMA-48 (`ESC [`), or of its short form (`ESC O`).
        case sequence
        /// The three bytes of an old mouse report, or the letter of a function key of the Linux console.
        case tail(Int)
        /// A string that answers a question (OSC, DCS and the like); it ends with BEL or ESC \.
        case string
        /// A character of more than one byte.
        case character(Int)
        case paste
    }

    private(set) var state = State.ground
    private var bytes: [UInt8] = []
    private let table: [[UInt8]: Key]
    private var pasted: [UInt8] = []
    /// How much of the end of a paste was matched.
    private var endMatched = 0

    private static let pasteEnd: [UInt8] = [0x1B] + Array("[201~".utf8)
    private static let largestPaste = 64 * 1024
    private static let longestSequence = 64

    /// Makes a decoder; the table holds sequences that this terminal sends, which go before the common ones.
    init(table: [[UInt8]: Key] = [:]) {
        self.table = table
    }

    /// How long to wait for the next byte before `giveUp`, in milliseconds; nil: for ever.
    ///
    /// A lone Esc has to act at once; the rest of a sequence that has begun may be late on a slow line.
    var patience: Int? {
        switch state {
        case .ground, .paste: nil
        case .escape: 25
        case .sequence, .tail, .string, .character: 500
        }
    }

    /// Takes bytes; `emit` gets what they mean.
    mutating func feed(_ input: some Sequence<UInt8>, _ emit: (TerminalInput) -> Void) {
        // A paste whose end was lost would take all keys for ever: ^C, alone, ends it.
        if state == .paste, input.elementsEqual([0x03]) { return reset() }
        for byte in input { take(byte, emit) }
    }

    /// Ends what is not complete: Esc alone is the key, half a sequence is nothing.
    mutating func giveUp(_ emit: (TerminalInput) -> Void) {
        if state == .paste { return }
        if state == .escape { emit(.key(.escape)) }
        reset()
    }

    private mutating func reset() {
        state = .ground
        bytes.removeAll(keepingCapacity: true)
    }

    private mutating func take(_ byte: UInt8, _ emit: (TerminalInput) -> Void) {
        switch state {
        case .ground: start(byte, emit)
        case .escape: takeAfterEscape(byte, emit)
        case .sequence: takeInSequence(byte, emit)
        case .tail(let left):
            bytes.append(byte)
            if left > 1 {
                state = .tail(left - 1)
            } else {
                finish(emit)
            }
        case .string:
            if byte == 0x07 || byte == 0x5C && bytes.last == 0x1B { return reset() }
            bytes = [byte]
        case .character(let left): takeInCharacter(byte, left, emit)
        case .paste: takePasted(byte, emit)
        }
    }

    private mutating func start(_ byte: UInt8, _ emit: (TerminalInput) -> Void) {
        switch byte {
        case 0x1B: begin(.escape, byte)
        case 0x0A, 0x0D: emit(.key(.enter))
        case 0x09: emit(.key(.tab))
        case 0x08, 0x7F: emit(.key(.backspace))
        case 0x01...0x1A: emit(.key(.control(Unicode.Scalar(byte + 0x60))))
        case 0x00...0x1F: emit(.key(.control(Unicode.Scalar(byte + 0x40))))
        case 0x20...0x7E: emit(.key(.character(Unicode.Scalar(byte))))
        case 0xC2...0xDF: begin(.character(1), byte)
        case 0xE0...0xEF: begin(.character(2), byte)
        case 0xF0...0xF4: begin(.character(3), byte)
        default: break
        }
    }

    private mutating func begin(_ state: State, _ byte: UInt8) {
        self.state = state
        bytes = [byte]
    }

    private mutating func takeAfterEscape(_ byte: UInt8, _ emit: (TerminalInput) -> Void) {
        bytes.append(byte)
        if let key = table[bytes] {
            reset()
            return emit(.key(key))
        }
        switch byte {
        case UInt8(ascii: "["), UInt8(ascii: "O"): state = .sequence
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
            state = .string
        default:
            // A key with Alt held.
            reset()
            emit(.key(.escape))
            start(byte, emit)
        }
    }

    private mutating func takeInSequence(_ byte: UInt8, _ emit: (TerminalInput) -> Void) {
        guard (0x20...0x7E).contains(byte) else {
            // Nothing like this is in a sequence: it was cut, and this starts something else.
            reset()
            return start(byte, emit)
        }
        if bytes.count < Self.longestSequence { bytes.append(byte) }
        if let key = table[bytes] {
            reset()
            return emit(.key(key))
        }
        guard byte >= 0x40 else { return }
        switch bytes {
        case [0x1B, UInt8(ascii: "["), UInt8(ascii: "[")]: state = .tail(1)
        case [0x1B, UInt8(ascii: "["), UInt8(ascii: "M")]: state = .tail(3)
        default: finish(emit)
        }
    }

    /// Acts on a sequence that is complete.
    private mutating func finish(_ emit: (TerminalInput) -> Void) {
        let sequence = bytes
        reset()
        if let key = table[sequence] ?? KeySequence.key(sequence) {
            emit(.key(key))
        } else if sequence == [0x1B] + Array("[200~".utf8) {
            state = .paste
            pasted = []
            endMatched = 0
        }
    }

    private mutating func takeInCharacter(_ byte: UInt8, _ left: Int, _ emit: (TerminalInput) -> Void) {
        guard byte & 0xC0 == 0x80 else {
            reset()
            return start(byte, emit)
        }
        bytes.append(byte)
        guard left == 1 else {
            state = .character(left - 1)
            return
        }
        let text = String(validating: bytes, as: UTF8.self)
        reset()
        guard let scalar = text?.unicodeScalars.first, scalar.value >= 0xA0 else { return }
        emit(.key(.character(scalar)))
    }

    private mutating func takePasted(_ byte: UInt8, _ emit: (TerminalInput) -> Void) {
        if byte == Self.pasteEnd[endMatched] {
            endMatched += 1
            guard endMatched == Self.pasteEnd.count else { return }
            reset()
            // One that was cut inside of a character ends before it.
            while pasted.count == Self.largestPaste, let last = pasted.popLast(), last & 0xC0 == 0x80 {}
            emit(.paste(String(decoding: pasted, as: UTF8.self)))
            pasted = []
            return
        }
        // ESC is only at the start of the end, so what was matched cannot hold another start.
        let matched = Self.pasteEnd[..<endMatched]
        endMatched = 0
        for byte in matched { keep(byte) }
        if byte == Self.pasteEnd[0] {
            endMatched = 1
        } else {
            keep(byte)
        }
    }

    private mutating func keep(_ byte: UInt8) {
        if pasted.count < Self.largestPaste { pasted.append(byte) }
    }
}
