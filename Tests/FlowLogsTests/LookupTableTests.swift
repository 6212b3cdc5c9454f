import FlowLogs
import Testing

/// Not the tag of a test.
private typealias Tag = FlowLogs.Tag

@Suite struct LookupTableTests {
    private func table(_ text: String, _ duplicates: DuplicateRule = .last) throws -> LookupTable {
        try LookupTable(parsing: Bytes(text.utf8), duplicates: duplicates)
    }

    private func tag(_ table: LookupTable, _ port: UInt16, _ ipProtocol: IPProtocol) -> String? {
        table.tag(of: PortProtocol(port: port, ipProtocol: ipProtocol)).map { text($0) }
    }

    /// The reason for which the only data row of a table is rejected.
    private func reason(_ row: String, header: String = "dstport,protocol,tag") throws -> String? {
        let table = try table("\(header)\n\(row)\n")
        #expect(table.rows == 1)
        #expect(table.entries == 0)
        #expect(table.rejected.map(\.row) == [2])
        return table.rejected.first?.reason
    }

    private func text(_ tag: Tag) -> String { String(decoding: tag.bytes, as: UTF8.self) }

    private func text(_ tags: [Tag]) -> [String] { tags.map { text($0) } }
}

// MARK: - Columns, cells and keys

extension LookupTableTests {
    @Test(arguments: [
        "dstport,protocol,tag\n443,tcp,web\n53,udp,dns\n",
        "dstport,protocol,tag\r\n443,tcp,web\r\n53,udp,dns",
        "\u{FEFF}dstport,protocol,tag\n443,tcp,web\n53,udp,dns\n",
        "\u{FEFF}\"DstPort\" , \"PROTOCOL\",\tTag \n \"443\" ,\ttcp\t,\"web\"\n53,UDP, dns \n",
        "tag,dstport,protocol\nweb,443,tcp\ndns,53,udp\n",
        "owner,protocol,note,tag,dstport\nme,tcp,,web,443\n,udp,\"a,b\",dns,53\n",
        "443,tcp,web\n53,udp,dns\n",
        "\n,,\n \t\ndstport,protocol,tag\n\n443,tcp,web\n\n,,,,\n53,udp,dns\n\n",
        "dstport,protocol,tag,,\n443,tcp,web,,\n53,udp,dns,,,,\n",
        ",dstport,protocol,tag\n0,443,tcp,web\n1,53,udp,dns\n",
        "dstport,protocol,tag\n0443,TCP,web\n00053,17,dns\n",
        "dstport,protocol,tag\n443,6,web\n53,017,dns\n",
    ])
    func readsTheSameTableInManyForms(form: String) throws {
        let table = try table(form)
        #expect(tag(table, 443, .tcp) == "web")
        #expect(tag(table, 53, .udp) == "dns")
        #expect(tag(table, 443, .udp) == nil)
        #expect(table.entries == 2)
        #expect(table.rows == 2)
        #expect(text(table.tags) == ["web", "dns"])
        #expect(table.rejected.isEmpty)
        #expect(table.conflicts.isEmpty)
    }

    @Test func keysAreFoundByTheirPackedForm() throws {
        let table = try table("22,tcp,a\n0,icmp,b\n65535,255,a\n")
        #expect(table.tagIndex(of: PortProtocol(port: 22, ipProtocol: .tcp).packed) == 0)
        #expect(table.tagIndex(of: PortProtocol(port: 0, ipProtocol: .icmp).packed) == 1)
        #expect(table.tagIndex(of: 255 << 16 | 65535) == 0)
        #expect(table.tagIndex(of: PortProtocol(port: 22, ipProtocol: .udp).packed) == nil)
        #expect(tag(table, 65535, IPProtocol(rawValue: 255)) == "a")
    }

    @Test func theEmptyTableHasNothing() {
        #expect(LookupTable.empty.tag(of: PortProtocol(port: 443, ipProtocol: .tcp)) == nil)
        #expect(LookupTable.empty.entries == 0)
        #expect(LookupTable.empty.rows == 0)
        #expect(LookupTable.empty.tags.isEmpty)
    }

