/// One word or sign of a filter.
struct FilterToken {
    enum Kind: Equatable {
        /// Anything unquoted: a name, a number, an address, a tag.
        case word
        /// `'…'` or `"…"`; a doubled quote inside stands for one.
        case quoted
        /// One of the words that cannot stand for anything else unless quoted.
        case keyword(FilterKeyword)
        /// A run of `=`, `<`, `>` and `!`, be it an operator or not.
        case sign
        case open, close, comma
    }

    let kind: Kind
    /// What was written, without its quotes.
    let text: Bytes
    /// Where it was written, with its quotes.
    let range: Range<Int>
}

/// The words of the language, in any case.
enum FilterKeyword: String {
    case and, or, not, `in`, between, like, `is`

    init?(_ word: ArraySlice<UInt8>) {
        guard word.count <= 7 else { return nil }
        self.init(rawValue: String(decoding: word.lowercased, as: UTF8.self))
    }
}

/// Cuts a filter into tokens; O(n).
enum FilterLexer {
    static func tokens(of text: Bytes) throws(FilterError) -> [FilterToken] {
        var tokens: [FilterToken] = []
        var rest = text[...]
        while let first = rest.first {
            let start = rest.startIndex
            let kind: FilterToken.Kind
            var content: Bytes?
            switch first.filterClass {
            case .blank:
                rest.removeFirst()
                continue
            case .open:
                kind = .open
                rest.removeFirst()
            case .close:
                kind = .close
                rest.removeFirst()
            case .comma:
                kind = .comma
                rest.removeFirst()
            case .quote:
                kind = .quoted
                content = try quoted(&rest)
            case .sign:
                kind = .sign
                rest = rest.drop { $0.filterClass == .sign }
            case .word:
                rest = rest.drop { $0.filterClass == .word }
                kind = FilterKeyword(text[start..<rest.startIndex]).map(FilterToken.Kind.keyword) ?? .word
            }
            let range = start..<rest.startIndex
            tokens.append(FilterToken(kind: kind, text: content ?? Array(text[range]), range: range))
        }
        return tokens
    }

    /// Takes a quoted text off the front, and gives what is between its quotes.
    private static func quoted(_ rest: inout ArraySlice<UInt8>) throws(FilterError) -> Bytes {
        let start = rest.startIndex
        var content: Bytes = []
        while let quote = rest.popFirst() {
            guard let end = rest.firstIndex(of: quote) else {
                throw FilterError(at: start..<(start + 1), "this quote is not closed; inside of quotes write it twice")
            }
            content += rest[..<end]
            rest = rest[(end + 1)...]
            guard rest.first == quote else { break }
            content.append(quote)
        }
        return content
    }

    /// The text that reads back as this word: as it is if that can be, else in single quotes.
    static func literal(_ word: Bytes) -> Bytes {
        let isPlain = !word.isEmpty && word != [UInt8(ascii: "-")] && FilterKeyword(word[...]) == nil
        if isPlain, word.allSatisfy({ $0.filterClass == .word }) { return word }
        let quote = UInt8(ascii: "'")
        return [quote] + word.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
    }
}

extension UInt8 {
    fileprivate enum FilterClass { case blank, open, close, comma, quote, sign, word }

    /// Which kind of token this byte begins or goes on with.
    fileprivate var filterClass: FilterClass {
        switch self {
        case 0x09...0x0D, 0x20: .blank
        case UInt8(ascii: "("): .open
        case UInt8(ascii: ")"): .close
        case UInt8(ascii: ","): .comma
        case UInt8(ascii: "'"), UInt8(ascii: "\""): .quote
        case UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "!"): .sign
        default: .word
        }
    }
}
