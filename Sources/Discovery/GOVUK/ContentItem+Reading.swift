// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
internal import HTML
internal import Records
internal import Text

extension ContentItem {
  /// Reads an answer of the content API.
  ///
  /// - Parameters:
  ///   - bytes: the answer; of a page that is gone, too (status 410).
  ///   - page: the page that was asked about.
  /// - Returns: what the answer says.
  /// - Throws: where it is none.
  package static func read(
    _ bytes: [UInt8],
    about page: WebAddress
  ) throws(ContentFault) -> ContentItem {
    let answer = try ContentAnswer.answer(in: bytes)
    guard answer.schema != nil || answer.title != nil else {
      throw .otherwise("it says of no page what it is")
    }
    let stated = answer.basePath.flatMap { ContentItem.page($0, onSiteOf: page) }
    let reading = ContentReading(answer, page: stated ?? page, asked: page)
    return reading.item
  }

  /// A page of the same site; nil for what is none.
  static func page(_ path: String, onSiteOf page: WebAddress) -> WebAddress? {
    guard let address = try? WebAddress(path, relativeTo: page), address.origin == page.origin
    else { return nil }
    return address
  }

  /// Markup as a text of one line.
  static func text(of markup: String, at page: WebAddress, limit: Int) -> String {
    let listing = Listing.read(
      Array(markup.utf8.prefix(max(limit, 64 << 10))),
      at: page,
      declaredCharset: "utf-8"
    )
    let text = PlainText(folding: listing.mainText, limit: limit)
    return text.isFull ? text.string + "…" : text.string
  }
}

/// From what an answer says to what it means.
private struct ContentReading {
  private let answer: ContentAnswer
  private let page: WebAddress
  private let asked: WebAddress
  private let title: String
  private var links: [Link] = []
  private var seen: Set<WebAddress> = []
  private var unusable: [String] = []
  private var isCut = false

  init(_ answer: ContentAnswer, page: WebAddress, asked: WebAddress) {
    self.answer = answer
    self.page = page
    self.asked = asked
    title = Self.plain(answer.title ?? "")
    // What is no publication has no documents, and a collection's own page is none.
    guard course == .here, !isOrganisation, answer.inCollection == nil, !isCollection else {
      return
    }
    for entry in bounded(answer.details?.attachments ?? []) { add(entry.value) }
    if links.isEmpty, unusable.isEmpty {
      for snippet in bounded(answer.details?.snippets ?? []) { add(snippet: snippet) }
    }
    if links.isEmpty, unusable.isEmpty { addTextItself() }
  }

  var item: ContentItem {
    ContentItem(
      page: page,
      title: title,
      contentID: answer.contentID,
      course: course,
      withdrawal: withdrawal,
      documents: links,
      further: further.entries,
      isOrganisation: isOrganisation,
      unusable: unusable,
      isCut: isCut || further.isCut,
      mainText: ContentItem.text(
        of: answer.details?.body ?? "",
        at: page,
        limit: ContentItem.longestAnswer
      )
    )
  }

  /// What names the page for ever; its translations have one name on GOV.UK, and files of their own.
  private var publication: String? {
    guard let id = answer.contentID, Self.isName(id, longest: 64) else { return nil }
    guard let locale = answer.locale, locale != "en", Self.isName(locale, longest: 16) else {
      return id
    }
    return "\(id):\(locale)"
  }

  private static func isName(_ text: String, longest: Int) -> Bool {
    (1...longest).contains(text.utf8.count)
      && text.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
  }

  private var isCollection: Bool { answer.schema == "document_collection" }

  private var isOrganisation: Bool {
    answer.schema == "organisation" || answer.schema == "worldwide_organisation"
  }

  private var course: ContentItem.Course {
    if answer.schema == "gone" {
      return .gone(
        explanation: notice(answer.details?.explanation),
        alternative: answer.details?.alternativePath
          .flatMap { try? WebAddress($0, relativeTo: page) }
      )
    }
    guard answer.schema == "redirect" else { return .here }
    return .sentOn(to: destination.flatMap { try? WebAddress($0, relativeTo: page) })
  }

  /// Where the longest of the rules that fit sends a reader.
  private var destination: String? {
    let path = String(asked.path)
    let redirects = answer.redirects ?? []
    if let exact = redirects.first(where: { $0.path == path }) { return exact.destination }
    let prefixes = redirects.filter { $0.type == "prefix" && path.hasPrefix($0.path + "/") }
    guard let rule = prefixes.max(by: { $0.path.utf8.count < $1.path.utf8.count }) else {
      return nil
    }
    return rule.mode == "ignore"
      ? rule.destination : rule.destination + path.dropFirst(rule.path.count)
  }

  private var withdrawal: ContentItem.Withdrawal? {
    guard let notice = answer.withdrawal, notice.date != nil || notice.explanation != nil else {
      return nil
    }
    return ContentItem.Withdrawal(
      date: notice.date.map(Self.plain),
      explanation: self.notice(notice.explanation)
    )
  }

  private func notice(_ markup: String?) -> String {
    markup.map { ContentItem.text(of: $0, at: page, limit: ContentItem.longestNotice) } ?? ""
  }

