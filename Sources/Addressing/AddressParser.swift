// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

/// From an address as found to its normal form.
enum AddressParser {
  static func normalise(
    _ found: String,
    relativeTo base: WebAddress?
  ) throws(AddressError) -> String {
    if let base, let normal = plainForm(of: found, relativeTo: base) { return normal }
    // Records are read by the hundred thousand, and what we wrote there is in normal form.
    if isPlain(Array(found.utf8)[...]) { return found }
    return try parse(found, relativeTo: base)
  }

  /// The normal form by way of libcurl, of whatever may have one.
  static func parse(
    _ found: String,
    relativeTo base: WebAddress?
  ) throws(AddressError) -> String {
    let text = withTwoSlashes(tidied(found), relativeTo: base)
    guard !text.isEmpty || base != nil else { throw .empty }

    if let scheme = scheme(of: text) {
      guard scheme == "http" || scheme == "https" else { throw .unsupportedScheme(scheme) }
    } else if base == nil {
      throw .relative(found)
    }

    let parser = CurlURL()
    if let base {
      try parser.set(base.text, as: found)
    }
    if !text.isEmpty {
      try parser.set(text, as: found)
    }
    let normal = try normalForm(of: parser, found: found)
    guard normal.utf8.count <= WebAddress.longestText else {
      throw .tooLong(bytes: normal.utf8.count)
    }
    return normal
  }

  /// The normal form of a plain link: names with slashes between them, in characters that stand for themselves.
  ///
  /// Most links of a page are such, and this is what the long way comes to, at a small part of its cost. Nil for others.
  private static func plainForm(of found: String, relativeTo base: WebAddress) -> String? {
    let (slash, dot) = (UInt8(ascii: "/"), UInt8(ascii: "."))
    let origin = base.origin
    var way = found.utf8[...]
    if way.starts(with: origin.utf8) {
      way = way.dropFirst(origin.utf8.count)
      guard way.first == slash else { return nil }
    }
    guard let first = way.first, first != slash || way.dropFirst().first != slash else {
      return nil
    }
    // A step upwards, or none, begins with a dot.
    var last = slash
    for byte in way {
      guard byte == slash || byte.isUnreserved, byte != dot || last != slash else { return nil }
      last = byte
    }
    let path = base.path
    let folder = path.utf8.lastIndex(of: slash).map { path[...$0] } ?? "/"
    let normal = origin + (first == slash ? "" : folder) + Substring(way)
    return normal.utf8.count <= WebAddress.longestText ? String(normal) : nil
  }

  private static func normalForm(
    of parser: borrowing CurlURL,
    found: String
  ) throws(AddressError) -> String {
    let scheme = try parser.scheme(of: found).lowercased()
    let host = try parser.host(of: found).lowercased()
    let port = parser.nonDefaultPort.map { ":\($0)" } ?? ""
    let path = PercentCoding.normalise(path: parser.path.utf8)
    var normal = "\(scheme)://\(host)\(port)"
    normal += String(decoding: withoutDotSegments(path), as: UTF8.self)
    if let query = parser.query {
      normal += "?" + String(decoding: PercentCoding.normalise(query: query.utf8), as: UTF8.self)
    }
    return normal
  }

  /// What a browser does before it parses: outer white space, inner line breaks, fragment.
  ///
  /// Source: WHATWG URL §4.4 <https://url.spec.whatwg.org/#concept-basic-url-parser>
  private static func tidied(_ found: String) -> String {
    var bytes = Array(found.utf8)
    bytes.removeAll { $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    var text = bytes[...].trimmingPrefix { $0 <= 0x20 }
    while let last = text.last, last <= 0x20 { text.removeLast() }
    text = text.prefix { $0 != UInt8(ascii: "#") }

    let query = text.firstIndex(of: UInt8(ascii: "?")) ?? text.endIndex
    let path = text[..<query].map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
    // A control character could end the text early in C, and libcurl writes a space in a query as
    // a plus, which is another character to many servers.
    let safe = path.flatMap(escapingControls) + text[query...].flatMap(escapingControlsAndSpace)
    return String(decoding: safe, as: UTF8.self)
  }

  private static func escapingControls(_ byte: UInt8) -> [UInt8] {
    byte < 0x20 || byte == 0x7F ? Array("%\(hex(byte))".utf8) : [byte]
  }

  private static func escapingControlsAndSpace(_ byte: UInt8) -> [UInt8] {
    byte == 0x20 ? Array("%20".utf8) : escapingControls(byte)
  }

  private static func hex(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }

  /// An address with as many slashes as it ought to have: `http:/a`, `http:a`, `http:///example.org/a`.
  ///
  /// With the scheme of the page it is meant against, less than two are a relative address; else what follows is the host.
  ///
  /// Source: WHATWG URL §4.4, “special relative or authority state” <https://url.spec.whatwg.org/#concept-basic-url-parser>
  private static func withTwoSlashes(_ text: String, relativeTo base: WebAddress?) -> String {
    let slash = UInt8(ascii: "/")
    let scheme = scheme(of: text)
    guard scheme == nil || scheme == "http" || scheme == "https" else { return text }
    let rest = text.utf8.dropFirst(scheme.map { $0.utf8.count + 1 } ?? 0)
    let slashes = rest.prefix { $0 == slash }.count
    let name = Substring(rest.dropFirst(slashes))
    guard let scheme else { return slashes > 2 && base != nil ? "//\(name)" : text }
    guard slashes != 2 else { return text }
    guard slashes < 2, let base, base.origin.hasPrefix("\(scheme)://") else {
      return "\(scheme)://\(name)"
    }
    let isName = slashes == 0 && !name.isEmpty && name.first != "?"
    // What looks like another scheme is a name here.
    return isName ? "./\(name)" : String(Substring(rest))
  }

  /// The scheme that the text begins with, in lower case, or nil for a relative address.
  private static func scheme(of text: String) -> String? {
    guard text.utf8.first?.isLetter == true else { return nil }
    for (index, byte) in zip(text.utf8.indices, text.utf8) {
      switch byte {
      case UInt8(ascii: ":"): return text[..<index].lowercased()
      case _ where byte.isLetterOrDigit || "+-.".utf8.contains(byte): continue
      default: return nil
      }
    }
    return nil
  }

  /// Removes `.` and `..` segments; those written as `%2E` are decoded by now.
  ///
  /// Source: RFC 3986 §5.2.4 <https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4>
  private static func withoutDotSegments(_ path: [UInt8]) -> [UInt8] {
    let slash = UInt8(ascii: "/")
    var kept: [ArraySlice<UInt8>] = []
    let segments = path.dropFirst().split(separator: slash, omittingEmptySubsequences: false)
    for (index, segment) in segments.enumerated() {
      let isLast = index == segments.count - 1
      switch Array(segment) {
      case Array(".".utf8): if isLast { kept.append([]) }
      case Array("..".utf8):
        _ = kept.popLast()
        if isLast { kept.append([]) }
      default: kept.append(segment)
      }
    }
    return [slash] + kept.joined(separator: [slash])
  }
}
