// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

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

extension NoteError {
  /// Finds what mail programs and editors do to a file on its way.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - subject: what it was meant to be.
  /// - Returns: the first of it; nil where nothing of it was done.
  static func ofTransport(_ bytes: [UInt8], _ subject: String) -> NoteError? {
    if bytes.hasByteOrderMark {
      return NoteError(
        subject,
        line: 1,
        "a mark (BOM) stands before it: an editor put it there; take the file as it came"
      )
    }
    if let line = bytes.firstLineNotUTF8 {
      return NoteError(subject, line: line, "it is not text in UTF-8")
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return lines.firstIndex { $0.last == UInt8(ascii: "\r") }.map {
      NoteError(
        subject,
        line: $0 + 1,
        "it ends with CR LF, which a mail program or an editor put there; take the file as it came, or from a compressed folder"
      )
    }
  }
}
