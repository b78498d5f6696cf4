// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Why a note, a key, a proof or a policy cannot be read.
package struct NoteError: Error, Hashable, Sendable {
  /// What it was meant to be: “signed note”, “key”, “proof”, “policy”.
  package let subject: String
  /// The line at fault, counted from 1; nil where it is about the whole.
  package let line: Int?
  /// What was expected, and what stands there; one clause, no full stop.
  package let reason: String

  package init(_ subject: String, line: Int? = nil, _ reason: String) {
    self.subject = subject
    self.line = line
    self.reason = reason
  }
}

extension NoteError: CustomStringConvertible {
  package var description: String {
    let place = line.map { ", line \($0)" } ?? ""
    return "this is no \(subject) that can be read\(place): \(reason)"
  }
}
