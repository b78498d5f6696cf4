// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Text

/// How large something is that is larger than the configuration allows.
package struct Oversize: Codable, Hashable, Sendable {
  /// In bytes, by the word of its server; nil where nobody states it.
  package let length: Int64?
  /// What `limits.documentSize` was then, in bytes.
  package let limit: Int64

  package init(length: Int64?, limit: Int64) {
    // A length within the limit explains nothing.
    (self.length, self.limit) = (length.flatMap { $0 > limit ? $0 : nil }, limit)
  }
}

extension Oversize {
  /// In a user's words, as few as a table takes.
  package var words: String { "too large: \(size)" }

  /// In a user's words: one clause, no capital, no full stop.
  package var sentence: String {
    let limit = "`limits.documentSize` allows \(limit.inWords)"
    guard let length else { return "the file is larger than \(limit); nobody states how large" }
    return "the file has \(length.inWords), and \(limit)"
  }

  /// What there is to do about it: one clause, no capital, no full stop.
  package var advice: String {
    "raise `limits.documentSize`" + (length.map { " above \($0.inWords)" } ?? "")
  }

  private var size: String {
    length.map(\.inWords) ?? "more than \(limit.inWords)"
  }
}
