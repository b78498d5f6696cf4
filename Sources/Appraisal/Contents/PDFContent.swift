// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The content of a PDF.
///
/// A PDF is read from its first byte to its last, object by object, and every place that its cross-references name must
/// be one where an object was met. So no byte is part of two things, and what is told apart is nothing that a page
/// shows: the dictionary that the trailer names as its information and nothing else refers to; XMP that is referred to
/// as metadata and not otherwise; the trailer's identifier. What is encrypted or has scripts has no content in this
/// sense.
struct PDFContent {
  private static let longestMetadata = 4 << 20
  private static let mostObjects = 500_000
  private static let keysOfMetadata: Set<String> = ["Type", "Subtype", "Length", "Filter"]

  private struct Object {
    let number: Int
    let generation: Int
    let place: Int
  }

  /// What is told apart if nothing refers to it otherwise.
  private struct Candidate {
    let number: Int
    let use: PDFUse
    let range: Range<Int>
    let meaning: [UInt8]
    /// The length of the stream, where it is one.
    var length: PDFValue?
  }

  private let bytes: [UInt8]
  private let references: PDFReferences
  private var form: ContentForm
  private var reader: PDFReader
  private var objects: [Object] = []
  /// Everything that an offset may lead to, in its order.
  private var landmarks: [Int: Int] = [:]
  private var candidates: [Candidate] = []
  /// Objects that are a number, and where it is written.
  private var integers: [Int: Range<Int>] = [:]
  /// The streams that were read as streams of objects.
  private var objectStreams: Set<Int> = []
  private var information: Set<Int> = []
  /// The dictionary of a linearised file, which comes first and says where the rest is.
  private var linearization: PDFLinearization?
  private var streams: [Int: PDFHints.Stream] = [:]
  /// How many bytes all streams came to that were looked into.
  private var inflated: Int

  /// - Returns: nil where the structure is not understood, or what is in it is encrypted.
  static func form(of bytes: [UInt8]) -> ContentForm? {
    guard bytes.starts(with: Array("%PDF-".utf8)), let end = end(of: bytes),
      let references = PDFReferences(of: bytes, from: end.start), !references.isEncrypted
    else { return nil }
    var content = PDFContent(bytes, references)
    guard content.walk(to: end.keyword), content.replaceOffsets(), content.replaceTrailers() else {
      return nil
    }
    content.replaceLinearization()
    guard !content.reader.hasScripts else { return nil }
    content.replaceCandidates()
    return content.form
  }

  private init(_ bytes: [UInt8], _ references: PDFReferences) {
    self.bytes = bytes
    self.references = references
    form = ContentForm(bytes)
    reader = PDFReader(bytes)
    inflated = references.inflated
    for uses in references.uses { reader.take(uses) }
    information = Set(references.sections.compactMap { $0.trailer["Info"]?.reference })
  }

  /// The last words of a file: where its newest cross-references stand.
  static func end(of bytes: [UInt8]) -> (keyword: Int, start: Int)? {
    let from = max(0, bytes.count - 2048)
    guard let keyword = bytes.lastPlace(of: "startxref", in: from..<bytes.count) else { return nil }
    var lexer = PDFLexer(bytes, at: keyword + 9)
    guard case .integer(let start) = lexer.next() else { return nil }
    return (keyword, start)
  }

  // MARK: From the first byte to the last

  /// Reads everything, one after the other; false where something is met that does not belong there.
  ///
  /// What stands behind the end, a line of a mail gateway say, counts as it is.
  private mutating func walk(to end: Int) -> Bool {
    var tables: [Int: Int] = [:]
    var streams: [Int: PDFReferences.Section] = [:]
    for section in references.sections {
      if let end = section.end {
        tables[section.place] = end
      } else {
        streams[section.place] = section
      }
    }
    var starts: [(value: Int, range: Range<Int>)] = []
    var isWhole = false
    while reader.lexer.place <= end {
      let before = reader.lexer.place
      guard let token = reader.lexer.next() else { break }
      let place = reader.lexer.range.lowerBound
      // Who writes where things are before they are there leaves room for the longest number.
      if linearization != nil, before < place, bytes[before..<place].allSatisfy(PDFLexer.isSpace) {
        form.replace(before..<place, by: " ")
      }
      switch token {
      case .word("xref"):
        guard let end = tables.removeValue(forKey: place) else { return false }
        landmarks[place] = landmarks.count
        reader.lexer.place = end
      case .word("startxref"):
        guard case .integer(let value) = reader.lexer.next() else { return false }
        starts.append((value, reader.lexer.range))
      case .integer(let number):
        guard case .integer(let generation) = reader.lexer.next(),
          reader.lexer.next() == .word("obj")
        else { return false }
        landmarks[place] = landmarks.count
        objects.append(Object(number: number, generation: generation, place: place))
        guard object(number, streams.removeValue(forKey: place)) else { return false }
      default: return false
      }
      isWhole = place == end
    }
    guard isWhole, tables.isEmpty, streams.isEmpty else { return false }
    for start in starts where start.value != 0 {
      guard let meaning = meaning(ofOffset: start.value) else { return false }
      form.replace(start.range, by: meaning)
    }
    return true
  }

