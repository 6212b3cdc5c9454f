import FlowLogs
import Testing

private let tags = ["sv_P1", "sv_p1", "email", "web, internal"].map { Tag(Bytes($0.utf8)) }

private func mistake(_ text: some Collection<UInt8>) -> FilterError? {
    do {
        _ = try FilterSyntax.parse(text, tags: tags)
        return nil
    } catch {
        return error
    }
}

@Suite struct FilterErrorTests {
    /// The filter, the carets below it, the message.
    @Test(arguments: [
        ("dstprot = 443", "^^^^^^^", "there is no field dstprot; did you mean dstport?"),
        ("logStatus = OK", "^^^^^^^^^", "there is no field logStatus; did you mean log-status?"),
        ("proto = tcp", "^^^^^", "there is no field proto; did you mean protocol?"),
        ("443 = dstport", "^^^", "there is no field 443; the field comes first, then the value"),
        ("dstport => 443", "        ^^", "write >= for =>"),
        ("dstport > = 443", "        ^^^", "a value is missing between two operators; write >= without a blank"),
        ("dstport === 443", "        ^^^", "write = for ==="),
        ("dstport =<> 443", "        ^^^", "there is no operator =<>"),
        ("(tcp or udp", "^", "this ( has no )"),
        ("tcp)", "   ^", "this ) has no ("),
        ("tcp and ()", "         ^", "a condition is missing between ( and )"),
        ("tcp and", "       ^", "a condition is missing after and"),
        ("tcp and  ", "       ^", "a condition is missing after and"),
        ("not", "   ^", "a condition is missing after not"),
        ("(tcp or)", "       ^", "a condition is missing after or"),
        ("or tcp", "^^", "a condition is missing before or"),
        ("tcp and or udp", "        ^^", "a condition is missing before or"),
        ("= 443", "^", "a field is missing before ="),
        ("in (443)", "^^", "a field is missing before in"),
        ("dstport", "       ^", "an operator is missing, such as ="),
        ("dstport 443", "       ^", "an operator is missing: dstport = 443"),
        ("dstport =", "         ^", "a value is missing after =; dstport takes a number from 0 to 65535"),
        (
            "tag = and tcp", "      ^^^",
            "a value is missing before and; to mean the word itself write 'and'"
        ),
        ("dstport in ()", "           ^^", "the list is empty; write values between ( and )"),
        ("dstport in (1, )", "               ^", "a value is missing after ,"),
        ("dstport in (1 2)", "              ^", "a comma is missing before 2"),
        ("dstport in (1, 2", "           ^", "this ( has no )"),
        ("dstport in (1 and 2)", "              ^^^", "a ) or a comma is missing before and"),
        ("dstport in 1, 2", "            ^", "commas only go between the values of a list: in (80, 443)"),
        ("dstport = (1, 2)", "        ^", "write in for = before a list"),
        ("dstport != (1, 2)", "        ^^", "write not in for != before a list"),
        ("dstport < (1)", "          ^", "< takes a single value, without parentheses"),
        ("dstport between 1", "                 ^", "between takes two values: between 1 and …"),
        ("dstport between 1, 2", "                 ^", "between takes two values: between 1 and …"),
        ("dstport between 2 and 1", "                ^^^^^^^", "the lower end comes first: between 1 and 2"),
        (
            "start between 2021-05-05 and 2021-05-04", "              ^^^^^^^^^^^^^^^^^^^^^^^^^",
            "the lower end comes first: between 2021-05-04 and 2021-05-05"
        ),
        ("dstport = 70000", "          ^^^^^", "dstport takes a number from 0 to 65535"),
        ("dstport > 70000", "          ^^^^^", "dstport takes a number from 0 to 65535"),
        (
            "dstport = https", "          ^^^^^",
            "dstport takes a number from 0 to 65535; for a service's name write: service = https"
        ),
        ("dstport = 'x y'", "          ^^^^^", "dstport takes a number from 0 to 65535"),
        (
            "srcport = null", "          ^^^^",
            "srcport takes a number from 0 to 65535; for the dash write: srcport is unknown"
        ),
        (
            "protocol = tpc", "           ^^^",
            "protocol takes a keyword such as tcp, or a number from 0 to 255; did you mean tcp?"
        ),
        (
            "protocol = icmpv6", "           ^^^^^^",
            "protocol takes a keyword such as tcp, or a number from 0 to 255; did you mean ipv6-icmp?"
        ),
        ("protocol = 256", "           ^^^", "protocol takes a keyword such as tcp, or a number from 0 to 255"),
        (
            "bytes > 18446744073709551616", "        ^^^^^^^^^^^^^^^^^^^^",
            "bytes takes a whole number up to 18446744073709551615, such as 1500, 10M or 64Ki"
        ),
        ("action = -", "         ^", "a dash is no value; write action is unknown"),
        ("action != '-'", "          ^^^", "a dash is no value; write action is not unknown"),
        ("tag = -", "      ^", "a dash is no value; write tag is unknown; for the tag write '-'"),
        ("action is REJECT", "          ^^^^^^", "is takes unknown or null; write = to compare with a value"),
        ("action is", "         ^", "is takes unknown or null"),
        ("dstport like '4%'", "             ^^^^", "like compares texts; for dstport use = < > in or between"),
        ("tag like 'a\\'", "         ^^^^", "a pattern cannot end in a single \\; write \\\\"),
        ("tag =~ 'a'", "     ^", "to match a pattern write like"),
        ("tcp && udp", "    ^^", "write and for &&"),
        ("tcp||udp", "   ^^", "write or for ||"),
        ("!tcp", "^", "write not for !"),
        ("dstport = 443&&tcp", "             ^^", "write and for &&"),
        ("dstport = 443;", "             ^", "leave out the semicolon"),
        ("where dstport = 443", "^^^^^", "leave out where; the condition is enough"),
        ("tag = 'web", "      ^", "this quote is not closed; inside of quotes write it twice"),
        ("srcaddr = 10.0.0", "          ^^^^^^", "srcaddr takes an address or a prefix, such as 10.0.0.0/8"),
        (
            "srcaddr = 10.0.*", "          ^^^^^^",
            "srcaddr takes an address or a prefix, such as 10.0.0.0/8; for a pattern write: srcaddr like '10.0.%'"
        ),
        ("srcaddr > 10.0.0.0/8", "          ^^^^^^^^^^", "a prefix has no order; write srcaddr in 10.0.0.0/8"),
        (
            "srcaddr between 10.0.0.1 and ::1", "                ^^^^^^^^^^^^^^^^",
            "both ends must be IPv4 addresses, or both IPv6"
        ),
        ("start > noon", "        ^^^^", "start takes a time, such as 2021-05-04T12:00Z, or epoch seconds"),
        ("start > 2021-02-29", "        ^^^^^^^^^^", "there is no such day in the calendar"),
        ("start > 2021-13-01", "        ^^^^^^^^^^", "there is no such day in the calendar"),
        ("start > 2021-05-04T24:00", "        ^^^^^^^^^^^^^^^^", "a time of day goes from 00:00:00 to 23:59:59"),
        ("start > 2016-12-31T23:59:60Z", "        ^^^^^^^^^^^^^^^^^^^^", "Unix time has no leap seconds; write :59"),
        ("start > 2021-05-04T12:00+24:00", "        ^^^^^^^^^^^^^^^^^^^^^^", "a zone goes from -23:59 to +23:59"),
        (
            "start > 2021-05-04T12:00:00.0001", "        ^^^^^^^^^^^^^^^^^^^^^^^^",
            "flow logs hold no times finer than a millisecond; three decimals are enough"
        ),
        ("start > 1969-12-31", "        ^^^^^^^^^^", "flow logs hold no times before 1970"),
        (
            "start > 2021-05-04 12:00", "                   ^^^^^",
            "write date and time as one word, as in 2021-05-04T12:00Z"
        ),
        ("emial", "^^^^^", "nothing is named emial; did you mean the tag email?"),
        ("'emial'", "^^^^^^^", "nothing is named emial; did you mean the tag email?"),
        ("'nothing like it'", "^^^^^^^^^^^^^^^^^", "there is no tag 'nothing like it'"),
        (
            "'web,internal'", "^^^^^^^^^^^^^^",
            "nothing is named 'web,internal'; did you mean the tag 'web, internal'?"
        ),
        ("SV_P1", "^^^^^", "SV_P1 could be the tag sv_P1 or sv_p1; mind the case"),
        ("untaged", "^^^^^^^", "nothing is named untaged; did you mean the tag Untagged?"),
        ("rejct", "^^^^^", "rejct is no port, address, action, protocol or tag; did you mean reject?"),
        ("icmpv6", "^^^^^^", "icmpv6 is no port, address, action, protocol or tag; did you mean ipv6-icmp?"),
        ("gibberish", "^^^^^^^^^", "gibberish is no port, address, action, protocol or tag"),
        ("70000", "^^^^^", "a port is a number from 0 to 65535"),
        ("70000/tcp", "^^^^^^^^^", "a port is a number from 0 to 65535, before the /"),
        ("443/tpc", "^^^^^^^", "there is no such protocol after the /; did you mean 443/tcp?"),
        ("443/", "^^^^", "there is no such protocol after the /; write one as in 443/tcp"),
        ("tag = é and tpc", "            ^^^", "tpc is no port, address, action, protocol or tag; did you mean tcp?"),
        ("tag = 'e\u{301}💧' and or", "               ^^", "a condition is missing before or"),
    ])
    func mistakes(text: String, carets: String, message: String) throws {
        let error = try #require(mistake(text.utf8), "\(text) should not be a filter")
        #expect(error.rendered(of: text.utf8) == "\(text)\n\(carets)\n\(message)")
    }

