// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing

/// Where and how a source lists a document.
package struct ListEntry: Hashable, Codable, Sendable {
  package let source: String
  package let text: String
  package let heading: String?
  /// The place among the source's links, from 0.
  package let position: Int
  /// The page on which it stands, where that is not the source's own; the catalogue does not know it.
  package let page: WebAddress?
  /// What names the publication that has it as an attachment: on GOV.UK its content id; nil where nothing does, or nobody asked yet.
  package let publication: String?

  package init(
    source: String,
    text: String,
    heading: String?,
    position: Int,
    page: WebAddress? = nil,
    publication: String? = nil
  ) {
    self.source = source
    self.text = text
    self.heading = heading
    self.position = position
    self.page = page
    self.publication = publication
  }

  /// Whether both say the same, on whatever page.
  ///
  /// - Parameters:
  ///   - other: another entry.
  ///   - isSame: whether two texts are the same for a reader.
  /// - Returns: whether nothing else differs.
  package func says(as other: ListEntry, sameText isSame: (String, String) -> Bool) -> Bool {
    source == other.source && position == other.position && isSame(text, other.text)
      && isSame(heading ?? "", other.heading ?? "") && publication == other.publication
  }
}
