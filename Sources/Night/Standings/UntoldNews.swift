// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records

/// What a run wrote down of a document and told nobody, because it was cut off before it could.
package struct UntoldNews {
  package let visit: Visit
  /// What was told of the document before that run.
  package let told: Standing

  /// - Parameters:
  ///   - visit: what the run wrote down.
  ///   - told: what was told before; nil where no record says so.
  ///   - wasKnown: whether anything was known of the document before.
  package init(_ visit: Visit, after told: Standing?, wasKnown: Bool) {
    self.visit = visit
    self.told = told ?? (wasKnown ? .present : .unknown)
  }

  /// Whether what was told before makes a difference.
  package static func dependsOnBefore(_ visit: Visit) -> Bool {
    visit.standing != nil && visit.version != 1
  }

  /// What is to be told of it now.
  ///
  /// - Parameters:
  ///   - document: what is known of it.
  ///   - entries: by which sources it is listed.
  /// - Returns: items for the report; none where nothing is to be told.
  package func items(of document: Document, _ entries: [ListEntry]) -> [RunReport.NewsItem] {
    let new = visit.told ?? visit.standing ?? told
    let change = StandingChange(
      from: told,
      to: new,
      accession: visit.version.map { $0 > 1 ? .further : .first } ?? .none
    )
    return change.news.map { news in
      var item = RunReport.NewsItem(
        news: news,
        address: visit.address,
        title: document.title,
        sources: entries.map(\.source),
        sentence: visit.verdict.isAlive ? news.sentence : visit.verdict.sentence,
        standing: new,
        verdict: visit.verdict,
        version: visit.version ?? document.version,
        lastAlive: document.lastAlive
      )
      item.foundOn = visit.listed?.lazy.compactMap(\.page).first
      item.oversize = visit.oversize
      return item
    }
  }
}
