import Testing

@testable import FlowLogs

struct FieldTests {
    @Test("Every documented field is known, with the version that brought it")
    func documentedFields() {
        for (version, names) in DocumentedFields.vpc {
            for name in names { #expect(Field(named: name.utf8).version == version, "\(name)") }
        }
        let vpc = Set(DocumentedFields.vpc.flatMap(\.names))
        for name in DocumentedFields.transitGateway where !vpc.contains(name) {
            #expect(Field(named: name.utf8).version == 6, "\(name)")
        }
        #expect(Set(Field.known.keys) == DocumentedFields.names)
        #expect(Field.known.allSatisfy { $0.key == $0.value.name && $0.value.isKnown })
    }

    @Test("Full lists have as many fields as AWS says")
    func counts() {
        var sum = 0
        let sums = DocumentedFields.vpc.map {
            sum += $0.names.count; return sum
        }
        #expect(sums == [14, 21, 25, 29, 39, 40, 41, 42, 54])
        #expect(DocumentedFields.transitGateway.count == 36)
        #expect(LogFormat.version2.names == DocumentedFields.vpc[0].names)
    }

    @Test func kinds() {
        for name in DocumentedFields.names {
            let field = Field(named: name.utf8)
            switch field.kind {
            case .port: #expect(DocumentedFields.ports.contains(name) && field.largestNumber == 65535)
            case .ipProtocol: #expect(name == "protocol" && field.largestNumber == 255)
            case .number: #expect(DocumentedFields.numbers.contains(name) && field.largestNumber == .max, "\(name)")
            case .time: #expect(DocumentedFields.times.contains(name) && field.largestNumber == .max)
            case .address: #expect(DocumentedFields.addresses.contains(name) && field.largestNumber == nil)
            case .keyword:
                #expect(["action", "log-status", "flow-direction", "type"].contains(name), "\(name)")
                #expect(field.largestNumber == nil)
            case .text: #expect(!DocumentedFields.numbers.contains(name) && field.largestNumber == nil)
            }
        }
        #expect(
            [.srcaddr, .dstaddr, .srcport, .dstport].map(\Field.name) == ["srcaddr", "dstaddr", "srcport", "dstport"])
        let others: [Field] = [.ipProtocol, .start, .action, .logStatus]
        #expect(others.map(\.name) == ["protocol", "start", "action", "log-status"])
        #expect(others.allSatisfy { $0.kind == Field(named: $0.name.utf8).kind })
    }

    @Test(arguments: [("DSTPORT", "dstport"), ("Log_Status", "log-status"), ("Team_Colour", "team-colour"), ("x", "x")])
    func names(written: String, canonical: String) {
        #expect(Field(named: written.utf8).name == canonical)
        #expect(Field(named: written.utf8) == Field(named: canonical.utf8))
        #expect(Field(named: "team-colour".utf8).kind == .text)
        #expect(!Field(named: "team-colour".utf8).isKnown)
    }

    @Test func formOfNames() {
        for name in ["a", "Z", "dstport", "dst_port", "a-1", "x9", "a__", "a-"] { #expect(Field.isName(name.utf8)) }
        for text in ["", "-", "_a", "9a", "-a", "a.b", "a b", "${a}", "é", "aé", "a,", "a\u{0}", "[", "@", "`", "{"] {
            #expect(!Field.isName(text.utf8), "\(text)")
        }
    }
}
