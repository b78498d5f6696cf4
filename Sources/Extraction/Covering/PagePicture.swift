// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A page as its readers see it: shades of grey, 0 for black and 255 for white, row by row.
struct PagePicture: Sendable {
  let width: Int
  let height: Int
  /// As many as there are pixels.
  let shades: ArraySlice<UInt8>

  /// A shade is looked up by this.
  ///
  /// - Parameters:
  ///   - column: the pixel's, from 0 at the left.
  ///   - row: the same, from the top.
  subscript(column: Int, row: Int) -> UInt8 {
    shades[shades.startIndex + row * width + column]
  }

  /// Reads pictures in the binary form of PGM, one behind the other; what is not whole is none.
  ///
  /// Source: pgm(5) of Netpbm, without comments, as `pdftoppm -gray` writes it.
  ///
  /// - Parameter bytes: what was printed.
  /// - Returns: those before the first that is not whole.
  static func read(_ bytes: [UInt8]) -> [PagePicture] {
    var pictures: [PagePicture] = []
    var rest = bytes[...]
    while rest.starts(with: "P5".utf8) {
      rest = rest.dropFirst(2)
      guard let width = number(&rest), let height = number(&rest), number(&rest) == 255,
        rest.first != nil, width > 0, height > 0
      else { break }
      // One white space stands before the pixels.
      rest = rest.dropFirst()
      let (size, isTooLarge) = width.multipliedReportingOverflow(by: height)
      guard !isTooLarge, rest.count >= size else { break }
      pictures.append(PagePicture(width: width, height: height, shades: rest.prefix(size)))
      rest = rest.dropFirst(size)
    }
    return pictures
  }

  private static func number(_ bytes: inout ArraySlice<UInt8>) -> Int? {
    bytes = bytes.drop { $0 == 0x20 || 0x09...0x0D ~= $0 }
    let digits = bytes.prefix { 0x30...0x39 ~= $0 }
    bytes = bytes.dropFirst(digits.count)
    return digits.count < 10 ? Int(String(decoding: digits, as: UTF8.self)) : nil
  }
}
