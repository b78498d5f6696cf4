// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Records

/// Where a WordPress site says, for programs, what it holds.
///
///     https://www.example.org/                                  a page of the site, which names the root of its REST API
///     https://www.example.org/wp-json/                          the root
///     https://www.example.org/wp-json/wp/v2/media?per_page=100  what was uploaded, a hundred at a time
///     https://www.example.org/?rest_route=/wp/v2/media          the same on a site with plain permalinks
///
/// Source: <https://developer.wordpress.org/rest-api/reference/>
package enum WordPressAPI {
  /// How many entries a request asks for; no site gives more.
  static let entriesPerList = 100
  /// No site has more lists than this of one kind.
  static let mostLists = 10_000

  /// What the head of a page or an answer calls the way to the API; the second before version 4.4.
  static let relations: Set<Substring> = [
    "https://api.w.org/", "https://github.com/wp-api/wp-api",
  ]

  /// The first lists to read of a site.
  ///
  /// The oldest entries come first, so that what is new changes the last list and no other.
  ///
  /// - Parameters:
  ///   - root: the root of its API.
  ///   - kinds: what is to be kept.
  ///   - withPosts: whether its posts and pages are of interest, too.
  /// - Returns: their addresses.
  package static func lists(
    at root: WebAddress,
    of kinds: Set<BodyKind>,
    withPosts: Bool
  ) -> [WebAddress] {
    let order = "orderby=id&order=asc&per_page=\(entriesPerList)&page=1"
    let fields = "_fields=id,date,modified,link,title"
    var lists = filters(for: kinds).map { filter in
      route("media", "\(filter)&\(order)&\(fields),post,source_url,mime_type", at: root)
    }
    if withPosts {
      lists += ["posts", "pages"].map { route($0, "\(order)&\(fields)", at: root) }
    }
    return lists.compactMap { $0 }
  }

  /// WordPress tells media apart by the first half of their type, or by all of it.
  private static func filters(for kinds: Set<BodyKind>) -> [String] {
    let files = kinds.subtracting([.html])
    if files == [.pdf] { return ["mime_type=application/pdf"] }
    let types = Set(
      files.flatMap(\.mediaTypes).compactMap { $0.split(separator: "/").first.map(String.init) }
    )
    return ["application", "image", "text"].filter(types.contains).map { "media_type=\($0)" }
  }

  private static func route(
    _ name: String,
    _ query: String,
    at root: WebAddress
  ) -> WebAddress? {
    if isPlain(root) {
      return try? WebAddress("\(root.origin)\(root.path)?rest_route=/wp/v2/\(name)&\(query)")
    }
    let folder = root.path.hasSuffix("/") ? "\(root.path)" : "\(root.path)/"
    return try? WebAddress("\(root.origin)\(folder)wp/v2/\(name)?\(query)")
  }

  /// Whether the site has no addresses but those with a query.
  private static func isPlain(_ address: WebAddress) -> Bool {
    (address.query ?? "").hasPrefix("rest_route=") || (address.query ?? "").contains("&rest_route=")
  }

  /// Whether the API answers there, and no page is.
  package static func isAnswer(_ address: WebAddress) -> Bool {
    isPlain(address) || address.path.contains("/wp-json") || address.path.contains("/wp/v2/")
  }

  /// Whether an address is that of a list of what was uploaded, of which each entry is a file.
  static func isOfMedia(_ list: WebAddress) -> Bool {
    list.path.hasSuffix("/wp/v2/media") || (list.query ?? "").contains("/wp/v2/media")
  }

  /// Which part of its list an address asks for, from 1.
  package static func number(of list: WebAddress) -> Int {
    (list.query ?? "").split(separator: "&").lazy
      .compactMap { $0.hasPrefix("page=") ? Int($0.dropFirst(5)) : nil }.first ?? 1
  }

  /// Another part of the same list.
  static func list(_ number: Int, of list: WebAddress) -> WebAddress? {
    let fields = (list.query ?? "").split(separator: "&").filter { !$0.hasPrefix("page=") }
    let query = (fields.map(String.init) + ["page=\(number)"]).joined(separator: "&")
    return try? WebAddress("\(list.origin)\(list.path)?\(query)")
  }

  /// Where a list goes on: the newest first, because a source may allow fewer than there are.
  ///
  /// - Parameters:
  ///   - list: one part of it.
  ///   - count: how many entries that has.
  ///   - headers: what the site says of the whole; some caches take that off.
  /// - Returns: the other parts, all of them with the first.
  static func further(of list: WebAddress, count: Int, _ headers: ListHeaders) -> [WebAddress] {
    let number = number(of: list)
    if let parts = headers.parts {
      let last = min(parts, mostLists)
      guard number < last else { return [] }
      return (number + 1...last).reversed().compactMap { Self.list($0, of: list) }
    }
    guard count >= entriesPerList, number < mostLists else { return [] }
    return Self.list(number + 1, of: list).map { [$0] } ?? []
  }

  /// The page on which a file was put, by the address that WordPress gives the file's own page.
  ///
  ///     https://www.example.org/reviews/child-a/overview-report/   of a file on
  ///     https://www.example.org/reviews/child-a/
  ///
  /// - Parameters:
  ///   - link: the address of the file's own page.
  ///   - isOnPage: whether it was put on one.
  /// - Returns: that one; nil where its address is not in that of the file's page.
  static func page(holding link: String?, isOnPage: Bool) -> WebAddress? {
    guard isOnPage, let address = link.flatMap({ try? WebAddress($0) }), address.query == nil else {
      return nil
    }
    var parts = address.path.split(separator: "/")
    _ = parts.popLast()
    if parts.last == "attachment" { parts.removeLast() }
    guard !parts.isEmpty else { return nil }
    let end = address.path.hasSuffix("/") ? "/" : ""
    return try? WebAddress("\(address.origin)/\(parts.joined(separator: "/"))\(end)")
  }
}

/// What the fields of an answer say of the list that came.
package struct ListHeaders: Hashable, Sendable {
  /// The values of its `Link` fields.
  var links: [String] = []
  /// In how many parts the list is to be had (`X-WP-TotalPages`); nil where that is not said.
  var parts: Int?
  /// Where the answer sends its reader (`Refresh`); nil where that is not said.
  var refresh: String?

  package init(links: [String] = [], parts: String? = nil, refresh: String? = nil) {
    self.links = links
    self.refresh = refresh
    self.parts = parts.flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
  }

  /// Takes in what the word that a list is unchanged says of it; where it says nothing, it stays as it was said.
  package mutating func take(_ newer: ListHeaders) {
    if !newer.links.isEmpty { links = newer.links }
    refresh = newer.refresh ?? refresh
    // Their number changes while the first of them does not; where it is not said, a full list goes on to the next.
    parts = newer.parts
  }

  /// The root of the REST API, where the answer names it.
  var api: String? {
    for value in links {
      // An address may have commas; it stands between brackets.
      for part in value.split(separator: "<", omittingEmptySubsequences: false).dropFirst() {
        let halves = part.split(separator: ">", maxSplits: 1)
        guard halves.count == 2 else { continue }
        let words = halves[1].lowercased().split { " \t;,=\"'".contains($0) }
        if words.contains("rel"), words.contains(where: WordPressAPI.relations.contains) {
          return String(halves[0])
        }
      }
    }
    return nil
  }
}
