// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Cataloguing
import Text

/// What a reader asks of the list: the query of its address.
///
/// Whatever is no filter is left alone: there is no query that is an error.
package struct ListQuery: Hashable, Sendable {
  package var filter = DocumentFilter()
  /// Counted from 1.
  package var page = 1

  static let pageLength = 50
  private static let mostPages = 1_000_000
  private static let mostWords = 16

  package init() {}

  /// - Parameter fields: names and values, decoded.
  package init(_ fields: [(name: String, value: String)]) {
    for (name, value) in fields where !value.isEmpty {
      switch name {
      case "words":
        let words = value.split(whereSeparator: \.isWhitespace).map(String.init)
        filter.words = Array(words.prefix(Self.mostWords))
      case "source": filter.source = value
      case "standing": filter.standing = value
      case "order": filter.order = DocumentFilter.Order(rawValue: value) ?? .title
      case "page": page = Int(value).map { min(max($0, 1), Self.mostPages) } ?? 1
      default: break
      }
    }
  }

  /// The query of an address, without its question mark; empty for the whole list.
  var text: String {
    var fields: [(String, String)] = []
    if !filter.words.isEmpty { fields.append(("words", filter.words.joined(separator: " "))) }
    if let source = filter.source { fields.append(("source", source)) }
    if let standing = filter.standing { fields.append(("standing", standing)) }
    if filter.order != .title { fields.append(("order", filter.order.rawValue)) }
    if page > 1 { fields.append(("page", "\(page)")) }
    return fields.map { "\($0.0)=\(RoomLinks.escaped($0.1))" }.joined(separator: "&")
  }

  /// The same, from another page on.
  func at(_ page: Int) -> ListQuery {
    var query = self
    query.page = page
    return query
  }
}
