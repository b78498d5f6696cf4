// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Archiving
package import Foundation
package import Night
package import Records
package import Reporting

/// What a reading room shows, and what it is called.
package struct RoomContents: Sendable {
  package let archive: Archive
  /// Of the room, for its readers.
  package let title: String
  /// Those of the configuration.
  package let sources: [Source]
  /// What needs somebody's attention.
  package let attention: @Sendable () async throws -> DocumentList
  /// How sources stood when a run last told of them, by their ids.
  package let outcomes: @Sendable ([String]) -> [RunReport.SourceOutcome]

  /// Documents that stand so are not in the list, but for ``named``: words of standings.
  package var leavesOut: [String] = []
  package var named: [WebAddress] = []
  /// Whether versions that their publishers have replaced, or that a person took back, are given out.
  package var givesOlder = true
  /// What of the archive is not shown, in words; nil for nothing.
  package var leftOut: String?
  /// What time it is.
  package var clock: @Sendable () -> Date = { Date() }

  package init(
    archive: Archive,
    title: String,
    sources: [Source],
    attention: @escaping @Sendable () async throws -> DocumentList,
    outcomes: @escaping @Sendable ([String]) -> [RunReport.SourceOutcome]
  ) {
    (self.archive, self.title, self.sources) = (archive, title, sources)
    (self.attention, self.outcomes) = (attention, outcomes)
  }

  /// Whether a version is given out.
  func gives(_ version: Version, of document: Document) -> Bool {
    guard !leavesOut.isEmpty else { return true }
    guard !document.rejected.contains(version.number) else { return false }
    return givesOlder || version.number == document.version
  }
}
