// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import HTML
import Records

/// A page that was read and lists nothing that its source keeps: what was seen on it, and what to do.
///
/// Under cron, silence means that all is well; and a page that a reader sees a list on may have none for a program.
struct EmptyListing {
  private let listing: Listing
  private let source: Source

  init(_ listing: Listing, of source: Source) {
    self.listing = listing
    self.source = source
  }

  /// What was seen, and what to do, without the full stop.
  var sentence: String {
    notOfPage ?? moved ?? leftOutByPatterns ?? framed ?? logIn ?? scripted ?? saysNothing
      ?? scriptedPerhaps ?? pages ?? menus
      ?? "its page was read, and \(noLink); look at the page with a browser: it may have moved"
  }

  /// What is said of a sitemap or a feed.
  private var notOfPage: String? {
    let noun = listing.format.noun
    if listing.format == .sitemap, !listing.links.isEmpty, source.include.isEmpty {
      let count = listing.links.count
      return
        "its sitemap was read: \(count) address\(count == 1 ? "" : "es"), and none that ends as a document does; "
        + "say in `include` which of them are documents"
    }
    guard listing.format != .page else { return nil }
    return
      "its \(noun) was read, and nothing in it is a document that this source keeps; "
      + "look whether `include`, `exclude` and `kinds` say what you mean"
  }

  private var noLink: String {
    listing.links.isEmpty
      ? listing.mistakes.isEmpty ? "there is no link on it" : "no link on it can be followed"
      : "no link on it leads to a document that this source keeps"
  }

  private var moved: String? {
    listing.refresh.map {
      "its page lists nothing and sends its reader to \($0.target.text); if the list is there, "
        + "write that address in its place"
    }
  }

  private var framed: String? {
    guard !listing.aspects.frames.isEmpty, !hasOwnLinks else { return nil }
    let frames = listing.aspects.frames.map(\.text).joined(separator: ", ")
    return
      "its page lists nothing itself and shows other pages in frames: \(frames); if the list is there, "
      + "write that address in its place"
  }

  private var leftOutByPatterns: String? {
    let count = listing.links.count { $0.expectation == .document && !source.wants($0.address) }
    guard count > 0 else { return nil }
    return
      "its page links to \(Self.number(count, "document")), and `include` and `exclude` leave out "
      + "\(count == 1 ? "it" : "all of them")"
  }

  private var logIn: String? {
    guard listing.aspects.asksForPassword, !hasOwnLinks else { return nil }
    return
      "its page asks for a password and lists nothing; what is behind a log-in is not fetched: ask the site for a "
      + "public list"
  }

  private var scripted: String? { listing.aspects.asksForScripts ? madeByScript : nil }

  private var scriptedPerhaps: String? {
    listing.aspects.hasScripts && isShort ? madeByScript : nil
  }

  private var madeByScript: String? {
    guard !hasOwnLinks else { return nil }
    return
      "its page lists nothing, and seems to have its list made by a script, which is not run; look for a page of the "
      + "site that has the list itself, or write the documents' `addresses`"
  }

  /// A page with less text than this has not said what it is about.
  private var isShort: Bool { listing.mainText.utf8.count < 400 }

  /// The page's own word that there is nothing.
  private var saysNothing: String? {
    let line = listing.mainText.split(separator: "\n").first { Self.saysNothing($0) }
    return line.map { "its page lists nothing and says so: “\($0)”" }
  }

  static func saysNothing(_ line: Substring) -> Bool {
    guard line.utf8.count <= 160 else { return false }
    let words = line.lowercased().split { !$0.isLetter }
    let negation = words.firstIndex { ["no", "nothing", "none"].contains($0) }
    guard let negation, negation <= 6 else { return false }
    let isOfDocuments = words[negation...].prefix(5).contains {
      $0 == "nothing" || nouns.contains(String($0))
    }
    return isOfDocuments && (words.count <= 4 || words.contains { verbs.contains(String($0)) })
  }

  private static let nouns: Set = [
    "reviews", "review", "reports", "report", "documents", "document", "publications",
    "publication",
    "results", "result", "items", "item", "files", "file", "entries", "content", "records",
    "downloads", "inspections", "pages",
  ]

  private static let verbs: Set = [
    "are", "is", "were", "was", "found", "available", "published", "match", "matches", "matched",
    "have", "has", "yet", "currently", "display", "show", "present",
  ]

  private var pages: String? {
    let count = listing.links.count { $0.expectation == .page && !$0.isAmongMenus }
    guard count > 0, !source.kinds.contains(.html) else { return nil }
    return
      "its page links to \(Self.number(count, "web page")) and to no file; if these are the reports, add `page` to its "
      + "`kinds`; if the files are on them, they are the pages to name"
  }

  private var menus: String? {
    guard !listing.links.isEmpty, !hasOwnLinks else { return nil }
    let count = listing.links.count
    return
      "all links of its page (\(count)) are those of its menus; look at the page with a browser: it may have moved"
  }

  /// Whether it has links besides its menus and its frames.
  private var hasOwnLinks: Bool {
    let frames = listing.aspects.frames
    return listing.links.contains { !$0.isAmongMenus && !frames.contains($0.address) }
  }

  private static func number(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
