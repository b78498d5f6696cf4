// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
package import Records

/// What is wrong with a source and a person could mend, the worst first.
package enum SourceProblem: String, CaseIterable, Encodable, Sendable {
  case unread
  case partlyRead = "partly-read"
  case listsNothing = "lists-nothing"
  case keepsNothing = "keeps-nothing"
  case moved
  /// Its links have other addresses each night, and stay the documents that they were by their bytes alone.
  case signedAnew = "signed-anew"
}

extension RunReport.SourceOutcome {
  /// All that is wrong with it.
  package var problems: [SourceProblem] {
    var all: [SourceProblem] = []
    if sentence != nil {
      if !wasReached {
        all.append(.unread)
      } else if !wasReadToEnd {
        all.append(.partlyRead)
      } else if listed == 0 {
        all.append(.listsNothing)
      }
    }
    if unkept?.keepsNothing == true { all.append(.keepsNothing) }
    if moved != nil { all.append(.moved) }
    if noiseSetting != nil { all.append(.signedAnew) }
    return all
  }

  /// The problems that nobody has settled.
  package var openProblems: [SourceProblem] {
    problems.filter { settled?.subjects.contains(subject(of: $0)) != true }
  }

  /// A problem as it is settled: it is another where the bound is, or the place, and not for another reason of an outage.
  package func subject(of problem: SourceProblem) -> String {
    let details: [String] =
      switch problem {
      case .unread, .listsNothing, .keepsNothing: []
      case .partlyRead: (limits ?? []).sorted() + (unreadLists == nil ? [] : ["unread-lists"])
      case .moved: moved.map { [$0.to.text] } ?? []
      case .signedAnew: noiseSetting.map { [$0] } ?? []
      }
    return ([problem.rawValue] + details).joined(separator: " ")
  }

  /// Takes in what a person settled of it, as far as that is so still.
  mutating func carryOn(_ settled: RunReport.SettledSource?) {
    self.settled = settled?.among(problems.map(subject))
  }
}
