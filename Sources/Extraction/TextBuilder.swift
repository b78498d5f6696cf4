// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Puts the text of a document together, part by part.
///
/// Control characters are dropped, because they say nothing to a reader and much to a terminal; white space stays as the
/// document has it, but for what stands at the ends of lines.
struct TextBuilder {
  /// More text than this is cut off, in bytes: no report is as long.
  static let longest = 32 << 20
  private static let mostParts = 20_000

  private var parts: [[UInt8]] = []
  private var part: [UInt8] = []
  private var length = 0
  private(set) var isCut = false
  /// Whether an empty line stands between paragraphs, as it does in what is nothing but text.
  private let keepsEmptyLines: Bool
  private var wasReturn = false
  private var hidden: [HiddenContent.Kind: (count: Int, parts: Set<Int>)] = [:]

  /// The number of the part that is being put together, from 1.
  var number: Int { parts.count + 1 }
  var isFull: Bool { isCut }

  init(keepingEmptyLines: Bool = false) { keepsEmptyLines = keepingEmptyLines }

  /// Notes that there is more of the text than was read.
  mutating func cut() { isCut = true }

  /// Where the text of the part that is being put together ends now, for ``drop(from:)``.
  var place: Int { part.count }

  /// Takes back what was added to the part since.
  mutating func drop(from place: Int) {
    guard place < part.count else { return }
    length -= part.count - place
    part.removeLast(part.count - place)
  }

  mutating func append(_ text: some Sequence<UInt8>) {
    for byte in text {
      guard length < Self.longest else {
        isCut = true
        return
      }
      defer { wasReturn = byte == 0x0D }
      switch byte {
      case 0x0A: if !wasReturn { endLine() }
      case 0x09, 0x20...0x7E, 0x80...:
        part.append(byte)
        length += 1
      case 0x0B, 0x0C, 0x0D: endLine()
      default: break
      }
    }
  }

  mutating func append(_ text: String) { append(text.utf8) }

  mutating func append(_ scalar: Unicode.Scalar) { append(String(Character(scalar)).utf8) }

  /// Ends a line or paragraph; an empty one is none.
  mutating func endLine() {
    while let last = part.last, last == 0x20 || last == 0x09 { part.removeLast() }
    guard let last = part.last else { return }
    if last == 0x0A, !keepsEmptyLines || part.suffix(2) == [0x0A, 0x0A] { return }
    part.append(0x0A)
    length += 1
  }

  /// Ends a cell of a table.
  mutating func endCell() { append(CollectionOfOne(0x09)) }

  mutating func endPart() {
    endLine()
    guard parts.count < Self.mostParts else {
      isCut = true
      return
    }
    parts.append(part)
    part = []
  }

  /// Notes that something is there which readers do not see.
  mutating func note(_ kind: HiddenContent.Kind, _ count: Int = 1, inPart part: Int? = nil) {
    guard count > 0 else { return }
    hidden[kind, default: (0, [])].count += count
    if let part { hidden[kind]?.parts.insert(part) }
  }

  /// All of it, as a text of parts, or as one.
  consuming func text(
    of kind: ExtractedText.Part?,
    language: String? = nil
  ) -> ExtractedText {
    if !part.isEmpty || kind == nil { endPart() }
    let noted = hidden.sorted { $0.key < $1.key }.map { kind, seen in
      HiddenContent(kind, count: seen.count, parts: seen.parts.sorted())
    }
    return ExtractedText(
      parts: parts.map { String(decoding: $0, as: UTF8.self).trimmed },
      kind: kind,
      language: language,
      hidden: noted,
      isCut: isCut
    )
  }
}

extension String {
  /// No letter of any script carries more marks; what has more is made to be slow to put in order.
  ///
  /// Source: Unicode Standard Annex #15, Stream-Safe Text Format
  private static let mostMarks = 30

  /// Without characters that direct a terminal or the reading of a text, marks that no letter carries, and the last end of a line.
  fileprivate var trimmed: String {
    var text = self
    if !utf8.allSatisfy({ $0 < 0x80 }) {
      var marks = 0
      text.unicodeScalars.removeAll { scalar in
        let isMark = scalar.properties.canonicalCombiningClass != .notReordered
        marks = isMark ? marks + 1 : 0
        return marks > Self.mostMarks || scalar.isDirecting
      }
    }
    while text.last?.isNewline == true { text.removeLast() }
    return text
  }
}

extension Unicode.Scalar {
  /// Controls of C1, marks that turn the direction of a text, and the mark of a byte order.
  fileprivate var isDirecting: Bool {
    switch value {
    case 0x80...0x9F, 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF: true
    default: false
    }
  }
}
