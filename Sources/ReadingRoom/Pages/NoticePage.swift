// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A page that says one thing: that something is not there, say, and what there is instead.
struct NoticePage: Sendable {
  let frame: Frame
  let sentences: [String]
  /// Where to go on.
  let ways: [Way]

  struct Way: Sendable {
    let name: String
    let target: String
  }

  init(
    _ title: String,
    _ sentences: [String],
    ways: [Way] = [],
    room: RoomSign,
    _ links: RoomLinks
  ) {
    frame = Frame(title, in: .none, of: room, links)
    self.sentences = sentences
    self.ways = ways + [Way(name: "All documents", target: links.home)]
  }
}
