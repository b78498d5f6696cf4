// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Discovery
import Text

/// What a list page suggests for its source, at first sight.
///
/// A report may be a web page itself: behind a link that ends in `.php`, or under the list's own address.
/// Nobody can tell such a link from one to the rest of the site, so what is found here is only proposed to
/// the person who writes the configuration.
package struct SourceProposal: Sendable {
  /// What the page is called; nil where it does not say.
  package let title: String?
  /// Links that name a document format.
  package let files: Int
  /// The first of these.
  package let firstFiles: [Link]
  /// How many of the links to files robots.txt keeps us from, and one of these; nil where it keeps us from none.
  package let barredFiles: (count: Int, one: Link)?
  /// Links to other web pages, which are not kept.
  package let otherPages: Int
  /// Links that no reader can open.
  package let unusable: Int
  /// Whether the list goes on, on further pages.
  package let goesOn: Bool
  /// Links to web pages that seem to be reports, in the order of the page.
  package let reportPages: [Link]
  /// Patterns that fit these pages, and as little else on the list as can be told; empty where they are read for files instead.
  package var includePages: [AddressPattern] {
    if follow.isEmpty { return reportPages.isEmpty || !barred.isEmpty ? [] : patterns }
    return withoutFiles.map { AddressPattern($0.address.text) }
  }
  /// Of the pages that were looked into, those that robots.txt keeps us from.
  package private(set) var barred: [Link] = []
  /// Of the pages that were looked into, those that hold no file, and so may be reports themselves.
  package private(set) var withoutFiles: [Link] = []
  private let patterns: [AddressPattern]
  /// Patterns of the pages that hold the files; empty where none was seen to.
  package private(set) var follow: [AddressPattern] = []
  /// One of these pages, and how many files it links to that the list does not.
  package private(set) var followed: (page: Link, files: Int)?
  /// Whether it leads to pages that are not looked into.
  package let hasFurtherPages: Bool
  /// Parameters of its links that mean nothing to the files, by their names.
  package private(set) var queryNoise: [String] = []
  /// Pages that may hold the files.
  package let pagesToLookInto: [Link]
  /// What it links to that has a query, so that a second load may show what of that is of one load.
  package let withQuery: [WebAddress]
  private let documents: Set<WebAddress>

  /// Whether the page has more links than were looked at, so that there may be more reports.
  package let isCut: Bool

  /// No list that a person made has more links than this; what lies behind them is not looked at.
  private static let mostLinks = 5_000
  private static let mostShown = 5
  /// A list of more patterns than this is nobody's to read.
  private static let mostPatterns = 20

  /// - Parameters:
  ///   - listing: the page as read.
  ///   - page: where it was found.
  ///   - isBarred: whether robots.txt keeps us from an address, as far as that is known.
  package init(
    _ listing: Listing,
    at page: WebAddress,
    barred isBarred: (WebAddress) -> Bool = { _ in false }
  ) {
    isCut = Self.isCut(listing)
    let documents = listing.links.filter { $0.expectation == .document }
    let barred = documents.filter { isBarred($0.address) }
    barredFiles = barred.first.map { (barred.count, $0) }
    (title, files) = (listing.title, documents.count)
    firstFiles = Array(documents.prefix(Self.mostShown))
    (unusable, goesOn) = (listing.unusable.count, !listing.further.isEmpty)
    let pages = Self.links(of: listing).filter(\.leadsToPage)
    reportPages = pages.filter { $0.seemsReport(on: page) }
    otherPages = pages.count { !$0.seemsReport(on: page) }
    // A list by years leads to pages that are called after nothing else.
    let leading =
      reportPages.isEmpty && documents.isEmpty ? pages.filter(\.namesYear) : Array(reportPages)
    patterns = Self.patterns(
      for: reportPages.isEmpty ? leading : reportPages,
      among: pages,
      of: page
    )
    pagesToLookInto = Array(leading.prefix(Self.mostLookedInto))
    hasFurtherPages = leading.count > Self.mostLookedInto
    self.documents = Set(documents.map(\.address))
    withQuery = Self.links(of: listing).filter {
      $0.address.query != nil && $0.expectation != .asset
    }
    .map(\.address)
    queryNoise = TrackingParameters.names(in: withQuery)
  }

  private static let mostLookedInto = 2
  private static let longestName = 100

  /// Takes in what one of ``pagesToLookInto`` links to.
  package mutating func take(_ listing: Listing, of link: Link) {
    let files = listing.links.count {
      $0.expectation == .document && !$0.isAmongMenus && !documents.contains($0.address)
    }
    guard files > 0 else {
      if reportPages.contains(where: { $0.address == link.address }) { withoutFiles.append(link) }
      return
    }
    follow = patterns
    if followed.map({ $0.files < files }) ?? true { followed = (link, files) }
  }

  /// Takes in that robots.txt keeps us from one of ``pagesToLookInto``.
  package mutating func takeBarred(_ link: Link) { barred.append(link) }

  /// Takes in the page as it came once more: what differs between two loads is no part of a name.
  package mutating func takeAgain(_ listing: Listing) {
    let again = Self.links(of: listing).map(\.address)
    let names = LoadDifference.names(between: withQuery, and: again)
    // Whoever made the page may have as many names as links, and of any length; a person is to read them.
    let new = names.filter {
      !queryNoise.contains($0) && $0.utf8.count <= Self.longestName && $0.isTypable
        && !$0.allSatisfy(\.isWhitespace)
    }
    queryNoise = (queryNoise + new.prefix(max(0, Self.mostPatterns - queryNoise.count))).sorted()
  }

  /// Whether there are more links than are looked at.
  static func isCut(_ listing: Listing) -> Bool { listing.links.count > mostLinks }

  /// The same ``reportPages`` for those who want to know nothing else.
  static func reportPages(of listing: Listing, at page: WebAddress) -> [Link] {
    // Most links are to files, and their words are not asked.
    links(of: listing).filter { $0.leadsToPage && $0.seemsReport(on: page) }
  }

  private static func links(of listing: Listing) -> some Sequence<Link> {
    listing.links.prefix(mostLinks).lazy.filter { !$0.isAmongMenus }
  }

  /// What was seen, in a person's words.
  package var sentence: String {
    let files = "The page has \(count(files, "link")) to files"
    guard !reportPages.isEmpty else { return files + "." }
    let verb = reportPages.count == 1 ? "seems to be a report" : "seem to be reports"
    let least = isCut ? "at least " : ""
    return "\(files), and \(least)\(count(reportPages.count, "link")) to web pages that \(verb)."
      .replacing("1 link to web pages that", with: "1 link to a web page that")
  }

  private func count(_ number: Int, _ noun: String) -> String {
    "\(number) \(number == 1 ? noun : noun + "s")"
  }

  // A folder stands for the next report in it, unless it holds other pages that the list links to.
  private static func patterns(
    for reports: [Link],
    among pages: [Link],
    of page: WebAddress
  ) -> [AddressPattern] {
    let others = Set(pages.map(\.address)).subtracting(reports.map(\.address)).map(\.text)
    var patterns: [AddressPattern] = []
    var isShared: [String: Bool] = [:]
    for report in reports where patterns.count < mostPatterns {
      var text = report.address.text
      if let folder = report.isPart(of: page) ? page.folderOfParts : report.address.folder {
        let shared = isShared[folder] ?? others.contains { $0.hasPrefix(folder) }
        isShared[folder] = shared
        if !shared { text = folder + "*" }
      }
      let pattern = AddressPattern(text)
      if !patterns.contains(pattern) { patterns.append(pattern) }
    }
    return patterns
  }
}

