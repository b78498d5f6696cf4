// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// The part of a file that a request asks for.
///
/// Source: RFC 9110 §14.1.2, §14.2 <https://www.rfc-editor.org/rfc/rfc9110#section-14>
enum ByteRange: Hashable, Sendable {
  /// All of it: nothing else was asked for, or something that is not understood, or several parts at once.
  case whole
  case part(ClosedRange<Int64>)
  /// None of it is there.
  case unsatisfiable

  /// - Parameters:
  ///   - field: the header field; nil for none.
  ///   - size: the file's, in bytes.
  init(_ field: String?, of size: Int64) {
    guard let field, let equals = field.firstIndex(of: "="),
      field[..<equals].lowercased() == "bytes"
    else {
      self = .whole
      return
    }
    let spec = field[field.index(after: equals)...].filter { $0 != " " && $0 != "\t" }
    let ends = spec.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard ends.count == 2, !spec.contains(",") else {
      self = .whole
      return
    }
    let (first, last) = (Self.number(ends[0]), Self.number(ends[1]))
    switch (first, last) {
    case (let first?, nil) where ends[1].isEmpty:
      self = first < size ? .part(first...(size - 1)) : .unsatisfiable
    case (let first?, let last?) where first <= last:
      self = first < size ? .part(first...min(last, size - 1)) : .unsatisfiable
    case (nil, let length?) where ends[0].isEmpty:
      self = length > 0 && size > 0 ? .part(max(0, size - length)...(size - 1)) : .unsatisfiable
    default: self = .whole
    }
  }

  private static func number(_ digits: Substring) -> Int64? {
    guard !digits.isEmpty, digits.utf8.allSatisfy(\.isDigit) else { return nil }
    // More than fits is more than any file has.
    return Int64(digits) ?? .max
  }
}
