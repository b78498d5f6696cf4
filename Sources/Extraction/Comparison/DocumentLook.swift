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
  /// Pages of the new version, from 1, that have the words of the one before and another look.
  package private(set) var changedPages: [Int] = []
  /// The same of pages of which it is not known what they look like.
  package private(set) var unknownPages: [Int] = []
  /// Pages without words that are in one of the two only, from 1.
  package private(set) var newPages: [Int] = []
  package private(set) var gonePages: [Int] = []
  /// Pictures that are in one of the two only.
  package private(set) var newPictures = 0
  package private(set) var gonePictures = 0
  /// Whether pages were compared, as they are drawn, and not the pictures in a file.
  package let isOfPages: Bool

  package var isSame: Bool {
    changedPages.isEmpty && unknownPages.isEmpty && newPages.isEmpty && gonePages.isEmpty
      && newPictures == 0 && gonePictures == 0
  }

  /// Is nil where the two are of different kinds.
  ///
  /// - Parameters:
  ///   - old: what it looked like.
  ///   - new: what it looks like.
  ///   - texts: the text of each page, as it was and as it is; pages with other words are no matter of this. Nil where there
  ///     is no text.
  package init?(
    _ old: DocumentLook,
    _ new: DocumentLook,
    texts: (old: [String], new: [String])? = nil
  ) {
    switch (old, new) {
    case (.pages(let before), .pages(let after)):
      isOfPages = true
      if let texts, texts.old.count == before.count, texts.new.count == after.count {
        for pair in Alignment(texts.old, texts.new).pairs {
          compare(before[pair.old], after[pair.new], on: pair.new + 1)
        }
      } else {
        compare(before, after)
      }
    case (.pictures(let before), .pictures(let after)):
      isOfPages = false
      newPictures = Self.count(of: after, without: before)
      gonePictures = Self.count(of: before, without: after)
    default: return nil
    }
  }

  /// Compares pages of which nothing but the look is known: those between two that look the same are the ones that changed.
  private mutating func compare(_ before: [Digest?], _ after: [Digest?]) {
    var (from, to) = (0, 0)
    for pair in Alignment(before, after).pairs + [(before.count, after.count)] {
      let both = min(pair.old - from, pair.new - to)
      for step in 0..<both { compare(before[from + step], after[to + step], on: to + step + 1) }
      newPages += (to + both..<pair.new).map { $0 + 1 }
      gonePages += (from + both..<pair.old).map { $0 + 1 }
      // Two that could not be drawn are alike in nothing else.
      if pair.old < before.count { compare(before[pair.old], after[pair.new], on: pair.new + 1) }
      (from, to) = (pair.old + 1, pair.new + 1)
    }
  }

  private mutating func compare(_ old: Digest?, _ new: Digest?, on page: Int) {
    guard let old, let new else { return unknownPages.append(page) }
    if old != new { changedPages.append(page) }
  }

  private static func count(of some: [Digest], without others: [Digest]) -> Int {
    var left: [Digest: Int] = [:]
    for digest in others { left[digest, default: 0] += 1 }
    return some.reduce(into: 0) { count, digest in
      if let rest = left[digest], rest > 0 { left[digest] = rest - 1 } else { count += 1 }
    }
  }
}
