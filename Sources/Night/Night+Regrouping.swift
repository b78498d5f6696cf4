// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records

// Documents of which several have other addresses each night, and only the bytes tell which is which.
extension Night {
  /// Lets what a visit found wait for those of the documents that may be at the same addresses.
  ///
  /// - Parameter finding: that.
  /// - Returns: what is to be done now; nil where it is none of them.
  mutating func regroup(_ finding: Finding) -> [Order]? {
    let isUndecided =
      !finding.candidate.presumedMoves.isEmpty || undecided.isAwaiting(finding.candidate.address)
    guard let outcomes = list.renewals.take(finding, isUndecided: isUndecided) else { return nil }
    // Before anything is written down: bodies are known by the names in which they were asked for.
    let forgotten = outcomes.flatMap(\.bodiesOfOthers).map(Order.forget)
    return forgotten + outcomes.flatMap { conclude($0) }
  }

  private mutating func conclude(_ outcome: RenewalGroup.Outcome) -> [Order] {
    switch outcome {
    case .byItself(let finding): settle(finding)
    case .found(let document, let arrival, let renewal):
      conclude(list.relist(document, foundBy: arrival, renewal))
    case .lost(let finding): visits(list.takeOff(finding.candidate.address))
    case .new(let renewal): visits(list.admit(renewal))
    }
  }
}

extension RenewalGroup.Outcome {
  /// In whose names bodies came that are not theirs.
  fileprivate var bodiesOfOthers: [WebAddress] {
    switch self {
    case .byItself, .new: []
    case .found(let document, let arrival, _):
      [document, arrival].filter(\.bringsVersion).map(\.candidate.address)
    case .lost(let finding): finding.bringsVersion ? [finding.candidate.address] : []
    }
  }
}
