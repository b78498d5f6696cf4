// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Discovery
import Records

extension Source {
  /// Why a link of one of its lists is not visited, and what would change that, in a user's words.
  ///
  /// - Parameters:
  ///   - link: the link, under the name of what it leads to.
  ///   - depth: how many steps the list lies from the source's own.
  /// - Returns: nil where it is visited.
  package func reasonNotToVisit(_ link: Link, onListAt depth: Int = 0) -> String? {
    if leadsOn(link), depth >= self.depth {
      return
        "`follow` fits it, but it lies deeper than `depth: \(self.depth)`; `depth: \(depth + 1)` reads it as a list, and where "
        + "it is a report itself, `kinds: [documents, page]` and `includePages` with its address keep it"
    }
    if readsOn(link) { return "it is read as a list, too" }
    if follows(link) { return nil }
    if let pattern = exclude.first(where: { $0.fits(link.address) }) {
      return "`exclude` leaves it out, by “\(pattern.text)”"
    }
    if !wants(link.address) { return "it fits no pattern of `include`" }
    switch link.expectation {
    case .document: return nil
    case .asset where link.isRecording:
      return "it is sound or film, of no kind that is kept"
    case .asset:
      return
        "it seems to be a picture, or a part of how the page looks; `kinds` with its format keeps it"
    case .page where kinds.contains(.html) && !wantsPage(at: link.address):
      return "it is a web page, by its address or its place, and fits no pattern of `includePages`"
    case .page where !kinds.contains(.html):
      return
        "it is a web page, by its address or its place, and the source keeps files; `page` among its `kinds` keeps it, "
        + "and `follow` with a pattern for it reads its links"
    case .unknown where format == .sitemap:
      return
        "nothing in its address says that it is a document; `include` with a pattern for it has it visited"
    case .page, .unknown:
      return
        "it stands in what seems to be a menu; `include` with a pattern for it has it visited"
    }
  }
}
