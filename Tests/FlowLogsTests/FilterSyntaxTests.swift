import FlowLogs
import Testing

/// A filter on one field.
private func field(_ name: String, _ condition: Filter.Condition) -> Filter {
    .test(.field(Field(named: name.utf8)), condition)
}

private func numbers(_ name: String, _ ranges: ClosedRange<UInt64>...) -> Filter {
    field(name, .numbers(NumberSet(ranges)))
}

private func words(_ members: String..., ignoringCase: Bool = false) -> Filter.Condition {
    .text(TextSet(.anyOf(members.map { Bytes($0.utf8) }), ignoringCase: ignoringCase))
}

private func action(_ members: String) -> Filter { field("action", words(members, ignoringCase: true)) }

private func tag(_ members: String) -> Filter { .test(.tag, words(members)) }

private func like(_ pattern: String, ignoringCase: Bool = false) throws -> Filter.Condition {
    .text(TextSet(.like(try #require(LikePattern(pattern.utf8))), ignoringCase: ignoringCase))
}

private func range(_ lower: TextSet.Bound?, _ upper: TextSet.Bound?) -> Filter.Condition {
    .text(TextSet(.between(lower: lower, upper: upper), ignoringCase: false))
}

private func bound(_ text: String, _ isIncluded: Bool) -> TextSet.Bound {
    TextSet.Bound(Bytes(text.utf8), isIncluded: isIncluded)
}

private func addresses(_ prefixes: String...) -> Filter.Condition {
    .addresses(AddressSet(prefixes.compactMap { IPPrefix(Bytes($0.utf8)) }))
}

private func either(_ condition: Filter.Condition) -> Filter {
    .or([field("srcaddr", condition), field("dstaddr", condition)])
}

private let tags = ["sv_P1", "sv_p2", "SV_P2", "email", "web, internal", "tcp", "443", "it's", "-"].map {
    Tag(Bytes($0.utf8))
}

private func parse(_ text: String, fields: [Field] = []) throws -> Filter {
    try FilterSyntax.parse(text.utf8, tags: tags, fields: fields)
}

@Suite struct FilterSyntaxTests {
    @Test(arguments: [
        ("dstport = 443", numbers("dstport", 443...443)),
        ("DstPort==443", numbers("dstport", 443...443)),
        ("dstport != 443", .not(numbers("dstport", 443...443))),
        ("dstport<>443", .not(numbers("dstport", 443...443))),
        ("dstport < 80", numbers("dstport", 0...79)),
        ("dstport <= 80", numbers("dstport", 0...80)),
        ("dstport > 1024", numbers("dstport", 1025...65535)),
        ("dstport >= 1K", numbers("dstport", 1000...65535)),
        ("dstport < 0", numbers("dstport")),
        ("dstport > 65535", numbers("dstport")),
        ("dstport in (443, 80,442)", numbers("dstport", 80...80, 442...443)),
        ("dstport in 443", numbers("dstport", 443...443)),
        ("dstport not in (22, '23')", .not(numbers("dstport", 22...23))),
        ("dstport between 1 and 1023", numbers("dstport", 1...1023)),
        ("dstport NOT BETWEEN 1 AND 1023", .not(numbers("dstport", 1...1023))),
        ("port != 22", .not(.or([numbers("srcport", 22...22), numbers("dstport", 22...22)]))),
        ("port > 1024", .or([numbers("srcport", 1025...65535), numbers("dstport", 1025...65535)])),
        ("bytes > 10M", numbers("bytes", 10_000_001...(.max))),
        ("bytes <= 1.5k", numbers("bytes", 0...1500)),
        ("bytes = 0.25Ki", numbers("bytes", 256...256)),
        ("bytes = 2gI", numbers("bytes", 2_147_483_648...2_147_483_648)),
        ("bytes = 18446744073.709551615G", numbers("bytes", UInt64.max...UInt64.max)),
        ("tcp_flags = 0002", numbers("tcp-flags", 2...2)),
        ("protocol = tcp", numbers("protocol", 6...6)),
        ("protocol in (TCP, 17, 1)", numbers("protocol", 1...1, 6...6, 17...17)),
        ("protocol != udp", .not(numbers("protocol", 17...17))),
        ("protocol > 17", numbers("protocol", 18...255)),
        ("\"end\" = 5", numbers("end", 5...5)),
    ])
    func numbersAndPorts(text: String, expected: Filter) throws {
        #expect(try parse(text) == expected)
    }

    @Test(arguments: [
        ("action = REJECT", action("reject")),
        ("log_status != NoData", .not(field("log-status", words("nodata", ignoringCase: true)))),
        ("tag = sv_P1", tag("sv_P1")),
        ("tag = sv_p1", tag("sv_p1")),
        ("tag = 'web, internal'", tag("web, internal")),
        ("tag = \"it's\"", tag("it's")),
        ("tag = 'it''s'", tag("it's")),
        ("tag = '-'", tag("-")),
        ("tag = 'and'", tag("and")),
        ("tag in (email, 'web, internal')", .test(.tag, words("email", "web, internal"))),
        ("account-id = 012345678901", field("account-id", words("012345678901"))),
        ("account_id = unknown", field("account-id", words("unknown"))),
        (
            "ecs-task-arn = arn:aws:ecs:us-east-1:1:task/x",
            field("ecs-task-arn", words("arn:aws:ecs:us-east-1:1:task/x"))
        ),
        ("region < us", field("region", range(nil, bound("us", false)))),
        ("region <= us", field("region", range(nil, bound("us", true)))),
        ("region > us", field("region", range(bound("us", false), nil))),
        ("region >= us", field("region", range(bound("us", true), nil))),
        ("region between eu and us", field("region", range(bound("eu", true), bound("us", true)))),
        ("service = https", .test(.service, words("https"))),
    ])
    func texts(text: String, expected: Filter) throws {
        #expect(try parse(text) == expected)
    }

    @Test func patterns() throws {
        #expect(try parse("tag like 'sv_%'") == .test(.tag, like("sv_%")))
        #expect(try parse("tag not like sv\\_%") == .not(.test(.tag, like("sv\\_%"))))
        #expect(try parse("action like 'REJ%'") == field("action", like("rej%", ignoringCase: true)))
        #expect(try parse("srcaddr like '2001:DB8:%'") == field("srcaddr", like("2001:db8:%")))
        #expect(try parse("addr like '10.%'") == either(like("10.%")))
    }

    @Test(arguments: [
        ("srcaddr = 10.0.0.1", field("srcaddr", addresses("10.0.0.1"))),
        ("srcaddr in 10.0.0.0/8", field("srcaddr", addresses("10.0.0.0/8"))),
        ("srcaddr = 10.0.0.0/8", field("srcaddr", addresses("10.0.0.0/8"))),
        (
            "pkt_srcaddr not in (10.0.0.0/8, 2001:db8::/32, ::1)",
            .not(field("pkt-srcaddr", addresses("10.0.0.0/8", "2001:db8::/32", "::1")))
        ),
        ("addr = 10.0.1.201", either(addresses("10.0.1.201"))),
        ("addr != 10.0.1.201", .not(either(addresses("10.0.1.201")))),
        ("srcaddr < 0.0.0.2", field("srcaddr", .addresses(AddressSet(v4: [0...1], v6: [])))),
        ("srcaddr > ::1", field("srcaddr", .addresses(AddressSet(v4: [], v6: [2...(.max)])))),
        ("srcaddr between ::1 and ::3", field("srcaddr", .addresses(AddressSet(v4: [], v6: [1...3])))),
    ])
    func addressSets(text: String, expected: Filter) throws {
        #expect(try parse(text) == expected)
    }

    @Test(arguments: [
        ("action is unknown", field("action", .isUnknown)),
        ("action is null", field("action", .isUnknown)),
        ("action IS NOT NULL", .not(field("action", .isUnknown))),
        ("tag is not Unknown", .not(.test(.tag, .isUnknown))),
        ("port is unknown", .or([field("srcport", .isUnknown), field("dstport", .isUnknown)])),
        ("not service is null", .not(.test(.service, .isUnknown))),
    ])
    func unknown(text: String, expected: Filter) throws {
        #expect(try parse(text) == expected)
    }

    @Test(arguments: [
        ("22", numbers("dstport", 22...22)),
        ("443/TCP", .and([numbers("dstport", 443...443), numbers("protocol", 6...6)])),
        ("0/1", .and([numbers("dstport", 0...0), numbers("protocol", 1...1)])),
        ("10.0.0.1", either(addresses("10.0.0.1"))),
        ("2001:db8::/32", either(addresses("2001:db8::/32"))),
        ("Accept", action("accept")),
        ("reject", action("reject")),
        ("tcp", numbers("protocol", 6...6)),
        ("3pc", numbers("protocol", 34...34)),
        ("'tcp'", tag("tcp")),
        ("443", numbers("dstport", 443...443)),
        ("\"443\"", tag("443")),
        ("sv_P1", tag("sv_P1")),
        ("SV_p1", tag("sv_P1")),
        ("sv_p2", tag("sv_p2")),
        ("SV_P2", tag("SV_P2")),
        ("'web, internal'", tag("web, internal")),
        ("untagged", tag("Untagged")),
    ])
    func bareWords(text: String, expected: Filter) throws {
        #expect(try parse(text) == expected)
    }

    private static let a = numbers("dstport", 1...1)
    private static let b = numbers("dstport", 2...2)
    private static let c = numbers("dstport", 3...3)

    @Test(arguments: [
        ("", .and([])),
        (" \t\r\n", .and([])),
        ("1 and 2", .and([a, b])),
        ("1 2 3", .and([a, b, c])),
        ("1 2 and 3", .and([a, b, c])),
        ("1 or 2 or 3", .or([a, b, c])),
        ("1 or 2 3", .or([a, .and([b, c])])),
        ("1 2 or 3", .or([.and([a, b]), c])),
        ("(1 or 2) 3", .and([.or([a, b]), c])),
        ("1(2 or 3)", .and([a, .or([b, c])])),
        ("not 1 2", .and([.not(a), b])),
        ("1 not 2", .and([a, .not(b)])),
        ("not 1 or 2", .or([.not(a), b])),
        ("not (1 or 2)", .not(.or([a, b]))),
        ("not not 1", a),
        ("not not not 1", .not(a)),
        ("not dstport != 1", a),
        ("((1))", a),
        ("1 AND NOT 2 Or 3", .or([.and([a, .not(b)]), c])),
        ("dstport between 1 and 1 and 2", .and([a, b])),
        ("dstport=1 dstport=2", .and([a, b])),
        ("1\nand\n2", .and([a, b])),
    ])
    func structure(text: String, expected: Filter) throws {
        #expect(try parse(text) == expected)
    }

    @Test func fieldsOfTheLog() throws {
        let field = Field(named: "new-field".utf8)
        #expect(try parse("NEW_field = x", fields: [field]) == .test(.field(field), words("x")))
        #expect(throws: FilterError.self) { try parse("new-field = x") }
    }

    @Test func everyDocumentedFieldCanBeNamed() throws {
        for field in Field.known.values {
            #expect(try parse("\(field.name) is unknown") == .test(.field(field), .isUnknown))
        }
    }

    @Test(arguments: ["tcp", "web, internal", "it's", "-", "and", "", "a\"b", "''", "443/tcp"])
    func literalsReadBack(value: String) throws {
        let text = Bytes("tag = ".utf8) + FilterSyntax.literal(Bytes(value.utf8))
        #expect(try FilterSyntax.parse(text, tags: []) == tag(value))
    }
}

@Suite struct FilterTimeTests {
    /// 2021-05-04T12:00:00Z.
    private static let noon: UInt64 = 1_620_129_600

    private static func start(_ ranges: ClosedRange<UInt64>...) -> Filter {
        field("start", .numbers(NumberSet(ranges)))
    }

    @Test(arguments: [
        "2021-05-04T12:00Z", "2021-05-04T12:00", "2021-05-04t12:00:00z", "2021-05-04T14:00:00.000+02:00",
        "2021-05-04T06:30:00-0530", "'2021-05-04 12:00:00'", "\"2021-05-04 12:00\"", "1620129600", "1620129600000",
        "2021-05-04T12:00:00.000000Z", "2021-05-05T11:59+23:59",
    ])
    func oneInstant(literal: String) throws {
        let expected = Self.start(Self.noon...Self.noon, Self.noon * 1000...Self.noon * 1000)
        #expect(try parse("start = \(literal)") == expected)
        #expect(try parse("time != \(literal)") == .not(expected))
    }

    @Test(arguments: [
        ("1970-01-01", 0), ("1970-12-31", 364), ("1971-01-01", 365), ("1972-02-29", 789), ("1972-03-01", 790),
        ("2000-02-29", 11016), ("2000-12-31", 11322), ("2001-01-01", 11323), ("2100-03-01", 47541),
        ("5138-11-16", 1_157_407),
    ])
    func days(date: String, day: UInt64) throws {
        #expect(try parse("start >= \(date)") == parse("start >= \(day * 86_400)"))
    }

    private static let limit: UInt64 = 100_000_000_000

    @Test(arguments: [
        (
            "start between 2021-05-04T12:00Z and 2021-05-04T13:00Z",
            start(noon...noon + 3600, noon * 1000...(noon + 3600) * 1000)
        ),
        ("start > 2021-05-04T12:00Z", start(noon + 1...limit - 1, noon * 1000 + 1...(.max))),
        ("start < 2021-05-04T12:00:00.001Z", start(0...noon, limit...noon * 1000)),
        ("start >= 2021-05-04T12:00:00.250Z", start(noon + 1...limit - 1, noon * 1000 + 250...(.max))),
        ("start = 2021-05-04T12:00:00.25Z", start(noon * 1000 + 250...noon * 1000 + 250)),
        ("start <= 1970-01-02", start(0...86400)),
        ("start < 0", start()),
        ("start > 18446744073709551615", start()),
        ("start >= 18446744073709551615", start(.max ... .max)),
        ("start >= 0", start(0...(.max))),
        ("end = 5", field("end", .numbers(NumberSet([5...5])))),
    ])
    func ranges(text: String, expected: Filter) throws {
        #expect(try parse(text) == expected)
    }

    /// A raw number is in the set just if its instant is in the range, tried around every border.
    @Test func rawNumbersAgreeWithTheirInstants() throws {
        let limit = Self.limit
        let borders: [UInt64] = [
            0, 1, 999, 1000, 1001, limit - 1, limit, limit + 1, limit + 999, limit + 1000, limit * 1000,
        ]
        for low in borders {
            for high in borders where high >= low && low >= limit {
                guard case .test(_, .numbers(let set)) = try parse("start between \(low) and \(high)") else {
                    Issue.record("no test of numbers")
                    continue
                }
                let near = [low, high, low / 1000, high / 1000, limit].flatMap { [$0 &- 1, $0, $0 + 1] }
                for raw in near where raw <= limit * 2000 {
                    let instant = raw < limit ? raw * 1000 : raw
                    #expect(set.contains(raw) == (low...high).contains(instant), "\(raw) in \(low)...\(high)")
                }
            }
        }
    }
}
