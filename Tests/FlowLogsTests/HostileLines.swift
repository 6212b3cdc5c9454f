@testable import FlowLogs

/// What logs hold that nobody meant to put there: pieces, lines and formats to try a parser with.
enum HostileLines {
    static let numbers = [
        "0", "1", "6", "17", "22", "80", "255", "256", "443", "0443", "00000443", "000000443", "65535", "65536",
        "99999", "065535", "99999999", "100000000", "4294967295", "4294967376", "18446744073709551615",
        "18446744073709551616", "18446744073709551696", "+80", "-80", "-1", "80.0", "8O", "0x50", "80,", "４４３", "٤٤٣",
        "80\u{A0}", "\u{A0}80", "80\u{0}", "8\u{0}0", ":80", "/80", "80:", "80/", "-", "--", "–", "1e3", "", "tcp",
        "TCP", "00", "000255", String(repeating: "9", count: 60), String(repeating: "0", count: 70) + "80",
    ]
    static let addresses = [
        "10.0.1.201", "0.0.0.0", "255.255.255.255", "256.0.0.1", "10.0.0.256", "10.0.0.01", "010.0.0.1", "1.2.3",
        "1.2.3.4.5", "1..2.3", ".1.2.3", "1.2.3.", "2001:db8::1", "::", "::1", "1::", "::ffff:10.0.0.1",
        "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8:9", "1::2::3", ":1::2",
        "fe80::1%eth0", "[::1]", "12345::", "2001:DB8::A", "::1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7:1.2.3.4",
        ":::", "1.2.3.4:80", "2001:db8:0:0:1:0:0:1", "0000:0000:0000:0000:0000:ffff:255.255.255.255",
        "00000:0000:0000:0000:0000:ffff:255.255.255.255",
    ]
    static let words = [
        "2", "OK", "NODATA", "nodata", "NODATAX", "SKIPDATA", "SkipData", "skipdatas", "ACCEPT", "REJECT", "eni-0a1b",
        "а", "unknown", "123456789010", "\u{1B}[31m", "\u{7F}", "\u{1}", "a\u{B}b", "\r", "x\r", "\rx", "\u{FEFF}2",
        "é", "😀", "version", "dstport", "protocol", "dst_port", "DSTPORT", "Dst-Port", "team-colour", "srcaddr",
        "log_status", "9lives", "-dstport", "dstport,", "_x", "x_", String(repeating: "x", count: 64),
        String(repeating: "y", count: 250),
    ]
    static let times = [
        "2018-09-22T20:28:14.000Z", "2018-09-22T20:28:14Z", "2018-09-22T20:28:14+02:00", "2018-09-22T20:28:14-0230",
        "2018-09-22T20:28:14.123456789+00:00", "99:99:99", "9999-99-99T99:99:99Z", "2018-09-22T20:28:14",
        "2018-09-22T20:28:14.Z", "2018-09-22t20:28:14Z", "2018-09-22T20:28:14z", "2018-09-22 20:28:14Z",
        "2018-09-22T20:28:14+02", "2018-09-22T20:28:14+2:00", "2018-09-22T20:28:14.5+02:0O", "2018-09-22T20:28:14ZZ",
        "2018-09-22T20:28Z", "2O18-09-22T20:28:14Z", "2018-09-22T20:28:14 +0200", "-018-09-22T20:28:14Z",
    ]
    static let separators = [" ", " ", " ", " ", " ", " ", "  ", "\t", " \t ", "\u{A0}", "\u{0}", " \r", "\u{C}"]
    static let ends = ["", "", "", "", "\r", "\r\r", " ", "\t", " \r", "\r ", "  \t", "\u{0}"]

    static let version2 = LogFormat.version2.names.joined(separator: " ")
    static let formats = [
        version2, "dstport protocol", "protocol dstport", "dstport srcaddr protocol log-status",
        "protocol action dstport", "dstport", "protocol bytes", "srcaddr dstaddr log-status", "log-status",
        "dstport protocol dstport", "protocol dstport protocol log-status log-status",
        "version vpc-id srcaddr dstaddr dstport protocol bytes action log-status team-colour",
        "dstport colour taste protocol", "srcaddr dstport protocol start end",
    ]
    static let headers =
        formats + [
            "dstport colour", "dstport colour taste", "dstport protocol colour taste", "dstport protocol a b c",
            "DSTPORT Protocol", "dst_port protocol", "log_status LOG-STATUS", "version account_id",
            "dstport 9lives protocol", "colour taste", "dstport\tprotocol", " dstport  protocol ",
            "dstport protocol\r", "dstport,protocol", "account-id action",
        ]

