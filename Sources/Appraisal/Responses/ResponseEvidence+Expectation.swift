// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records

extension ResponseEvidence {
  /// What an address is supposed to deliver.
  package enum Expectation: Hashable, Sendable {
    /// A file: because we hold it already, then with its kind, or because the link says so.
    case document(known: BodyKind?)
    /// A listing, or a page that is kept as such.
    case page
    /// Nobody knows.
    case unknown
  }
}
