import Foundation

/// Any JSON, with whole numbers kept exact.
enum JSONValue: Decodable, Equatable {
    case null
    case bool(Bool)
    case whole(UInt64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let box = try decoder.singleValueContainer()
        if box.decodeNil() {
            self = .null
        } else if let value = try? box.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? box.decode(UInt64.self) {
            self = .whole(value)
        } else if let value = try? box.decode(Double.self) {
            self = .number(value)
        } else if let value = try? box.decode(String.self) {
            self = .string(value)
        } else if let value = try? box.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try box.decode([String: JSONValue].self))
        }
    }

    /// Parses one JSON value.
    init(parsing data: Data) throws { self = try JSONDecoder().decode(JSONValue.self, from: data) }

    /// A member of an object; `null` when it is none or has none of that name.
    subscript(name: String) -> JSONValue {
        guard case .object(let members) = self else { return .null }
        return members[name] ?? .null
    }

    /// The names of an object's members.
    var names: Set<String> {
        guard case .object(let members) = self else { return [] }
        return Set(members.keys)
    }

    /// An object without one of its members.
    func without(_ name: String) -> JSONValue {
        guard case .object(var members) = self else { return self }
        members[name] = nil
        return .object(members)
    }

    /// Where this differs from what is expected; members that are not expected may be there.
    func differences(from expected: JSONValue, at path: String = "") -> [String] {
        switch (self, expected) {
        case (.object(let mine), .object(let theirs)):
            return theirs.sorted { $0.key < $1.key }.flatMap { name, value in
                (mine[name] ?? .null).differences(from: value, at: "\(path).\(name)")
            }
        case (.array(let mine), .array(let theirs)) where mine.count == theirs.count:
            return zip(mine, theirs).enumerated().flatMap { index, pair in
                pair.0.differences(from: pair.1, at: "\(path)[\(index)]")
            }
        default:
            return self == expected ? [] : ["\(path): \(self), expected \(expected)"]
        }
    }
}

extension JSONValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    init(integerLiteral value: UInt64) { self = .whole(value) }
    init(stringLiteral value: String) { self = .string(value) }
    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}