    @Test func nothingActsOnTheTerminal() throws {
        let text = Bytes("tag = '\u{1B}[2J\n\u{202E}' or \u{7}".utf8) + [0xFF]
        let error = try #require(mistake(text))
        #expect(
            error.rendered(of: text) == """
                tag = '^[[2J^J<U+202E>' or ^G<FF>
                                           ^^^^^^
                ^G\u{FFFD} is no port, address, action, protocol or tag
                """)
    }

    @Test func theCallerDecidesHowBytesAreShown() throws {
        let text = "22\tb ="
        let error = try #require(mistake(text.utf8))
        let rendered = error.rendered(of: text.utf8) { bytes in
            let escaped = bytes.map { $0 < 0x20 ? "<tab>" : String(Unicode.Scalar($0)) }.joined()
            return (escaped, escaped.count)
        }
        #expect(rendered == "22<tab>b =\n       ^\nthere is no field b")
    }

    @Test func longFiltersAreCutAroundTheMistake() throws {
        let text = String(repeating: "tcp or 'email' ", count: 50) + "or 💧é" + String(repeating: " or 💧", count: 50)
        let lines = try #require(mistake(text.utf8)).rendered(of: text.utf8).split(separator: "\n")
        #expect(lines[0].hasPrefix("…") && lines[0].hasSuffix("…"))
        #expect(lines[0].count <= 80 && !lines[0].contains("\u{FFFD}"))
        let caret = try #require(lines[1].firstIndex(of: "^"))
        let column = lines[1].distance(from: lines[1].startIndex, to: caret)
        #expect(lines[0].dropFirst(column).hasPrefix("💧é or"))
        #expect(lines[1].dropFirst(column) == "^^")
    }
}

