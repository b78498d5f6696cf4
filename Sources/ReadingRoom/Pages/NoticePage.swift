// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// A page that says one thing: that something is not there, say, and what there is instead.
struct NoticePage: Sendable {
  let frame: Frame
  let sentences: [String]

  init(_ title: String, _ sentences: [String], room: String, _ links: RoomLinks) {
    frame = Frame(title, in: .none, of: room, links)
    self.sentences = sentences
  }
}
