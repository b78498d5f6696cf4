// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

/// Tells whether lines are visits, without decoding the millions that are like one another.
struct VisitLineCheck {
  enum Form {
    case known
    /// It says that it is something else.
    case other(String)
    case none
  }

  private static let capacity = 256
  private var forms: Set<[UInt8]> = []

  mutating func form(of line: String) -> Form {
    let form = RecordForm(of: Array(line.utf8))?.skeleton
    if let form, forms.contains(form) { return .known }
    if let schema = Visit.schema(namedIn: line), schema != Visit.schema { return .other(schema) }
    let isKnown =
      (try? RecordCoding.decode(Visit.self, from: line.utf8)) != nil
      || (try? RecordCoding.decode(Retirement.self, from: line.utf8)) != nil
      || (try? RecordCoding.decode(Decision.self, from: line.utf8)) != nil
      || (try? RecordCoding.decode(SuppressedVisit.self, from: line.utf8)) != nil
    guard isKnown else { return .none }
    if let form, forms.count < Self.capacity { forms.insert(form) }
    return .known
  }
}