  private mutating func object(_ number: Int, _ section: PDFReferences.Section?) -> Bool {
    let start = reader.lexer.place
    guard objects.count <= Self.mostObjects, let value = reader.value(isTrailer: section != nil)
    else { return false }
    switch (reader.lexer.next(), value) {
    case (.word("endobj"), _):
      if objects.count == 1, let dictionary = value.dictionary, dictionary["Linearized"] != nil {
        let range = start..<reader.lexer.range.lowerBound
        linearization = PDFLinearization(dictionary: dictionary, range: range)
      }
      if case .integer(_, let range) = value { integers[number] = range }
      if information.contains(number), let dictionary = value.dictionary {
        tellApart(dictionary, of: number, in: bytes) { candidates.append($0) }
      }
      return true
    case (.word("stream"), .dictionary(let dictionary)):
      guard let data = references.data(after: &reader.lexer, dictionary) else { return false }
      guard section == nil else { return true }
      if linearization != nil, let place = objects.last?.place {
        streams[place] = PDFHints.Stream(number: number, dictionary: dictionary, data: data)
      }
      return stream(number, dictionary, data)
    default: return false
    }
  }

  private mutating func stream(
    _ number: Int,
    _ dictionary: PDFDictionary,
    _ data: Range<Int>
  ) -> Bool {
    switch dictionary["Type"]?.name {
    case "ObjStm": return objectStream(number, dictionary, data)
    case "Metadata" where dictionary["Subtype"]?.name == "XML":
      // With any other key it may be a pattern, a font or a form as well, which a page can show.
      guard Self.keysOfMetadata.isSuperset(of: dictionary.values.keys) else { return true }
      guard
        let text = PDFStream.decoded(
          bytes[data],
          by: dictionary["Filter"],
          upTo: min(Self.longestMetadata, PDFStream.mostInflated - inflated)
        )
      else {
        // What was tried counts, too.
        inflated = min(PDFStream.mostInflated, inflated + Self.longestMetadata)
        return true
      }
      inflated += text.count
      guard let meaning = MarkupFields.xmp.form(of: text).encoded else { return true }
      candidates.append(
        Candidate(
          number: number,
          use: .metadata,
          range: data,
          meaning: meaning,
          length: dictionary["Length"]
        )
      )
      return true
    default: return true
    }
  }

  /// Objects within a stream: all are read, because any may refer to what is told apart.
  private mutating func objectStream(
    _ number: Int,
    _ dictionary: PDFDictionary,
    _ data: Range<Int>
  ) -> Bool {
    guard dictionary["DecodeParms"] == nil,
      let text = PDFStream.decoded(
        bytes[data],
        by: dictionary["Filter"],
        upTo: PDFStream.mostInflated - inflated
      ), let count = dictionary["N"]?.integer, let first = dictionary["First"],
      case .integer(let begin, let beginRange) = first, (0...text.count).contains(begin),
      (0...(text.count / 2)).contains(count)
    else { return false }
    inflated += text.count
    objectStreams.insert(number)
    var inner = ContentForm(text)
    var own = PDFReader(text)
    var heads: [(number: Int, offset: Int, range: Range<Int>)] = []
    for _ in 0..<count {
      guard case .integer(let number) = own.lexer.next(),
        case .integer(let offset) = own.lexer.next(), (0...(text.count - begin)).contains(offset)
      else { return false }
      heads.append((number, offset, own.lexer.range))
    }
    guard own.lexer.place <= begin else { return false }
    var isChanged = false
    var places: [Int] = []
    for head in heads {
      own.lexer.place = begin + head.offset
      guard places.last.map({ $0 <= own.lexer.place }) ?? true, let value = own.value() else {
        return false
      }
      places.append(own.lexer.place)
      guard information.contains(head.number), let dictionary = value.dictionary else { continue }
      tellApart(dictionary, of: head.number, in: text) {
        inner.replace($0.range, by: $0.meaning)
        isChanged = true
      }
    }
    reader.take(own)
    guard isChanged else { return true }
    // Where each object stands follows from the lengths of those before it.
    for (index, head) in heads.enumerated() { inner.replace(head.range, by: "@\(index)") }
    guard let meaning = inner.encoded else { return false }
    // Whoever refers to the information otherwise would show what is told apart.
    let numbers = heads.map(\.number).filter(information.contains)
    guard numbers.count == 1 else { return true }
    candidates.append(
      Candidate(
        number: numbers[0],
        use: .information,
        range: data,
        meaning: meaning,
        length: dictionary["Length"]
      )
    )
    candidates.append(
      Candidate(number: numbers[0], use: .information, range: beginRange, meaning: [0x40])
    )
    return true
  }

  // MARK: What is told apart

