/// weir's filter language, from text to `Filter`.
///
/// ```
/// filter       = [ alternatives ]
/// alternatives = parts { "or" parts }
/// parts        = part { [ "and" ] part }
/// part         = { "not" } ( "(" alternatives ")" | name condition | bare word )
/// condition    = ( "=" | "==" | "!=" | "<>" | "<" | "<=" | ">" | ">=" ) value
///              | [ "not" ] "in" ( value | "(" value { "," value } ")" )
///              | [ "not" ] "between" value "and" value
///              | [ "not" ] "like" pattern
///              | "is" [ "not" ] ( "unknown" | "null" )
/// ```
///
/// Names are those of AWS's fields and `tag`, `addr`, `port`, `service`, `time`. Names and keywords are read in any
/// case, `_` as `-`. A word holds anything but blanks, parentheses, commas, quotes and `=<>!`; quotes of either kind
/// take the rest, and stand for themselves when doubled. Negations become `.not`, so that they too miss the unknown.
public enum FilterSyntax {
    /// The longest text that is read, in bytes.
    public static let longestText = 65536
    /// How deep parentheses may be nested.
    public static let deepestNesting = 200

    /// Reads a filter; a blank text is the filter that everything matches.
    /// - Parameters:
    ///   - text: the filter, as bytes.
    ///   - tags: the tags that bare words can mean, besides `Untagged`.
    ///   - fields: fields of the log; those that AWS does not document are known only from here.
    /// - Throws: the first mistake.
    /// - Complexity: O(text + tags + fields), O(n log n) for the values of `in`; no recursion.
    public static func parse(
        _ text: some Collection<UInt8>, tags: [Tag], fields: [Field] = []
    ) throws(FilterError) -> Filter {
        let text = Array(text)
        guard text.count <= longestText else {
            throw FilterError(at: longestText..<text.count, "a filter has at most \(longestText) bytes")
        }
        let tokens = try FilterLexer.tokens(of: text)
        var parser = FilterParser(tokens, tags: tags, fields: fields)
        return try parser.filter()
    }

    /// The text that reads back as this value: the word as it is if it can be, else in single quotes.
    ///
    /// As a bare word it may still mean something else (a tag named `tcp`), as a value it never does.
    public static func literal(_ value: Bytes) -> Bytes { FilterLexer.literal(value) }
}

/// Reads the tokens of one filter from left to right.
///
/// Open parentheses are kept on a stack of its own, so that no text can exhaust the thread's.
struct FilterParser {
    /// What is not read yet.
    var tokens: ArraySlice<FilterToken>
    let fields: Set<Field>
    /// Made for the first bare word that is nothing else.
    lazy var tags = FilterTags(given.tags, words: given.tokens.lazy.map(\.text))
    private let given: (tokens: [FilterToken], tags: [Tag])
    /// Where a missing end is reported.
    let end: Range<Int>
    private var level = Level(open: nil)
    private var outer: [Level] = []

    init(_ tokens: [FilterToken], tags: [Tag], fields: [Field]) {
        self.tokens = tokens[...]
        self.fields = Set(fields)
        given = (tokens, tags)
        let end = tokens.last?.range.upperBound ?? 0
        self.end = end..<end
    }

    mutating func filter() throws(FilterError) -> Filter {
        guard !tokens.isEmpty else { return .and([]) }
        while let token = tokens.popFirst() {
            switch token.kind {
            case .open: try open(token)
            case .close: try close(token)
            case .keyword(.and), .keyword(.or), .keyword(.not): try level.join(token)
            default: level.add(try term(token))
            }
        }
        if let open = level.open { throw FilterError(at: open.range, "this ( has no )") }
        try level.complete(at: end)
        return level.filter
    }

    private mutating func open(_ token: FilterToken) throws(FilterError) {
        guard outer.count < FilterSyntax.deepestNesting else {
            throw FilterError(at: token.range, "parentheses can be nested \(FilterSyntax.deepestNesting) deep at most")
        }
        outer.append(level)
        level = Level(open: token)
    }

    private mutating func close(_ token: FilterToken) throws(FilterError) {
        guard let enclosing = outer.popLast() else { throw FilterError(at: token.range, "this ) has no (") }
        try level.complete(at: token.range)
        let filter = level.filter
        level = enclosing
        level.add(filter)
    }
}

extension FilterParser {
    /// One pair of parentheses, or the whole text: alternatives joined by `or`, each of parts joined by `and`.
    private struct Level {
        let open: FilterToken?
        private var alternatives: [Filter] = []
        private var parts: [Filter] = []
        /// The `and`, `or` or `not` that waits for a part.
        private var waiting: FilterToken?
        private var isNegated = false

        init(open: FilterToken?) { self.open = open }

        mutating func add(_ part: Filter) {
            parts.append(isNegated ? part.negated : part)
            isNegated = false
            waiting = nil
        }

        mutating func join(_ keyword: FilterToken) throws(FilterError) {
            if keyword.kind == .keyword(.not) {
                isNegated.toggle()
            } else {
                guard !parts.isEmpty, waiting == nil else {
                    throw FilterError(at: keyword.range, "a condition is missing before \(keyword.written)")
                }
                if keyword.kind == .keyword(.or) { finishAlternative() }
            }
            waiting = keyword
        }

        /// Makes sure that nothing is missing at the end.
        mutating func complete(at place: Range<Int>) throws(FilterError) {
            if let waiting { throw FilterError(at: place, "a condition is missing after \(waiting.written)") }
            guard !parts.isEmpty else { throw FilterError(at: place, "a condition is missing between ( and )") }
            finishAlternative()
        }

        var filter: Filter { alternatives.count == 1 ? alternatives[0] : .or(alternatives) }

        private mutating func finishAlternative() {
            alternatives.append(parts.count == 1 ? parts[0] : .and(parts))
            parts = []
        }
    }
}

extension Filter {
    /// The negation, without a second `.not` before a first: both leave the unknown unknown.
    var negated: Filter { if case .not(let part) = self { part } else { .not(self) } }
}
