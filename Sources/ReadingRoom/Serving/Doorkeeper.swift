// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Foundation
import Text

/// Who is let in: by the name under which the room is asked for, and by what they know.
package struct Doorkeeper: Sendable {
  package enum Access: Sendable {
    /// Everybody who comes this far.
    case everybody
    /// Who knows a secret, as the password of HTTP's basic authentication or as a bearer's token.
    case token(String)
  }

  /// Why somebody is not let in.
  enum Refusal: Hashable, Sendable {
    case noHost, otherHost, noToken
  }

  private let names: Set<String>
  private let token: Digest?

  /// Shorter secrets could be guessed.
  package static let shortestToken = 16

  /// - Parameters:
  ///   - names: of hosts, without ports. A page elsewhere that had its own name led here would be one more name.
  ///   - access: who is let in.
  package init(names: [String], _ access: Access) {
    self.names = Set(names.map { $0.lowercased() })
    token = if case .token(let secret) = access { Self.digest(secret) } else { nil }
  }

  /// - Parameters:
  ///   - host: the field Host.
  ///   - authorization: the field Authorization.
  /// - Returns: nil where they may come in.
  func refusal(host: String?, authorization: String?) -> Refusal? {
    guard let host, !host.isEmpty else { return .noHost }
    guard names.contains(Self.name(host)) else { return .otherHost }
    guard let token else { return nil }
    // Digests are compared, so that how long it takes says nothing of the secret.
    return authorization.flatMap(Self.secret).map { Self.digest($0) == token } == true
      ? nil : .noToken
  }

  /// The host without its port.
  private static func name(_ host: String) -> String {
    let host = host.lowercased()
    if host.hasPrefix("["), let end = host.firstIndex(of: "]") { return String(host[...end]) }
    return String(host.prefix { $0 != ":" })
  }

  private static func secret(_ field: String) -> String? {
    let words = field.split(separator: " ", maxSplits: 1)
    guard words.count == 2 else { return nil }
    let value = String(words[1])
    switch words[0].lowercased() {
    case "bearer": return value
    case "basic":
      guard let bytes = Data(base64Encoded: value) else { return nil }
      let text = String(decoding: bytes, as: UTF8.self)
      // Whoever they say they are.
      return text.firstIndex(of: ":").map { String(text[text.index(after: $0)...]) }
    default: return nil
    }
  }

  private static func digest(_ secret: String) -> Digest { Digest.of(secret, by: .sha256) }
}
