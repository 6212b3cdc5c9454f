import Testing

@testable import FlowLogs

struct LogFormatTests {
    private func parse(_ text: String) -> Result<[String], FormatError> {
        Result { () throws(FormatError) in try LogFormat(parsing: text.utf8).names }
    }

    @Test(
        "The ways to write a field list",
        arguments: [
            ("dstport", ["dstport"]),
            ("srcaddr dstport", ["srcaddr", "dstport"]),
            ("${srcaddr} ${dstport}", ["srcaddr", "dstport"]),
            ("${srcaddr},dstport", ["srcaddr", "dstport"]),
            ("${SrcAddr}${dst}", nil),
            ("srcaddr,dstport", ["srcaddr", "dstport"]),
            (" ,, srcaddr ,\t dstport\n,", ["srcaddr", "dstport"]),
            ("SRCADDR Log_Status", ["srcaddr", "log-status"]),
            ("${log_status}\r\n${team_colour}", ["log-status", "team-colour"]),
        ] as [(String, [String]?)])
    func written(text: String, names: [String]?) {
        let written = try? parse(text).get()
        #expect(written == names)
    }

    @Test(
        "What is no field list",
        arguments: [
            ("", FormatError.empty), (" , \t\n", .empty), ("9x", .notAName("9x")), ("srcaddr ${}", .notAName("${}")),
            ("${srcaddr", .notAName("${srcaddr")), ("srcaddr}", .notAName("srcaddr}")),
            ("$dstport", .notAName("$dstport")),
            ("${a b}", .notAName("${a")), ("a;b", .notAName("a;b")), ("dstport - protocol", .notAName("-")),
            ("dstport dstport", .repeated("dstport")), ("a-b c A_B", .repeated("a-b")),
            ("${action} dstport action dstport", .repeated("action")), ("dſtport", .notAName("dſtport")),
        ])
    func mistakes(text: String, error: FormatError) {
        #expect(parse(text) == .failure(error))
    }

    /// Whether a line is taken for a header while a format is in force.
    private func isHeader(_ line: String, in format: String) -> Bool {
        var parser = BlockParser(isFormatFixed: false, room: 64)
        return parser.counts(of: Bytes("\(line)\n".utf8).span, in: LogFormat(format)).0.tally.header == 1
    }

    @Test(
        "Two known names and half of all make a header",
        arguments: [
            ("version dstport", true), ("dstport", false), ("dstport colour", false), ("colour taste", false),
            ("dstport colour protocol taste", true), ("dstport colour protocol taste smell", false),
            ("DSTPORT PROTOCOL", true), ("log_status account_id", true), ("dstport protocol 9", false),
            ("dstport protocol -", false), ("dstport protocol x.y", false), ("  dstport\tprotocol \r", true),
            ("dstport dstport", true), ("dstport dstport a b c", false),
            ("2018-09-22T20:28:14Z dstport protocol", true),
            ("2018-09-22T20:28:14Z", false), ("tgw-id resource-type", true), ("instance-tag-2 next-hop-vpc-id", true),
        ])
    func headers(line: String, isHeader: Bool) {
        #expect(self.isHeader(line, in: LogFormat.version2.names.joined(separator: " ")) == isHeader)
    }

    @Test("The names of the format in force are a header, whatever they are")
    func headerInForce() {
        #expect(isHeader("COLOUR Taste_1", in: "colour taste-1"))
        #expect(isHeader("dstport", in: "dstport"))
        #expect(!isHeader("taste colour", in: "colour taste"))
        #expect(!isHeader("colour", in: "colour taste"))
    }

    @Test(
        "The format after the first line that says anything",
        arguments: [
            ("", "action"), ("\n \n", "action"), ("dstport protocol\n", "dstport protocol"),
            ("dstport protocol", "dstport protocol"),
            ("\n\t\r\n dstport protocol\nsrcaddr dstaddr\n", "dstport protocol"),
            ("rubbish\ndstport protocol\n", "action"),
            ("ACCEPT x\ndstport protocol\n", "action"), ("-\ndstport protocol\n", "action"),
        ])
    func start(text: String, names: String) {
        let format = LogFormat(startOf: Bytes(text.utf8).span, inForce: LogFormat("action"))
        #expect(format == LogFormat(names))
    }

    @Test func columns() {
        let format = LogFormat("dstport protocol colour dstport")
        #expect(format.column(of: .dstport) == 3)
        #expect(format.column(of: .ipProtocol) == 1)
        #expect(format.column(of: .srcport) == nil)
        #expect(format.repeatedField == .dstport)
        #expect(format.unknownFields.map(\.name) == ["colour"])
        #expect(format.canBeCounted)
        #expect(!LogFormat("dstport action").canBeCounted)
        #expect(!LogFormat("protocol action").canBeCounted)
        #expect(LogFormat("dstport protocol").repeatedField == nil)
    }

    @Test("CloudWatch's time before a line: form only, and only where a word follows")
    func timePrefixes() {
        for time in HostileLines.times {
            let bytes = Bytes(time.utf8)
            let padded = Bytes("x \(time) 1".utf8)
            let isTime = bytes.span.isTimePrefix(bytes.indices)
            let isTimeInside = padded.span.isTimePrefix(2..<(padded.count - 2))
            #expect(isTime == naiveIsTime(bytes), "\(time)")
            #expect(isTimeInside == isTime, "\(time)")
        }
        #expect(HostileLines.times.count { naiveIsTime(Bytes($0.utf8)) } == 6)
        for cut in 0..<24 {
            let bytes = Bytes("2018-09-22T20:28:14.000Z".utf8.prefix(cut))
            let isTime = bytes.span.isTimePrefix(bytes.indices)
            #expect(!isTime, "\(cut)")
        }
    }
}
