// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Cataloguing
import Extraction
import Records

extension RunReport {
  /// More texts than these are left for `index`: a night does not wait for them.
  private static let mostTexts = 500
  private static let longestReading = Duration.seconds(600)

  /// Looks through the text of what is new for the words that somebody wants to be told of, and takes it into the index over all
  /// texts, so that nobody reads it twice or tells of it twice.
  ///
  /// - Parameters:
  ///   - words: these.
  ///   - archive: whose.
  ///   - catalogue: its own.
  ///   - worker: what reads them.
  mutating func lookThrough(
    _ words: Watchwords,
    in archive: Archive,
    _ catalogue: Catalogue,
    _ worker: TextWorker
  ) async {
    guard !words.isEmpty else { return }
    let came = news.filter { [.appeared, .succeeded, .replaced].contains($0.news) }
    guard !came.isEmpty else { return }
    var round = WatchRound()
    do {
      var versions: [Version] = []
      for item in came.prefix(Self.mostTexts) {
        versions += try await catalogue.versions(of: item.address)
          .filter { $0.number == item.version }
      }
      let outcome = try await TextRound(archive, catalogue, worker, watch: words)
        .run(over: versions, until: .now + Self.longestReading)
      (round.found, round.unseen) = (outcome.watched, outcome.unseen)
      round.problem = outcome.failure
      // What is damaged is told by whoever verifies.
      round.unread =
        came.count - versions.count + outcome.waiting + outcome.missing.values.reduce(0, +)
    } catch {
      round.problem = "\(error)"
    }
    if round.isNews { watch = round }
  }
}
