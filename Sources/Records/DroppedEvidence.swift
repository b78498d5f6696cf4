// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What went from quarantine in one run.
public struct DroppedEvidence: Hashable, Sendable {
  /// Bodies for which there was no room any more.
  public package(set) var bodies = 0
  public package(set) var bytes: Int64 = 0
  /// Where those lay, relative to the archive.
  public package(set) var places: Set<String> = []
  /// Bodies that gave way to newer ones of the same document and verdict.
  public package(set) var replaced = 0
  /// Bodies that were not put aside, being larger than all may be together.
  public package(set) var tooLarge = 0

  package init() {}
}
