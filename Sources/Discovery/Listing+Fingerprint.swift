// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Addressing

extension Listing {
  /// What of a page must stay the same for the page to count as unchanged; take a digest of it.
  ///
  ///     link https://example.org/a.pdf Child A: overview report
  ///     text Local reviews Updated on #. Child A: overview report (PDF, # KB, # downloads)
  ///
  /// The links of the page's subject and every link to a document, but not those in navigation, in
  /// the order of their addresses; then the main text. Figures and dates in the text are folded, so
  /// that a counter, a token or the date of loading is no change. In the text of a link only
  /// counters are: “Annual report 2019” there becoming “2020” is news.
  ///
  /// The form is stable: one page gives the same bytes on every system and in every release, for
  /// they are compared with digests in the archive.
  public var canonicalText: String {
    var canonical = ""
    let compared = links.filter { link in
      !link.isInNavigation
        && (subjectAddresses.contains(link.address) || link.expectation == .document)
    }
    for link in compared.sorted(by: { $0.address < $1.address }) {
      canonical += "link \(link.address.text) \(FigureFolding.foldingCounters(in: link.text))\n"
    }
    canonical += "text \(FigureFolding.folding(mainText))\n"
    return canonical
  }
}
