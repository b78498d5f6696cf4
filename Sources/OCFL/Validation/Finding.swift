// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Something wrong that a validation saw: what, where, under which rule.
///
/// Source: OCFL 1.1 validation codes <https://ocfl.io/1.1/spec/validation-codes.html>
package struct Finding: Hashable, Encodable, Sendable {
  package enum Severity: String, Encodable, Sendable {
    /// A rule is broken: the object or the storage root is invalid.
    case error
    /// A recommendation is not followed; what was looked at is valid all the same.
    case warning
    /// Something could not be read, so nothing can be said of it.
    case unread
  }

  /// The code of what could not be read.
  static let unread = "unread"

  /// A validation code of the specification that the object or the root declares, `E092` say, or one of
  /// our own in words: `unread`, `specification`.
  package let code: String
  package let severity: Severity
  /// The object's identifier, or its directory where the inventory does not tell; empty for what
  /// belongs to no object.
  package let object: String
  /// The file or directory, relative to the object or to the storage root.
  package let path: String
  /// One sentence in plain words.
  package let message: String
  /// Where the rule can be read; nil for codes of our own.
  package let link: String?

  package init(
    code: String,
    object: String,
    path: String,
    message: String,
    specification: Specification = .v1_1
  ) {
    self.code = code
    self.object = object
    self.path = path
    self.message = message
    severity =
      switch code {
      case Self.unread: .unread
      case _ where Self.isOfSpecification(code, "W"): .warning
      default: .error
      }
    let isOfSpecification = Self.isOfSpecification(code, "E") || severity == .warning
    link = isOfSpecification ? specification.link(to: code) : nil
  }

  private static func isOfSpecification(_ code: String, _ letter: String) -> Bool {
    code.hasPrefix(letter) && code.utf8.count == 4 && Int(code.dropFirst()) != nil
  }
}

extension Finding: CustomStringConvertible {
  package var description: String {
    path.isEmpty ? "\(code): \(message)" : "\(code) \(path): \(message)"
  }
}
