// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Inflating

@testable import Appraisal

/// Documents as they are made at one request; the next one brings other values.
struct MadeAnew {
  /// Of the trailer's identifier, dates and the like: any text of which the length may differ.
  var stamp = "20261127020000"
  var identifier = "0123456789abcdef0123456789abcdef"
  var producer = "Maker 1.0"
  var text = "A report"

  var day: String {
    "\(stamp.prefix(4))-\(stamp.dropFirst(4).prefix(2))-\(stamp.dropFirst(6).prefix(2))T02:00:00Z"
  }

  /// One as it is made at the next request.
  static let other = MadeAnew(
    stamp: "20261128031415+01'00'",
    identifier: "ffffffffffffffffffffffffffffffff",
    producer: "Maker 1.0.12"
  )

  /// The same two, with other words.
  func saying(_ text: String) -> MadeAnew {
    var other = self
    other.text = text
    return other
  }

  // MARK: PDF

  var xmp: String {
    """
    <?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>\
    <rdf:Description rdf:about="" xmp:ModifyDate="\(day)"><xmp:CreateDate>\(day)</xmp:CreateDate>\
    <dc:title>\(text)</dc:title><pdf:Producer>\(producer)</pdf:Producer>\
    <xmpMM:InstanceID>uuid:\(identifier)</xmpMM:InstanceID></rdf:Description></rdf:RDF></x:xmpmeta>
    """
  }

  private var information: String {
    "<</Title(\(text))/CreationDate(D:\(stamp))/ModDate (D:\(stamp)) /Producer (\(producer))>>"
  }

  private func stream(_ keys: String, _ data: [UInt8]) -> [UInt8] {
    var result = Array("<<\(keys)/Length \(data.count)>>stream\n".utf8)
    result += data
    result += "\nendstream".utf8
    return result
  }

  /// A page, its text, XMP and the information, of which the objects may be spoilt.
  func pdf(
    catalogue: String = "<</Type/Catalog/Pages 2 0 R/Metadata 5 0 R>>",
    content: String? = nil,
    deflatesMetadata: Bool = false,
    information: String? = nil,
    trailer: String = "",
    offsetBy shift: Int = 0
  ) -> [UInt8] {
    let words = content ?? "BT 20 100 Td (\(text)) Tj ET"
    let metadata = deflatesMetadata ? Self.deflated(Array(xmp.utf8)) : Array(xmp.utf8)
    let objects: [[UInt8]] = [
      Array(catalogue.utf8), Array("<</Type/Pages/Kids[3 0 R]/Count 1>>".utf8),
      Array("<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R>>".utf8),
      stream("", Array(words.utf8)),
      stream(
        "/Type/Metadata/Subtype/XML" + (deflatesMetadata ? "/Filter/FlateDecode" : ""),
        metadata
      ),
      Array((information ?? self.information).utf8),
    ]
    var (body, places) = Self.body(of: objects)
    places[1] += shift
    let start = body.count
    body += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n".utf8
    for place in places { body += "\(Self.padded(place)) 00000 n \n".utf8 }
    body +=
      """
      trailer
      <</Size 7/Root 1 0 R/Info 6 0 R/ID[<\(identifier)><\(identifier)>]\(trailer)>>
      startxref
      \(start)
      %%EOF

      """.utf8
    return body
  }

  /// The same in the form of PDF 1.5: the information within an object stream, the cross-references in another.
  func compressedPDF(prediction: Bool = true) -> [UInt8] {
    let second = "<</Type/Pages/Kids[3 0 R]/Count 1>>"
    let head = "6 0 2 \(information.utf8.count + 1) "
    let inner = head + information + " " + second
    let objects: [[UInt8]] = [
      Array("<</Type/Catalog/Pages 2 0 R>>".utf8),
      Array("<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R>>".utf8),
      stream("", Array("BT (\(text)) Tj ET".utf8)),
      stream(
        "/Type/ObjStm/N 2/First \(head.utf8.count)/Filter/FlateDecode",
        Self.deflated(Array(inner.utf8))
      ),
    ]
    var (body, places) = Self.body(of: objects, numbers: [1, 3, 4, 5])
    let start = body.count
    // Rows of types, offsets or streams, and generations or indices; of the objects 0 to 7.
    let rows: [[UInt8]] = [
      Self.row(0, 0, 0), Self.row(1, places[0], 0), Self.row(2, 5, 1), Self.row(1, places[1], 0),
      Self.row(1, places[2], 0), Self.row(1, places[3], 0), Self.row(2, 5, 0),
      Self.row(1, start, 0),
    ]
    var data: [UInt8] = []
    var above: [UInt8] = [0, 0, 0, 0]
    for row in rows {
      if prediction { data.append(2) }
      data += prediction ? Swift.zip(row, above).map { $0 &- $1 } : row
      above = row
    }
    let parameters = prediction ? "/DecodeParms<</Predictor 12/Columns 4>>" : ""
    body += "7 0 obj".utf8
    body += stream(
      "/Type/XRef/Size 8/W[1 2 1]/Root 1 0 R/Info 6 0 R/ID[<\(identifier)>(\(identifier))]"
        + "/Filter/FlateDecode" + parameters,
      Self.deflated(data)
    )
    body += " endobj\nstartxref\n\(start)\n%%EOF".utf8
    return body
  }

