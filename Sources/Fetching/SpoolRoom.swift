// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Says whether there is room for the bodies that are on their way.
package protocol SpoolRoom: Sendable {
  /// Sets how much of a body is still expected, with what has come of it and is not written yet.
  ///
  /// Called when its head has come, again when more comes than was declared, and as it is written. Called
  /// on the thread that receives, so it must be quick.
  ///
  /// - Parameters:
  ///   - bytes: what is expected still.
  ///   - body: which one.
  ///   - whole: how long the body is, as far as is known.
  /// - Throws: ``NoRoom`` where that is more than before, and too much.
  func expect(_ bytes: Int64, of body: ObjectIdentifier, whole: Int64) throws(NoRoom)

  /// The body is whole, or given up.
  func end(_ body: ObjectIdentifier)
}

/// A body was not begun, or not gone on with, because the disk has no room for it.
package struct NoRoom: Error, Hashable, Sendable {
  package init() {}
}
