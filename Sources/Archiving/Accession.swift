// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
package import Records
package import SystemPackage

/// A body on its way into the archive, and all that is known of how it came.
package struct Accession: Sendable {
  package let capture: Capture
  /// What is known already to be damaged of the document, so that no version can be made.
  package let damage: DamageNotice?
  /// The newest version by the catalogue, 0 where it knows of none; nil where it was not asked in this run.
  let known: Int?
  /// Moves the body to a place of the archive's choosing.
  package let move: @Sendable (FilePath) throws -> Void

  package init(
    _ capture: Capture,
    besides damage: DamageNotice? = nil,
    known: Int? = nil,
    move: @escaping @Sendable (FilePath) throws -> Void
  ) {
    self.capture = capture
    self.damage = damage
    self.known = known
    self.move = move
  }

  /// The same with its body in a file of its own, for one that is to wait: short ones are else in memory.
  ///
  /// - Parameter file: a file to make, on the archive's file system.
  /// - Returns: the same on its way from there.
  /// - Throws: where the file cannot be made.
  package func settled(at file: FilePath) throws -> Accession {
    try move(file)
    return Accession(capture, besides: damage, known: known) { try Disk().rename(file, to: $0) }
  }
}
