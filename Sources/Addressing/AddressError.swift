// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Why a text is not an address that Hanaper can ask for.
package enum AddressError: Error, Hashable, Sendable {
  /// Nothing but white space.
  case empty
  /// A scheme other than `http` and `https`, in lower case: `mailto`, `javascript`, `ftp` …
  case unsupportedScheme(String)
  /// A user name or password in the address; it would end up in an archive meant for others.
  case credentials
  /// Longer than ``WebAddress/longestText`` bytes once normalised.
  case tooLong(bytes: Int)
  /// No scheme, and no page to resolve it against.
  case relative(String)
  /// A letter in it could not be read: bytes that are none in the encoding of the page, or were none where it was made.
  case unreadable(String)
  /// libcurl's URL parser refuses it; `reason` is libcurl's own sentence.
  case malformed(String, reason: String)
}

extension AddressError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .empty, .credentials, .tooLong: "the address \(clause)"
    case .unsupportedScheme(let scheme):
      "only http and https addresses can be fetched, not “\(scheme):”"
    case .relative(let text), .unreadable(let text), .malformed(let text, _): "“\(text)” \(clause)"
    }
  }

  /// What is wrong with it, to stand behind the address or a word for it.
  package var clause: String {
    switch self {
    case .empty: "is empty"
    case .unsupportedScheme(let scheme):
      "begins with “\(scheme):”; only http and https addresses can be fetched"
    case .credentials: "holds a user name or password; take it out"
    case .tooLong(let bytes): "is \(bytes) bytes long; the limit is \(WebAddress.longestText)"
    case .relative: "is not a whole address; it should begin with https://"
    case .unreadable: "cannot be followed: a letter in it could not be read"
    case .malformed(_, let reason): "is not a valid address: \(reason)"
    }
  }
}