extension WebAddress {
  /// `https://example.org/reviews/` for the list of that address, with or without its slash.
  fileprivate var folderOfParts: String? {
    guard path != "/", query == nil else { return nil }
    return text.hasSuffix("/") ? text : text + "/"
  }

  /// The folder that an address lies in; nil for the root of a site.
  var folder: String? {
    let whole = path.hasSuffix("/") ? path.dropLast() : path[...]
    guard let slash = whole.lastIndex(of: "/"), slash > whole.startIndex else { return nil }
    return String(origin) + whole[...slash]
  }
}

extension Link {
  /// Whether a file is to be expected, or may be.
  var seemsFile: Bool {
    switch expectation {
    case .document: true
    case .unknown: !leadsToPage
    case .page, .asset: false
    }
  }

  /// Whether only a web page is to be expected, by the address alone.
  fileprivate var leadsToPage: Bool {
    switch expectation {
    case .page: address.path != "/"
    case .unknown: address.pathExtension == nil && !delivers
    case .document, .asset: false
    }
  }

  /// Whether the address seems to deliver a file by its number or through a script.
  private var delivers: Bool {
    let parts = address.path.lowercased().split(separator: "/")
    return parts.contains { ["file", "files", "download", "downloads", "media"].contains($0) }
      || parts.last.map { $0.allSatisfy(\.isNumber) && !$0.isYear } != false
      || address.query != nil
  }

  /// Whether it is called after a year, as the pages of a list by years are.
  fileprivate var namesYear: Bool {
    "\(text) \(address.lastPathComponent)".split { !$0.isASCII || !$0.isNumber }
      .contains(where: \.isYear)
  }

  fileprivate func seemsReport(on page: WebAddress) -> Bool {
    isPart(of: page) || speaksOfReport(on: page)
  }

  /// Whether the link leads to a page below the list, as an attachment or a chapter is.
  fileprivate func isPart(of page: WebAddress) -> Bool {
    page.folderOfParts.map { address.text.hasPrefix($0) } ?? false
  }

  /// Whether the link's words, its name or its folder are those of a report.
  ///
  /// The folder of the list itself says nothing: the whole section lies in it.
  private func speaksOfReport(on page: WebAddress) -> Bool {
    let folder = address.folder == page.folder ? nil : address.folder
    let folderName = folder?.split(separator: "/").last ?? ""
    return Self.speaksOfReport("\(text) \(address.lastPathComponent) \(folderName)")
  }
}

extension StringProtocol {
  /// Whether it is the number of a year in which something may have been published.
  fileprivate var isYear: Bool {
    utf8.count == 4 && Int(self).map { (1990...2100).contains($0) } == true
  }
}
