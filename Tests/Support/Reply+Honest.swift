// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

extension Reply {
  /// A 200 response with a body of known length.
  package static func ok(
    _ body: [UInt8],
    type: String,
    headers: [(String, String)] = []
  ) -> Reply {
    status(200, [("Content-Type", type)] + headers, body: body)
  }

  /// A response of any status, with `Content-Length` unless the status rules a body out.
  package static func status(
    _ code: Int,
    _ headers: [(String, String)] = [],
    body: [UInt8] = []
  ) -> Reply {
    let isBodiless = code < 200 || code == 204 || code == 304
    precondition(!isBodiless || body.isEmpty, "a \(code) response has no body")
    let length = isBodiless ? [] : [("Content-Length", "\(body.count)")]
    return Reply([.send(head(code, headers + length)), .content(body)])
  }

  /// A response that sends the client elsewhere.
  package static func redirect(_ code: Int, to location: String) -> Reply {
    status(code, [("Location", location)])
  }

  /// A 200 response in chunks of the given sizes.
  package static func chunked(
    _ chunks: [[UInt8]],
    type: String,
    headers: [(String, String)] = []
  ) -> Reply {
    let fields = [("Content-Type", type), ("Transfer-Encoding", "chunked")] + headers
    let body = chunks.filter { !$0.isEmpty }.flatMap(chunk) + chunk([])
    return Reply([.send(head(200, fields)), .content(body)])
  }

  static func chunk(_ bytes: [UInt8]) -> [UInt8] {
    Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8)
  }

  /// A document as a careful server gives it: whole, in part, or not again.
  ///
  /// A matching `If-None-Match` is answered with 304, and so is an `If-Modified-Since` equal to
  /// `lastModified`. A `Range` of the form `bytes=N-` is answered with 206, or 416 if it begins
  /// behind the end; other ranges, and one whose `If-Range` names an older state, with the whole.
  ///
  /// The entity tag is given with its quotes. The further headers go out with the document and with
  /// its parts.
  package static func document(
    _ body: [UInt8],
    type: String,
    etag: String? = nil,
    lastModified: String? = nil,
    headers: [(String, String)] = [],
    for request: ReceivedRequest
  ) -> Reply {
    var validators: [(String, String)] = []
    if let etag { validators.append(("ETag", etag)) }
    if let lastModified { validators.append(("Last-Modified", lastModified)) }

    if isKnown(etag: etag, lastModified: lastModified, to: request) {
      return status(304, validators)
    }

    let fields = [("Content-Type", type), ("Accept-Ranges", "bytes")] + validators + headers
    guard
      let start = rangeStart(of: request),
      isCurrent(request["If-Range"], etag: etag, lastModified: lastModified)
    else { return status(200, fields, body: body) }

    guard start < body.count else {
      return status(416, [("Content-Range", "bytes */\(body.count)")])
    }
    let range = ("Content-Range", "bytes \(start)-\(body.count - 1)/\(body.count)")
    return status(206, fields + [range], body: Array(body[start...]))
  }

  // Source: RFC 9110 §13.1.2 and §13.1.3; an entity tag outweighs a date.
  private static func isKnown(
    etag: String?,
    lastModified: String?,
    to request: ReceivedRequest
  ) -> Bool {
    if let known = request["If-None-Match"] {
      guard let etag else { return false }
      return known == "*" || known.split(separator: ",").contains { weak($0) == weak(etag[...]) }
    }
    guard let lastModified else { return false }
    return request["If-Modified-Since"] == lastModified
  }

  private static func weak(_ tag: Substring) -> Substring {
    let tag = tag.drop { $0 == " " }
    return tag.hasPrefix("W/") ? tag.dropFirst(2) : tag
  }

  // Source: RFC 9110 §13.1.5; a weak entity tag never matches.
  private static func isCurrent(_ known: String?, etag: String?, lastModified: String?) -> Bool {
    guard let known else { return true }
    guard known.hasSuffix("\"") else { return known == lastModified }
    return known == etag && !known.hasPrefix("W/")
  }

  private static func rangeStart(of request: ReceivedRequest) -> Int? {
    guard
      request.method == "GET",
      let range = request["Range"],
      range.hasPrefix("bytes="),
      range.hasSuffix("-")
    else { return nil }
    return Int(range.dropFirst(6).dropLast()).flatMap { $0 < 0 ? nil : $0 }
  }
}
