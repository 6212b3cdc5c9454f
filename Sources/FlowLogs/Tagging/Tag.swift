/// A tag from the lookup table, spelled as it was there.
///
/// Tags are bytes: two that differ only in case, or in Unicode normal form, are two tags. They order by their bytes.
public struct Tag: Hashable, Comparable, Sendable {
    /// The tag's bytes, never empty, not necessarily UTF-8.
    public let bytes: Bytes

    /// Makes a tag of these bytes.
    public init(_ bytes: Bytes) { self.bytes = bytes }

    /// The tag of every counted record whose port and protocol are not in the lookup table.
    public static let untagged = Tag(Bytes("Untagged".utf8))

    public static func < (left: Tag, right: Tag) -> Bool { left.bytes.lexicographicallyPrecedes(right.bytes) }
}
