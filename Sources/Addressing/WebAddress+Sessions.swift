// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text

extension WebAddress {
  /// The same address without what servers write into it for one visitor or one load.
  ///
  ///     /files/a.pdf;jsessionid=0A1B                       /files/a.pdf
  ///     /files/a.pdf?id=7&PHPSESSID=2fd4e1c6               /files/a.pdf?id=7
  ///     /(S(lit3py55t21z5v55vlm25s55))/files/a.pdf         /files/a.pdf
  ///     /files/a.pdf?1732600000                            /files/a.pdf
  ///
  /// Java, PHP, ColdFusion and ASP.NET put a session into the address for visitors without cookies (RFC 3986 §3.3 allows
  /// parameters in a path), and site software puts a time behind a file's name so that no cache keeps it. A number
  /// alone is no such time where the path names a script or no file: it may be what tells one document from another. For
  /// the same reason, only names count that mean a session and nothing else.
  package var droppingSessions: WebAddress {
    guard text.utf8.contains(where: Self.isSign) else { return self }
    var address = self
    let path = pathWithoutSessions
    if path != self.path {
      // What is left may be a step upwards, as in `/a/..;jsessionid=1/b`.
      let rest = (query.map { "?\($0)" } ?? "")
      address = (try? WebAddress(String(origin) + path + rest)) ?? self
    }
    let query = address.queryWithoutSessions
    guard query != address.query else { return address }
    let front = address.text[..<address.path.endIndex]
    return (try? WebAddress(String(front) + (query.map { "?\($0)" } ?? ""))) ?? address
  }

  /// Whether a byte may begin what is left out; hardly any address has one.
  private static func isSign(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ";") || byte == UInt8(ascii: "(") || byte == UInt8(ascii: "?")
  }

  private var pathWithoutSessions: Substring {
    let path = path
    guard path.utf8.contains(where: Self.isSign) else { return path }
    let segments = path.split(separator: "/", omittingEmptySubsequences: false).map { segment in
      let parts = segment.split(separator: ";", omittingEmptySubsequences: false)
      return parts.enumerated().filter { $0.offset == 0 || !Self.isSession($0.element) }
        .map(\.element).joined(separator: ";")
    }
    let kept = segments.dropLast().filter { !Self.isASPSession($0[...]) } + segments.suffix(1)
    return kept.joined(separator: "/")[...]
  }

  /// What of the query belongs to a document; nil for none.
  private var queryWithoutSessions: Substring? {
    guard var query else { return nil }
    if query.utf8.contains(UInt8(ascii: "=")) {
      let parameters = query.split(separator: "&", omittingEmptySubsequences: false)
      let hasToken = parameters.contains { Self.name(of: $0) == "cftoken" }
      let kept = parameters.filter { parameter in
        guard let name = Self.name(of: parameter) else { return true }
        // A CFID by itself may be anybody's: the id of a case, say.
        return name == "cfid" ? !hasToken : !Self.isSessionOfQuery(name)
      }
      if kept.count < parameters.count {
        guard !kept.isEmpty else { return nil }
        query = kept.joined(separator: "&")[...]
      }
    }
    return Self.isLoad(query) && isFile ? nil : query
  }

  /// The name of a parameter with a value, in lower case.
  private static func name(of parameter: Substring) -> String? {
    parameter.firstIndex(of: "=").map { parameter[..<$0].lowercased() }
  }

  // MARK: The signs

  private static func isSession(_ parameter: Substring) -> Bool {
    guard let name = name(of: parameter) else { return false }
    if sessionNames.contains(name) { return true }
    // A committee has sessions too, and gives them numbers.
    return ["sessionid", "session_id"].contains(name) && parameter.utf8.count > name.utf8.count + 16
  }

  private static let sessionNames: Set<String> = [
    "jsessionid", "phpsessid", "aspsessionid", "cfid", "cftoken",
  ]

  private static func isSessionOfQuery(_ name: String) -> Bool {
    if ["phpsessid", "jsessionid", "cftoken"].contains(name) { return true }
    // IIS adds eight letters of its own: ASPSESSIONIDQSBCRBDA.
    let prefix = "aspsessionid"
    guard name.hasPrefix(prefix) else { return false }
    let letters = name.utf8.dropFirst(prefix.utf8.count)
    return letters.isEmpty
      || letters.count == 8 && letters.allSatisfy { $0.isLetter && $0 == $0.lowercased }
  }

  /// Whether a segment of a path is ASP.NET's session: `(S(…))`, with 24 letters and digits, and perhaps with other
  /// such words before or behind it: `(X(1)S(…))`.
  private static func isASPSession(_ segment: Substring) -> Bool {
    guard segment.hasPrefix("("), segment.hasSuffix("))") else { return false }
    var hasSession = false
    for word in segment.dropFirst().dropLast(2).split(
      separator: ")",
      omittingEmptySubsequences: false
    ) {
      let value = word.dropFirst(2).utf8
      guard let letter = word.first, "ASFX".contains(letter), word.dropFirst().first == "(" else {
        return false
      }
      guard letter == "S" else { continue }
      guard value.count == 24, value.allSatisfy(\.isLetterOrDigit) else { return false }
      hasSession = true
    }
    return hasSession
  }

  /// Whether the path names a file that is delivered as it is, and not a script that looks for one.
  var isFile: Bool { pathExtension.map(Self.fileEndings.contains) ?? false }

  /// Those of all kinds that are kept as files, and of pages that are files: what a kind is lies on a floor above.
  package static let fileEndings = Set(
    """
    csv doc docm docx dot dotx epub gif gz htm html jpeg jpg json odp ods odt pdf png pps ppsx ppt pptm pptx rtf tif tiff txt \
    webp xhtml xls xlsb xlsm xlsx xltx xml zip
    """.split(separator: " ").map(String.init)
  )

  /// Whether a query is a time in seconds or milliseconds and nothing else.
  private static func isLoad(_ query: Substring) -> Bool {
    [10, 13].contains(query.utf8.count) && query.hasPrefix("1") && query.utf8.allSatisfy(\.isDigit)
  }
}
