import CInflate
import Testing

@testable import FlowEngine

/// Unpacking gzip: RFC 1952, whole, damaged, and in pieces of every size.
struct GunzipTests {
    @Test("Members are one stream, however many and however empty")
    func members() {
        let records = (0..<500).map { Array("record \($0)\n".utf8) }
        let cut = [Array("2 1234567".utf8), [], Array("89012 eni-1 OK\n".utf8)]
        for parts in [[[]], [[], []], [text], [text, text], cut, records] {
            #expect(unpack(parts.flatMap { member($0) }) == Unpacked(parts.flatMap { $0 }))
        }
        #expect(unpack(deflated + member([]) + fixed + packed(text)) == Unpacked(text + text.prefix(115) + text))
    }

    @Test("A cut gives exactly what its bits hold, at every byte and in any pieces")
    func everyCut() {
        let log = records(60)
        for stream in [deflated, fixed, member(text, blocks: 3), packed(log)] {
            var twin = NaiveInflate(stream.dropFirst(10))
            twin.run()
            for size in stream.indices {
                let bytes = twin.output.prefix(twin.outputSize(atByte: max(0, size - 10)))
                for (piece, room) in [(size, 1 << 14), (13, 5)] {
                    let cut = unpack(stream.prefix(size), piece: piece, room: room)
                    #expect(cut == Unpacked(bytes, .cutOff), "cut at \(size) of \(stream.count)")
                }
            }
        }
    }

    @Test("One flipped bit: as the slow twin unpacks it, and told if the text differs")
    func everyFlip() {
        for (stream, text) in [(deflated, text), (fixed, Array(text.prefix(115))), (member([10, 11]), [10, 11])] {
            for bit in 0..<(stream.count * 8) {
                var damaged = stream
                damaged[bit / 8] ^= 1 << UInt8(bit % 8)
                let result = unpack(damaged)
                #expect(result.bytes == text || result.damage != nil, "bit \(bit)")
                #expect(unpack(damaged, piece: 11, room: 13) == result, "bit \(bit)")
                if (80..<(stream.count * 8 - 64)).contains(bit) {
                    var twin = NaiveInflate(damaged.dropFirst(10))
                    twin.run()
                    #expect(result.bytes == twin.output, "bit \(bit)")
                }
            }
        }
    }

    @Test("Pieces of any size give the same, of whole and of damaged streams")
    func pieces() {
        let invalid = deflated.prefix(70) + [~deflated[70]] + deflated.dropFirst(71)
        for stream in [
            deflated + fixed + member(text, blocks: 2), Array(invalid), deflated + [7], deflated + [0, 0, 0],
            member([]), deflated.dropLast() + [9], deflated + fixed.dropLast(30), [],
        ] as [[UInt8]] {
            let whole = unpack(stream)
            for piece in [1, 2, 7, 8, 9, stream.count + 1] {
                for room in [1, 2, 3, 4, 5, 6, 7, 1000] {
                    #expect(unpack(stream, piece: piece, room: room) == whole, "\(piece) bytes into \(room)")
                }
            }
        }
    }

    @Test("Matches reach back over pieces, the window and what waits inside")
    func longStream() {
        let log = records(4000)
        let stream = packed(log) + packed(log)
        for (piece, room) in [(1 << 18, 1 << 20), (stream.count, 1000), (1000, 40_000), (9999, 65_536), (409, 33_000)] {
            #expect(unpack(stream, piece: piece, room: room) == Unpacked(log + log), "\(piece) bytes into \(room)")
        }
    }

    @Test("What follows the last member: zeros are padding, a member is read, the rest is garbage")
    func tails() {
        for (tail, damage) in [
            ([0], nil), ([UInt8](repeating: 0, count: 5000), nil), ([1], .trailingGarbage),
            ([0x1F, 0x8C], .trailingGarbage), ([0, 0, 7], .trailingGarbage), (Array("text\n".utf8), .trailingGarbage),
            ([0x1F], .cutOff), ([0, 0x1F, 0x8B], .cutOff), ([0x1F, 0x8B, 7], .unknownMethod),
            ([0x1F, 0x8B, 8, 0x40], .reservedFlags),
        ] as [([UInt8], Gunzip.Damage?)] {
            #expect(unpack(deflated + tail) == Unpacked(text, damage), "\(tail.prefix(9))")
        }
        #expect(unpack(deflated + [0, 0, 0] + deflated + [0]) == Unpacked(text + text))
    }

