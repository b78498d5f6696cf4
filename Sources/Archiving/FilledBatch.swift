// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import OCFL

/// What is written together: versions, as they are staged, and the lines of visits.
struct FilledBatch: Sendable {
  /// So many visits wait at the most before they are written.
  static let mostVisits = 2_500

  /// So many versions.
  let mostVersions: Int

  /// Made when the first version is about to be.
  var versions: CommitBatch?
  var captures: [Capture] = []
  var visits: [Visit] = []
  var retirements: [Retirement] = []
  var decisions: [Decision] = []

  init(mostVersions: Int) {
    self.mostVersions = mostVersions
  }

  var isEmpty: Bool {
    captures.isEmpty && visits.isEmpty && retirements.isEmpty && decisions.isEmpty
  }

  var isFull: Bool {
    captures.count >= mostVersions || visits.count >= Self.mostVisits
      || retirements.count >= Self.mostVisits || decisions.count >= Self.mostVisits
  }

  /// Whether it brings a version of an object; a second one needs another batch.
  func contains(_ id: ObjectID) -> Bool { versions?.contains(id) ?? false }
}
