// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery

/// What came for the parts of lists that are asked for by a number, so that one that comes twice is known.
///
/// Two parts of a list that goes on have nothing in common but what was pushed from one to the other meanwhile, so they never
/// list the same from the first to the last.
struct ListParts {
  private var seen: [String: Set<Int>] = [:]

  /// Takes in what came for a part.
  ///
  /// - Parameters:
  ///   - part: what it says.
  ///   - step: which it is.
  /// - Returns: whether another part of the list said the same; false where it says nothing.
  mutating func repeats(_ part: ListPart, of step: ListStep) -> Bool {
    guard let list = Self.list(of: step) else { return false }
    let links = (part.listing.links ?? []).map(\.address)
    let onward = part.onward.lazy.map(\.step).filter { Self.list(of: $0) != list }.map(\.address)
    guard !links.isEmpty || !onward.isEmpty else { return false }
    var hasher = Hasher()
    hasher.combine(links)
    hasher.combine(Array(onward))
    return !seen[list, default: []].insert(hasher.finalize()).inserted
  }

  /// What a list is called, whichever part of it is asked for; nil where none is asked for by a number.
  static func list(of step: ListStep) -> String? {
    let number: String
    switch step.format {
    case .wordpress: number = "page="
    case .govuk: number = "start="
    case .page, .sitemap, .feed: return nil
    }
    guard let query = step.address.query else { return nil }
    let fields = query.split(separator: "&")
    let rest = fields.filter { !$0.hasPrefix(number) }
    guard rest.count < fields.count else { return nil }
    return "\(step.address.origin)\(step.address.path)?\(rest.sorted().joined(separator: "&"))"
  }
}