  /// What is in the collection, in the order of its headings.
  private var further: (entries: [ContentItem.Further], isCut: Bool) {
    let pages = answer.inCollection ?? []
    let ids = (answer.details?.groups ?? []).flatMap { $0.documents ?? [] }
    let places = Dictionary(zip(ids, 0...), uniquingKeysWith: { first, _ in first })
    let ordered = pages.enumerated().sorted { left, right in
      let of = { (entry: (offset: Int, element: ContentAnswer.Page)) in
        (entry.element.contentID.flatMap { places[$0] } ?? .max, entry.offset)
      }
      return of(left) < of(right)
    }
    var seen: Set<WebAddress> = [page]
    var entries: [ContentItem.Further] = []
    for (_, entry) in ordered {
      guard let path = entry.basePath,
        let address = ContentItem.page(path, onSiteOf: page), seen.insert(address).inserted
      else { continue }
      // Of what is too much no more is read.
      guard entries.count < ContentItem.mostEntries else { return (entries, true) }
      entries.append(ContentItem.Further(page: address, title: Self.plain(entry.title ?? "")))
    }
    return (entries, false)
  }

  // MARK: Documents

  private mutating func bounded<Value>(_ list: [Value]) -> ArraySlice<Value> {
    if list.count > ContentItem.mostEntries { isCut = true }
    return list.prefix(ContentItem.mostEntries)
  }

  private mutating func add(_ attachment: ContentAnswer.Attachment?) {
    let title = Self.plain(attachment?.title ?? attachment?.fileName ?? "")
    guard let attachment, let written = attachment.address,
      let address = try? WebAddress(written, relativeTo: page)
    else {
      unusable.append(title)
      return
    }
    add(
      Link(
        address: address,
        text: title,
        heading: self.title.isEmpty ? nil : self.title,
        stated: StatedBody(kind: attachment.kind(at: address, of: page), bytes: attachment.bytes),
        publication: publication
      )
    )
  }

  /// An attachment as markup: the link that says its title, beside others to a picture of it or a form.
  private mutating func add(snippet: String) {
    let listing = Listing.read(
      Array(snippet.utf8.prefix(1 << 20)),
      at: page,
      declaredCharset: "utf-8"
    )
    let links = listing.links
    let titled = links.first { !$0.text.isEmpty && $0.heading == $0.text }
    guard let link = titled ?? links.first(where: { !$0.text.isEmpty }) ?? links.first else {
      unusable.append(PlainText(folding: listing.mainText, limit: 200).string)
      return
    }
    let isPage = link.address.origin == page.origin && link.address.pathExtension == nil
    add(
      Link(
        address: link.address,
        text: link.text,
        heading: title.isEmpty ? nil : title,
        stated: isPage ? StatedBody(kind: .html, bytes: nil) : nil,
        publication: publication
      )
    )
  }

  /// Of a page without attachments, the page itself, and the files that its text links to.
  private mutating func addTextItself() {
    let own = StatedBody(kind: .html, bytes: nil)
    add(Link(address: page, text: title, stated: own, publication: publication))
    guard let body = answer.details?.body, !body.isEmpty else { return }
    let listing = Listing.read(Array(body.utf8), at: page, declaredCharset: "utf-8")
    if !listing.isComplete { isCut = true }
    for link in listing.links where link.expectation == .document { add(link) }
  }

  private mutating func add(_ link: Link) {
    guard links.count < ContentItem.mostEntries else {
      isCut = true
      return
    }
    guard seen.insert(link.address).inserted else { return }
    links.append(link.changed(position: links.count))
  }

  private static func plain(_ text: String) -> String {
    PlainText(folding: text, limit: ContentItem.longestTitle).string
  }
}

extension ContentAnswer.Attachment {
  /// What it is said to be; nil where nothing is said.
  fileprivate func kind(at address: WebAddress, of page: WebAddress) -> BodyKind? {
    if let mediaType, let kind = BodyKind(mediaType: mediaType) { return kind }
    if form == "html" { return .html }
    guard form == nil || form == "file" else { return nil }
    if let kind = address.pathExtension.flatMap(BodyKind.init(pathExtension:)) { return kind }
    // Before attachments had forms, one without a type was a page of the site.
    return form == nil && mediaType == nil && address.origin == page.origin ? .html : nil
  }
}

/// A part of what an organisation published.
package struct SearchResults: Sendable {
  package let pages: [ContentItem.Further]
  /// How many results came, usable or not.
  package let count: Int
  /// How many there are altogether; nil where it was not said.
  package let total: Int?
  /// Whether there are results that cannot be read.
  package let hasUnreadable: Bool

  /// Reads an answer of the search API.
  ///
  /// - Parameters:
  ///   - bytes: the answer.
  ///   - page: the organisation's.
  /// - Returns: what was found.
  /// - Throws: where it is none.
  package static func read(
    _ bytes: [UInt8],
    for page: WebAddress
  ) throws(ContentFault) -> SearchResults {
    let answer = try SearchAnswer.answer(in: bytes)
    let pages = answer.results.prefix(ContentItem.mostEntries).compactMap {
      entry -> ContentItem.Further? in
      guard let result = entry.value, let address = ContentItem.page(result.link, onSiteOf: page)
      else { return nil }
      let title = PlainText(folding: result.title ?? "", limit: ContentItem.longestTitle)
      return ContentItem.Further(page: address, title: title.string)
    }
    return SearchResults(
      pages: pages,
      count: answer.results.count,
      total: answer.total,
      hasUnreadable: answer.results.contains { $0.value == nil }
    )
  }
}
