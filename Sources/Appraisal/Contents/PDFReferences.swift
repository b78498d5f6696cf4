// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The cross-references of a PDF: where each object stands, by every section that its end leads to.
///
/// Source: ISO 32000-1, sections 7.5.4 to 7.5.8.
struct PDFReferences {
  /// A section: a table with its trailer, or a stream that is both.
  struct Section {
    /// Where its `xref`, or the number of its object, stands.
    let place: Int
    /// Behind its trailer; nil of a stream.
    let end: Int?
    let trailer: PDFDictionary
    let entries: [Entry]
    /// What a stream states, row by row, and where its data stands.
    let stream: (rows: [Row], data: Range<Int>)?
  }

  /// An object that a section says to stand somewhere.
  struct Entry {
    let number: Int
    let generation: Int
    let offset: Int
    /// Where its offset is written; nil in a stream.
    let digits: Range<Int>?
  }

  /// A row of a stream.
  struct Row {
    let type: Int
    /// Of type 1 an offset.
    let second: Int
    let third: Int
  }

  private static let mostSections = 1_000
  private static let mostEntries = 500_000
  /// An object that is a number is no longer than this.
  private static let longestNumber = 100

  /// The newest first.
  private(set) var sections: [Section] = []
  /// What the trailers refer to.
  private(set) var uses: [PDFReader] = []
  private var offsets: [Int: Int] = [:]
  private var entryCount = 0
  /// How many bytes all sections take together: none belongs to two, or a few of them would be read a thousand times.
  private var read = 0
  /// How many bytes all streams came to.
  private(set) var inflated = 0
  private let bytes: [UInt8]

  /// Whether texts and streams are encrypted.
  private(set) var isEncrypted = false

  /// Follows the sections from the one that `start` leads to; nil where one cannot be read.
  init?(of bytes: [UInt8], from start: Int) {
    self.bytes = bytes
    var due = [start]
    var seen: Set<Int> = []
    while let offset = due.popLast() {
      guard let place = Self.content(of: bytes, at: offset) else { return nil }
      guard seen.insert(place).inserted else { continue }
      guard sections.count < Self.mostSections, let section = section(at: place),
        !section.trailer.isAmbiguous
      else { return nil }
      sections.append(section)
      isEncrypted = isEncrypted || section.trailer["Encrypt"] != nil
      for key in ["Prev", "XRefStm"] {
        guard let value = section.trailer[key] else { continue }
        guard let offset = value.integer else { return nil }
        due.append(offset)
      }
    }
    // What is said first holds: the newest section comes first, a table before the stream beside it.
    for entry in sections.flatMap(\.entries) where offsets[entry.number] == nil {
      offsets[entry.number] = entry.offset
    }
  }

  /// Where something stands that is said to stand at an offset: many writers count the white space before it.
  static func content(of bytes: [UInt8], at offset: Int) -> Int? {
    guard offset >= 0, offset < bytes.count else { return nil }
    let place = bytes[offset...].prefix(16).firstIndex { !PDFLexer.isSpace($0) }
    return place
  }

  /// The length of a stream.
  func length(_ value: PDFValue?) -> Int? {
    switch value {
    case .integer(let length, _): return length >= 0 ? length : nil
    case .reference(let number):
      guard let offset = offsets[number],
        let place = Self.content(of: bytes, at: offset)
      else { return nil }
      // Many streams may name one number, and a comment in front of it may be long.
      var lexer = PDFLexer(Array(bytes[place...].prefix(Self.longestNumber)), at: 0)
      guard lexer.next() == .integer(number), case .integer = lexer.next(),
        lexer.next() == .word("obj"), case .integer(let length) = lexer.next(), length >= 0,
        lexer.next() == .word("endobj")
      else { return nil }
      return length
    default: return nil
    }
  }

  /// The data of a stream of which the dictionary was read, and what stands behind it: `endstream` and `endobj`.
  ///
  /// - Returns: nil where these two do not stand where they ought to.
  func data(after lexer: inout PDFLexer, _ dictionary: PDFDictionary) -> Range<Int>? {
    var start = lexer.place
    if start < bytes.count, bytes[start] == 0x0D { start += 1 }
    guard start < bytes.count, bytes[start] == 0x0A, !dictionary.isAmbiguous,
      let length = length(dictionary["Length"]), length <= bytes.count - start - 1
    else { return nil }
    start += 1
    let end = start + length
    // Nothing but white space, and no comment, between the data and its end.
    let rest = bytes[end...].prefix(4).firstIndex { !PDFLexer.isSpace($0) }
    lexer.place = rest ?? end
    guard rest != nil, lexer.next() == .word("endstream"), lexer.range.lowerBound == rest,
      lexer.next() == .word("endobj")
    else { return nil }
    return start..<end
  }

  // MARK: Sections

  private mutating func section(at place: Int) -> Section? {
    var reader = PDFReader(bytes, at: place)
    guard let token = reader.lexer.next() else { return nil }
    defer { uses.append(reader) }
    if token == .word("xref") {
      let table = table(at: place, &reader)
      return takeIn(place..<reader.lexer.place) ? table : nil
    }
    guard case .integer = token, case .integer = reader.lexer.next(),
      reader.lexer.next() == .word("obj"),
      let dictionary = reader.value(isTrailer: true)?.dictionary,
      dictionary["Type"]?.name == "XRef", reader.lexer.next() == .word("stream"),
      let data = data(after: &reader.lexer, dictionary),
      let (rows, length) = PDFReferenceStream.rows(
        of: dictionary,
        bytes[data],
        upTo: PDFStream.mostInflated - inflated
      ), takeIn(rows.count), takeIn(place..<reader.lexer.place)
    else { return nil }
    inflated += length
    let entries = rows.filter { $0.row.type == 1 }.map {
      Entry(number: $0.number, generation: $0.row.third, offset: $0.row.second, digits: nil)
    }
    return Section(
      place: place,
      end: nil,
      trailer: dictionary,
      entries: entries,
      stream: (rows.map(\.row), data)
    )
  }

  private mutating func table(at place: Int, _ reader: inout PDFReader) -> Section? {
    var entries: [Entry] = []
    while let token = reader.lexer.next() {
      if token == .word("trailer") {
        guard let trailer = reader.value(isTrailer: true)?.dictionary else { return nil }
        return Section(
          place: place,
          end: reader.lexer.place,
          trailer: trailer,
          entries: entries,
          stream: nil
        )
      }
      guard case .integer(let first) = token, case .integer(let count) = reader.lexer.next(),
        (0..<Self.mostEntries).contains(first), count >= 0, takeIn(count)
      else { return nil }
      for number in first..<(first + count) {
        guard case .integer(let offset) = reader.lexer.next() else { return nil }
        let digits = reader.lexer.range
        guard case .integer(let generation) = reader.lexer.next() else { return nil }
        switch reader.lexer.next() {
        case .word("n"):
          entries.append(
            Entry(number: number, generation: generation, offset: offset, digits: digits)
          )
        case .word("f"): break
        default: return nil
        }
      }
    }
    return nil
  }

  private mutating func takeIn(_ section: Range<Int>) -> Bool {
    read += section.count
    return read <= bytes.count
  }

  private mutating func takeIn(_ count: Int) -> Bool {
    guard count <= Self.mostEntries - entryCount else { return false }
    entryCount += count
    return true
  }
}
