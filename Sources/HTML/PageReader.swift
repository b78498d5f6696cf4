// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Reads a page: from its bytes, in whatever encoding, to trees that are safe to build.
///
///     var reader = PageReader(declaredCharset: "utf-8")
///     while let piece = try reader.next(from: { try file.read() }) { … piece.tree … }
///
/// All who judge a page or take links from it read it here, so they read the same.
package struct PageReader {
  /// A part of a page, as long as one may be as a tree.
  package struct Piece {
    package let tree: HTMLTree
    /// How many elements it begins with that were open where the one before ends.
    package let reopened: Int
    /// The encoding that the page is read in.
    package let encoding: PageEncoding
    /// Whether something of the page so far was no character in that encoding.
    package let isRepaired: Bool
  }

  private var text: PageText
  private var markup = MarkupGuard()

  /// Which bounds of ``PageBudget`` the page went beyond so far.
  package var limits: Set<PageLimit> {
    text.isCut ? markup.limits.union([.length]) : markup.limits
  }

  /// Begins a page.
  ///
  /// - Parameter declaredCharset: the `charset` of its `Content-Type`; a byte order mark overrules it, and
  ///   it overrules the page's own `<meta>`.
  package init(declaredCharset: String?) {
    text = PageText(declaredCharset: declaredCharset)
  }

  /// Reads the next piece.
  ///
  /// - Parameter bytes: gives the next bytes of the page; none at its end.
  /// - Returns: the piece, or nil at the page's end.
  /// - Throws: what `bytes` throws.
  package mutating func next<Failure: Error>(
    from bytes: () throws(Failure) -> [UInt8]
  ) throws(Failure) -> Piece? {
    let piece = try markup.next { () throws(Failure) in try text.next(bytes) }
    return piece.map {
      Piece(
        tree: HTMLTree($0.text),
        reopened: $0.reopened,
        encoding: text.encoding ?? .utf8,
        isRepaired: text.isRepaired
      )
    }
  }
}
