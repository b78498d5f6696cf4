// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import HTML

/// A page that stands in a test, as trees.
enum PageTrees {
  static func pieces(
    of page: [UInt8],
    charset: String? = nil,
    portion: Int = .max
  ) -> [PageReader.Piece] {
    var reader = PageReader(declaredCharset: charset)
    var rest = page[...]
    var pieces: [PageReader.Piece] = []
    let read = {
      defer { rest = rest.dropFirst(portion) }
      return Array(rest.prefix(portion))
    }
    while let piece = reader.next(from: read) { pieces.append(piece) }
    return pieces
  }

  /// The text of the first link.
  static func linkText(
    of page: [UInt8],
    charset: String? = nil,
    portion: Int = .max
  ) -> String? {
    for piece in pieces(of: page, charset: charset, portion: portion) {
      if let index = piece.tree.nodes.firstIndex(where: { $0.element?.name == "a" }) {
        return piece.tree.text(of: index, limit: 1_000).string
      }
    }
    return nil
  }
}
