// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Where and how a source lists a document.
package struct ListEntry: Hashable, Codable, Sendable {
  package let source: String
  package let text: String
  package let heading: String?
  /// The place among the source's links, from 0.
  package let position: Int

  package init(source: String, text: String, heading: String?, position: Int) {
    self.source = source
    self.text = text
    self.heading = heading
    self.position = position
  }
}
