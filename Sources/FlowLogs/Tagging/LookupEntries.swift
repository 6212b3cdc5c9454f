extension LookupTable {
    /// The entries of a table that is being read, with what is needed to tell how they contradict each other.
    struct Entries {
        /// A row and the tag it gives, by the tag's place in `spellings`.
        private struct Place {
            let row: Int
            let tag: Int
        }

        /// What the rows so far say about one key.
        private struct Claims {
            let first: Place
            var winner: Place
            /// The last row with another tag than the first one.
            var other: Place?
        }

        private let duplicates: DuplicateRule
        /// Each tag once, with the first row that names it.
        private var spellings: [LookupConflict.Claim] = []
        private var placeOfTag: [Tag: Int] = [:]
        private var claims: [UInt32: Claims] = [:]
        private var keysInOrder: [UInt32] = []
        private var contradictedKeys: [UInt32] = []

        init(duplicates: DuplicateRule) { self.duplicates = duplicates }

        var isEmpty: Bool { claims.isEmpty }

        /// Takes what row `row` says; amortised O(length of the tag).
        mutating func add(_ entry: LookupColumns.Entry, row: Int) {
            let place = Place(row: row, tag: placeOfTag(Tag(Bytes(entry.tag)), row: row))
            let key = entry.key.packed
            guard var known = claims[key] else {
                claims[key] = Claims(first: place, winner: place)
                keysInOrder.append(key)
                return
            }
            if place.tag != known.first.tag {
                if known.other == nil { contradictedKeys.append(key) }
                known.other = place
            }
            if duplicates == .last { known.winner = place }
            claims[key] = known
        }

        private mutating func placeOfTag(_ tag: Tag, row: Int) -> Int {
            if let place = placeOfTag[tag] { return place }
            let place = spellings.count
            spellings.append(LookupConflict.Claim(row: row, tag: tag))
            placeOfTag[tag] = place
            return place
        }

        /// The tags that won at least one key, and for each key the place of its tag among them.
        func compacted() -> (tags: [Tag], tagIndices: [UInt32: Int]) {
            var tags: [Tag] = []
            var tagIndices: [UInt32: Int] = [:]
            tagIndices.reserveCapacity(keysInOrder.count)
            var placeInTags = [Int?](repeating: nil, count: spellings.count)
            for key in keysInOrder {
                guard let spelling = claims[key]?.winner.tag else { continue }
                let place = placeInTags[spelling] ?? tags.count
                if place == tags.count { tags.append(spellings[spelling].tag) }
                placeInTags[spelling] = place
                tagIndices[key] = place
            }
            return (tags, tagIndices)
        }

        /// The keys with more than one tag, in the order in which they were contradicted.
        var conflicts: [LookupConflict] {
            contradictedKeys.compactMap { key in
                guard let known = claims[key], let other = known.other else { return nil }
                return LookupConflict(
                    key: PortProtocol(packed: key), first: claim(known.first), other: claim(other),
                    winner: claim(known.winner))
            }
        }

        private func claim(_ place: Place) -> LookupConflict.Claim {
            LookupConflict.Claim(row: place.row, tag: spellings[place.tag].tag)
        }

        /// What is odd about the tags, whether or not they won a key, in file order.
        var warnings: [LookupWarning] {
            var warnings: [LookupWarning] = []
            var firstOfCase: [Bytes: LookupConflict.Claim] = [:]
            for spelling in spellings {
                let folded = spelling.tag.bytes.lowercased
                if let first = firstOfCase[folded] {
                    warnings.append(.tagsDifferInCase(first, spelling))
                } else {
                    firstOfCase[folded] = spelling
                }
                if spelling.tag == .untagged {
                    warnings.append(.spelledUntagged(row: spelling.row))
                } else if folded == Tag.untagged.bytes.lowercased {
                    warnings.append(.nearlyUntagged(spelling))
                }
            }
            return warnings
        }
    }
}
