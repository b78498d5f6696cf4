// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Filing
import Fixity
import Records
import SystemPackage

/// A version on its way out: proven to be what was kept, with all that the archive knows of it.
struct ExportItem: Sendable {
  let document: Document
  let version: Version
  let capture: Capture
  /// The provenance, as it is kept.
  let captureBytes: [UInt8]
  /// The document's file, of which the digest was compared.
  let file: FilePath
  /// That it was signed for; nil where it was not yet.
  let proof: FileProof?
}

/// Something that was asked for and is not in an export, and why: a clause.
package struct LeftOutItem: Hashable, Sendable {
  package let title: String
  package let version: Int?
  package let reason: String
  /// Whether it is not there because it is damaged.
  package let isDamaged: Bool
}
