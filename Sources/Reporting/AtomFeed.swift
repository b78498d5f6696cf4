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
    let own = address.map { XML.element("link", [("rel", "self"), ("href", $0)]) } ?? ""
    let head =
      Self.text("id", tag) + Self.text("title", title.description)
      + Self.text("updated", updated.formatted(.iso8601))
      + XML.element("author", []) { Self.text("name", "Hanaper") } + own
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      + XML.element("feed", [("xmlns", "http://www.w3.org/2005/Atom")]) {
        head + entries.map(element).joined()
      }
  }

  private func element(_ entry: Entry) -> String {
    XML.element("entry", []) {
      Self.text("id", "\(tag)/\(entry.id)") + Self.text("title", entry.title.description)
        + Self.text("updated", entry.updated.formatted(.iso8601))
        + (entry.link.map { XML.element("link", [("href", $0)]) } ?? "")
        + XML.element("content", [("type", "text")]) {
          XML.text(entry.lines.map(\.description).joined(separator: "\n"))
        }
    }
  }

  private static func text(_ name: String, _ content: String) -> String {
    XML.element(name, []) { XML.text(content) }
  }
}
