// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

/// Takes what names a document out of the records of runs, and leaves everything else as it stands.
///
/// - What is about the document goes whole: an element of a list, or a member, that is known by its address.
/// - Where something else names it in a member of its own, that member goes.
/// - Of a text that has the address in it, the address goes.
/// - A verdict that leads to it says what it says without that: what is left is a record still.
struct RecordRedaction {
  /// What stands in a sentence in the place of an address.
  static let placeholder = "(a document that was let go of)"

  private let names: Set<String>
  private let search: ByteSearch
  private let isList: Bool

  /// - Parameters:
  ///   - names: the addresses by which the document was known.
  ///   - isList: whether it is a page that lists others: then its own visits go and nothing else, because it is read on, and
  ///     its address stands in the configuration.
  init(of names: Set<String>, isList: Bool = false) {
    (self.names, self.isList) = (names, isList)
    search = ByteSearch(for: names)
  }

  /// Whether any of the addresses may be in a text; a quick look that spares most lines everything else.
  func mayConcern(_ text: String) -> Bool { search.finds(in: text) }

  /// What a report is without the document; nil where nothing of it is about that.
  func redacted(report text: String) throws -> String? {
    guard !isList, mayConcern(text) else { return nil }
    let report = try RecordCoding.decode(JSONTree.self, from: text.utf8)
    guard case .object(let members) = report else { return nil }
    var kept = redacted(members)
    if case .array(let sources) = members["sources"] {
      // A source stays, whatever of it goes.
      kept["sources"] = .array(
        sources.map { source in
          guard case .object(let parts) = source else { return source }
          return .object(redacted(parts))
        }
      )
    }
    let result = JSONTree.object(kept)
    return result == report ? nil : try RecordCoding.encode(result)
  }

  /// What a line is without the document.
  ///
  /// - Returns: the same line where nothing of it is about that; nil where all of it is.
  func redacted(line text: String) throws -> String? {
    guard mayConcern(text) else { return text }
    let line = try RecordCoding.decode(JSONTree.self, from: text.utf8)
    if isList {
      guard case .object(let members) = line else { return text }
      return isAbout(members) ? nil : text
    }
    guard let result = redacted(line) else { return nil }
    return result == line ? text : String(try RecordCoding.encodeLine(result).dropLast())
  }

  private func redacted(_ value: JSONTree) -> JSONTree? {
    switch value {
    case .string(let text): return names.contains(text) ? nil : .string(redacted(text))
    case .array(let values): return .array(values.compactMap(redacted))
    case .object(let members):
      return isAbout(members) ? Self.verdict(members) : .object(redacted(members))
    case .null, .bool, .integer, .number: return value
    }
  }

  private func redacted(_ members: [String: JSONTree]) -> [String: JSONTree] {
    var kept: [String: JSONTree] = [:]
    for (name, member) in members {
      if case .string(let text) = member, !Self.addresses.contains(name) {
        kept[name] = .string(redacted(text))
      } else {
        kept[name] = redacted(member)
      }
    }
    return kept
  }

  /// Members that are addresses, and may be wanting; whatever else is a text stays one.
  private static let addresses: Set = [
    "address", "place", "proposes", "page", "foundOn", "sendsOn", "succeeds", "seemsToSucceed",
    "succeededBy", "firstNotKept",
  ]
  /// Members without which there is nothing left of what has them.
  private static let subjects = ["old", "new", "to", "document"]

  /// Whether all of an object is about the document: by its own address where it has one, else by any that it cannot be
  /// without.
  private func isAbout(_ members: [String: JSONTree]) -> Bool {
    func isNamed(in member: String) -> Bool {
      guard case .string(let text) = members[member] else { return false }
      return names.contains(text)
    }
    if case .string = members["address"] { return isNamed(in: "address") }
    guard !isList else { return false }
    // A page has files that were found on it; what a source lists on it is the source's.
    return Self.subjects.contains(where: isNamed)
      || members["document"] != nil && isNamed(in: "page")
  }

  /// What a verdict says without the place to which it leads: that what came is what was held, or is of this kind.
  ///
  /// - Returns: nil where it is none.
  private static func verdict(_ members: [String: JSONTree]) -> JSONTree? {
    var members = members
    members["address"] = nil
    switch members["verdict"] {
    case .string("moved"): members["verdict"] = .string("unchanged")
    case .string("replaced"): members["verdict"] = .string("document")
    default: return nil
    }
    return .object(members)
  }

  private func redacted(_ text: String) -> String {
    var text = text
    for name in names.sorted(by: { $0.utf8.count > $1.utf8.count }) where text.contains(name) {
      var rest = text[...]
      var result = ""
      while let place = rest.firstRange(of: name) {
        // A longer address begins the same.
        let isWhole = !Self.goesOn(rest[place.upperBound...])
        result += rest[..<place.lowerBound] + (isWhole ? Self.placeholder : name)
        rest = rest[place.upperBound...]
      }
      text = result + rest
    }
    return text
  }

  /// Whether an address goes on with what follows, and does not end there with a clause or a sentence.
  private static func goesOn(_ rest: Substring) -> Bool {
    guard let next = rest.drop(while: { ".,;:!?)'".contains($0) }).first else { return false }
    return next.isLetter || next.isNumber || "/%-_~=&?#+@$*".contains(next)
  }
}

/// A JSON text, of which nothing is known but that it is one.
enum JSONTree: Codable, Hashable {
  case null
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([JSONTree])
  case object([String: JSONTree])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([String: JSONTree].self) {
      self = .object(value)
    } else if let value = try? container.decode([JSONTree].self) {
      self = .array(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else {
      self = .number(try container.decode(Double.self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .bool(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .string(let value): try container.encode(value)
    case .array(let values): try container.encode(values)
    case .object(let members): try container.encode(members)
    }
  }
}
