// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What a ``ScriptedServer`` does in answer to one request, step by step.
///
/// After the last step the server waits for the connection's next request, unless the request said
/// `Connection: close`. The factories of honest replies are in `Reply+Honest.swift`, those of
/// replies that no client should trust in `Reply+Misbehaviour.swift`.
package struct Reply: Sendable {
  package enum Step: Sendable {
    case send([UInt8])

    /// Sends bytes of a body; left out of the answer to a `HEAD` request.
    case content([UInt8])

    /// Waits; a client that hangs up, or the server's end, cuts the pause short.
    case pause(Duration)

    /// Sends one byte at a time, with a pause after each.
    case drip([UInt8], every: Duration)

    /// Sends the same bytes again and again, until the client goes or the server ends.
    case endlessly([UInt8])

    /// Closes the connection in good order.
    case close

    /// Breaks the connection off: the client's next read says "connection reset by peer".
    case reset
  }

  package var steps: [Step]

  package init(_ steps: [Step]) {
    self.steps = steps
  }

  /// The head of a response, up to and including its empty line.
  package static func head(_ status: Int, _ headers: [(String, String)]) -> [UInt8] {
    var head = "HTTP/1.1 \(status) \(reasons[status] ?? "")\r\n"
    for (name, value) in headers {
      head += "\(name): \(value)\r\n"
    }
    return Array((head + "\r\n").utf8)
  }

  private static let reasons = [
    200: "OK", 204: "No Content", 206: "Partial Content",
    301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified",
    307: "Temporary Redirect", 308: "Permanent Redirect",
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 410: "Gone",
    416: "Range Not Satisfiable", 429: "Too Many Requests",
    500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable",
    504: "Gateway Timeout",
  ]
}
