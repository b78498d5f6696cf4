// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Reporting

/// What needs somebody's attention, the worst first.
struct AttentionPage: Sendable {
  struct Entry: Sendable {
    let title: String
    let target: String?
    let sentence: String
    let file: String?
    let fileName: String
    /// A command for whoever keeps the archive; nil for none.
    let command: String?
  }

  struct Group: Sendable {
    let heading: String
    let entries: [Entry]
  }

  let frame: Frame
  let groups: [Group]
  let isEmpty: Bool

  init(_ list: DocumentList, room: RoomSign, _ links: RoomLinks) {
    frame = Frame("Needs attention", in: .attention, of: room, links)
    var groups: [Group] = []
    if let sources = list.sources, !sources.isEmpty {
      groups.append(Group(heading: "Sources", entries: sources.map { Entry($0, links) }))
    }
    let rows = list.documents.filter { $0.attention != nil }
    let byHeading = Dictionary(grouping: rows) { $0.attention?.heading ?? "" }
    let ranked = byHeading.sorted {
      ($0.value.first?.attention?.rank ?? 0, $0.key) < (
        $1.value.first?.attention?.rank ?? 0, $1.key
      )
    }
    groups += ranked.map { heading, rows in
      Group(heading: heading, entries: rows.map { Entry($0, links) })
    }
    self.groups = groups
    isEmpty = groups.isEmpty
  }
}

extension AttentionPage.Entry {
  fileprivate init(_ source: SourceAttention, _ links: RoomLinks) {
    title = source.title
    target = links.sources
    sentence = source.words
    (file, fileName, command) = (nil, "", nil)
  }

  fileprivate init(_ row: DocumentList.Row, _ links: RoomLinks) {
    title = row.title.isEmpty ? row.address : row.title
    target = links.document(id: row.id)
    sentence = row.attention?.sentence ?? ""
    file = row.versions > 0 ? links.file(id: row.id, row.versions) : nil
    fileName = "Open v\(row.versions)"
    command = "hanaper ack \(row.id)"
  }
}
