// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Discovery
import Text

extension Source {
  /// How deep `follow` may go.
  package static let mostDepth = 3

  /// Whether a link leads to a page that is read as a list too, because `follow` says so.
  ///
  /// Such a page is of the list's own site, unless the pattern names its host. What names a document is one, and what
  /// `includePages` names is kept as a report itself.
  func leadsOn(_ link: Link) -> Bool {
    guard !follow.isEmpty, let listPage, link.address != listPage else { return false }
    switch link.expectation {
    case .document, .asset: return false
    case .page, .unknown: break
    }
    return leadsOn(to: link.address, from: listPage)
  }

  /// Whether a link fits `follow` and is on another site, which no pattern names.
  func leadsAway(_ link: Link) -> Bool {
    guard !follow.isEmpty, let listPage, !link.address.isOfSite(of: listPage), !leadsOn(link) else {
      return false
    }
    return link.expectation == .unknown && follow.contains { $0.fits(link.address) }
      && !exclude.contains { $0.fits(link.address) }
  }

  private func leadsOn(to address: WebAddress, from listPage: WebAddress) -> Bool {
    guard !exclude.contains(where: { $0.fits(address) }) else { return false }
    guard includePages.isEmpty || !wantsPage(at: address) else { return false }
    let isNear = address.isOfSite(of: listPage)
    return follow.contains { pattern in
      pattern.fits(address) && (isNear || pattern.names(hostOf: address))
    }
  }

  /// Whether a link of its list page is to a page that is read as a list too.
  func readsOn(_ link: Link) -> Bool {
    if leadsOn(link) { return true }
    guard case .page(let page) = place else { return false }
    return isFurtherPage(link, of: page)
  }

  /// Whether a link of a list is to a further page of it: by the address, and by the link's own word, because a number
  /// is also what whole sites and single reports are called by (`?p=101`).
  func isFurtherPage(_ link: Link, of page: WebAddress) -> Bool {
    mostPages > 1 && link.address.isNumberedPage(of: page) && link.isPager
      && !exclude.contains { $0.fits(link.address) }
  }

  private func isNumbered(_ address: WebAddress) -> Bool {
    guard case .page(let page) = place else { return false }
    return address.isNumberedPage(of: page)
  }

  /// Whether a list at this address may be one that its own list goes on to.
  package func mayGoOn(to address: WebAddress) -> Bool {
    guard let listPage else { return false }
    if leadsOn(to: address, from: listPage) || isNumbered(address) { return true }
    switch format {
    case .sitemap:
      let isSitemap =
        ["xml", "gz", "txt"].contains(address.pathExtension)
        || address.path.lowercased().contains("sitemap")
      return isSitemap && address.isOfSite(of: listPage)
    case .page: return mostPages > 1 && address.isNext(of: listPage)
    case .govuk: return ContentAPI.isAnswer(address, ofSiteOf: listPage)
    case .wordpress: return WordPressAPI.isAnswer(address) && address.isOfSite(of: listPage)
    case .feed: return false
    }
  }
}

extension AddressPattern {
  fileprivate func names(hostOf address: WebAddress) -> Bool {
    var host = text.lowercased()[...]
    if let scheme = host.firstRange(of: "://") { host = host[scheme.upperBound...] }
    host = host.prefix { $0 != "/" && $0 != ":" }
    guard host.contains(".") else { return false }
    let name = Array(address.host.lowercased().utf8)
    return Wildcards.fit(Array(host.utf8)[...], toItsEnd: true, name[...])
  }
}

extension WebAddress {
  /// Whether this is of another's site, and asked for no less safely; `www.` makes no difference.
  func isOfSite(of other: WebAddress) -> Bool {
    func bare(_ host: Substring) -> Substring { host.hasPrefix("www.") ? host.dropFirst(4) : host }
    guard bare(host) == bare(other.host) else { return false }
    if scheme == other.scheme {
      return authority.dropFirst(host.count) == other.authority.dropFirst(other.host.count)
    }
    return other.scheme == "http" && authority == host && other.authority == other.host
  }

