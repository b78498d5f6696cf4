// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Why a text is not an address that Hanaper can ask for.
public enum AddressError: Error, Hashable, Sendable {
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
  /// Some of it stands in bytes that are no letters in the encoding of its page.
  case unreadable(String)
  /// libcurl's URL parser refuses it; `reason` is libcurl's own sentence.
  case malformed(String, reason: String)
}

extension AddressError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .empty: "the address is empty"
    case .unsupportedScheme(let scheme):
      "only http and https addresses can be fetched, not “\(scheme):”"
    case .credentials: "the address holds a user name or password; take it out"
    case .tooLong(let bytes):
      "the address is \(bytes) bytes long; the limit is \(WebAddress.longestText)"
    case .relative(let text): "“\(text)” is not a whole address; it should begin with https://"
    case .unreadable(let text):
      "“\(text)” cannot be followed: some of it cannot be read in the encoding of the page"
    case .malformed(let text, let reason): "“\(text)” is not a valid address: \(reason)"
    }
  }
}
