// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import Records

extension RunHistory {
  /// How long the source has not been read, up to the last run; nil where that one read it, or there was none.
  ///
  /// Runs count that were stopped, and those that found our own network at fault: neither read it.
  func outage(ofSource id: String) -> PastOutage? {
    outage(ofSource: id, while: { !$0.wasReached }, stated: \.unread)
  }

  /// How long the source has been read, but not to its end, up to the last run; nil where that was otherwise.
  func partialOutage(ofSource id: String) -> PastOutage? {
    outage(ofSource: id, while: { $0.wasReached && !$0.wasReadToEnd }, stated: \.partlyRead)
  }

  private func outage(
    ofSource id: String,
    while isSo: @escaping (RunReport.SourceOutcome) -> Bool,
    stated: @escaping (RunReport.SourceOutcome) -> Illness?
  ) -> PastOutage? {
    let runs = Array(
      told.lazy.compactMap { run in
        run.sources.first { $0.id == id }.map { (run, $0) }
      }.prefix { isSo($0.1) }
    )
    func unread(_ runs: some Sequence<(PastRun, RunReport.SourceOutcome)>) -> Illness? {
      Self.illness(runs.map { ($0.0.started, stated($0.1)) })
    }
    guard let last = runs.first, let illness = unread(runs) else { return nil }
    let told = runs.drop { $0.0.isNetworkDown }
    return PastOutage(
      unread: illness,
      until: last.0.started,
      nightsTold: unread(told)?.nights
    )
  }

  /// Whether any of the last runs told that the source's page is now there.
  func hasTold(ofPageOf id: String, at place: WebAddress) -> Bool {
    told.contains { run in run.sources.contains { $0.id == id && $0.moved?.to == place } }
  }
}