  /// The fields of the information that say when and by what the file was made.
  private func tellApart(
    _ dictionary: PDFDictionary,
    of number: Int,
    in bytes: [UInt8],
    _ take: (Candidate) -> Void
  ) {
    guard !dictionary.isAmbiguous else { return }
    for key in ["CreationDate", "ModDate", "Producer"] {
      guard case .text(let range) = dictionary[key],
        let text = PDFText.characters(of: bytes[range])
      else { continue }
      guard key == "Producer" ? text.count <= 512 : FieldForm.isDate(text) else { continue }
      take(Candidate(number: number, use: .information, range: range, meaning: Array(key.utf8)))
    }
  }

  private mutating func replaceCandidates() {
    for candidate in candidates where reader.uses[candidate.number, default: []] == candidate.use {
      switch candidate.length {
      case nil: break
      case .integer(_, let range): form.replace(range, by: "length")
      case .reference(let number):
        guard reader.uses[number] == .length, let range = integers[number] else { continue }
        form.replace(range, by: "length")
      default: continue
      }
      form.replace(candidate.range, by: candidate.meaning)
    }
  }

  /// An offset by what stands there, rather than by how far from the beginning that is.
  private func meaning(ofOffset offset: Int) -> String? {
    guard let place = PDFReferences.content(of: bytes, at: offset),
      let landmark = landmarks[place]
    else { return nil }
    return "@\(landmark)+\(place - offset)"
  }

  /// Of a linearised file, what says where its parts are, so that a page is shown before the rest has come.
  ///
  /// All of it follows from the lengths of the objects, and no page shows any of it.
  private mutating func replaceLinearization() {
    guard let linearization,
      let words = linearization.meaning(
        in: bytes.count,
        ofOffset: {
          meaning(ofOffset: $0) ?? meaning(ofEntryAt: $0)
        }
      ),
      let place = PDFReferences.content(of: bytes, at: words.hints), let stream = streams[place],
      reader.uses[stream.number, default: []].isEmpty,
      let hints = PDFHints(stream, in: bytes, objects: objects.count)
    else { return }
    form.replace(linearization.range, by: words.text)
    for range in hints.positions { form.replace(range, by: "position") }
    candidates.append(
      Candidate(
        number: stream.number,
        use: [],
        range: stream.data,
        meaning: Array("hints".utf8),
        length: stream.dictionary["Length"]
      )
    )
  }

  /// The first entry of a table, by the table that it is in.
  private func meaning(ofEntryAt offset: Int) -> String? {
    let before = references.sections.lazy.filter { $0.end.map { $0 > offset } ?? false }
      .map(\.place).filter { $0 <= offset && offset - $0 <= PDFHints.longestTableHead }.max()
    guard let before, let landmark = landmarks[before] else { return nil }
    return "@\(landmark)+\(offset - before)"
  }

  /// Checks all offsets of cross-references, and replaces them.
  private mutating func replaceOffsets() -> Bool {
    var byPlace: [Int: Object] = [:]
    for object in objects { byPlace[object.place] = object }
    for section in references.sections {
      for entry in section.entries {
        guard let place = PDFReferences.content(of: bytes, at: entry.offset),
          let object = byPlace[place], object.number == entry.number,
          object.generation == entry.generation, let meaning = meaning(ofOffset: entry.offset)
        else { return false }
        if let digits = entry.digits { form.replace(digits, by: meaning) }
      }
      guard let (rows, data) = section.stream else { continue }
      var text = ""
      for row in rows {
        // Whatever its dictionary calls it: a reader looks into it for objects.
        guard row.type != 2 || objectStreams.contains(row.second) else { return false }
        let second = row.type == 1 ? meaning(ofOffset: row.second) ?? "" : "\(row.second)"
        text += "\(row.type) \(second) \(row.third)\n"
      }
      form.replace(data, by: text)
      if case .integer(_, let range) = section.trailer["Length"] {
        form.replace(range, by: "length")
      }
    }
    return true
  }

  private mutating func replaceTrailers() -> Bool {
    for section in references.sections {
      for key in ["Prev", "XRefStm"] {
        guard case .integer(let offset, let range) = section.trailer[key] else { continue }
        guard let meaning = meaning(ofOffset: offset) else { return false }
        form.replace(range, by: meaning)
      }
      if case .array(let values, let range) = section.trailer["ID"], range.count <= 512,
        values.count == 2, values.allSatisfy({ if case .text = $0 { true } else { false } })
      {
        form.replace(range, by: "ID")
      }
      // LibreOffice's, of what it wrote.
      if case .name(let name, let range) = section.trailer["DocChecksum"], name.utf8.count == 32,
        name.utf8.allSatisfy(\.isHexadecimalDigit)
      {
        form.replace(range, by: "DocChecksum")
      }
      // Against the rules, and written by some: the information itself, in place of where it stands.
      if let dictionary = section.trailer["Info"]?.dictionary {
        tellApart(dictionary, of: 0, in: bytes) { form.replace($0.range, by: $0.meaning) }
      }
    }
    return true
  }
}
