// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import HTML
internal import Text

extension Listing {
  /// What was not read of the page, in a user's words; nil where all was.
  package var limitsSentence: String? {
    guard !limits.isEmpty else { return nil }
    var clauses: [String] = []
    if let end = PageLimit.allCases.first(where: { limits.contains($0) && $0.endsReading }) {
      let found = links.count == 1 ? "1 link was" : "\(links.count) links were"
      clauses.append(
        end == .cut
          ? "the \(format.noun) ends in the middle; \(found) found"
          : "the \(format.noun) is too long to be read to its end (\(bound(end))); \(found) found"
      )
    }
    if limits.contains(.nesting) {
      clauses.append(
        "the \(format.noun) is nested more than \(nesting) levels deep; links or headings inside may be missing"
      )
    }
    if limits.contains(.attributes) {
      clauses.append(
        "a tag of the page has more than \(PageBudget.attributes) attributes; a link among the rest is missing"
      )
    }
    if limits.contains(.linkText) {
      clauses.append(
        "the text of a link is longer than \(PageBudget.linkText) characters and was cut there"
      )
    }
    return clauses.joined(separator: "; ")
  }

  private var nesting: Int { format == .page ? PageBudget.nesting : XMLScanner.mostLevels }

  private func bound(_ limit: PageLimit) -> String {
    switch limit {
    case .links where format.mostLinks != nil:
      "it has more than \(format.mostLinks ?? 0) addresses"
    case .length where format != .page: "it is longer than \(format.mostBytes >> 20) MB"
    case .nodes: "it has more than \(PageBudget.nodes) elements and texts"
    case .links:
      "it has more than \(PageBudget.links) links, or more than \(PageBudget.linkBytes >> 20) MB of them"
    default: "it is longer than \(PageBudget.bytes >> 20) MB"
    }
  }
}
