// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Foundation
import Night
import Records

extension RunReport {
  /// Tells what runs kept and found that were cut off before they could tell it.
  ///
  /// - Parameters:
  ///   - cutOff: these runs.
  ///   - catalogue: it has taken in what they wrote down.
  /// - Throws: where records or the catalogue cannot be read.
  mutating func tell(of cutOff: CutOffRuns, _ catalogue: Catalogue) async throws {
    for run in cutOff.runs {
      let depending = run.visits.filter(UntoldNews.dependsOnBefore).map(\.address)
      let told = try cutOff.told(of: Set(depending), before: run.name)
      var documents: Set<WebAddress> = []
      for visit in run.visits {
        guard let document = try await catalogue.document(at: visit.address) else { continue }
        let entries = try await catalogue.listings(of: visit.address)
        let wasKnown = run.name.started.map { document.firstSeen < $0 } ?? true
        let untold = UntoldNews(visit, after: told[visit.address], wasKnown: wasKnown)
        var items = untold.items(of: document, entries)
        for index in items.indices { items[index].ofRun = run.name.text }
        if !items.isEmpty { documents.insert(visit.address) }
        news += items
      }
      guard !documents.isEmpty else { continue }
      let what = documents.count == 1 ? "1 document" : "\(documents.count) documents"
      notes.append(
        Note(
          sentence:
            "the run \(run.name.text) was cut off before it could tell anything; what it kept and found is told now: \(what)",
          isNews: true
        )
      )
    }
  }
}
