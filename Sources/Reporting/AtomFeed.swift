// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
package import Foundation
package import Records

/// The news of the last runs as a feed: RFC 4287.
package struct AtomFeed: Sendable {
  /// More entries no reader wants; older ones are in the archive.
  package static let mostEntries = 200
  /// A run with more news than this is one entry: a first night brings thousands.
  package static let mostOfRun = 60

  private let title: CleanText
  /// The beginning of all its identifiers, `tag:example.org,2026-11-28:hanaper`: RFC 4151.
  private let tag: String
  /// Where it can be read; nil where that is not known.
  private let address: String?
  private let updated: Date
  private var entries: [Entry] = []

  private struct Entry {
    let id: String
    let title: CleanText
    let updated: Date
    let link: String?
    let lines: [CleanText]
  }

  /// - Parameters:
  ///   - title: whose news these are.
  ///   - tag: what all its identifiers begin with.
  ///   - address: where it can be read.
  ///   - updated: when it was made.
  package init(_ title: CleanText, tag: String, at address: String?, updated: Date) {
    (self.title, self.tag, self.address, self.updated) = (title, tag, address, updated)
  }

  package var isFull: Bool { entries.count >= Self.mostEntries }

  /// Adds what a run told; the newest run comes first.
  package mutating func add(_ run: RunReport) {
    guard run.news.count <= Self.mostOfRun else {
      return add(run.run, of: run.ended, count: run.news.count)
    }
    for source in run.newsBySource {
      for group in source.groups {
        for item in group.items where !isFull {
          let detail = item.detail.map { ["\($0)"] as [CleanText] } ?? []
          entries.append(
            Entry(
              id: "\(run.run)/\(item.news.word)/\(item.address.shortID)",
              title: "\(group.heading): \(item.title.isEmpty ? item.address.text : item.title)",
              updated: run.ended,
              link: item.address.text,
              lines: ["\(group.heading), in \(source.title)"] + detail + ["\(item.address)"]
            )
          )
        }
      }
    }
  }

  /// Adds a run with too much news to name, or to read.
  ///
  /// - Parameters:
  ///   - run: its name.
  ///   - ended: when it ended.
  ///   - count: how many pieces of news there were.
  package mutating func add(_ run: String, of ended: Date, count: Int) {
    guard !isFull else { return }
    entries.append(
      Entry(
        id: run,
        title: "\(count) pieces of news",
        updated: ended,
        link: nil,
        lines: [
          "The run \(run) brought \(count) pieces of news; `hanaper report \(run)` prints them."
        ]
      )
    )
  }

  package var text: String {
    func escaped(_ text: CleanText) -> String { MarkupText.escaped(text.description) }
    func date(_ date: Date) -> String { date.formatted(.iso8601) }
    let own = address.map { "\n  <link rel=\"self\" href=\"\(MarkupText.escaped($0))\"/>" } ?? ""
    let entries = entries.map { entry in
      let link = entry.link.map { "\n    <link href=\"\(MarkupText.escaped($0))\"/>" } ?? ""
      return """
          <entry>
            <id>\(MarkupText.escaped("\(tag)/\(entry.id)"))</id>
            <title>\(escaped(entry.title))</title>
            <updated>\(date(entry.updated))</updated>\(link)
            <content type="text">\(escaped(entry.lines.joined(separator: "\n")))</content>
          </entry>

        """
    }
    return """
      <?xml version="1.0" encoding="utf-8"?>
      <feed xmlns="http://www.w3.org/2005/Atom">
        <id>\(MarkupText.escaped(tag))</id>
        <title>\(escaped(title))</title>
        <updated>\(date(updated))</updated>
        <author><name>Hanaper</name></author>\(own)
      \(entries.joined())</feed>

      """
  }
}
