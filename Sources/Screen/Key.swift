/// One key press, as the terminal reports it.
public enum Key: Hashable, Sendable {
    /// A character that was typed.
    case character(Unicode.Scalar)
    /// A letter (in lower case) or one of `@[\]^_` with Ctrl held.
    case control(Unicode.Scalar)
    case enter, escape, backspace, delete, tab, backTab
    case up, down, left, right, home, end, pageUp, pageDown
    /// F1 to F12.
    case function(Int)
}

extension Key: ExpressibleByUnicodeScalarLiteral {
    /// A character that was typed.
    public init(unicodeScalarLiteral scalar: Unicode.Scalar) { self = .character(scalar) }
}
