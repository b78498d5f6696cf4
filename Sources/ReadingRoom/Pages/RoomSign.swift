// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation

/// What a room is called, and of which time what it shows is.
struct RoomSign: Hashable, Sendable {
  let title: String
  /// When the last run began, in words; nil where none did.
  let asOf: String?
  /// What of the archive is not shown; nil for nothing.
  var leftOut: String?

  /// - Parameters:
  ///   - title: what the room is called.
  ///   - run: the name of the last run: `2026-11-30T020000Z`; nil where there was none.
  init(_ title: String, asOf run: String?) {
    self.title = title
    asOf = run.flatMap { run in
      let parts = run.split(separator: "T")
      guard parts.count == 2, parts[0].utf8.count == 10, parts[1].utf8.count >= 4 else {
        return nil
      }
      return "\(parts[0]) \(parts[1].prefix(2)):\(parts[1].dropFirst(2).prefix(2)) UTC"
    }
  }
}
