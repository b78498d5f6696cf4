// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Fixity
package import Foundation

/// The text of one version of a document, as the index keeps it.
package struct ReadText: Sendable {
  package let address: WebAddress
  package let version: Int
  package let digest: Digest
  package let capturedAt: Date
  package let title: String
  package let fileName: String
  /// The ids of the sources that list it.
  package let sources: [String]
  /// Years that it is about: those in its title and name, and when it was kept.
  package let years: [Int]
  /// The text of its parts, one behind the other; nil where it has none.
  package let parts: [String]?
  /// What the parts are called: page, sheet, slide; nil where there are none.
  package let part: String?
  /// Why it has no text, in a word; nil where it has.
  package let reason: String?
  package let language: String?
  /// What is hidden in it, as JSON; nil for nothing.
  package let hidden: String?
  package let isCut: Bool

  package init(
    address: WebAddress,
    version: Int,
    digest: Digest,
    capturedAt: Date,
    title: String,
    fileName: String,
    sources: [String],
    years: [Int],
    parts: [String]?,
    part: String? = nil,
    reason: String? = nil,
    language: String? = nil,
    hidden: String? = nil,
    isCut: Bool = false
  ) {
    (self.address, self.version, self.digest) = (address, version, digest)
    (self.capturedAt, self.title, self.fileName) = (capturedAt, title, fileName)
    (self.sources, self.years, self.parts, self.part) = (sources, years, parts, part)
    (self.reason, self.language, self.hidden, self.isCut) = (reason, language, hidden, isCut)
  }
}

/// The text of a version, as it is kept.
package struct KeptText: Sendable {
  /// Of the version's bytes.
  package let digest: Digest
  /// Nil where there is none.
  package let parts: [String]?
  /// What the parts are called.
  package let part: String?
  /// Why there is none.
  package let reason: String?
  /// What is hidden in it, as JSON.
  package let hidden: String?
}
