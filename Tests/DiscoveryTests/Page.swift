// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import HTML

@testable import Discovery

/// Reading a page that stands in a test.
enum Page {
  static let address = "https://www.example.org/reviews/2020/page"

  static func read(_ html: String, at address: String = Page.address) throws -> Listing {
    try read(Array(html.utf8), at: address)
  }

  static func read(
    _ html: [UInt8],
    at address: String = Page.address,
    charset: String? = nil
  ) throws -> Listing {
    Listing.read(html, at: try WebAddress(address), declaredCharset: charset)
  }

  /// The pieces that a page is read in.
  static func pieces(of html: String) -> [PageReader.Piece] {
    var reader = PageReader(declaredCharset: nil)
    var rest: [UInt8]? = Array(html.utf8)
    var pieces: [PageReader.Piece] = []
    while let piece = reader.next(from: { rest.take() ?? [] }) { pieces.append(piece) }
    return pieces
  }
}