    @Test("Header fields are passed over in every combination")
    func headerFields() {
        let extra: [UInt8] = [5, 0] + Array("AB\u{1}\0c".utf8)
        let long: [UInt8] = [0xFF, 0xFF] + [UInt8](repeating: 0, count: 0xFFFF)
        for extra in [nil, extra, [0, 0], long] {
            for name in [nil, "", "flow.log"] {
                for comment in [nil, "", "eu-west-1"] {
                    for check in [false, true] {
                        let head = header(extra: extra, name: name, comment: comment, check: check)
                        let stream = head + deflated.dropFirst(10)
                        #expect(unpack(stream) == Unpacked(text))
                        #expect(unpack(stream, piece: 1, room: 64) == Unpacked(text))
                        #expect(unpack(head.dropLast()) == Unpacked([], .cutOff))
                    }
                }
            }
        }
    }

    @Test("A header that cannot be understood is told, and nothing behind it is read")
    func badHeaders() {
        var wrongCheck = header(name: "flow.log", check: true)
        wrongCheck[12] ^= 1
        for (start, damage) in [
            ([], .cutOff), ([0x1F], .cutOff), ([0], .notGzip), (text, .notGzip), ([0x1F, 0x8D, 8], .notGzip),
            ([0x1F, 0x8B, 7], .unknownMethod), ([0x1F, 0x8B, 8, 0x20], .reservedFlags),
            (wrongCheck, .badHeaderChecksum),
            ([0x1F, 0x8B, 8, 0x40], .reservedFlags), ([0x1F, 0x8B, 8, 0x80], .reservedFlags),
        ] as [([UInt8], Gunzip.Damage)] {
            let tail = damage == .cutOff ? [] : deflated.dropFirst(start.count)
            #expect(unpack(start + tail) == Unpacked([], damage), "\(start.prefix(9))")
        }
    }

    @Test("An endless name is passed over as it comes")
    func endlessName() {
        var gunzip = Gunzip()
        let name = [UInt8](repeating: 0x61, count: 1 << 16)
        var output = [UInt8](repeating: 0, count: 16)
        output.withUnsafeMutableBytes { output in
            for piece in [[0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 3]] + [[UInt8]](repeating: name, count: 20) {
                let progress = piece.withUnsafeBytes { gunzip.unpack($0, into: output) }
                #expect(progress == (piece.count, 0, nil))
            }
            #expect(gunzip.finish(into: output) == (0, .cutOff))
        }
    }

    @Test("Checksum and length are those of the text, member by member")
    func trailers() {
        for cut in 1...8 {
            #expect(unpack(fixed + deflated.dropLast(cut)) == Unpacked(text.prefix(115) + text, .cutOff))
        }
        for (fromEnd, damage) in [(1, Gunzip.Damage.badLength), (4, .badLength), (5, .badChecksum), (8, .badChecksum)] {
            var stream = deflated
            stream[stream.count - fromEnd] ^= 1
            #expect(unpack(stream) == Unpacked(text, damage))
            #expect(unpack(fixed + stream + fixed) == Unpacked(text.prefix(115) + text, damage))
        }
    }

    @Test("After damage nothing more is read or given")
    func afterDamage() {
        var gunzip = Gunzip()
        var output = [UInt8](repeating: 0, count: 4096)
        output.withUnsafeMutableBytes { output in
            let first = (deflated + [1]).withUnsafeBytes { gunzip.unpack($0, into: output) }
            #expect(first == (deflated.count + 1, text.count, .trailingGarbage))
            #expect(deflated.withUnsafeBytes { gunzip.unpack($0, into: output) } == (0, 0, .trailingGarbage))
            #expect(gunzip.finish(into: output) == (0, .trailingGarbage))
        }
    }
}

private struct Unpacked: Equatable {
    var bytes: [UInt8]
    var damage: Gunzip.Damage?

    init(_ bytes: some Sequence<UInt8>, _ damage: Gunzip.Damage? = nil) {
        (self.bytes, self.damage) = (Array(bytes), damage)
    }
}

