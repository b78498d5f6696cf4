// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What the server answered to one request, but for the body, which went to the ``BodySink``.
public struct ResponseHead: Sendable {
  public let status: Int
  /// The header section as it was received: status line, fields, line ends; ISO 8859-1 as UTF-8.
  public let text: String
  public let fields: [HeaderField]

  /// Reads a header section, status line first; nil where there is no status in it.
  ///
  /// Folded lines (RFC 9112 §5.2) are joined by a space; lines without a colon are left out of the
  /// fields and stay in the text.
  init?(_ bytes: [UInt8]) {
    // Header bytes are Latin-1 at best (RFC 9110 §5.5); this way none is lost or invalid.
    text = String(latin1: bytes)
    // Cut as bytes: Swift's idea of a line end is wider than HTTP's.
    var lines = bytes.split(separator: UInt8(ascii: "\n")).map { line in
      String(latin1: line.last == UInt8(ascii: "\r") ? line.dropLast() : line)[...]
    }.filter { !$0.isEmpty }[...]
    guard let statusLine = lines.popFirst() else { return nil }
    let words = statusLine.split(separator: " ")
    guard words.count >= 2, let status = Int(words[1]) else { return nil }
    self.status = status

    var fields: [HeaderField] = []
    for line in lines {
      if let first = line.first, first == " " || first == "\t", let last = fields.popLast() {
        fields.append(HeaderField(last.name, last.value + " " + line.trimmed))
      } else if let colon = line.firstIndex(of: ":") {
        let name = String(line[..<colon].trimmed)
        fields.append(HeaderField(name, String(line[line.index(after: colon)...].trimmed)))
      }
    }
    self.fields = fields
  }
}

/// A whole response: head, what is known of the connection, and how much came.
public struct Response: Sendable {
  public let head: ResponseHead
  /// The address of the machine that answered, as text; `192.0.2.7` or `2001:db8::1`.
  public let peer: String
  /// `1.1` or `2`.
  public let httpVersion: String
  /// Bytes of the body as received, before any decoding.
  public let receivedBytes: Int64
  /// From the request's start to the first byte of the answer, and to its end.
  public let firstByteAfter: Duration
  public let took: Duration
  /// Where a redirect leads, absolute, as libcurl resolves it; not yet checked by anybody.
  public let redirect: String?
  /// Whether the sink ended the body before its end, having seen enough.
  public let isAbandoned: Bool
}

extension String {
  fileprivate init(latin1 bytes: some Sequence<UInt8>) {
    self.init(UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    var rest = drop(while: blank)
    while let last = rest.last, blank(last) { rest.removeLast() }
    return rest
  }
}