  /// The same made for the web: the first page comes first, behind a table of its own and hints for what is where.
  ///
  /// - Parameters:
  ///   - hints: what the hint stream says besides, in bytes.
  ///   - use: what refers to the hint stream, within the catalogue.
  ///   - shift: how far the place of the hints is from where they are said to be.
  /// - Returns: the file.
  func linearizedPDF(hints: [UInt8] = [], use: String = "", shift: Int = 0) -> [UInt8] {
    // As the makers do, it is written until all offsets are known.
    var (places, length, start, end) = ([Int](repeating: 0, count: 8), 0, 0, 0)
    var (main, first) = (0, 0)
    var body: [UInt8] = []
    for _ in 0..<4 {
      let head =
        "1 0 obj<</Linearized 1/L \(length)/H[\(places[3] + shift) \(start - places[3])]/O 4/E \(end)/N 1/T \(main + 8)>>endobj"
      body = Array("%PDF-1.4\n\(head)".utf8)
      body += [UInt8](repeating: 0x20, count: max(1, 140 - head.utf8.count))
      first = body.count
      body += "xref\n3 4\n".utf8
      for number in 3...6 { body += "\(Self.padded(places[number])) 00000 n \n".utf8 }
      body +=
        "trailer<</Size 8/Prev \(main)/Root 6 0 R/Info 7 0 R/ID[<\(identifier)><\(identifier)>]>>\nstartxref\n0\n%%EOF\n"
        .utf8
      func add(_ number: Int, _ object: [UInt8]) {
        places[number] = body.count
        body += "\(number) 0 obj".utf8
        body += object
        body += " endobj\n".utf8
      }
      let table = SampleBody.number(end, 4) + SampleBody.number(length, 4) + hints
      add(3, stream("/S \(36 + stamp.utf8.count)/Filter/FlateDecode", Self.deflated(table)))
      start = body.count
      add(4, Array("<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 5 0 R>>".utf8))
      add(5, stream("", Array("BT (\(text)) Tj ET".utf8)))
      add(6, Array("<</Type/Catalog/Pages 2 0 R\(use)>>".utf8))
      end = body.count
      add(2, Array("<</Type/Pages/Kids[4 0 R]/Count 1>>".utf8))
      add(7, Array(information.utf8))
      main = body.count
      body += "xref\n0 3\n0000000000 65535 f \n".utf8
      for number in 1...2 {
        body += "\(Self.padded(number == 1 ? 9 : places[2])) 00000 n \n".utf8
      }
      body +=
        "7 1\n\(Self.padded(places[7])) 00000 n \ntrailer<</Size 8/Root 6 0 R/Info 7 0 R>>\nstartxref\n\(first)\n%%EOF\n"
        .utf8
      length = body.count
    }
    return body
  }

  private static func row(_ type: UInt8, _ second: Int, _ third: UInt8) -> [UInt8] {
    [type, UInt8(second >> 8), UInt8(second & 0xFF), third]
  }

  private static func body(
    of objects: [[UInt8]],
    numbers: [Int]? = nil
  ) -> ([UInt8], places: [Int]) {
    var body = Array("%PDF-1.5\n%\u{E2}\u{E3}\n".utf8)
    var places: [Int] = []
    for (index, object) in objects.enumerated() {
      places.append(body.count)
      body += "\(numbers?[index] ?? index + 1) 0 obj".utf8
      body += object
      body += " endobj\n".utf8
    }
    return (body, places)
  }

  private static func padded(_ number: Int) -> String {
    String(repeating: "0", count: 10 - "\(number)".count) + "\(number)"
  }

