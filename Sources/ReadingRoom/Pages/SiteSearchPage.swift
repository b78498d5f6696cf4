// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// The search of a site of files.
struct SiteSearchPage: Sendable {
  let frame: Frame
  let script: String

  init(room: RoomSign, _ links: RoomLinks) {
    frame = Frame("Search", in: .none, of: room, links)
    script = links.script
  }
}
