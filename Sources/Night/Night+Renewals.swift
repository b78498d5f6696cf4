// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records

// Documents whose addresses are others each night.
extension Night {
  /// Takes other bytes than a document's for those of another one, where only the bytes could tell.
  ///
  /// - Parameter finding: what was found under a new address, in the document's name.
  /// - Returns: the visits of both; nil where there is nothing to take apart.
  mutating func dissolve(_ finding: Finding) -> [Order]? {
    guard finding.bringsVersion, finding.isAlive,
      let due = list.dissolveRenewals(
        of: finding.candidate.address,
        whichBrought: finding.arrived
      )
    else { return nil }
    return [.forget(finding.candidate.address)] + visits(due)
  }

  /// Tells once of each source what its `queryNoise` would have to name.
  mutating func tellRenewals() {
    for index in report.sources.indices {
      let source = plan.sources[index]
      let before = history.last(ofSource: source.id)?.proposedNoise ?? []
      let lasting = list.renewals.lastingNoise[index] ?? Set(before)
      let proposed = lasting.union(list.renewals.noise[index] ?? []).subtracting(source.queryNoise)
      guard !proposed.isEmpty else { continue }
      report.sources[index].proposedNoise = proposed.sorted()
      if !proposed.isSubset(of: before), let setting = report.sources[index].noiseSetting {
        report.sources[index].advice =
          "\(RunReport.SourceOutcome.sentenceOfNoise), unless the configuration says what of the address is no part of it: \(setting)"
      }
    }
  }
}