    @Test(arguments: [
        "", "\n", " \r\n\t\n", ",,\n,,\n", "\u{FEFF}", "dstport,protocol,tag", "\ntag,Protocol,DSTPORT\r\n\n",
    ])
    func nothingButAHeaderIsAnEmptyTable(form: String) throws {
        let table = try table(form)
        #expect(table.entries == 0)
        #expect(table.rows == 0)
        #expect(table.rejected.isEmpty)
        #expect(table.warnings.isEmpty)
    }

    @Test func tagsKeepTheirSpellingAndTheirBytes() throws {
        let table = try LookupTable(
            parsing: Bytes("1,tcp,\" Web, \"\"internal\"\"\nzone\"\n2,tcp,SV_p1\n3,tcp,=1+1\n4,tcp,caf".utf8) + [0xE9]
                + Bytes("\n5,tcp,caf\u{E9}\n6,tcp,cafe\u{301}\n7,tcp,a  b\n8,tcp,a\rb\n".utf8))
        #expect(tag(table, 1, .tcp) == "Web, \"internal\"\nzone")
        #expect(tag(table, 2, .tcp) == "SV_p1")
        #expect(tag(table, 3, .tcp) == "=1+1")
        #expect(table.tag(of: PortProtocol(port: 4, ipProtocol: .tcp))?.bytes == Bytes("caf".utf8) + [0xE9])
        #expect(table.tag(of: PortProtocol(port: 5, ipProtocol: .tcp))?.bytes == Bytes("caf\u{E9}".utf8))
        #expect(table.tag(of: PortProtocol(port: 6, ipProtocol: .tcp))?.bytes == Bytes("cafe\u{301}".utf8))
        #expect(tag(table, 7, .tcp) == "a  b")
        #expect(tag(table, 8, .tcp) == "a\rb")
        #expect(table.tags.count == 8)
        #expect(table.warnings.isEmpty)
    }

    @Test func aLongTagIsKeptWhole() throws {
        let long = Bytes(repeating: UInt8(ascii: "x"), count: 1_000_000)
        let table = try LookupTable(parsing: Bytes("443,tcp,".utf8) + long)
        #expect(table.tags == [Tag(long)])
    }
}

// MARK: - Rows that are rejected

extension LookupTableTests {
    @Test(arguments: [
        (",tcp,web", "no dstport"),
        ("443,,web", "no protocol"),
        ("443,tcp,", "no tag"),
        ("443,tcp, \t", "no tag"),
        ("443,tcp,\"\"", "no tag"),
        ("443,tcp", "no tag"),
        ("443", "no protocol, no tag"),
        ("68,sv_P2", "no tag"),
        (",,web", "no dstport, no protocol"),
        ("31,udp,SV_P3,udp", "\"udp\" past the last column (a tag with a comma needs quotes)"),
        ("31,udp,SV_P3,,udp", "\"udp\" past the last column (a tag with a comma needs quotes)"),
        ("65536,tcp,web", "dstport \"65536\" is not a number from 0 to 65535"),
        ("65979,tcp,web", "dstport \"65979\" is not a number from 0 to 65535"),
        ("18446744073709551696,tcp,web", "dstport \"18446744073709551696\" is not a number from 0 to 65535"),
        ("-1,tcp,web", "dstport \"-1\" is not a number from 0 to 65535"),
        ("+80,tcp,web", "dstport \"+80\" is not a number from 0 to 65535"),
        ("80.0,tcp,web", "dstport \"80.0\" is not a number from 0 to 65535"),
        ("8 0,tcp,web", "dstport \"8 0\" is not a number from 0 to 65535"),
        ("８０,tcp,web", "dstport \"８０\" is not a number from 0 to 65535"),
        ("https,tcp,web", "dstport \"https\" is not a number from 0 to 65535"),
        ("-,tcp,web", "dstport \"-\" is not a number from 0 to 65535"),
        ("dstport,protocol,tag", "dstport \"dstport\" is not a number from 0 to 65535"),
        ("443,256,web", "protocol \"256\" is not a number from 0 to 255"),
        ("443,262,web", "protocol \"262\" is not a number from 0 to 255"),
        ("443,-6,web", "unknown protocol \"-6\""),
        ("443,ip,web", "unknown protocol \"ip\""),
        ("443,tcp udp,web", "unknown protocol \"tcp udp\""),
        ("443,icmpv6,web", "unknown protocol \"icmpv6\": IANA calls it ipv6-icmp"),
        ("443,OSPF,web", "unknown protocol \"OSPF\": IANA calls it ospfigp"),
        ("443,TCP (6),web", "unknown protocol \"TCP (6)\": IANA calls it tcp"),
        ("443,\"tcp\"x,web", "text after a closing quote (a quote inside quotes is doubled)"),
        ("443,tcp,\"web", "a quote is never closed: the rest of the file is in this row"),
    ])
    func saysWhyARowIsRejected(row: String, why: String) throws {
        #expect(try reason(row) == why)
    }

