// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import HTTP
import Records
import Text

/// The header section of an answer as it goes in front of the body that was kept.
///
/// The body is kept without the codings that it came in, so fields that speak of these are kept under another name
/// (`X-Orig-`), as other archivers do, and the length is that of the body. A status line of HTTP/2 is written as one of
/// HTTP/1.1, which is all that a WARC file knows, and a folded line as one. All else stays as it came, in its order.
struct ArchivedHead: Sendable {
  let bytes: [UInt8]

  private static let coded = ["Transfer-Encoding", "Content-Encoding", "Content-Length"]

  /// - Parameters:
  ///   - response: what was answered.
  ///   - size: the length of the body as it is kept, in bytes.
  init(of response: Capture.Response, bodySize size: Int64) {
    let head = ResponseHead(kept: response.head)
    let status = head?.status ?? response.status
    var text = "HTTP/1.1 \(status) \(Self.reason(in: response.head) ?? "OK")\r\n"
    for field in head?.fields ?? [] {
      let mark = Self.isTrue(field, of: size) ? "" : "X-Orig-"
      text += Self.line("\(mark)\(field.name): \(field.value)")
    }
    if head?.fields.contains(where: { $0.isNamed("Content-Length") && Self.isTrue($0, of: size) })
      != true
    {
      text += "Content-Length: \(size)\r\n"
    }
    text += "\r\n"
    // As it was received: Latin-1, as it is kept.
    bytes = text.unicodeScalars.map { UInt8(exactly: $0.value) ?? UInt8(ascii: "?") }
  }

  /// A line ends where its end is whole: half of one inside is a space.
  ///
  /// Source: RFC 9112, section 2.2
  private static func line(_ text: String) -> String {
    text.mapping { $0 == "\r" || $0 == "\n" ? " " : $0 } + "\r\n"
  }

  /// Whether a field says the truth of the body as it is kept.
  private static func isTrue(_ field: HeaderField, of size: Int64) -> Bool {
    guard coded.contains(where: field.isNamed) else { return true }
    return field.isNamed("Content-Length") && Int64(field.value) == size
  }

  /// The words behind the status: those of the last status line, as ASCII.
  private static func reason(in head: String) -> String? {
    let line = head.split(whereSeparator: \.isNewline).first ?? ""
    let words = line.split(separator: " ", maxSplits: 2)
    guard words.count == 3, words[2].utf8.allSatisfy({ 0x20...0x7E ~= $0 }) else { return nil }
    return String(words[2])
  }

  /// An answer that sent us on, of which status and place are all that was kept.
  ///
  /// - Parameter hop: what is known of it.
  /// - Returns: its header section.
  static func redirect(_ hop: Hop) -> [UInt8] {
    Array(
      "HTTP/1.1 \(hop.status) Redirect\r\nLocation: \(hop.target.text)\r\nContent-Length: 0\r\n\r\n"
        .utf8
    )
  }
}
