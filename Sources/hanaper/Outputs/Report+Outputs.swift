// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Delivery
import Reporting

extension Report {
  /// What outputs could not do.
  init(ofOutputs problems: [OutputProblem]) {
    self.init()
    for problem in problems {
      let state =
        problem.wasTriedTonight == false ? "did not work when it was served last" : "does not work"
      say(
        "The output \(problem.output.rawValue) \(state), since \(Readable.day(problem.since)): \(problem.sentence)."
      )
    }
  }

  /// That a command could not do its work.
  ///
  /// - Parameters:
  ///   - error: what it said.
  ///   - command: its name.
  ///   - status: its exit status.
  init(ofFailure error: String, of command: String, status: Int32) {
    self.init()
    say("`hanaper \(command)` could not do its work, and ended with \(status):")
    say("\(CleanText(lines: error))")
  }
}