/// Unpacks as the engine does: `piece` bytes of input at a time, into an output buffer of `room` bytes.
private func unpack(_ stream: some Collection<UInt8>, piece: Int = 1 << 18, room: Int = 1 << 14) -> Unpacked {
    var gunzip = Gunzip()
    var bytes = [UInt8]()
    var buffer = [UInt8](repeating: 0xAA, count: room)
    let damage: Gunzip.Damage? = Array(stream).withUnsafeBytes { stream in
        buffer.withUnsafeMutableBytes { output in
            var position = 0
            while position < stream.count {
                let input = UnsafeRawBufferPointer(rebasing: stream[position...].prefix(piece))
                let step = gunzip.unpack(input, into: output)
                position += step.taken
                bytes += output[..<step.given]
                if let damage = step.damage { return damage }
            }
            while true {
                let step = gunzip.finish(into: output)
                bytes += output[..<step.given]
                if step.given == 0 || step.damage != nil { return step.damage }
            }
        }
    }
    return Unpacked(bytes, damage)
}

private let text = records(9)

/// `text` as zlib 1.2.13 packs it: one block with Huffman codes of its own.
private let deflated = bytes(
    """
    1f8b08000000000002037dd0bd0d42310c04e09e29bc0091cf7f7166a0600a0a1af62f49241e7a46288a94c6fa72170b811eafe7d509dcd6
    c94118d91c0dcc4dd8c8b43b939952d0fd76918fe043c89c9c087c1159f72fd18320a3a438c842453644a584cc072423ff84e02b50322034
    730c1bb1a667320b792076b5d0cb4f34c838387722b8ae6b9089f8968c5e88cd5efdbcad378781e9bfc6010000
    """)

/// The first 115 bytes of `text` as zlib 1.2.13 packs them with `Z_FIXED`: one block with the fixed Huffman codes.
private let fixed = bytes(
    """
    1f8b08000000000002033352305448cdcbd435553034d003410b4b05434b0b3d53433d4303033d230313051363735303051313630533057f
    6f2e23a80e03980e23a00c921643539016231089aec518ac0500165d775473000000
    """)

private func bytes(_ hex: String) -> [UInt8] {
    let digits = hex.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

/// Different records, the same every time.
private func records(_ count: Int) -> [UInt8] {
    var seed: UInt64 = 1
    func random(_ bound: UInt64) -> UInt64 {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (seed >> 33) % bound
    }
    return (0..<count).flatMap { _ in
        "2 1 eni-\(random(9)) 10.0.0.\(random(256)) 198.51.100.\(random(256)) \(random(65536)) 443 6 OK\n".utf8
    }
}

/// A member of stored blocks.
private func member(_ bytes: [UInt8], blocks: Int = 1) -> [UInt8] {
    let size = (bytes.count + blocks - 1) / blocks
    let body = (0..<blocks).flatMap { block -> [UInt8] in
        let part = bytes.dropFirst(block * size).prefix(size)
        let length = UInt16(part.count)
        return [block == blocks - 1 ? 1 : 0] + littleEndian(length) + littleEndian(~length) + part
    }
    return header() + body + littleEndian(naiveCRC32(bytes)) + littleEndian(UInt32(bytes.count))
}

private func header(extra: [UInt8]? = nil, name: String? = nil, comment: String? = nil, check: Bool = false) -> [UInt8]
{
    let flags = (check ? 2 : 0) | (extra == nil ? 0 : 4) | (name == nil ? 0 : 8) | (comment == nil ? 0 : 16)
    var header: [UInt8] = [0x1F, 0x8B, 8, UInt8(flags), 1, 2, 3, 4, 0, 3] + (extra ?? [])
    for text in [name, comment] { if let text { header += Array(text.utf8) + [0] } }
    return check ? header + littleEndian(UInt16(truncatingIfNeeded: naiveCRC32(header))) : header
}

private func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
}

