// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery

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
}
