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
  /// Whether a proxy in front says by which scheme it was asked.
  let isBehindProxy: Bool

  /// Shorter secrets could be guessed.
  package static let shortestToken = 16

  /// - Parameters:
  ///   - names: of hosts, without ports. A page elsewhere that had its own name led here would be one more name.
  ///   - access: who is let in.
  ///   - isBehindProxy: whether what a proxy adds to a request is believed.
  package init(names: [String], _ access: Access, isBehindProxy: Bool = false) {
    self.isBehindProxy = isBehindProxy
    self.names = Set(names.map { $0.lowercased() })
    token = if case .token(let secret) = access { Self.digest(secret) } else { nil }
  }

  /// - Parameters:
  ///   - host: the field Host.
  ///   - authorization: the field Authorization.
  /// - Returns: nil where they may come in.
  func refusal(host: String?, authorization: String?) -> Refusal? {
    guard let host, !host.isEmpty else { return .noHost }
    guard let name = Self.name(host), names.contains(name) else { return .otherHost }
    guard let token else { return nil }
    // Digests are compared, so that how long it takes says nothing of the secret.
    return authorization.flatMap(Self.secret).map { Self.digest($0) == token } == true
      ? nil : .noToken
  }

  /// The host without its port; nil where it is not both and nothing else, for it goes into what is answered.
  private static func name(_ host: String) -> String? {
    let host = host.lowercased()
    let bracket = host.hasPrefix("[") ? host.firstIndex(of: "]") : nil
    let end = bracket.map { host.index(after: $0) } ?? host.firstIndex(of: ":") ?? host.endIndex
    let port = host[end...]
    let isPort =
      port.isEmpty
      || port.hasPrefix(":") && (2...6).contains(port.utf8.count)
        && port.utf8.dropFirst().allSatisfy(\.isDigit)
    return isPort ? String(host[..<end]) : nil
  }

  /// Whether a name may be one of a room: an IPv6 address in its brackets, or a name as browsers send it, in ASCII.
  package static func isName(_ name: String) -> Bool {
    if name.hasPrefix("["), name.hasSuffix("]") {
      return name.utf8.dropFirst().dropLast().allSatisfy {
        $0.isLetterOrDigit || $0 == 0x3A || $0 == 0x2E
      }
    }
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    return name.utf8.count <= 253
      && labels.allSatisfy { label in
        !label.isEmpty && label.utf8.allSatisfy { $0.isLetterOrDigit || $0 == 0x2D || $0 == 0x5F }
      }
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
