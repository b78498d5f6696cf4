// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Fixity

/// What a document looks like besides its words, so that two versions of it can be compared.
package enum DocumentLook: Hashable, Sendable {
  /// The digest of the picture of each page; nil of one that could not be drawn.
  case pages([Digest?])
  /// The digests of the pictures and charts in it.
  case pictures([Digest])
}

/// What changed between two versions of a document of what is no text.
package struct LookComparison: Hashable, Sendable {
  /// Pages of the new version, from 1, that have the words of a page of the one before and another look.
  package private(set) var changedPages: [Int] = []
  /// The same of pages that have other words: they are told of where the words are compared.
  package private(set) var otherPages: [Int] = []
  /// Pages of which it is not known what they look like.
  package private(set) var unknownPages: [Int] = []
  /// Pages that are in one of the two only, from 1.
  package private(set) var newPages: [Int] = []
  package private(set) var gonePages: [Int] = []
  /// Pictures that are in one of the two only.
  package private(set) var newPictures = 0
  package private(set) var gonePictures = 0
  /// Whether pages were compared, as they are drawn, and not the pictures in a file.
  package let isOfPages: Bool

  package var isSame: Bool {
    changedPages.isEmpty && otherPages.isEmpty && unknownPages.isEmpty && newPages.isEmpty
      && gonePages.isEmpty && newPictures == 0 && gonePictures == 0
  }

  /// Pages that look different, whatever their words.
  package var differentPages: [Int] { (changedPages + otherPages).sorted() }

  private struct Page: Hashable {
    let number: Int
    let words: String
    let look: Digest?

    /// What makes two pages the same one.
    struct Sight: Hashable {
      let words: String
      let look: Digest?
    }

    var sight: Sight { Sight(words: words, look: look) }
  }

  /// Is nil where the two are of different kinds.
  ///
  /// - Parameters:
  ///   - old: what it looked like.
  ///   - new: what it looks like.
  ///   - texts: the text of each page, as it was and as it is; nil where there is none.
  package init?(
    _ old: DocumentLook,
    _ new: DocumentLook,
    texts: (old: [String], new: [String])? = nil
  ) {
    switch (old, new) {
    case (.pages(let before), .pages(let after)):
      isOfPages = true
      compare(Self.pages(before, texts?.old), Self.pages(after, texts?.new))
    case (.pictures(let before), .pictures(let after)):
      isOfPages = false
      newPictures = Self.count(of: after, without: before)
      gonePictures = Self.count(of: before, without: after)
    default: return nil
    }
  }

  private static func pages(_ looks: [Digest?], _ texts: [String]?) -> [Page] {
    looks.enumerated().map { index, look in
      let words = texts.flatMap { $0.indices.contains(index) ? $0[index] : nil } ?? ""
      return Page(number: index + 1, words: words, look: look)
    }
  }

  /// Pairs the pages, and tells of every one.
  ///
  /// Those that are the same in words and look belong together; between these, those with the same words; and of what is
  /// left, one behind the other.
  private mutating func compare(_ before: [Page], _ after: [Page]) {
    let same = Alignment(before.map(\.sight), after.map(\.sight)).pairs
    for pair in same where after[pair.new].look == nil {
      unknownPages.append(after[pair.new].number)
    }
    for (old, new) in Self.gaps(before, after, same) {
      let alike = Alignment(old.map(\.words), new.map(\.words)).pairs
      for pair in alike { compare(old[pair.old], new[pair.new]) }
      for (old, new) in Self.gaps(old, new, alike) {
        for pair in zip(old, new) { compare(pair.0, pair.1) }
        newPages += new.dropFirst(old.count).map(\.number)
        gonePages += old.dropFirst(new.count).map(\.number)
      }
    }
    unknownPages.sort()
    changedPages.sort()
    otherPages.sort()
    newPages.sort()
    gonePages.sort()
  }

  private mutating func compare(_ old: Page, _ new: Page) {
    guard let before = old.look, let after = new.look else {
      return unknownPages.append(new.number)
    }
    guard before != after else { return }
    if old.words == new.words {
      changedPages.append(new.number)
    } else {
      otherPages.append(new.number)
    }
  }

  /// What stands between the pairs.
  private static func gaps(
    _ old: [Page],
    _ new: [Page],
    _ pairs: [(old: Int, new: Int)]
  ) -> [(old: [Page], new: [Page])] {
    var (from, to) = (0, 0)
    return (pairs + [(old.count, new.count)]).map { pair in
      defer { (from, to) = (pair.old + 1, pair.new + 1) }
      return (Array(old[from..<pair.old]), Array(new[to..<pair.new]))
    }
  }

  private static func count(of some: [Digest], without others: [Digest]) -> Int {
    var left: [Digest: Int] = [:]
    for digest in others { left[digest, default: 0] += 1 }
    return some.reduce(into: 0) { count, digest in
      if let rest = left[digest], rest > 0 { left[digest] = rest - 1 } else { count += 1 }
    }
  }
}
