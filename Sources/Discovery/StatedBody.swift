// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records

/// What a publisher's own list says of a file, before anybody asks for it.
package struct StatedBody: Hashable, Sendable {
  package let kind: BodyKind?
  /// Its length.
  package let bytes: Int64?

  package init(kind: BodyKind?, bytes: Int64?) {
    self.kind = kind
    self.bytes = bytes.flatMap { $0 > 0 ? $0 : nil }
  }
}
