// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Fixity
package import Foundation

/// A sound body that came for a document which is held, and for others in the same night: it is in doubt, and displaces nothing
/// before a person says so or it has stayed.
package struct SharedBody: Codable, Hashable, Sendable {
  /// What is the same of it night by night: of its text, its content or its bytes.
  package let digest: Digest
  /// For how many documents it came when it was first seen.
  package let documents: Int
  /// For how many nights it has come, counted as those of an illness.
  package let stay: Illness

  package init(digest: Digest, documents: Int, stay: Illness) {
    (self.digest, self.documents, self.stay) = (digest, documents, stay)
  }

  /// The same, as far as its times can be believed.
  package func believed(at now: Date) -> SharedBody {
    SharedBody(digest: digest, documents: documents, stay: stay.believed(at: now))
  }
}