    @Test func surplusTextIsMeasuredByTheHeader() throws {
        let why = "past the last column (a tag with a comma needs quotes)"
        #expect(try reason("1,tcp,a,b,c", header: "dstport,protocol,tag,owner") == "\"c\" \(why)")
        #expect(try reason("1,tcp,a,b", header: "dstport,protocol,tag, ,") == "\"b\" \(why)")
        #expect(try table("dstport,protocol,tag,owner\n1,tcp,a,b,, ,\n").rejected.isEmpty)
        #expect(try table("dstport,protocol,tag,owner\n1,tcp,a\n").rejected.isEmpty)
        #expect(try table("1,tcp,a,b\n2,tcp,c\n").rejected.map(\.row) == [1])
    }

    @Test func rowsOfAThousandCellsAndMoreAreJudgedLikeOthers() throws {
        let commas = String(repeating: ",", count: 2_000)
        #expect(try table("1,tcp,a\(commas)\n").entries == 1)
        let surplus = try table("1,tcp,a\(commas)x\n")
        #expect(surplus.rejected.first?.reason == "text past the last column (a tag with a comma needs quotes)")
        let names = String(repeating: ",n", count: 2_000)
        #expect(try table("dstport,protocol,tag\(names)\n1,tcp,a\(commas)x\n").entries == 1)
    }

    @Test func rejectedRowsAreNumberedAndCostNothingElse() throws {
        let table = try table(
            """
            dstport,protocol,tag

            443,tcp,"a
            b"
            70000,tcp,x
            ,,
            25,smtp,x
            80,tcp,web
            1,tcp
            """)
        #expect(table.rejected.map(\.row) == [4, 6, 8])
        #expect(table.rows == 5)
        #expect(table.entries == 2)
        #expect(tag(table, 443, .tcp) == "a\nb")
        #expect(tag(table, 80, .tcp) == "web")
    }

    @Test func anOpenQuoteLosesWhatFollowsButNotWhatWasBefore() throws {
        let table = try table("1,tcp,a\n2,tcp,\"b\n3,tcp,c\n4,tcp,d\n")
        #expect(text(table.tags) == ["a"])
        #expect(table.rejected.map(\.row) == [2])
        #expect(table.rows == 2)
        #expect(try self.table("\"443\n").rejected.map(\.row) == [1])
    }

    @Test func aFirstRowThatNamesOnlySomeColumnsIsDataAndSaysSo() throws {
        let hint = "; a header must name dstport, protocol and tag"
        let headers = [
            "port,protocol,tag", "dst_port,protocol,tag", "Port,Proto,Label", "dstport,protocol",
            "\"dstport\"x,protocol,tag",
        ]
        for header in headers {
            let table = try table("\(header)\n443,tcp,web\n")
            #expect(table.rejected.map(\.row) == [1], "\(header)")
            #expect(table.rejected.first?.reason.hasSuffix(hint) == true, "\(header)")
            #expect(tag(table, 443, .tcp) == "web")
            #expect(table.rows == 2)
        }
        let bad = try table("99999,tcp,tag\nhttps,tcp,web\n")
        #expect(bad.rejected.map(\.row) == [1, 2])
        #expect(bad.rejected.allSatisfy { !$0.reason.hasSuffix(hint) })
    }

