// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Discovery
package import Records

/// Files that stand on ordinary pages which a source's links lead to, one step further than it looks.
///
/// They are seen on pages that were fetched anyway; nobody asks for them.
package struct PageFiles: Sendable {
  /// Of one page, so many are of interest.
  private static let mostOfPage = 50
  /// Of one source, so many are remembered.
  private static let mostOfSource = 2_000
  /// What so many pages have in common is the site's, and no report of one.
  private static let fewPages = 3
  /// More patterns than this are nobody's to write.
  private static let mostPatterns = 3

  /// On how many pages each stands, and on which first.
  private var files: [WebAddress: (pages: Int, first: WebAddress)] = [:]
  /// How many pages have some.
  private var pages = 0

  /// The files of kinds to keep that a page links to.
  ///
  /// - Parameters:
  ///   - listing: the page as it was read.
  ///   - kinds: what is kept.
  /// - Returns: their addresses, in the order of the page; what stands among its menus is none.
  package static func files(in listing: Listing, of kinds: Set<BodyKind>) -> [WebAddress] {
    var seen: Set<WebAddress> = []
    for link in listing.links where seen.count < mostOfPage {
      guard link.expectation == .document, !link.isAmongMenus,
        link.expectedKind.map(kinds.contains) ?? true
      else { continue }
      seen.insert(link.address.droppingSessions)
    }
    return listing.links.map(\.address.droppingSessions).filter { seen.remove($0) != nil }
  }

  /// Takes in which files stand on one more page.
  mutating func take(_ addresses: [WebAddress], on page: WebAddress) {
    pages += 1
    for address in addresses {
      if let known = files[address] {
        files[address] = (known.pages + 1, min(known.first, page))
      } else if files.count < Self.mostOfSource {
        files[address] = (1, page)
      }
    }
  }

  /// What is to be told of them; nil for nothing.
  ///
  /// - Parameter isListed: whether some source lists it, so that it is not missed.
  /// - Returns: how many there are, with an example and how they would be read.
  func summary(besides isListed: (WebAddress) -> Bool) -> RunReport.SourceOutcome.Files? {
    let missed = files.filter { address, file in
      let isCommon = pages >= Self.fewPages && file.pages > 1
      return !isCommon && !isListed(address)
    }
    // In whatever order pages were visited.
    guard let (document, file) = missed.min(by: { $0.key < $1.key }) else { return nil }
    let holders = Set(missed.values.map(\.first)).sorted()
    return RunReport.SourceOutcome.Files(
      pages: holders.count,
      documents: missed.count,
      page: file.first,
      document: document,
      follow: Self.patterns(for: holders)
    )
  }

  /// Patterns that fit these pages: their folders, but for the root of a site; none where that would be many.
  static func patterns(for pages: [WebAddress]) -> [String] {
    var patterns: [String] = []
    for page in pages {
      let pattern = page.folder.map { $0 + "*" } ?? page.text
      guard !patterns.contains(pattern) else { continue }
      guard patterns.count < mostPatterns else { return [] }
      patterns.append(pattern)
    }
    return patterns
  }
}