@Suite struct FilterBoundsTests {
    @Test func longestText() throws {
        let longest = String(repeating: "22 ", count: 65536 / 3) + "\n"
        #expect(longest.utf8.count == 65536)
        guard case .and(let parts) = try FilterSyntax.parse(longest.utf8, tags: []) else {
            Issue.record("not joined by and")
            return
        }
        #expect(parts.count == 65536 / 3)
        #expect(mistake((longest + " ").utf8)?.message == "a filter has at most 65536 bytes")
        #expect(mistake(Bytes(repeating: 0x28, count: 1 << 20))?.position == 65536..<(1 << 20))
    }

    @Test(arguments: [
        "(", ")", "not ", "!", "=", "'", "''", ",", "a ", "tag like ", "1/", "9", "&", "\u{A0}", "9:", "~",
    ])
    func longTextsOfOneKind(piece: String) {
        let text = String(repeating: piece, count: 65536 / piece.utf8.count)
        let error = mistake(text.utf8)
        #expect(error != nil)
        #expect((error?.message.utf8.count ?? 0) < 200)
    }

    @Test func longLists() throws {
        let list = "dstport in (" + (0..<10_000).map { String($0 * 2) + "," }.joined() + "1)"
        guard case .test(_, .numbers(let set)) = try FilterSyntax.parse(list.utf8, tags: []) else {
            Issue.record("no set of numbers")
            return
        }
        #expect(set.ranges.count == 9_999)
    }

    @Test func deepNesting() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "not (22 or ", count: depth) + "80" + String(repeating: ")", count: depth)
        }
        #expect(mistake(nested(200).utf8) == nil)
        let error = try #require(mistake(nested(201).utf8))
        #expect(error.message == "parentheses can be nested 200 deep at most")
        #expect(error.position.lowerBound == "not (22 or ".utf8.count * 200 + 4)
        #expect(mistake((String(repeating: "not ", count: 16_000) + "22").utf8) == nil)
    }

    /// Whatever the bytes: a filter or an error inside of the text that can be rendered, never a trap.
    @Test func randomTexts() {
        let pieces = """
            and or not in between like is unknown null ( ) , ' " '' = == != <> < <= > >= => ! - ~ && || \\ % _ tag addr \
            port service time dstport srcaddr start bytes protocol action vpc-id tcp accept 443 443/tcp 443/ 10.0.0.0/8 \
            10.0.0 :: ::1/129 1.5K 1.K .5K 99999999999999999999G 2021-05-04 2021-05-04T12:00Z 2021-02-30T25:61:60.5+99 \
            0000-00-00 9999-12-31T23:59:59.999-23:59 sv_P1 SV_P1 'web, é 💧
            """.split(separator: " ").map { Bytes($0.utf8) }
        var random = SeededRandom(seed: 2021)
        var filters = 0
        for _ in 0..<10_000 {
            var text: Bytes = []
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                if UInt8.random(in: 0...9, using: &random) == 0 {
                    text.append(UInt8.random(in: 0...255, using: &random))
                } else {
                    text += pieces.randomElement(using: &random) ?? []
                }
                if Bool.random(using: &random) { text.append(0x20) }
            }
            guard let error = mistake(text) else {
                filters += 1
                continue
            }
            let isInside = 0 <= error.position.lowerBound && error.position.upperBound <= text.count
            let lines = error.rendered(of: text).split(separator: "\n", omittingEmptySubsequences: false)
            if !isInside || lines.count != 3 || lines.contains("") { Issue.record("\(text): \(error)") }
        }
        #expect(filters > 500)
    }
}
