// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records

// What of a source's links are ordinary pages, which no kind asks for.
extension VisitList {
  /// How many links of a source are ordinary pages, as far as is known; nil for none.
  func ordinaryPages(of source: Int) -> Int? { ordinaryPages.count(of: source) }

  /// What there is to tell of them; nil for nothing.
  ///
  /// - Parameters:
  ///   - index: the place of the source.
  ///   - links: how many it lists.
  ///   - last: what the run before told.
  /// - Returns: what was seen, and what to do.
  func unkept(
    by index: Int,
    of links: Int,
    after last: RunReport.SourceOutcome.Unkept?
  ) -> RunReport.SourceOutcome.Unkept? {
    let pages = ordinaryPages.numbers(of: index).map { addresses[$0] }.sorted()
    guard !pages.isEmpty else { return nil }
    let files = ordinaryPages.files(of: index)?.summary { addresses.number(of: $0) != nil }
    return RunReport.SourceOutcome.Unkept(
      of: sources[index],
      pages,
      of: links,
      // Where most failed, it is that which is told, of each.
      keepsNothing: !ordinaryPages.keepsSomething(index) && pages.count * 2 >= links,
      files,
      after: last
    )
  }

  /// Takes in what a visit showed a link to be.
  mutating func take(_ finding: Finding) {
    let isPage = !finding.keeps && finding.appraisal.verdict == .page
    guard isPage || finding.keeps || !ordinaryPages.isEmpty,
      let number = addresses.number(of: finding.candidate.address)
    else { return }
    for index in sources(of: number) {
      let source = sources[index]
      let isListed = finding.candidate.entries.contains { $0.source == source.id }
      if isListed, finding.keeps { ordinaryPages.keep(index) }
      if isPage, isListed, !source.kinds(at: finding.candidate.address).contains(.html) {
        ordinaryPages.insert(number, of: index)
        let files = finding.filesOnPage.filter(source.wants)
        ordinaryPages.take(files, on: finding.candidate.address, of: index)
      } else {
        ordinaryPages.remove(number, of: index)
      }
    }
  }
}
