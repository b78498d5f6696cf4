// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// An absolute http or https address in its one normal form.
///
/// Two addresses are equal exactly when their normal forms are the same bytes. The normal form has a
/// lower-case scheme and host (internationalised names in punycode), no default port, no dot
/// segments, no fragment, escapes in upper case and only where a character needs one, and the query
/// in its given order.
///
///     try WebAddress("HTTPS://Example.ORG:443/a/../Review%7e2.pdf#page=3").text
///     // https://example.org/Review~2.pdf
///
/// Parsing is libcurl's own, so what is compared here is what will be asked for. The value holds one
/// string; its parts are cut out of it when asked for.
///
/// Source: RFC 3986 §6.2 <https://www.rfc-editor.org/rfc/rfc3986#section-6.2>
package struct WebAddress: Hashable, Sendable {
  /// The longest normal form accepted, in bytes.
  ///
  /// RFC 9110 §4.1 asks every server to take at least 8,000; longer ones are log-in redirects with
  /// tokens inside, never a document.
  package static let longestText = 8_000

  /// The normal form.
  package let text: String

  /// Parses and normalises an address.
  ///
  /// White space around it is dropped, line breaks and tabs inside it too, raw spaces and
  /// non-ASCII characters become escapes, backslashes become slashes: an `href` works here as in a
  /// browser.
  ///
  /// - Parameters:
  ///   - text: an address as found: absolute, or relative if there is a `base`.
  ///   - base: what a relative address is resolved against.
  /// - Throws: ``AddressError`` for what cannot be asked for over http or https.
  package init(_ text: String, relativeTo base: WebAddress? = nil) throws(AddressError) {
    self.text = try AddressParser.normalise(text, relativeTo: base)
  }

  /// Takes an address that is known to be in normal form, because this type made it.
  ///
  /// For texts read back from the catalogue; it saves a parse for each of 100,000 rows.
  package init(alreadyNormal text: String) {
    self.text = text
  }
}

// The normal form is ASCII, so its parts are cut by bytes, which costs a tenth of cutting by characters.
extension WebAddress {
  /// `http` or `https`.
  package var scheme: Substring { text[..<index(schemeEnd)] }

  /// Host and, unless it is the default one, port: `example.org`, `[::1]:8080`.
  package var authority: Substring { text[index(authorityStart)..<index(targetStart)] }

  /// The host without its port; an IPv6 address keeps its brackets.
  package var host: Substring {
    let (start, end) = (authorityStart, targetStart)
    let hostEnd = withBytes { bytes in
      var place = end
      while place > start, bytes[place - 1].isDigit { place -= 1 }
      let isPort = place > start && bytes[place - 1] == UInt8(ascii: ":")
      return isPort ? place - 1 : end
    }
    return text[index(start)..<index(hostEnd)]
  }

  /// Scheme and authority: `https://example.org:8080`.
  package var origin: Substring { text[..<index(targetStart)] }

  /// Path and query, as they stand in a request line.
  package var target: Substring { text[index(targetStart)...] }

  /// The path, beginning with a slash.
  package var path: Substring {
    let start = targetStart
    return text[index(start)..<index(place(of: UInt8(ascii: "?"), from: start))]
  }

  private var schemeEnd: Int { place(of: UInt8(ascii: ":"), from: 0) }

  private var authorityStart: Int { min(schemeEnd + 3, text.utf8.count) }

  private var targetStart: Int { place(of: UInt8(ascii: "/"), from: authorityStart) }

  private func index(_ place: Int) -> String.Index {
    text.utf8.index(text.startIndex, offsetBy: place)
  }

  /// At which byte another stands first, at a place or behind it; the end where it does not.
  ///
  /// A night asks for the host of an address some ten times for each document, and a string's own search takes four
  /// times as long.
  private func place(of byte: UInt8, from start: Int) -> Int {
    withBytes { bytes in
      var place = start
      while place < bytes.count, bytes[place] != byte { place += 1 }
      return place
    }
  }

  private func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if let result = text.utf8.withContiguousStorageIfAvailable(body) { return result }
    return Array(text.utf8).withUnsafeBufferPointer(body)
  }

  /// The query without its question mark, or nil where there is none.
  package var query: Substring? {
    let path = path
    guard path.endIndex < text.endIndex else { return nil }
    return text[path.endIndex...].dropFirst()
  }

  /// The last part of the path with its escapes decoded: the publisher's file name, as a rule.
  package var lastPathComponent: String { PercentCoding.decode(String(lastSegment)) }

  /// The last part of the path that is not empty, as it stands there.
  private var lastSegment: Substring {
    let start = targetStart
    let (first, end) = withBytes { bytes in
      let slash = UInt8(ascii: "/")
      var end = start
      while end < bytes.count, bytes[end] != UInt8(ascii: "?") { end += 1 }
      while end > start, bytes[end - 1] == slash { end -= 1 }
      var first = end
      while first > start, bytes[first - 1] != slash { first -= 1 }
      return (first, end)
    }
    return text[index(first)..<index(end)]
  }

  /// What stands behind the last dot of the last path component, in lower case, or nil.
  ///
  /// Parameters (`a.pdf;jsessionid=1.node2`, RFC 3986 §3.3) are no part of the name.
  package var pathExtension: String? {
    let segment = lastSegment
    // Most names have nothing to decode.
    var name = segment.utf8.contains(UInt8(ascii: "%")) ? lastPathComponent[...] : segment
    if let sign = name.utf8.firstIndex(of: UInt8(ascii: ";")),
      name[sign...].utf8.contains(UInt8(ascii: "=")),
      name[..<sign].utf8.contains(UInt8(ascii: "."))
    {
      name = name[..<sign]
    }
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot > name.startIndex else {
      return nil
    }
    let suffix = name[name.utf8.index(after: dot)...]
    return suffix.isEmpty ? nil : suffix.lowercased()
  }

  /// The same address without the query parameters of the given names.
  ///
  /// For parameters that change with every load and say nothing (`refresh`, tokens).
  package func dropping(queryParameters names: Set<String>) -> WebAddress {
    guard !names.isEmpty, let query else { return self }
    let kept = query.split(separator: "&", omittingEmptySubsequences: false).filter { parameter in
      let name = parameter.prefix { $0 != "=" }
      return !names.contains(PercentCoding.decode(String(name)))
    }
    let front = text[..<path.endIndex]
    let joined = kept.joined(separator: "&")
    return WebAddress(alreadyNormal: joined.isEmpty ? String(front) : "\(front)?\(joined)")
  }
}

extension WebAddress {
  /// Whether it is an address in its normal form, as a record claims of it that may be damaged.
  package var isNormal: Bool { (try? WebAddress(text))?.text == text }
}

extension WebAddress: CustomStringConvertible {
  package var description: String { text }
}

extension WebAddress: Comparable {
  /// Orders by the bytes of the normal form.
  package static func < (left: WebAddress, right: WebAddress) -> Bool {
    // The normal form is ASCII, which Swift orders by its bytes.
    left.text < right.text
  }
}

extension WebAddress: Codable {
  package init(from decoder: any Decoder) throws {
    try self.init(decoder.singleValueContainer().decode(String.self))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
