// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Something wrong that a verification saw: what, where, under which rule.
///
/// Source: OCFL 1.1 validation codes <https://ocfl.io/1.1/spec/validation-codes.html>
public struct Finding: Hashable, Codable, Sendable {
  /// A validation code, `E092` say.
  public let code: String
  /// The object's identifier, or its directory where the inventory does not tell.
  public let object: String
  /// The file or directory, relative to the object.
  public let path: String
  /// One sentence in plain words.
  public let message: String

  public init(code: String, object: String, path: String, message: String) {
    self.code = code
    self.object = object
    self.path = path
    self.message = message
  }
}

extension Finding {
  func of(object: String) -> Finding {
    Finding(code: code, object: object, path: path, message: message)
  }
}

extension Finding: CustomStringConvertible {
  public var description: String {
    path.isEmpty ? "\(code): \(message)" : "\(code) \(path): \(message)"
  }
}
