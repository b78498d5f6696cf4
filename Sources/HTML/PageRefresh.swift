// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing

/// Where a page sends its reader without being asked: by `<meta http-equiv="refresh">`, the field `Refresh`, which says the
/// same, or a script.
///
/// A page that only loads itself again sends nobody anywhere.
///
/// Source: HTML §4.2.5.3
/// <https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-refresh>
package struct PageRefresh: Hashable, Sendable {
  package let target: WebAddress
  /// After how many seconds.
  package let delay: Double

  /// Whether it does what a redirect does: no reader stays so short on a page that is meant to be read.
  package var isRedirect: Bool { delay <= Self.longestRedirect }

  /// In seconds.
  static let longestRedirect = 10.0

  init(target: WebAddress, delay: Double) {
    (self.target, self.delay) = (target, delay)
  }

  /// Reads the field `Refresh` of an answer, which browsers go by before they read the page.
  ///
  /// - Parameters:
  ///   - field: its value; nil where there is none.
  ///   - page: what answered.
  /// - Returns: nil where it sends nobody elsewhere.
  package static func given(by field: String?, at page: WebAddress) -> PageRefresh? {
    field.flatMap { PageRefresh($0, relativeTo: page) }.flatMap { $0.target == page ? nil : $0 }
  }

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
}
