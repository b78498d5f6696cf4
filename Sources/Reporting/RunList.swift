// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Foundation
package import Records

/// The last runs, as a list tells of them.
package struct RunList: Encodable, Sendable {
  /// So many are told of.
  package static let most = 100

  private let schema = "hanaper/runs/1"
  let runs: [Row]

  package init(_ runs: [Row]) {
    self.runs = runs
  }

  /// What one did.
  package struct Row: Codable, Sendable {
    package static let members: Set = [
      "run", "started", "ended", "isComplete", "counts", "decisions", "joins",
    ]

    package let run: String
    package let started: Date
    package let ended: Date
    let isComplete: Bool
    package let counts: RunReport.Counts
    let decisions: [Ignored]?
    let joins: [Ignored]?

    /// Of what a person decided, only that there is something.
    struct Ignored: Decodable, Sendable {}

    private enum PrintedKeys: String, CodingKey {
      case run, started, ended, isComplete, counts, isByPerson
    }

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: PrintedKeys.self)
      try container.encode(run, forKey: .run)
      try container.encode(started, forKey: .started)
      try container.encode(ended, forKey: .ended)
      try container.encode(isComplete, forKey: .isComplete)
      try container.encode(counts, forKey: .counts)
      if isPersons { try container.encode(true, forKey: .isByPerson) }
    }

    /// Whether a person decided something, and nothing was fetched.
    var isPersons: Bool { decisions != nil || joins != nil }
  }
}

extension Report {
  /// The last runs, the newest first.
  package init(of list: RunList) {
    guard !list.runs.isEmpty else {
      say("There is no run yet.")
      return
    }
    var table = Table(
      ["RUN", "VISITED", "NEW", "CHANGED", "FAILED", "TOOK", "NOTE"],
      [.left, .right, .right, .right, .right, .right]
    )
    for run in list.runs {
      let counts = run.counts
      table.add([
        run.run, "\(counts.visited)", "\(counts.new)", "\(counts.changed)", "\(counts.failed)",
        Readable.time(run.ended.timeIntervalSince(run.started)),
        run.isPersons ? "decided by a person" : run.isComplete ? "" : "stopped before its end",
      ])
    }
    add(table)
  }
}
