// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// What an archive's disk is short of, and what came of that.
package struct SpaceShortage: Error, Codable, Hashable, Sendable {
  package enum Subject: String, Codable, CaseIterable, Sendable {
    /// Fewer bytes are free than have to stay free; the run was stopped.
    case bytes
    /// The same of files, which a file system has room for only so many of.
    case files
    /// The system refused to write more; the run was stopped.
    case full
    /// Some files did not fit; the run went on without them.
    case bodies
  }

  package let subject: Subject
  package let free: Int64
  package let limit: Int64
  /// How many files were not fetched.
  package var bodies: Int?
  /// How many bytes were still to be written of a file that did not fit, and of others beside it.
  package var wanted: Int64?

  package init(
    _ subject: Subject,
    free: Int64,
    limit: Int64,
    bodies: Int? = nil,
    wanted: Int64? = nil
  ) {
    self.subject = subject
    self.free = free
    self.limit = limit
    self.bodies = bodies
    self.wanted = wanted
  }
}

extension SpaceShortage: CustomStringConvertible {
  /// In a user's words: what is short, what came of it, what to do.
  package var description: String {
    let left = "\(limit.inWords) have to stay free (limits.freeSpace)"
    // A file may not fit where there is still more free than has to be.
    let room =
      wanted.map {
        "\(free.inWords) were free, \(left), and what was coming needed \($0.inWords) more"
      } ?? "\(free.inWords) are free, and \(left)"
    let stopped = "the run was stopped, and what was fetched is kept"
    let advice = "make room on that disk, then start the run again"
    return switch subject {
    case .bytes:
      "the archive's disk is nearly full: \(room); \(stopped); \(advice), or lower the limit"
    case .files:
      "the archive's disk has room for \(free) more files only, and for \(limit) there has to be room; "
        + "\(stopped); \(advice)"
    case .full: "the archive's disk takes no more; \(stopped); \(advice)"
    case .bodies:
      "\(Self.count(bodies ?? 1)) not fetched, because there is no room on the archive's disk: \(room); "
        + "\(advice), or lower the limit"
    }
  }

  private static func count(_ bodies: Int) -> String {
    bodies == 1 ? "1 file was" : "\(bodies) files were"
  }
}