    @Test func messagesQuoteFortyBytesAndNoHalfLetter() throws {
        let forty = String(repeating: "x", count: 40)
        #expect(try reason("1,\(forty),a") == "unknown protocol \"\(forty)\"")
        #expect(try reason("1,\(forty)y,a") == "unknown protocol \"\(forty)\"...")
        #expect(try reason("1,\(forty.dropLast())éy,a") == "unknown protocol \"\(forty.dropLast())\"...")
        #expect(try reason("1,\(forty.dropLast(3))🦆y,a") == "unknown protocol \"\(forty.dropLast(3))\"...")
        #expect(try reason("1,\(forty.dropLast(4))🦆y,a") == "unknown protocol \"\(forty.dropLast(4))🦆\"...")
        let raw = try LookupTable(parsing: Bytes("1,".utf8) + Bytes(repeating: 0x80, count: 50) + Bytes(",a".utf8))
        #expect(raw.rejected.first?.reason == "unknown protocol \"\(String(repeating: "\u{FFFD}", count: 40))\"...")
    }
}

// MARK: - Keys with several tags, and warnings

extension LookupTableTests {
    private func shown(_ conflict: LookupConflict) -> String {
        let claims = [conflict.first, conflict.other, conflict.winner]
        return claims.map { "\($0.row)\(text($0.tag))" }.joined(separator: " ")
    }

    @Test(arguments: [
        ("ab", "1a 2b 2b", "1a 2b 1a"),
        ("aab", "1a 3b 3b", "1a 3b 1a"),
        ("abb", "1a 3b 3b", "1a 3b 1a"),
        ("aba", "1a 2b 3a", "1a 2b 1a"),
        ("abc", "1a 3c 3c", "1a 3c 1a"),
        ("abca", "1a 3c 4a", "1a 3c 1a"),
        ("aA", "1a 2A 2A", "1a 2A 1a"),
    ])
    func oneKeyWithSeveralTags(tags: String, last: String, first: String) throws {
        // The same key in several spellings: no leading zero, many of them, a number for the keyword.
        let spellings = ["443,tcp", "0443,TCP", "443,6", "000443,006"]
        let rows = zip(spellings, tags).map { "\($0),\($1)\n" }.joined()
        for (rule, expected) in [(DuplicateRule.last, last), (.first, first)] {
            let table = try table(rows, rule)
            #expect(table.conflicts.map { shown($0) } == [expected])
            #expect(table.conflicts.map(\.key) == [PortProtocol(port: 443, ipProtocol: .tcp)])
            #expect(table.entries == 1)
            #expect(table.rows == tags.count)
            #expect(tag(table, 443, .tcp) == String(expected.suffix(1)))
            #expect(text(table.tags) == [String(expected.suffix(1))])
        }
    }

    @Test func theLastRowWinsUnlessToldOtherwise() throws {
        #expect(tag(try LookupTable(parsing: Bytes("1,tcp,a\n1,tcp,b\n".utf8)), 1, .tcp) == "b")
        #expect(DuplicateRule(rawValue: "first") == .first)
        #expect(DuplicateRule(rawValue: "last") == .last)
    }

    @Test func theSameTagTwiceIsNoConflict() throws {
        let table = try table("443,tcp,web\n443,tcp,web\n443,TCP, web \n")
        #expect(table.conflicts.isEmpty)
        #expect(table.entries == 1)
    }

    @Test func aRejectedRowGivesNoTag() throws {
        #expect(try table("443,tcp,web\n443,tcp,mail,x\n").conflicts.isEmpty)
    }

