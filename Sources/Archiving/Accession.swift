// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Records
public import SystemPackage

/// A body on its way into the archive, and all that is known of how it came.
public struct Accession: Sendable {
  public let capture: Capture
  /// What is known already to be damaged of the document, so that no version can be made.
  public let damage: DamageNotice?
  /// Moves the body's file to a place of the archive's choosing.
  public let move: @Sendable (FilePath) throws -> Void

  public init(
    _ capture: Capture,
    besides damage: DamageNotice? = nil,
    move: @escaping @Sendable (FilePath) throws -> Void
  ) {
    self.capture = capture
    self.damage = damage
    self.move = move
  }
}
