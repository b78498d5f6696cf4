// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records

extension RunHistory {
  /// What stands settled of sources: what a person settled since a run last told of them, else what that run carried on.
  ///
  /// - Parameter runs: nights and others, the newest first.
  /// - Returns: it, by the sources' ids.
  static func settled(in runs: [PastRun]) -> [String: RunReport.SettledSource] {
    var settled: [String: RunReport.SettledSource?] = [:]
    for run in runs {
      for source in run.settledSources ?? [] where settled[source.source] == nil {
        settled[source.source] = .some(source)
      }
      guard !run.isNetworkDown, !run.isOfPerson else { continue }
      for source in run.sources where settled[source.id] == nil {
        settled[source.id] = .some(source.settled)
      }
    }
    return settled.compactMapValues(\.self)
  }

  /// How a source stood when a run last told of it, with what a person has settled of it since.
  package func standing(ofSource id: String) -> RunReport.SourceOutcome? {
    var outcome = last(ofSource: id)
    outcome?.settled = settled[id]
    return outcome
  }
}
