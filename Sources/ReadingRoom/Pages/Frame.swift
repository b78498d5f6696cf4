// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Foundation

/// What stands around every page.
struct Frame: Sendable {
  struct Entry: Sendable {
    let name: String
    let target: String
    let isCurrent: Bool
  }

  /// Of the page.
  let title: String
  /// Of the reading room.
  let room: String
  /// When the last run began; nil where none did.
  let asOf: String?
  let style: String
  let home: String
  let search: String
  let entries: [Entry]
  /// Whether a server answers what a reader asks.
  let isServed: Bool
  /// What of the archive is not shown; nil for nothing.
  let leftOut: String?
  /// What was looked for.
  let words: String

  /// Which of the pages that all others lead to a page belongs to.
  enum Part: Sendable {
    case list, attention, sources, none
  }

  init(
    _ title: String,
    in part: Part,
    of room: RoomSign,
    _ links: RoomLinks,
    words: String = ""
  ) {
    (self.title, self.room, self.words) = (title, room.title, words)
    asOf = room.asOf
    (style, home, search) = (links.style, links.home, links.search)
    isServed = links.isServed
    leftOut = room.leftOut
    // What needs attention is for whoever can do something about it.
    let attention = Entry(
      name: "Needs attention",
      target: links.attention,
      isCurrent: part == .attention
    )
    entries =
      [Entry(name: "Documents", target: links.home, isCurrent: part == .list)]
      + (links.isServed ? [attention] : [])
      + [Entry(name: "Sources", target: links.sources, isCurrent: part == .sources)]
  }
}
