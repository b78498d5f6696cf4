// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension Reply {
  /// Declares more than it sends, then closes.
  package static func cutShort(
    _ body: [UInt8],
    declaring length: Int,
    headers: [(String, String)] = []
  ) -> Reply {
    precondition(length > body.count, "a body cut short is shorter than declared")
    return declared(body, length, headers)
  }

  /// Sends more than it declares, then closes.
  package static func overlong(
    _ body: [UInt8],
    declaring length: Int,
    headers: [(String, String)] = []
  ) -> Reply {
    precondition(length < body.count, "an overlong body is longer than declared")
    return declared(body, length, headers)
  }

  /// Sends one whole chunk and closes where the next should begin.
  package static func cutChunked(
    _ body: [UInt8],
    headers: [(String, String)] = []
  ) -> Reply {
    let head = head(200, [("Transfer-Encoding", "chunked")] + headers)
    return Reply([.send(head), .content(chunk(body)), .close])
  }

  /// Declares no length: the body ends where the connection does, and cannot be told from a part.
  ///
  /// This is lawful HTTP/1, as many old servers speak it.
  package static func untilClose(
    _ body: [UInt8],
    headers: [(String, String)] = []
  ) -> Reply {
    Reply([.send(head(200, headers)), .content(body), .close])
  }

  private static func declared(
    _ body: [UInt8],
    _ length: Int,
    _ headers: [(String, String)]
  ) -> Reply {
    let head = head(200, [("Content-Length", "\(length)")] + headers)
    return Reply([.send(head), .content(body), .close])
  }
}
