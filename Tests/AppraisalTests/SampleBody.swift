// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing

/// A body as a test's argument: shown by its beginning, not by all its bytes.
struct Sample: CustomTestStringConvertible {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var testDescription: String {
    let front = String(decoding: bytes.prefix(24), as: UTF8.self)
    return "\(front.debugDescription)… \(bytes.count) bytes"
  }
}

/// Small bodies that are built as real ones are.
enum SampleBody {
  /// A PDF of one object, with a true cross-reference table.
  static func pdf(
    header: String = "%PDF-1.4\n",
    shift: Int = 0,
    end: String = "%%EOF\n",
    padding: Int = 0
  ) -> [UInt8] {
    var body = header + "1 0 obj\n<</Type /Catalog>>\nendobj\n"
    body += String(repeating: "% filling\n", count: padding)
    let place = body.utf8.count + shift
    body += "xref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n"
    body += "trailer\n<</Size 2/Root 1 0 R>>\nstartxref\n\(place)\n\(end)"
    return Array(body.utf8)
  }

  /// A ZIP archive of uncompressed entries, without checksums.
  static func zip(_ entries: [(name: String, content: String)], comment: String = "") -> [UInt8] {
    var body: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let size = number(entry.content.utf8.count, 4)
      let shared = zeros(14) + size + size + number(entry.name.utf8.count, 2) + zeros(2)
      directory += [0x50, 0x4B, 1, 2, 0, 0]
      directory += shared
      directory += zeros(10)
      directory += number(body.count, 4)
      directory += entry.name.utf8
      body += [0x50, 0x4B, 3, 4]
      body += shared
      body += entry.name.utf8
      body += entry.content.utf8
    }
    let place = number(body.count, 4)
    body += directory
    body += [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
    body += number(entries.count, 2)
    body += number(entries.count, 2)
    body += number(directory.count, 4)
    body += place
    body += number(comment.utf8.count, 2)
    body += comment.utf8
    return body
  }

  /// An Office package whose main part stands in `folder`.
  static func office(_ folder: String, filling: Int = 10) -> [UInt8] {
    zip([
      ("[Content_Types].xml", "<Types/>"),
      ("_rels/.rels", "<Relationships/>"),
      ("\(folder)/main.xml", String(repeating: "x", count: filling)),
    ])
  }

  /// A package that begins with an entry `mimetype`.
  static func package(_ type: String) -> [UInt8] {
    zip([("mimetype", type), ("content.xml", "<office/>"), ("META-INF/manifest.xml", "<m/>")])
  }

  /// A compound file with one sector each of allocation table and directory, and one stream.
  static func compoundFile(stream: String) -> [UInt8] {
    var header = compoundFileHeader
    header += zeros(512 - header.count)
    let name: [UInt8] = stream.utf8.flatMap { [$0, 0] as [UInt8] }
    var directory: [UInt8] = [0x52]
    directory += zeros(127)
    directory += name
    directory += zeros(384 - name.count)
    return header + zeros(512) + directory
  }

  /// A compound file with one stream, whose allocation table has more sectors than it needs.
  static func compoundFile(stream: String, tableSectors: Int, contentSectors: Int) -> [UInt8] {
    let (end, free) = (0xFFFF_FFFE, 0xFFFF_FFFF)
    var header: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    header += zeros(16) + [0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0] + zeros(10)
    for value in [tableSectors, tableSectors, 0, 4_096, end, 0, end, 0] {
      header += number(value, 4)
    }
    for index in 0..<109 { header += number(index < tableSectors ? index : free, 4) }
    let first = tableSectors + 1
    var table = [Int](repeating: 0xFFFF_FFFD, count: tableSectors) + [end]
    table += (1..<contentSectors).map { first + $0 } + [end]
    table += [Int](repeating: free, count: 128 * tableSectors - table.count)
    func entry(_ name: String, _ type: UInt8, _ start: Int, _ size: Int) -> [UInt8] {
      let text: [UInt8] = name.utf8.flatMap { [$0, 0] as [UInt8] }
      return text + zeros(66 - text.count) + [type] + zeros(49) + number(start, 4) + number(size, 8)
    }
    var directory = entry("Root Entry", 5, end, 0)
    directory += entry(stream, 2, first, contentSectors * 512)
    let content = [UInt8](repeating: UInt8(ascii: "a"), count: contentSectors * 512)
    return header + table.flatMap { number($0, 4) } + directory + zeros(512 - directory.count)
      + content
  }

  /// The first 80 bytes of a compound file: one sector of table, the directory in sector 1.
  private static var compoundFileHeader: [UInt8] {
    var header: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
    header += zeros(16)
    header += [0x3E, 0, 3, 0, 0xFE, 0xFF, 9, 0, 6, 0]
    header += zeros(10)
    header += number(1, 4)
    header += number(1, 4)
    header += zeros(4)
    header += number(4096, 4)
    header += zeros(16)
    header += number(0, 4)
    return header
  }

  /// A web page.
  static func page(title: String, heading: String = "", text: String = "", head: String = "")
    -> [UInt8]
  {
    Array(
      """
      <!DOCTYPE html>
      <html lang="en"><head><title>\(title)</title>\(head)<style>h1 { color: red }</style></head>
      <body><h1>\(heading)</h1><p>\(text)</p><script>var a = "page not found";</script></body></html>
      """.utf8
    )
  }

  /// A paragraph as an honest page has them, 720 bytes.
  static let prose = String(
    repeating: "Learning from this review has been shared with all partners of the board. ",
    count: 10
  )

  static func number(_ value: Int, _ width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}
