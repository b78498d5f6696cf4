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
  /// counters are: “Annual report 2019” there becoming “2020” is news. Out of the address of a link is left what
  /// a server writes into it for one visitor or one load (``LoadFolding``). Of an index of sitemaps, each of them is a line
  /// `list …`.
  ///
  /// The form is stable: one page gives the same bytes on every system and in every release, for
  /// they are compared with digests in the archive. Pages of more than 4 MB, which are read in pieces,
  /// are the exception: what belongs to their subject is judged piece by piece.
  package var canonicalText: String {
    var bytes: [UInt8] = []
    writeCanonicalText { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Hands out the ``canonicalText`` from front to back, in portions.
  package func writeCanonicalText(to write: ([UInt8]) -> Void) {
    // What is made for programs has no counters and no dates of loading.
    if let notice { return write(Array(notice.canonicalText.utf8)) }
    let compared = links.indices.filter { place in
      !links[place].isInNavigation
        && (isSubject[links[place].position] || links[place].expectation == .document)
    }
    let loads = LoadFolding(compared.lazy.map { links[$0].address })
    let named = compared.map { (address: loads.folding(links[$0].address), place: $0) }
      .sorted { ($0.address, $0.place) < ($1.address, $1.place) }
    var rest = named[...]
    while let first = rest.first {
      // More than one where only a session or a time told them apart.
      let same = rest.prefix { $0.address == first.address }
      rest = rest.dropFirst(same.count)
      let text = same.lazy.map { links[$0.place].text }.first { !$0.isEmpty } ?? ""
      write(Array("link \(first.address.text) \(FigureFolding.foldingCounters(in: text))\n".utf8))
    }
    // An index of sitemaps has no links of its own. (A page's next one is a link of it.)
    if format == .sitemap {
      for list in Set(further).sorted() { write(Array("list \(list.text)\n".utf8)) }
    }
    write(Array("text ".utf8))
    var folding = FigureFolding()
    for text in textOfPieces { folding.take(text, writing: write) }
    folding.finish(writing: write)
    write([0x0A])
  }
}
