// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// Whether a text is a URI by its syntax; no scheme is known, nothing is looked up.
///
/// Source: RFC 3986 §3 and appendix A <https://www.rfc-editor.org/rfc/rfc3986#appendix-A>
enum URISyntax {
  /// Whether a text is a `URI`: one with a scheme, not a reference relative to something.
  ///
  /// `https://example.org/`, `urn:isbn:0`, `info:a/b`, `ark:/12345/x` and `mailto:a@example.org` are;
  /// `example.org`, `a@example.org` and `//example.org/` are not. An IRI with letters beyond ASCII is
  /// not either. The syntax asks for no more after the scheme than its colon: `a:` is a URI.
  static func isURI(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), isScheme(bytes[..<colon]) else {
      return false
    }
    var rest = bytes[(colon + 1)...]
    if let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
      guard consists(rest[(hash + 1)...], ofPathCharactersAnd: "/?") else { return false }
      rest = rest[..<hash]
    }
    if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
      guard consists(rest[(mark + 1)...], ofPathCharactersAnd: "/?") else { return false }
      rest = rest[..<mark]
    }
    if rest.starts(with: "//".utf8) {
      let authority = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "/") }
      guard isAuthority(authority) else { return false }
      rest = rest[authority.endIndex...]
    }
    return consists(rest, ofPathCharactersAnd: "/")
  }

  private static func isScheme(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first, first.isLetter else { return false }
    return text.allSatisfy { $0.isLetterOrDigit || "+-.".utf8.contains($0) }
  }

  // MARK: Authority

  private static func isAuthority(_ text: ArraySlice<UInt8>) -> Bool {
    var rest = text
    if let at = rest.firstIndex(of: UInt8(ascii: "@")) {
      guard consists(rest[..<at], ofNameCharactersAnd: ":") else { return false }
      rest = rest[(at + 1)...]
    }
    let host: ArraySlice<UInt8>
    if rest.first == UInt8(ascii: "[") {
      guard let end = rest.firstIndex(of: UInt8(ascii: "]")) else { return false }
      host = rest[...end]
      guard isAddressLiteral(host.dropFirst().dropLast()) else { return false }
    } else {
      host = rest.prefix { $0 != UInt8(ascii: ":") }
      guard consists(host, ofNameCharactersAnd: "") else { return false }
    }
    let port = rest[host.endIndex...]
    return port.isEmpty || port.first == UInt8(ascii: ":") && port.dropFirst().allSatisfy(\.isDigit)
  }

  /// What may be between brackets: an IPv6 address, or the form kept for its successors.
  private static func isAddressLiteral(_ text: ArraySlice<UInt8>) -> Bool {
    guard let first = text.first else { return false }
    guard first == UInt8(ascii: "v") || first == UInt8(ascii: "V") else { return isIPv6(text) }
    let version = text.dropFirst().prefix(while: \.isHexDigit)
    let rest = text[version.endIndex...]
    return !version.isEmpty && rest.first == UInt8(ascii: ".") && rest.count > 1
      && rest.dropFirst().allSatisfy { isNameCharacter($0) || $0 == UInt8(ascii: ":") }
  }

  private static func isIPv6(_ text: ArraySlice<UInt8>) -> Bool {
    let colons = text.indices.first { text[$0...].starts(with: "::".utf8) }
    guard let colons else { return groups(in: text, mayEndInIPv4: true) == 8 }
    guard let front = groups(in: text[..<colons], mayEndInIPv4: false),
      let back = groups(in: text[(colons + 2)...], mayEndInIPv4: true)
    else { return false }
    // Two colons stand for one group of zeros at least.
    return front + back <= 7
  }

  /// How many groups of sixteen bits a text has, or nil where it is no sequence of such groups.
  private static func groups(in text: ArraySlice<UInt8>, mayEndInIPv4: Bool) -> Int? {
    if text.isEmpty { return 0 }
    let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    let endsInIPv4 = mayEndInIPv4 && parts.last.map(isIPv4) == true
    let groups = endsInIPv4 ? parts.dropLast() : parts[...]
    guard groups.allSatisfy({ (1...4).contains($0.count) && $0.allSatisfy(\.isHexDigit) }) else {
      return nil
    }
    return groups.count + (endsInIPv4 ? 2 : 0)
  }

  private static func isIPv4(_ text: ArraySlice<UInt8>) -> Bool {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        (1...3).contains(part.count) && part.allSatisfy(\.isDigit)
          && (part.count == 1 || part.first != UInt8(ascii: "0"))
          && part.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } <= 255
      }
  }

  // MARK: Characters

  /// Whether there are only `pchar` and some others.
  private static func consists(
    _ text: ArraySlice<UInt8>,
    ofPathCharactersAnd others: String
  ) -> Bool {
    consists(text, ofNameCharactersAnd: ":@" + others)
  }

  /// Whether there are only `unreserved`, `sub-delims`, `pct-encoded` and some others.
  private static func consists(
    _ text: ArraySlice<UInt8>,
    ofNameCharactersAnd others: String
  ) -> Bool {
    var rest = text
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard rest.hexByte != nil else { return false }
        rest.removeFirst(2)
      } else {
        guard isNameCharacter(byte) || others.utf8.contains(byte) else { return false }
      }
    }
    return true
  }

  /// `unreserved` or `sub-delims`.
  private static func isNameCharacter(_ byte: UInt8) -> Bool {
    byte.isLetterOrDigit || "-._~!$&'()*+,;=".utf8.contains(byte)
  }
}
