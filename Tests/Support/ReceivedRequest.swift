// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A request as it arrived at a ``ScriptedServer``.
package struct ReceivedRequest: Sendable {
  package let method: String

  /// Path and query, exactly as they were received.
  package let target: String

  /// The header fields in the order of their arrival, spelled as they were received.
  package let headers: [(name: String, value: String)]

  /// What came behind the head; the server's list of requests has it not.
  package internal(set) var body: [UInt8] = []

  /// The connection that brought the request; a server's first connection is number 1.
  package let connection: Int

  package let arrival: ContinuousClock.Instant

  /// Whether the client wants the connection closed after the answer.
  let isLast: Bool

  /// Whether client and server went on with a session of TLS that they had before.
  package internal(set) var isSessionResumed = false

  /// The target without its query.
  package var path: String {
    String(target.prefix { $0 != "?" })
  }

  /// The `Host` field: the name the client asked for, with its port unless it is the usual one.
  package var host: String? {
    self["Host"]
  }

  /// The value of the first field of that name, whatever its case.
  package subscript(name: String) -> String? {
    let name = name.lowercased()
    return headers.first { $0.name.lowercased() == name }?.value
  }
}

extension ReceivedRequest {
  /// Reads the head of an HTTP/1 request: all the bytes before its empty line.
  ///
  /// - Returns: `nil` if it is not one.
  init?(head: ArraySlice<UInt8>, connection: Int, arrival: ContinuousClock.Instant) {
    let lines = head.split(separator: UInt8(ascii: "\n")).map { line in
      line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }
    guard let requestLine = lines.first else { return nil }
    let words = requestLine.split(separator: UInt8(ascii: " "))
    guard words.count == 3 else { return nil }
    let version = String(decoding: words[2], as: UTF8.self)
    guard version.hasPrefix("HTTP/1.") else { return nil }

    var headers: [(name: String, value: String)] = []
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
      let blanks: Set<UInt8> = [UInt8(ascii: " "), UInt8(ascii: "\t")]
      var value = line[line.index(after: colon)...].drop { blanks.contains($0) }
      while let last = value.last, blanks.contains(last) { value.removeLast() }
      // What is not UTF-8 is told byte by byte.
      let text =
        String(validating: value, as: UTF8.self)
        ?? String(String.UnicodeScalarView(value.map { Unicode.Scalar($0) }))
      headers.append((String(decoding: line[..<colon], as: UTF8.self), text))
    }

    let options = headers.filter { $0.name.lowercased() == "connection" }
      .map { $0.value.lowercased() }
      .joined(separator: ",")
    self.method = String(decoding: words[0], as: UTF8.self)
    self.target = String(decoding: words[1], as: UTF8.self)
    self.headers = headers
    self.connection = connection
    self.arrival = arrival
    self.isLast =
      options.contains("close") || version == "HTTP/1.0" && !options.contains("keep-alive")
  }

  /// How many bytes of a body follow the head.
  var bodyLength: Int {
    self["Content-Length"].flatMap { Int($0) } ?? 0
  }
}
