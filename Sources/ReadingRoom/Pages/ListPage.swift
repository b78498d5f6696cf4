// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Cataloguing
import Foundation
import Records
import Reporting

/// The list of documents, with its filters.
struct ListPage: Sendable {
  struct Entry: Sendable {
    let title: String
    let target: String
    let host: String
    let keptOn: String
    let keptAt: String
    let versions: String
    let size: String
    let standing: StandingLabel
  }

  struct Choice: Sendable {
    let value: String
    let name: String
    let isChosen: Bool
  }

  let frame: Frame
  let entries: [Entry]
  let isEmpty: Bool
  let isArchiveEmpty: Bool
  let summary: String
  let words: String
  let sources: [Choice]
  let standings: [Choice]
  let orders: [Choice]
  let isFiltered: Bool
  let previous: String?
  let next: String?
  let place: String?
  /// What the words for standings mean.
  let meanings: [StandingLabel]

  private static let orders: [(DocumentFilter.Order, String)] = [
    (.title, "title"), (.newest, "newest first"), (.standing, "standing"),
  ]

  init(
    _ shelf: DocumentShelf,
    _ query: ListQuery,
    sources: [(id: String, title: String)],
    tallies: [String: Int],
    now: Date,
    room: RoomSign,
    _ links: RoomLinks
  ) {
    frame = Frame("Documents", in: .list, of: room, links)
    entries = shelf.places.map { Entry($0, now: now, links) }
    isEmpty = entries.isEmpty
    let all = tallies.values.reduce(0, +)
    isArchiveEmpty = all == 0
    let filter = query.filter
    isFiltered = filter.source != nil || filter.standing != nil || !filter.words.isEmpty
    let first = (query.page - 1) * ListQuery.pageLength + 1
    let last = first + entries.count - 1
    let count = Readable.count(shelf.count, "document")
    summary =
      entries.isEmpty || shelf.count == entries.count ? count : "\(first)–\(last) of \(count)"
    words = filter.words.joined(separator: " ")
    self.sources = sources.map {
      Choice(value: $0.id, name: $0.title, isChosen: $0.id == filter.source)
    }
    standings = StandingLabel.choices.filter {
      tallies[$0.word] != nil || $0.word == filter.standing
    }
    .map { choice in
      let count = tallies[choice.word] ?? 0
      return Choice(
        value: choice.word,
        name: "\(choice.name) (\(count))",
        isChosen: choice.word == filter.standing
      )
    }
    orders = Self.orders.map {
      Choice(value: $0.0.rawValue, name: $0.1, isChosen: $0.0 == filter.order)
    }
    let pages = max(1, (shelf.count + ListQuery.pageLength - 1) / ListQuery.pageLength)
    previous = query.page > 1 ? links.list(query.at(min(query.page - 1, pages))) : nil
    next = query.page < pages ? links.list(query.at(query.page + 1)) : nil
    meanings = StandingLabel.all
    place = pages > 1 ? "Page \(query.page) of \(pages)" : nil
  }
}

extension ListPage.Entry {
  init(_ place: DocumentShelf.Place, now: Date, _ links: RoomLinks) {
    let document = place.document
    title = document.title.isEmpty ? document.address.lastPathComponent : document.title
    target = links.document(document.address)
    host = String(document.address.host)
    keptOn = place.keptAt.map(Readable.day) ?? ""
    keptAt = place.keptAt.map { $0.formatted(.iso8601) } ?? ""
    versions = document.version.map(String.init) ?? ""
    size = document.size.map(Readable.size) ?? ""
    standing = StandingLabel(of: document, now: now)
  }
}
