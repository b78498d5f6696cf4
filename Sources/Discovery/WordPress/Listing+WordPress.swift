// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

internal import Addressing
internal import HTML
internal import Records

extension Listing {
  /// Reads a page of a WordPress site, or an answer of its REST API.
  ///
  /// - Parameters:
  ///   - bytes: what came.
  ///   - address: where it was found, after redirects.
  ///   - declaredCharset: the `charset` of its `Content-Type`.
  ///   - headers: what the fields of the answer say.
  /// - Returns: what it lists, or the root of the API as ``ListingNotice/api``; a ``fault`` where it is neither.
  static func readWordPress(
    _ bytes: [UInt8],
    at address: WebAddress,
    declaredCharset: String?,
    _ headers: ListHeaders
  ) -> Listing {
    do throws(WordPressFault) {
      let beginning = WordPressAnswer.beginning(of: bytes)
      if beginning == UInt8(ascii: "{") || beginning == UInt8(ascii: "[")
        || WordPressAPI.isAnswer(address)
      {
        return try answer(try WordPressAnswer(bytes), at: address, headers)
      }
      return try entrance(bytes, at: address, declaredCharset, headers)
    } catch {
      return Listing(.wordpress(error), of: .wordpress)
    }
  }

  private static func answer(
    _ answer: WordPressAnswer,
    at address: WebAddress,
    _ headers: ListHeaders
  ) throws(WordPressFault) -> Listing {
    switch answer {
    case .root(let hasContent):
      guard hasContent else { throw .refused(code: "rest_no_route") }
      return entrance(to: address, title: nil)
    case .list(let entries): return try list(entries, at: address, headers)
    }
  }

  private static func list(
    _ entries: [WordPressAnswer.Entry],
    at address: WebAddress,
    _ headers: ListHeaders
  ) throws(WordPressFault) -> Listing {
    var notice = ListingNotice()
    var links = LinkGathering()
    var unusable: [String] = []
    let isOfMedia = WordPressAPI.isOfMedia(address)
    for entry in entries {
      // A post has no file of its own.
      let isPage = !isOfMedia && entry.address == nil && entry.mediaType == nil
      guard let written = entry.address ?? (isPage ? entry.link : nil),
        let place = try? WebAddress(written, relativeTo: address)
      else {
        unusable.append(entry.name)
        continue
      }
      let kind = isPage ? .html : entry.mediaType.flatMap(BodyKind.init(mediaType:))
      let stated = kind.map { StatedBody(kind: $0, bytes: nil) }
      links.add(Link(address: place, text: entry.title, stated: stated), isSubject: true)
      if let page = WordPressAPI.page(holding: entry.link, isOnPage: entry.isOnPage) {
        notice.pages[place] = page
      }
    }
    if !entries.isEmpty, links.links.isEmpty {
      throw .otherwise("its entries have no “source_url” and no “link”")
    }
    if let first = unusable.first {
      let count = unusable.count == 1 ? "1 entry" : "\(unusable.count) entries"
      notice.sentences.append(
        "\(count) of \(address) cannot be asked for, because no address is given: “\(first)”"
          + (unusable.count > 1 ? " first" : "")
      )
    }
    notice.canonicalText =
      "list\n" + links.links.map { "link \($0.address) \($0.text)\n" }.joined()
    return Listing(
      of: .wordpress,
      title: nil,
      links: links.links,
      further: WordPressAPI.further(of: address, count: entries.count, headers),
      notice: notice
    )
  }

  /// A page of the site, for what it says of the API.
  private static func entrance(
    _ bytes: [UInt8],
    at address: WebAddress,
    _ declaredCharset: String?,
    _ headers: ListHeaders
  ) throws(WordPressFault) -> Listing {
    var page = PageReader(declaredCharset: declaredCharset)
    var rest: [UInt8]? = bytes
    var (head, base) = (PageHead(), nil as WebAddress?)
    var (api, isWordPress) = (headers.api, false)
    while let tree = page.next(from: { () throws(Never) in rest.take() ?? [] })?.tree {
      base = base ?? PageHead.base(of: tree, at: address)
      head.take(tree, base: base ?? address, page: address)
      for element in tree.nodes.lazy.compactMap(\.element) {
        if element.name == "link", api == nil, let href = element["href"],
          (element["rel"] ?? "").lowercased().split(whereSeparator: \.isWhitespace)
            .contains(where: WordPressAPI.relations.contains)
        {
          api = href
        }
        isWordPress = isWordPress || element.isOfWordPress
      }
    }
    guard let api, let root = try? WebAddress(api, relativeTo: base ?? address) else {
      throw isWordPress ? .hidden : .otherSite
    }
    return entrance(to: root, title: head.title)
  }

  private static func entrance(to root: WebAddress, title: String?) -> Listing {
    Listing(
      of: .wordpress,
      title: title,
      links: [],
      further: [],
      notice: ListingNotice(canonicalText: "api \(root)\n", api: root)
    )
  }
}

extension HTMLTree.Element {
  /// Whether it is one of those that WordPress puts into the pages that it makes.
  fileprivate var isOfWordPress: Bool {
    if name == "meta", self["name"]?.lowercased() == "generator" {
      return self["content"]?.lowercased().hasPrefix("wordpress") == true
    }
    return [self["src"], self["href"]].contains {
      $0.map { $0.contains("/wp-content/") || $0.contains("/wp-includes/") } ?? false
    }
  }
}

extension WordPressAnswer.Entry {
  /// What tells it from others: its title, or its page, as many files have none.
  fileprivate var name: String {
    [title, link, address].compactMap(\.self).first { !$0.isEmpty }
      .map { PlainText(folding: $0, limit: 200).string } ?? "without a title"
  }
}
