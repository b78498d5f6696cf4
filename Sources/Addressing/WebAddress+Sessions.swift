// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension WebAddress {
  /// The same address without what servers write into it for one visitor or one load.
  ///
  ///     /files/a.pdf;jsessionid=0A1B     /files/a.pdf
  ///     /files/a.pdf?1732600000          /files/a.pdf
  ///
  /// Java and PHP servers put a session into the path for visitors without cookies (RFC 3986 §3.3 allows
  /// parameters there), and site software puts a time behind a file's name so that no cache keeps it. A number alone
  /// is no such time where the path names no file: it may be what tells one document from another.
  public var droppingSessions: WebAddress {
    var path = self.path[...]
    if path.contains(";") {
      let segments = path.split(separator: "/", omittingEmptySubsequences: false).map { segment in
        let parts = segment.split(separator: ";", omittingEmptySubsequences: false)
        return parts.enumerated().filter { $0.offset == 0 || !Self.isSession($0.element) }
          .map(\.element).joined(separator: ";")
      }
      path = segments.joined(separator: "/")[...]
    }
    let query = isQueryOfLoad ? nil : self.query
    guard path != self.path || query != self.query else { return self }
    let front = text[..<self.path.startIndex]
    // What is left may be a step upwards, as in `/a/..;jsessionid=1/b`.
    let rest = try? WebAddress(String(front) + path + (query.map { "?\($0)" } ?? ""))
    return rest ?? self
  }

  private static func isSession(_ parameter: Substring) -> Bool {
    guard let end = parameter.firstIndex(of: "=") else { return false }
    return sessionNames.contains(parameter[..<end].lowercased())
  }

  private static let sessionNames: Set<String> = [
    "jsessionid", "phpsessid", "sessionid", "session_id", "aspsessionid", "cfid", "cftoken",
  ]

  /// Whether the query is a time in seconds or milliseconds and nothing else, behind a file's name.
  private var isQueryOfLoad: Bool {
    guard let query, pathExtension != nil, [10, 13].contains(query.utf8.count) else { return false }
    return query.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      && query.hasPrefix("1")
  }
}
