// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Foundation
import Records

/// A time in which runs could not read a source, up to the last run.
struct PastOutage: Sendable {
  let unread: Illness
  /// When the last of the runs began that could not read it.
  let until: Date
  /// How many nights it was when a run told of it last; nil where none did, for our own network was at fault.
  let nightsTold: Int?
}

extension RunHistory {
  /// How long the source has not been read, up to the last run; nil where that one read it, or there was none.
  ///
  /// Runs count that were stopped, and those that found our own network at fault: neither read it.
  func outage(ofSource id: String) -> PastOutage? {
    let runs = told.lazy.compactMap { run in
      run.sources.first { $0.id == id }.map { (run, $0) }
    }.prefix { !$0.1.wasReached }
    func unread(_ runs: some Sequence<(PastRun, RunReport.SourceOutcome)>) -> Illness? {
      Self.illness(runs.map { ($0.0.started, $0.1.unread) })
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