  /// Whether this is page 2, 3 and so on of the same list, by its number alone: `?page=2`, `/page/2/`.
  func isNumberedPage(of list: WebAddress) -> Bool {
    // The site chooses both, and may have 250,000 links.
    guard mayBeNumbered, max(path.utf8.count, list.path.utf8.count) <= 500, isOfSite(of: list),
      path.hasPrefix(list.trunk), self != list
    else { return false }
    let (mine, its) = (numbered, list.numbered)
    return mine.number != nil && mine.trunk == its.trunk && mine.rest == its.rest
  }

  /// Whether there is a query, or a figure at the path's end; a page may have a hundred thousand links without.
  private var mayBeNumbered: Bool {
    if query != nil { return true }
    let path = path.utf8
    return (path.last == UInt8(ascii: "/") ? path.dropLast() : path[...]).last.map {
      UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
    } ?? false
  }

  /// Whether this may be what a list calls its next page: it differs in its query, or in its numbers.
  func isNext(of list: WebAddress) -> Bool {
    guard isOfSite(of: list), self != list else { return false }
    return path == list.path || isNumberedPage(of: list) || skeleton == list.skeleton
  }

  /// What its number, if any, is a page of, by its path and the rest of its query.
  private var numbered: (trunk: Substring, rest: [Substring], number: Substring?) {
    var number: Substring?
    var rest: [Substring] = []
    for parameter in query?.split(separator: "&") ?? [] {
      let parts = parameter.split(separator: "=", maxSplits: 1)
      if parts.count == 2, Self.pageNames.contains(parts[0].lowercased()), parts[1].isNumber {
        number = parts[1]
      } else {
        rest.append(parameter)
      }
    }
    let trunk = trunk
    if number == nil, trunk.endIndex < path.endIndex {
      number = path[trunk.endIndex...].drop { !$0.isNumber }.prefix(while: \.isNumber)
      if number?.isEmpty == true { number = nil }
    }
    return (trunk, rest.sorted(), number)
  }

  /// The path without its last slash, and without `/page/2`.
  private var trunk: Substring {
    var parts = path.split(separator: "/", omittingEmptySubsequences: false)
    while parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
    if parts.count > 2, parts[parts.count - 1].allSatisfy(\.isWholeNumber),
      parts[parts.count - 2].lowercased() == "page"
    {
      parts.removeLast(2)
    }
    return path[..<(parts.last?.endIndex ?? path.endIndex)]
  }

  /// The path with `#` for every number.
  private var skeleton: String {
    var skeleton = ""
    for character in path where !(character.isWholeNumber && skeleton.last == "#") {
      skeleton.append(character.isWholeNumber ? "#" : character)
    }
    return skeleton
  }

  private static let pageNames: Set<String> = [
    "currentpage", "offset", "p", "page", "page_no", "paged", "pagenum", "pagenumber", "pageno",
    "pg", "start",
  ]
}

extension Link {
  /// Whether its text is that of a pager: a small number, “Next”, “Page 2 of 7”, an arrow.
  var isPager: Bool {
    guard text.utf8.count <= 60, !text.isEmpty else { return false }
    let words = text.lowercased().split { !$0.isLetter && !$0.isNumber }
    return words.allSatisfy { word in
      Self.pagerWords.contains(word) || word.utf8.count <= 3 && word.allSatisfy(\.isWholeNumber)
    }
  }

  private static let pagerWords: Set<Substring> = [
    "current", "end", "entries", "first", "forward", "go", "items", "last", "load", "more", "newer",
    "next", "nesaf", "of",
    "older", "page", "pages", "posts", "prev", "previous", "reports", "results", "reviews", "see",
    "show", "the", "this",
    "to", "tudalen", "view",
  ]
}

extension Substring {
  /// Whether it is figures; Drupal writes one for each list on the page, `0,2`.
  fileprivate var isNumber: Bool {
    utf8.count <= 12 && contains(where: \.isWholeNumber)
      && allSatisfy { $0.isASCII && $0.isWholeNumber || $0 == "," }
  }
}
