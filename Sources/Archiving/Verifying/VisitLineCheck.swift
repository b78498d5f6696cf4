// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Text

/// Tells whether lines are visits, without decoding the millions that are like one another.
struct VisitLineCheck {
  enum Form {
    case known
    /// It says that it is something else.
    case other(String)
    case none
  }

  private static let capacity = 256
  private var endings: Set<Substring> = []

  mutating func form(of line: String) -> Form {
    let ending = Self.ending(of: line)
    if let ending, endings.contains(ending) { return .known }
    if let schema = Visit.schema(namedIn: line), schema != Visit.schema { return .other(schema) }
    let isKnown =
      (try? RecordCoding.decode(Visit.self, from: line.utf8)) != nil
      || (try? RecordCoding.decode(Retirement.self, from: line.utf8)) != nil
      || (try? RecordCoding.decode(Decision.self, from: line.utf8)) != nil
      || (try? RecordCoding.decode(SuppressedVisit.self, from: line.utf8)) != nil
    guard isKnown else { return .none }
    if let ending, endings.count < Self.capacity { endings.insert(ending) }
    return .known
  }

  /// What follows after address and time, where a line begins with these.
  private static func ending(of line: String) -> Substring? {
    let bytes = line.utf8
    let opening = "{\"address\":\"".utf8
    guard bytes.starts(with: opening) else { return nil }
    let address = bytes.dropFirst(opening.count).prefix { $0 != UInt8(ascii: "\"") }
    guard address.starts(with: "http".utf8),
      address.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") })
    else { return nil }
    let rest = bytes[address.endIndex...]
    let middle = "\",\"at\":\"".utf8
    let time = rest.dropFirst(middle.count).prefix(20)
    guard rest.starts(with: middle), isTime(time) else { return nil }
    return line[time.endIndex...]
  }

  /// `2026-11-23T02:00:01Z`.
  private static func isTime(_ text: Substring.UTF8View) -> Bool {
    text.count == 20
      && zip(text, "0000-00-00T00:00:00Z".utf8).allSatisfy { byte, form in
        form == UInt8(ascii: "0") ? byte.isDigit : byte == form
      }
  }
}