  /// Bytes in the form of zlib, as they are in the form of deflate.
  static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    var (low, high) = (1, 0)
    for byte in bytes {
      low = (low + Int(byte)) % 65_521
      high = (high + low) % 65_521
    }
    let sum = high << 16 | low
    var result: [UInt8] = [0x78, 0x01]
    result += stored(bytes)
    result += SampleBody.number(sum, 4).reversed()
    return result
  }

  private static func stored(_ bytes: [UInt8]) -> [UInt8] {
    var block: [UInt8] = [1]
    block += SampleBody.number(bytes.count, 2)
    block += SampleBody.number(~bytes.count & 0xFFFF, 2)
    return block + bytes
  }

  // MARK: ZIP

  enum Package: CaseIterable {
    case word, openDocument, book, plain
  }

  /// A package with its record of when it was made, whose entries have times.
  func zip(_ package: Package, behindData: Bool = false, between filling: [UInt8] = []) -> [UInt8] {
    let record: (String, String)? =
      switch package {
      case .word:
        (
          "docProps/core.xml",
          "<cp:coreProperties><dc:title>\(text)</dc:title><dcterms:created xsi:type=\"dcterms:W3CDTF\">"
            + "\(day)</dcterms:created><dcterms:modified>\(day)</dcterms:modified></cp:coreProperties>"
        )
      case .openDocument:
        (
          "meta.xml",
          "<office:meta><dc:title>\(text)</dc:title><meta:creation-date>\(day)</meta:creation-date>"
            + "<dc:date>\(day)</dc:date><meta:generator>\(producer)</meta:generator></office:meta>"
        )
      case .book:
        (
          "OEBPS/content.opf",
          "<metadata><dc:title>\(text)</dc:title><dc:identifier>urn:uuid:\(identifier)</dc:identifier>"
            + "<meta property=\"dcterms:modified\">\(day)</meta></metadata>"
        )
      case .plain: nil
      }
    var entries = [("first.xml", "<text>\(text)</text>")]
    if let record { entries.append(record) }
    entries.append(("last.xml", "<end/>"))
    let time = Array(stamp.utf8.suffix(4))
    var body: [UInt8] = []
    var directory: [UInt8] = []
    for (index, (name, content)) in entries.enumerated() {
      let bytes = Array(content.utf8)
      let isDeflated = index == 1
      let data = isDeflated ? Self.stored(bytes) : bytes
      var figures = SampleBody.number(Int(Inflation.crc32(of: bytes)), 4)
      figures += SampleBody.number(data.count, 4)
      figures += SampleBody.number(bytes.count, 4)
      var shared: [UInt8] = [20, 0, behindData ? 8 : 0, 0, isDeflated ? 8 : 0, 0]
      shared += time
      var extra: [UInt8] = [0x55, 0x54, 5, 0, 1]
      extra += time
      var lengths = SampleBody.number(name.utf8.count, 2)
      lengths += SampleBody.number(extra.count, 2)
      for piece in [[0x50, 0x4B, 1, 2, 20, 0], shared, figures, lengths, SampleBody.zeros(10)] {
        directory += piece
      }
      directory += SampleBody.number(body.count, 4)
      directory += Array(name.utf8) + extra
      body += [0x50, 0x4B, 3, 4]
      body += shared
      body += behindData ? SampleBody.zeros(12) : figures
      body += lengths
      body += Array(name.utf8)
      body += extra
      body += data
      if behindData { body += [0x50, 0x4B, 7, 8] + figures }
      body += filling
    }
    let place = body.count
    body += directory
    body += [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
    body += SampleBody.number(entries.count, 2)
    body += SampleBody.number(entries.count, 2)
    body += SampleBody.number(directory.count, 4)
    body += SampleBody.number(place, 4)
    body += [0, 0]
    return body
  }

  // MARK: The rest

  var richText: [UInt8] {
    let time =
      "\\yr\(stamp.prefix(4))\\mo\(stamp.dropFirst(4).prefix(2))\\dy\(stamp.dropFirst(6).prefix(2))\\hr2\\min0"
    return Array(
      "{\\rtf1\\ansi{\\info{\\title \(text)}{\\creatim\(time)}{\\revtim\(time)}}\\pard \(text)\\par}"
        .utf8
    )
  }

  var gzip: [UInt8] {
    var body: [UInt8] = [0x1F, 0x8B, 8, 0]
    body += stamp.utf8.suffix(4)
    body += [0, 3]
    body += Self.stored(Array(text.utf8))
    body += SampleBody.number(Int(Inflation.crc32(of: Array(text.utf8))), 4)
    body += SampleBody.number(text.utf8.count, 4)
    return body
  }
}
