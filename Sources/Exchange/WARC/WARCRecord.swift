// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Foundation

/// One record of a WARC file, but for what of its block comes out of a file of the archive.
///
/// Source: WARC 1.1 (ISO 28500:2017), sections 4 to 6
/// <https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/>
struct WARCRecord: Sendable {
  enum Kind: String, Sendable {
    case warcinfo, request, response, resource, revisit, metadata
  }

  let kind: Kind
  /// What tells it from all others of its kind in any file: the same thing has the same name wherever it is exported.
  let name: String
  let date: Date
  /// Named fields besides those that every record has.
  let fields: [(name: String, value: String)]
  let contentType: String
  /// The block, or how it begins.
  let block: [UInt8]
  /// How many bytes of a file follow.
  var payloadSize: Int64 = 0

  var id: String { Self.id(kind, name) }

  /// The id that a record has by its name.
  static func id(_ kind: Kind, _ name: String) -> String {
    "<urn:uuid:\(NamedUUID.text(of: "\(kind.rawValue)\n\(name)"))>"
  }

  /// All of its header, the empty line behind it included.
  var header: [UInt8] {
    var lines = ["WARC/1.1", "WARC-Type: \(kind.rawValue)", "WARC-Record-ID: \(id)"]
    lines.append("WARC-Date: \(date.formatted(.iso8601))")
    lines += fields.map { "\($0.name): \(Self.plain($0.value))" }
    lines.append("Content-Type: \(contentType)")
    lines.append("Content-Length: \(Int64(block.count) + payloadSize)")
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }

  /// What ends a record.
  static let end: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]

  /// A value goes on one line, whatever it is.
  private static func plain(_ value: String) -> String {
    String(String.UnicodeScalarView(value.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
  }
}

/// An identifier that follows from a name.
///
/// Source: RFC 9562, section 5.5 (UUID version 5), in its namespace for addresses
enum NamedUUID {
  private static let namespace: [UInt8] = [
    0x6B, 0xA7, 0xB8, 0x11, 0x9D, 0xAD, 0x11, 0xD1, 0x80, 0xB4, 0x00, 0xC0, 0x4F, 0xD4, 0x30, 0xC8,
  ]

  static func text(of name: String) -> String {
    var bytes = Array(Digest.of(namespace + Array(name.utf8), by: .sha1).bytes.prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x50
    bytes[8] = bytes[8] & 0x3F | 0x80
    let digits = bytes.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }
    return [0..<4, 4..<6, 6..<8, 8..<10, 10..<16].map { digits[$0].joined() }
      .joined(separator: "-")
  }
}
