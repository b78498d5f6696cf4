// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Extraction
import Filing
import Records

extension RunReport {
  /// Of more documents than these it is not said what changed: a site that was made anew is no news of each, and a night does
  /// not wait for it.
  private static let mostCompared = 20

  /// Says of documents with a new version what changed of their text and looks, as far as that can be read.
  ///
  /// - Parameters:
  ///   - archive: whose.
  ///   - catalogue: its own.
  ///   - worker: what reads them.
  mutating func describeChanges(
    in archive: Archive,
    _ catalogue: Catalogue,
    _ worker: TextWorker
  ) async {
    let places = news.indices.filter { news[$0].news == .replaced && news[$0].version ?? 0 > 1 }
    guard places.count <= Self.mostCompared else { return }
    for place in places {
      guard !Task.isCancelled, let number = news[place].version,
        let versions = try? await catalogue.versions(of: news[place].address)
      else { continue }
      let pair = versions.filter { $0.number == number - 1 || $0.number == number }
      guard pair.count == 2, pair[0].digest != pair[1].digest else { continue }
      news[place].change = await BlockingThreads.shared.run {
        try? archive.compare(pair[0], pair[1], by: worker).comparison?.sentence
      }
    }
  }
}