    @Test func conflictsAreListedAsTheyArise() throws {
        let table = try table("1,tcp,a\n2,tcp,a\n2,tcp,b\n1,tcp,b\n2,tcp,c\n")
        #expect(table.conflicts.map(\.key.port) == [2, 1])
        #expect(
            table.conflicts.map(\.message) == [
                #"2/tcp has more than one tag: "a" in row 2, "c" in row 5; row 5 counts"#,
                #"1/tcp has more than one tag: "a" in row 1, "b" in row 4; row 4 counts"#,
            ])
    }

    @Test func tagsAreThoseThatKeysHave() throws {
        let table = try table("1,tcp,a\n2,tcp,b\n3,udp,a\n1,tcp,c\n3,udp,c\n")
        #expect(text(table.tags) == ["c", "b"])
        #expect(table.tagIndex(of: PortProtocol(port: 3, ipProtocol: .udp).packed) == 0)
        #expect(table.tagIndex(of: PortProtocol(port: 2, ipProtocol: .tcp).packed) == 1)
    }

    @Test func warnsOfTagsThatDifferOnlyInCase() throws {
        let table = try table("1,tcp,sv_P3\n2,tcp,SV_P3\n3,tcp,sv_P3\n4,tcp,sv_p3\n5,tcp,é\n6,tcp,É\n")
        #expect(text(table.tags) == ["sv_P3", "SV_P3", "sv_p3", "é", "É"])
        #expect(
            table.warnings.map(\.message) == [
                #"two tags differ only in case: "sv_P3" in row 1, "SV_P3" in row 2"#,
                #"two tags differ only in case: "sv_P3" in row 1, "sv_p3" in row 4"#,
            ])
    }

    @Test func warnsOfATagThatIsSpelledUntagged() throws {
        let table = try table("dstport,protocol,tag\n1,tcp,Untagged\n2,tcp,Untagged\n")
        #expect(table.warnings == [.spelledUntagged(row: 2)])
        #expect(table.tags == [.untagged])
        #expect(table.entries == 2)
        #expect(
            table.warnings.map(\.message) == [
                "the tag in row 2 is Untagged, the tag of what is not in the table: they are counted together"
            ])
        let near = try self.table("1,tcp,UNTAGGED\n")
        #expect(
            near.warnings.map(\.message) == [
                #"the tag "UNTAGGED" in row 1 differs only in case from Untagged, the tag of what is not in the table"#
            ])
        #expect(text(near.tags) == ["UNTAGGED"])
    }

    @Test func warnsOfColumnsThatAreNotUsed() throws {
        let table = try table("owner,dstport, \"cost, centre\" ,protocol,tag,,\nx,1,y,tcp,a,,\n")
        #expect(table.warnings == [.unusedColumns([Bytes("owner".utf8), Bytes("cost, centre".utf8)])])
        #expect(table.warnings.map(\.message) == [#"columns not used: "owner", "cost, centre""#])
        let many = try self.table("dstport,protocol,tag,a,b,c,d,e,f,g,h,i,j\n")
        #expect(
            many.warnings.map(\.message) == [
                #"columns not used: "a", "b", "c", "d", "e", "f", "g", "h" and 2 more"#
            ])
        #expect(many.entries == 0)
    }

    @Test func ofARepeatedColumnTheLastCounts() throws {
        let table = try table("tag,dstport,protocol,Tag\nold,1,tcp,new\n")
        #expect(tag(table, 1, .tcp) == "new")
        #expect(table.warnings == [.repeatedColumn("tag")])
        #expect(
            table.warnings.map(\.message) == [
                "the header names tag more than once; the last of these columns counts"
            ])
    }
}

// MARK: - Large tables

extension LookupTableTests {
    @Test func everyPortOfThreeProtocolsHasItsTag() throws {
        var file = Bytes("dstport,protocol,tag\n".utf8)
        for ipProtocol in ["tcp", "UDP", "1"] {
            for port in 0...65535 { file += Bytes("\(port),\(ipProtocol),t\(port % 1000)\n".utf8) }
        }
        let table = try LookupTable(parsing: file)
        #expect(table.entries == 196_608)
        #expect(table.rows == 196_608)
        #expect(table.tags.count == 1000)
        #expect(tag(table, 65535, .icmp) == "t535")
        #expect(tag(table, 0, .udp) == "t0")
        #expect(table.conflicts.isEmpty && table.rejected.isEmpty && table.warnings.isEmpty)
    }

    @Test(arguments: [",", "\"", "\n", " ", "1", "a,", "\"\"", "443,tcp,", "\"a\"x,"])
    func aHugeRowIsReadInLinearTime(part: String) throws {
        // Ends within moments or, should a cell ever be scanned from its start again and again, never.
        let bytes = Bytes("443,tcp,web\n".utf8) + Bytes(String(repeating: part, count: 300_000).utf8)
        let table = try LookupTable(parsing: bytes)
        #expect(tag(table, 443, .tcp) == "web")
        #expect(table.rejected.count <= 1)
    }
}
