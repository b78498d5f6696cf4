// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Inflating

/// Cross-references that are written as a stream.
///
/// Source: ISO 32000-1, sections 7.5.8 and 7.4.4.
enum PDFReferenceStream {
  /// Reads the rows, with the numbers of their objects; nil where the stream is not wholly understood.
  static func rows(
    of dictionary: PDFDictionary,
    _ data: ArraySlice<UInt8>,
    upTo bound: Int
  ) -> (rows: [(number: Int, row: PDFReferences.Row)], length: Int)? {
    guard case .array(let widths, _) = dictionary["W"], widths.count == 3,
      let size = dictionary["Size"]?.integer, size >= 0
    else { return nil }
    let width = widths.compactMap(\.integer)
    guard width.count == 3, width.allSatisfy({ (0...7).contains($0) }) else { return nil }
    let length = width.reduce(0, +)
    guard length > 0, let bytes = decoded(dictionary, data, rowLength: length, upTo: bound),
      let numbers = numbers(dictionary["Index"], size, rows: bytes.count / length),
      numbers.count * length == bytes.count
    else { return nil }
    var place = 0
    func field(_ width: Int, or standard: Int) -> Int {
      guard width > 0 else { return standard }
      defer { place += width }
      return bytes[place..<(place + width)].reduce(0) { $0 << 8 | Int($1) }
    }
    let rows = numbers.map { number in
      let type = field(width[0], or: 1)
      let second = field(width[1], or: 0)
      let row = PDFReferences.Row(type: type, second: second, third: field(width[2], or: 0))
      return (number: number, row: row)
    }
    return (rows, bytes.count)
  }

  private static func numbers(_ index: PDFValue?, _ size: Int, rows: Int) -> [Int]? {
    guard let index else { return size == rows ? Array(0..<size) : nil }
    guard case .array(let values, _) = index, values.count.isMultiple(of: 2) else { return nil }
    let bounds = values.compactMap(\.integer)
    guard bounds.count == values.count, bounds.allSatisfy({ (0..<10_000_000).contains($0) }) else {
      return nil
    }
    var numbers: [Int] = []
    for place in stride(from: 0, to: bounds.count, by: 2) {
      guard bounds[place + 1] <= rows - numbers.count else { return nil }
      numbers += bounds[place]..<(bounds[place] + bounds[place + 1])
    }
    return numbers
  }

  private static func decoded(
    _ dictionary: PDFDictionary,
    _ data: ArraySlice<UInt8>,
    rowLength: Int,
    upTo bound: Int
  ) -> [UInt8]? {
    guard let bytes = PDFStream.decoded(data, by: dictionary["Filter"], upTo: bound) else {
      return nil
    }
    var parameters = dictionary["DecodeParms"]
    if case .array(let values, _) = parameters, values.count == 1 { parameters = values[0] }
    guard let parameters else { return bytes }
    guard let parameters = parameters.dictionary else { return nil }
    let predictor = parameters["Predictor"]?.integer ?? 1
    guard predictor != 1 else { return bytes }
    guard predictor >= 10, parameters["Columns"]?.integer == rowLength,
      parameters["Colors"]?.integer ?? 1 == 1, parameters["BitsPerComponent"]?.integer ?? 8 == 8
    else { return nil }
    return unpredicted(bytes, rowLength: rowLength)
  }

  /// Undoes the prediction of PNG, of a single byte a pixel.
  private static func unpredicted(_ bytes: [UInt8], rowLength: Int) -> [UInt8]? {
    guard bytes.count.isMultiple(of: rowLength + 1) else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var above = [UInt8](repeating: 0, count: rowLength)
    for start in stride(from: 0, to: bytes.count, by: rowLength + 1) {
      var row = above
      for column in 0..<rowLength {
        let left = column > 0 ? row[column - 1] : 0
        let corner = column > 0 ? above[column - 1] : 0
        let guess: UInt8
        switch bytes[start] {
        case 0: guess = 0
        case 1: guess = left
        case 2: guess = above[column]
        case 3: guess = UInt8((Int(left) + Int(above[column])) / 2)
        case 4: guess = nearest(Int(left), Int(above[column]), Int(corner))
        default: return nil
        }
        row[column] = bytes[start + 1 + column] &+ guess
      }
      result += row
      above = row
    }
    return result
  }

  private static func nearest(_ left: Int, _ above: Int, _ corner: Int) -> UInt8 {
    let estimate = left + above - corner
    let (a, b, c) = (abs(estimate - left), abs(estimate - above), abs(estimate - corner))
    return UInt8(a <= b && a <= c ? left : b <= c ? above : corner)
  }
}

enum PDFStream {
  /// The streams of one file that are looked into come to no more bytes than this.
  static let mostInflated = 64 << 20

  /// The data of a stream as its filter gives it, where that is none or `FlateDecode`.
  ///
  /// - Returns: nil where it is another, where the data is not sound, or where bytes are left over.
  static func decoded(
    _ data: ArraySlice<UInt8>,
    by filter: PDFValue?,
    upTo bound: Int
  ) -> [UInt8]? {
    var filter = filter
    if case .array(let values, _) = filter {
      guard values.count <= 1 else { return nil }
      filter = values.first
    }
    guard let filter else { return data.count <= bound ? Array(data) : nil }
    guard filter.name == "FlateDecode",
      let outcome = Inflation.inflate(data, .zlib, upTo: bound),
      data.dropFirst(outcome.consumed).allSatisfy(PDFLexer.isSpace)
    else { return nil }
    return outcome.bytes
  }
}
