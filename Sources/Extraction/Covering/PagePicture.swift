// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity

/// A page as its readers see it: three shades for each pixel, of red, green and blue, row by row.
struct PagePicture: Sendable {
  let width: Int
  let height: Int
  /// Three for each pixel, from 0 to 255.
  let shades: ArraySlice<UInt8>

  static let channels = 3

  /// The same of two pages that look the same.
  var digest: Digest {
    var stream = DigestStream(.sha256)
    stream.update(Array("\(width) \(height)\n".utf8).span)
    stream.update(shades.span)
    return stream.finish()
  }

  /// A shade is looked up by this.
  ///
  /// - Parameters:
  ///   - column: the pixel's, from 0 at the left.
  ///   - row: the same, from the top.
  ///   - channel: 0 for red, 1 for green, 2 for blue.
  subscript(column: Int, row: Int, channel: Int) -> UInt8 {
    shades[shades.startIndex + (row * width + column) * Self.channels + channel]
  }

  /// Reads pictures in the binary form of PPM, one behind the other; what is not whole is none.
  ///
  /// Source: ppm(5) of Netpbm, without comments, as `pdftoppm` writes it.
  ///
  /// - Parameter bytes: what was printed.
  /// - Returns: those before the first that is not whole.
  static func read(_ bytes: [UInt8]) -> [PagePicture] {
    var pictures: [PagePicture] = []
    var rest = bytes[...]
    while rest.starts(with: "P6".utf8) {
      rest = rest.dropFirst(2)
      guard let width = number(&rest), let height = number(&rest), number(&rest) == 255,
        rest.first != nil, width > 0, height > 0
      else { break }
      // One white space stands before the pixels.
      rest = rest.dropFirst()
      let (pixels, isTooLarge) = width.multipliedReportingOverflow(by: height)
      let (size, isLarger) = pixels.multipliedReportingOverflow(by: channels)
      guard !isTooLarge, !isLarger, rest.count >= size else { break }
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

/// From the darkest to the lightest of some pixels, in each of the three colours.
struct ShadeSpan: Hashable {
  private var low: SIMD3<UInt8> = SIMD3(repeating: 255)
  private var high: SIMD3<UInt8> = SIMD3(repeating: 0)

  /// Shades that differ by no more are one.
  private static let same: UInt8 = 12
  /// Where no colour is lighter than this, it is dark.
  private static let dark: UInt8 = 110

  mutating func take(_ picture: PagePicture, _ column: Int, _ row: Int) {
    for channel in 0..<PagePicture.channels {
      let shade = picture[column, row, channel]
      low[channel] = min(low[channel], shade)
      high[channel] = max(high[channel], shade)
    }
  }

  mutating func take(_ other: ShadeSpan) {
    for channel in 0..<PagePicture.channels {
      low[channel] = min(low[channel], other.low[channel])
      high[channel] = max(high[channel], other.high[channel])
    }
  }

  /// Whether all of it is of one shade.
  var isOne: Bool {
    (0..<PagePicture.channels).allSatisfy { high[$0] <= low[$0] || high[$0] - low[$0] <= Self.same }
  }

  var isDark: Bool { (0..<PagePicture.channels).allSatisfy { high[$0] < Self.dark } }
}
