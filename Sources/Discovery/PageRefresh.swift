// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

public import Addressing

/// Where a page sends its reader without being asked, by `<meta http-equiv="refresh">`.
///
/// A page that only loads itself again sends nobody anywhere.
///
/// Source: HTML §4.2.5.3
/// <https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-refresh>
public struct PageRefresh: Hashable, Sendable {
  public let target: WebAddress
  /// After how many seconds.
  public let delay: Double

  /// Whether it does what a redirect does: no reader stays so short on a page that is meant to be read.
  public var isRedirect: Bool { delay <= 10 }

  /// Reads `0; url='…'` as browsers do; nil where it names no address.
  init?(_ content: String, relativeTo base: WebAddress) {
    let time = content.drop(while: \.isWhitespace)
    let digits = time.prefix { $0.isASCII && $0.isNumber || $0 == "." }
    guard !digits.isEmpty else { return nil }
    var rest = time[digits.endIndex...].drop { $0.isWhitespace || $0 == ";" || $0 == "," }
    if rest.prefix(3).lowercased() == "url" {
      let value = rest.dropFirst(3).drop(while: \.isWhitespace)
      if value.first == "=" { rest = value.dropFirst().drop(while: \.isWhitespace) }
    }
    if let quote = rest.first, quote == "\"" || quote == "'" {
      rest = rest.dropFirst().prefix { $0 != quote }
    }
    guard !rest.isEmpty, let target = try? WebAddress(String(rest), relativeTo: base) else {
      return nil
    }
    self.target = target
    // Browsers read the whole seconds and skip what follows a point.
    delay = Double(digits.prefix { $0 != "." }) ?? 0
  }

  /// Looks for one in the beginning of a page, where it has to stand.
  ///
  /// - Parameters:
  ///   - beginning: the first bytes of the page.
  ///   - address: where it was found, after redirects.
  ///   - declaredCharset: the `charset` of its `Content-Type`.
  /// - Returns: nil where the page sends nobody anywhere.
  public static func find(
    in beginning: [UInt8],
    at address: WebAddress,
    declaredCharset: String?
  ) -> PageRefresh? {
    // Few pages have one, and reading a page costs more than looking for a word.
    guard String(decoding: beginning, as: UTF8.self).lowercased().contains("http-equiv") else {
      return nil
    }
    return Listing.read(beginning, at: address, declaredCharset: declaredCharset).refresh
  }
}
