// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Where and how a source lists a document.
public struct ListEntry: Hashable, Codable, Sendable {
  public let source: String
  public let text: String
  public let heading: String?
  /// The place among the source's links, from 0.
  public let position: Int

  public init(source: String, text: String, heading: String?, position: Int) {
    self.source = source
    self.text = text
    self.heading = heading
    self.position = position
  }
}
