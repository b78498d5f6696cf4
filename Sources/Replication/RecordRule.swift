// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving

/// What is done with a record that is here and in a copy, by its name and its length: what is written once stays there as it is.
struct RecordRule {
  enum Action: Hashable {
    /// It is there already.
    case keep
    case write
    /// Whether it is the same is to be seen by its bytes; where not, it is written.
    case compare
    /// It is not as it is here, and was not to change.
    case tell
  }

  /// Whether something was let go of, or may be fetched again, since the copy was last whole: then records are written without it.
  let isRedacted: Bool
  /// The runs that have a report in the copy: nothing is added to their visits.
  let closedRuns: Set<String>

  /// - Parameters:
  ///   - name: relative to the archive.
  ///   - size: of the file here.
  ///   - there: of the one in the copy; nil where there is none.
  /// - Returns: what to do.
  func action(for name: String, size: Int64, there: Int64?) -> Action {
    guard let there else { return .write }
    if isRedacted { return there == size ? .compare : .write }
    if there == size { return .keep }
    if Self.changes(name) { return .write }
    let parts = name.split(separator: "/")
    // A run that was going on, or was cut off: its visits have become more.
    if parts.count == 3, parts[0] == "runs", !closedRuns.contains(String(parts[1])), there < size {
      return .write
    }
    return .tell
  }

  /// Whether a record may be written anew: what was let go of may be fetched again, which its tombstone says then.
  private static func changes(_ name: String) -> Bool {
    name.hasPrefix("requests/") || name.hasPrefix("tombstones/")
  }
}
