extension Filter {
    /// What a word means that stands alone and looks like something.
    ///
    /// In this order: a port, a port and protocol, an address or prefix, an action, a protocol. Nil for anything else.
    init?(bareWord word: Bytes) {
        if let port = word.wholeNumber(upTo: 65535) {
            self = .test(.field(.dstport), .numbers(NumberSet([port...port])))
        } else if let key = FilterLiteral.portAndProtocol(word) {
            self = .and([
                .test(.field(.dstport), .numbers(NumberSet([UInt64(key.port)...UInt64(key.port)]))),
                Filter(ipProtocol: key.ipProtocol),
            ])
        } else if let prefix = IPPrefix(word) {
            let addresses = Condition.addresses(AddressSet([prefix]))
            self = .or([.test(.field(.srcaddr), addresses), .test(.field(.dstaddr), addresses)])
        } else if word.equalsIgnoringCase("accept".utf8) || word.equalsIgnoringCase("reject".utf8) {
            self = .test(.field(.action), .text(TextSet(.anyOf([word.lowercased]), ignoringCase: true)))
        } else if let ipProtocol = IPProtocol(keywordOrNumber: word) {
            self = Filter(ipProtocol: ipProtocol)
        } else {
            return nil
        }
    }

    private init(ipProtocol: IPProtocol) {
        let number = UInt64(ipProtocol.rawValue)
        self = .test(.field(.ipProtocol), .numbers(NumberSet([number...number])))
    }
}

/// The tags that the bare words of one filter can be.
///
/// All words are looked for in one pass over the tags, so that many words times many tags stay linear, and so that
/// one word among very many tags costs no index of them all.
struct FilterTags {
    private let tags: [Tag]
    /// The words, in lower case, with the tags that are spelled so but for the case.
    private var spellings: [Bytes: Set<Tag>] = [:]

    init(_ given: [Tag], words: some Sequence<Bytes>) {
        tags = given.contains(.untagged) ? given : given + [.untagged]
        for word in words { spellings[word.lowercased] = [] }
        let lengths = Set(spellings.keys.map(\.count))
        for tag in tags where lengths.contains(tag.bytes.count) { spellings[tag.bytes.lowercased]?.insert(tag) }
    }

    /// The tag of just that spelling, else the only one that differs in case alone.
    func tag(_ word: Bytes) -> Tag? {
        let tags = spellings[word.lowercased, default: []]
        return tags.contains(Tag(word)) ? Tag(word) : tags.count == 1 ? tags.first : nil
    }

    /// The tags that equal the word but for the case, in order.
    func spellings(of word: Bytes) -> [Tag] { spellings[word.lowercased, default: []].sorted() }

    /// The tag that a word most likely means.
    func nearest(to word: Bytes) -> Tag? { FlowLogs.nearest(to: word, among: tags.lazy.map(\.bytes)).map(Tag.init) }
}

extension FilterParser {
    /// The meaning of a word that no operator follows.
    mutating func bareWord(_ word: FilterToken) throws(FilterError) -> Filter {
        if word.kind == .word, let filter = Filter(bareWord: word.text) { return filter }
        guard let tag = tags.tag(word.text) else { throw mistake(inBareWord: word) }
        return .test(.tag, .text(TextSet(.anyOf([tag.bytes]), ignoringCase: false)))
    }

    private mutating func mistake(inBareWord word: FilterToken) -> FilterError {
        let shown = word.written
        let spellings = tags.spellings(of: word.text).prefix(2).map(\.written)
        if spellings.count == 2 {
            return FilterError(
                at: word.range, "\(shown) could be the tag \(spellings[0]) or \(spellings[1]); mind the case")
        }
        if let error = FilterHabit.bare(word) ?? (word.kind == .word ? mistake(inShapeOf: word) : nil) { return error }
        if let tag = tags.nearest(to: word.text) {
            return FilterError(at: word.range, "nothing is named \(shown); did you mean the tag \(tag.written)?")
        }
        guard word.kind == .word else { return FilterError(at: word.range, "there is no tag \(shown)") }
        let words = ["accept", "reject"].map(\.utf8)
        let fix =
            nearest(to: word.text, among: words).map { String($0) } ?? FilterLiteral.likelyProtocol(word.text)
            ?? FilterSubject.likelyName(word.text, fields: fields)
        return FilterError(
            at: word.range,
            "\(shown) is no port, address, action, protocol or tag" + (fix.map { "; did you mean \($0)?" } ?? ""))
    }

    /// The mistake in a word whose shape says what it was meant to be.
    private func mistake(inShapeOf word: FilterToken) -> FilterError? {
        let text = word.text
        if let subject = FilterSubject(named: text, fields: fields) {
            let value = tokens.first.flatMap { $0.kind == .word || $0.kind == .quoted ? $0.written : nil }
            let fix = value.map { ": \(subject.name) = \($0)" } ?? ", such as ="
            return FilterError(at: word.range.upperBound..<word.range.upperBound, "an operator is missing\(fix)")
        }
        let digits = text.prefix { $0.isDigit }
        guard !digits.isEmpty else { return nil }
        let rest = text[digits.endIndex...]
        switch rest.first {
        case nil: return FilterError(at: word.range, "a port is a number from 0 to 65535")
        case UInt8(ascii: "/"):
            guard digits.wholeNumber(upTo: 65535) != nil else {
                return FilterError(at: word.range, "a port is a number from 0 to 65535, before the /")
            }
            let keyword = FilterLiteral.likelyProtocol(Array(rest.dropFirst()))
            let fix = keyword.map { "did you mean \(digits.text)/\($0)?" } ?? "write one as in 443/tcp"
            return FilterError(at: word.range, "there is no such protocol after the /; \(fix)")
        case UInt8(ascii: ":") where digits.count <= 2:
            return FilterError(at: word.range, "write date and time as one word, as in 2021-05-04T12:00Z")
        default: return nil
        }
    }
}

extension Tag {
    /// The tag as a filter writes it, for messages.
    fileprivate var written: String { FilterLexer.literal(bytes).shown }
}

extension ArraySlice<UInt8> {
    fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}
