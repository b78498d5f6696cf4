// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension RunReport {
  /// The end of a run before every document was visited.
  package struct Stop: Codable, Hashable, Sendable {
    package enum Cause: String, Codable, Sendable {
      /// SIGTERM, SIGINT or SIGHUP.
      case signal
      /// The time that it was given was up.
      case time
      /// As many bytes had come as it was to fetch.
      case bytes
      /// The archive's disk is short of something.
      case room
    }

    package var by: Cause
    /// How many documents that are known were not visited; what lists name that were not read is not among them.
    package let left: Int
    /// How many sources were not read.
    package var sources = 0

    package init(by cause: Cause, left: Int) {
      (by, self.left) = (cause, left)
    }
  }
}