private func naiveCRC32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { crc, byte in
        (0..<8).reduce(crc ^ UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
}

/// A member as ISA-L packs it: codes so short that one look-up decodes several literals.
private func packed(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    return [UInt8](unsafeUninitializedCapacity: bytes.count + 1000) { output, count in
        let stream = UnsafeMutablePointer<isal_zstream>.allocate(capacity: 1)
        defer { stream.deallocate() }
        bytes.withUnsafeMutableBufferPointer { input in
            isal_deflate_stateless_init(stream)
            stream.pointee.gzip_flag = UInt16(IGZIP_GZIP)
            stream.pointee.end_of_stream = 1
            stream.pointee.next_in = input.baseAddress
            stream.pointee.avail_in = UInt32(input.count)
            stream.pointee.next_out = output.baseAddress
            stream.pointee.avail_out = UInt32(output.count)
            #expect(isal_deflate_stateless(stream) == COMP_OK)
            count = Int(stream.pointee.total_out)
        }
    }
}

/// The slow twin: inflates bit by bit, as RFC 1951 tells it.
private struct NaiveInflate {
    struct Failure: Error {}
    /// Code length and code (its first bit highest) to symbol.
    typealias Codes = [Int: Int]

    private let input: [UInt8]
    private var bit = 0
    private(set) var output: [UInt8] = []
    /// How much the output had grown when so many bytes of input were begun.
    private var sizes: [Int]

    init(_ input: ArraySlice<UInt8>) {
        (self.input, sizes) = (Array(input), [Int](repeating: 0, count: input.count + 1))
    }

    mutating func run() { try? blocks() }

    /// How much can be unpacked when only so many bytes are there.
    func outputSize(atByte byte: Int) -> Int {
        sizes.prefix(byte + 1).last { $0 > 0 } ?? 0
    }

    private mutating func blocks() throws {
        var isLast = 0
        while isLast == 0 {
            isLast = try bits(1)
            switch try bits(2) {
            case 0:
                bit = (bit + 7) / 8 * 8
                let size = try bits(16)
                if try bits(16) != ~size & 0xFFFF { throw Failure() }
                for _ in 0..<size { give(UInt8(try bits(8))) }
            case 1:
                let lengths = (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
                try codedBlock(codes(lengths[...]), codes([Int](repeating: 5, count: 32)[...]))
            case 2: try dynamicBlock()
            default: throw Failure()
            }
        }
    }

    private mutating func dynamicBlock() throws {
        let (literals, distances, order) = (try bits(5) + 257, try bits(5) + 1, try bits(4) + 4)
        if literals > 286 || distances > 30 { throw Failure() }
        var lengths = [Int](repeating: 0, count: 19)
        for index in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15].prefix(order) {
            lengths[index] = try bits(3)
        }
        let lengthCodes = try codes(lengths[...])
        lengths = []
        while lengths.count < literals + distances {
            switch try symbol(lengthCodes) {
            case 16:
                guard let last = lengths.last else { throw Failure() }
                lengths += [Int](repeating: last, count: 3 + (try bits(2)))
            case 17: lengths += [Int](repeating: 0, count: 3 + (try bits(3)))
            case 18: lengths += [Int](repeating: 0, count: 11 + (try bits(7)))
            case let length: lengths.append(length)
            }
        }
        if lengths.count > literals + distances || lengths[256] == 0 { throw Failure() }
        try codedBlock(codes(lengths[..<literals]), codes(lengths[literals...]))
    }

    private mutating func codedBlock(_ literals: Codes, _ distances: Codes) throws {
        while true {
            let code = try symbol(literals)
            switch code {
            case ..<256: give(UInt8(code))
            case 256: return
            case ..<286:
                let extra = code < 265 || code == 285 ? 0 : (code - 261) / 4
                let start = code < 265 ? code - 254 : code == 285 ? 258 : 3 + (4 + (code - 1) % 4) << extra
                let length = start + (try bits(extra))
                let code = try symbol(distances)
                let more = code < 4 ? 0 : code / 2 - 1
                let distance = (code < 4 ? code + 1 : 1 + (2 + code % 2) << more) + (try bits(more))
                if code > 29 || distance > output.count { throw Failure() }
                for _ in 0..<length { give(output[output.count - distance]) }
            default: throw Failure()
            }
        }
    }

    private mutating func give(_ byte: UInt8) {
        output.append(byte)
        sizes[(bit + 7) / 8] = output.count
    }

    private mutating func bits(_ count: Int) throws -> Int {
        if bit + count > input.count * 8 { throw Failure() }
        defer { bit += count }
        return (0..<count).reduce(0) { $0 | Int(input[(bit + $1) / 8] >> UInt8((bit + $1) % 8) & 1) << $1 }
    }

    private mutating func symbol(_ codes: Codes) throws -> Int {
        var code = 1
        for _ in 1...15 {
            code = code << 1 | (try bits(1))
            if let symbol = codes[code] { return symbol }
        }
        throw Failure()
    }

    /// The canonical codes of these lengths, with a 1 bit in front so that codes of different lengths differ.
    private func codes(_ lengths: ArraySlice<Int>) throws -> Codes {
        var (codes, code) = (Codes(), 0)
        for length in 1...15 {
            code <<= 1
            for (symbol, own) in lengths.enumerated() where own == length {
                codes[1 << length | code] = symbol
                code += 1
            }
            if code > 1 << length { throw Failure() }
        }
        return codes
    }
}
