// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// What a linearised PDF begins with: how long it is, and where its parts are.
///
///     1 0 obj <</Linearized 1/L 9000/H[600 140]/O 5/E 3000/N 2/T 8500>> endobj
///
/// Source: ISO 32000-1, annex F.
struct PDFLinearization {
  let dictionary: PDFDictionary
  /// From behind `obj` to `endobj`.
  let range: Range<Int>

  /// What it says in other words than places and lengths.
  ///
  /// - Parameters:
  ///   - length: that of the file.
  ///   - place: what stands at an offset; nil for nothing that was met there.
  /// - Returns: that, and where the hints are; nil where something in it is not as it should be, so that it counts.
  func meaning(
    in length: Int,
    ofOffset place: (Int) -> String?
  ) -> (text: String, hints: Int)? {
    guard !dictionary.isAmbiguous else { return nil }
    var (words, hints) = (["linearized"], nil as Int?)
    for (key, value) in dictionary.values.sorted(by: { $0.key < $1.key }) {
      switch (key, value) {
      case ("Linearized", .integer), ("Linearized", .other): break
      case ("L", .integer(length, _)): words.append("L")
      case ("E", .integer(let offset, _)), ("T", .integer(let offset, _)):
        guard let meaning = place(offset) else { return nil }
        words.append("\(key) \(meaning)")
      case ("O", .integer(let number, _)), ("N", .integer(let number, _)),
        ("P", .integer(let number, _)):
        words.append("\(key) \(number)")
      case ("H", .array(let values, _)):
        guard values.count == 2, let offset = values[0].integer, let count = values[1].integer,
          (0..<length).contains(offset), (1..<length).contains(count),
          let start = place(offset), let end = place(offset + count)
        else { return nil }
        words.append("H \(start) \(end)")
        hints = offset
      default: return nil
      }
    }
    return hints.map { (words.joined(separator: " "), $0) }
  }
}

/// The hint stream of a linearised PDF: tables of where its pages and their objects stand.
///
/// It is packed in bits of which the width depends on the lengths of all objects, so another length of a date makes all of it
/// another. Nothing in the file refers to it, and no page shows it.
///
/// Source: ISO 32000-1, annex F.
struct PDFHints {
  /// A stream as it stands in a file.
  struct Stream {
    let number: Int
    let dictionary: PDFDictionary
    let data: Range<Int>
  }

  /// So many bytes stand between the `xref` of a table and its first entry, at the most.
  static let longestTableHead = 64
  /// The tables take no more bytes than this, and so many for each object.
  private static let lengthOfHeads = 1_024
  private static let lengthPerObject = 64

  /// The tables that there may be.
  private static let tables = ["S", "T", "O", "A", "E", "V", "I", "C", "L", "R", "B"]

  /// Where the numbers are written that say where in the stream each table begins.
  let positions: [Range<Int>]

  /// Nil where it is something besides, or longer than hints are.
  ///
  /// - Parameters:
  ///   - stream: what the file calls its hints.
  ///   - bytes: the file.
  ///   - objects: how many objects it has.
  init?(_ stream: Stream, in bytes: [UInt8], objects: Int) {
    let dictionary = stream.dictionary
    var positions: [Range<Int>] = []
    for (key, value) in dictionary.values {
      if Self.tables.contains(key), case .integer(_, let range) = value {
        positions.append(range)
      } else if key != "Length", key != "Filter" {
        return nil
      }
    }
    guard !dictionary.isAmbiguous, !positions.isEmpty,
      PDFStream.decoded(
        bytes[stream.data],
        by: dictionary["Filter"],
        upTo: Self.lengthOfHeads + Self.lengthPerObject * objects
      ) != nil
    else { return nil }
    self.positions = positions
  }
}
