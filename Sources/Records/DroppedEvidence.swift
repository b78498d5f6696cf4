// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What went from quarantine in one run.
package struct DroppedEvidence: Hashable, Sendable {
  /// Bodies for which there was no room any more.
  package var bodies = 0
  package var bytes: Int64 = 0
  /// Where those lay, relative to the archive.
  package var places: Set<String> = []
  /// Bodies that gave way to newer ones of the same document and verdict.
  package var replaced = 0
  /// Bodies that were not put aside, being larger than all may be together.
  package var tooLarge = 0

  package init() {}
}
