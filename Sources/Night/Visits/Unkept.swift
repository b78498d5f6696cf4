// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Records

extension RunReport.SourceOutcome.Unkept {
  /// Of these, the first are named.
  static let mostExamples = 3

  /// What there is to tell of ordinary pages; nil for nothing.
  ///
  /// - Parameters:
  ///   - source: the source.
  ///   - pages: those of its links that are ordinary pages, in order.
  ///   - links: how many it lists.
  ///   - keepsNothing: whether nothing is kept of them.
  ///   - files: what was found on the pages.
  ///   - last: what the run before told.
  init?(
    of source: Source,
    _ pages: [WebAddress],
    of links: Int,
    keepsNothing: Bool,
    _ files: RunReport.SourceOutcome.Files?,
    after last: Self?
  ) {
    // Pages that rest are not looked into, and have what they had.
    let files = files ?? last?.files
    guard !pages.isEmpty, keepsNothing || files != nil else { return nil }
    let all = Set(pages)
    let examples =
      keepsNothing ? Array(pages.prefix(Self.mostExamples)) : files.map { [$0.page] } ?? []
    var sentences: [String] = []
    if keepsNothing {
      let what = source.listPage == nil ? ("address", "addresses") : ("link", "links")
      sentences.append(Self.sentence(all.count, of: links, what, examples))
    }
    if let files { sentences.append(files.sentence) }
    self.init(
      keepsNothing: keepsNothing,
      examples: examples,
      files: files,
      sentence: sentences.joined(separator: "; "),
      advice: Self.advice(for: source, pages, files),
      isNews: keepsNothing && last?.keepsNothing != true || files != nil && last?.files == nil
    )
  }

  private static func sentence(
    _ pages: Int,
    of links: Int,
    _ what: (one: String, many: String),
    _ examples: [WebAddress]
  ) -> String {
    let whose =
      switch links {
      case 1: "its one \(what.one) leads to an ordinary web page"
      case 2 where pages == 2: "both its \(what.many) lead to ordinary web pages"
      case ...pages: "all its \(links) \(what.many) lead to ordinary web pages"
      default: "\(pages) of its \(links) \(what.many) lead to ordinary web pages"
      }
    let names = examples.map(\.text).joined(separator: ", ")
    let more = pages > examples.count ? " and \(pages - examples.count) more" : ""
    return "nothing that it lists is kept: \(whose) (\(names)\(more))"
  }

  private static func advice(
    for source: Source,
    _ pages: [WebAddress],
    _ files: RunReport.SourceOutcome.Files?
  ) -> String {
    let kinds = "if the pages themselves are the reports, add `page` to its `kinds`"
    guard source.listPage != nil else {
      let page = "name such a page as the `page` of a source"
      return files == nil ? "\(kinds); if the files are on them, \(page)" : "\(page); \(kinds)"
    }
    guard source.format != .govuk else { return kinds }
    let patterns = files?.follow ?? PageFiles.patterns(for: pages)
    let texts = patterns.map { "\"\($0)\"" }.joined(separator: ", ")
    let follow = patterns.isEmpty ? "`follow` with a pattern for them" : "`follow: [\(texts)]`"
    return files == nil
      ? "\(kinds); if the files are on them, \(follow) reads them as lists"
      : "\(follow) reads these pages as lists, too; \(kinds)"
  }
}

extension RunReport.SourceOutcome.Files {
  fileprivate var sentence: String {
    let files = documents == 1 ? "1 file" : "\(documents) files"
    let pages = self.pages == 1 ? "1 page" : "\(self.pages) pages"
    return
      "\(pages) that its links lead to \(self.pages == 1 ? "has" : "have") \(files) of kinds that it keeps, which no source lists: "
      + "\(document) on \(page)\(documents > 1 ? ", say" : "")"
  }
}
