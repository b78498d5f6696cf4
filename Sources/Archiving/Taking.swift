// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What became of a visit that was taken in, and of the body that came with it.
package struct Taking: Hashable, Sendable {
  /// The version that the body became; nil without one.
  package var version: Int?
  /// Why it became none though it should have: it waits in quarantine until a person decides.
  package var damage: DamageNotice?
  /// What the catalogue had wrong about the document, in a sentence; the object was gone by.
  package var catalogueFault: String?
}