    static let line =
        "2 123456789010 eni-0e3b83982e1d21b2c 10.64.37.96 10.64.114.105 22 59166 6 193 279696 1620129635"
        + " 1620129684 ACCEPT OK"

    /// Lines that each hold one surprise.
    static let byHand: [String] = {
        var lines = ["", " ", "\t", " \t ", "\r", " \r", "\r\r", "\u{0}", "\u{A0}", line, " " + line, "\t" + line]
        lines += [" ", "\r", " \r", "\r ", "\r\r", " extra"].map { line + $0 } + [String(line.dropLast(3))]
        lines += ["\t", "  ", ","].map { line.replacing(" ", with: $0) }
        let columns = line.split(separator: " ").map(String.init)
        for column in columns.indices {
            for value in numbers + addresses + ["NODATA", "SKIPDATA", "а", "\u{0}", "\u{A0}"] {
                var changed = columns
                changed[column] = value
                lines.append(changed.joined(separator: " "))
            }
        }
        for time in times {
            lines += [time, "\(time) ", "\(time) x", "\(time) \(time)", "\(time) \(version2)"]
            lines += ["\(time) \(line)", "\(time)  \(line)", " \(time)\t\(line)\r"]
        }
        lines += [1, 13, 15, 10_000].map { Array(repeating: "1", count: $0).joined(separator: " ") }
        let fives = String(repeating: "5", count: 5000)
        return lines + [" 59166 ", " 193 ", "10.64.37.96"].map { line.replacing($0, with: " \(fives) ") } + headers
    }()

    /// A line made of random pieces, more or less of the format.
    static func random(_ format: [String], _ random: inout SeededRandom) -> String {
        switch random.below(16) {
        case 0: return random.pick(headers) + random.pick(ends)
        case 1: return random.pick(ends)
        case 2:
            let count = random.below(17)
            return (0..<count).map { _ in random.pick(words + numbers) + random.pick(separators) }.joined()
        case 3: return random.pick(byHandOnce)
        default: break
        }
        let oddity = random.pick([4, 12, 1000, 1000])
        var values = format.map { name in
            switch name {
            case _ where random.once(in: oddity): random.pick(words + numbers + addresses)
            case "dstport", "srcport": random.once(in: 6) ? random.pick(numbers) : String(random.below(65536))
            case "protocol": random.once(in: 6) ? random.pick(numbers) : random.pick(["6", "17", "1", "255"])
            case "srcaddr", "dstaddr": random.once(in: 3) ? random.pick(addresses) : "10.0.0.\(random.below(256))"
            case "log-status": random.pick(["OK", "OK", "NODATA", "SKIPDATA", "-"])
            case "action": random.pick(["ACCEPT", "REJECT", "-"])
            case "packets", "bytes", "start", "end": random.pick(numbers + ["1620129635", "1620129684"])
            default: String(repeating: "w", count: 1 + random.below(random.once(in: 10) ? 90 : 12))
            }
        }
        if random.once(in: 3 * oddity) { values.append(random.pick(words)) }
        if random.once(in: 3 * oddity) { values.removeLast() }
        var line = random.once(in: 12) ? random.pick(times) + " " : ""
        if random.once(in: 20) { line += random.pick(separators) }
        for (index, value) in values.enumerated() {
            line += (index == 0 ? "" : random.once(in: 4 * oddity) ? random.pick(separators) : " ") + value
        }
        return line + (random.once(in: 8) ? random.pick(ends) : "")
    }

    private static let byHandOnce = byHand.filter { $0.utf8.count < 400 }

    /// Up to six random lines with bytes that are no UTF-8 here and there; every line ends in a line feed.
    static func randomBlock(_ format: [String], _ random: inout SeededRandom) -> Bytes {
        var block = Bytes()
        var format = format
        for _ in 0..<random.below(7) {
            var line = Bytes(self.random(format, &random).utf8)
            if random.once(in: 40), !line.isEmpty { line[random.below(line.count)] = random.pick([0x80, 0xFF, 0, 9]) }
            if let header = naiveHeader(naiveWords(line), inForce: format), !header.isEmpty { format = header }
            block += line + [UInt8(ascii: "\n")]
        }
        return block
    }
}
