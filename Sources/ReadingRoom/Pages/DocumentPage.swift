// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Addressing
import Cataloguing
import Extraction
import Foundation
import Records
import Reporting

/// All that a reader may want to know of one document.
struct DocumentPage: Sendable {
  struct Fact: Sendable {
    let name: String
    let value: String
    let link: String?
  }

  struct Edition: Sendable {
    let name: String
    let keptOn: String
    let keptAt: String
    let kind: String
    let size: String
    let digest: String
    let shortDigest: String
    let file: String
    let page: String
    let changes: String?
    let remarks: [String]
  }

  let frame: Frame
  let title: String
  let id: String
  let address: String
  let standing: StandingLabel
  let newest: Edition?
  let editions: [Edition]
  let hasSeveral: Bool
  let timeline: Timeline
  let facts: [Fact]
  let timeMap: String?
  let elsewhere: [Fact]
  let hasElsewhere: Bool

  /// What is known of a document, from wherever.
  struct Knowledge: Sendable {
    let document: Document
    let versions: [Version]
    /// The numbers of those that are given out.
    let given: Set<Int>
    let askers: [Catalogue.Asker]
    let remarks: [TextIndex.Remark]
    let copies: [Document]
    let successor: WebAddress?
    /// The titles of the sources, by their ids.
    let sources: [String: String]
    let now: Date
  }

  init(_ known: Knowledge, room: RoomSign, _ links: RoomLinks) {
    let (document, versions) = (known.document, known.versions)
    title = document.title.isEmpty ? document.address.lastPathComponent : document.title
    frame = Frame(title, in: .list, of: room, links)
    id = document.address.shortID
    address = document.address.text
    standing = StandingLabel(of: document, now: known.now)
    let given = versions.filter { known.given.contains($0.number) }
    editions = given.indices.reversed().map { index in
      Edition(
        given[index],
        after: index > 0 ? given[index - 1].number : nil,
        isRejected: document.rejected.contains(given[index].number),
        known.remarks,
        links
      )
    }
    newest = editions.first { $0.name == "v\(document.version ?? 0)" } ?? editions.first
    hasSeveral = editions.count > 1
    timeline = Timeline(document, versions, now: known.now)
    facts = Self.facts(known, links)
    timeMap = links.timeMap(document.address)
    elsewhere =
      document.isLost
      ? known.copies.map {
        Fact(name: "The same file", value: $0.address.text, link: $0.address.text)
      }
        + DeadLinkHelp.webArchives(of: document.address.text)
        .map { Fact(name: Self.webArchive($0), value: $0, link: $0) } : []
    hasElsewhere = !elsewhere.isEmpty
  }

  private static func facts(_ known: Knowledge, _ links: RoomLinks) -> [Fact] {
    let document = known.document
    var facts = [
      Fact(name: "Address", value: document.address.text, link: document.address.text),
      Fact(name: "Short name", value: document.address.shortID, link: nil),
    ]
    if let place = document.place {
      facts.append(Fact(name: "Found at", value: place.text, link: place.text))
    }
    for asker in known.askers {
      let entry = asker.record
      let source = known.sources[entry.source] ?? entry.source
      let heading = entry.heading.map { ", under “\($0)”" } ?? ""
      let text = entry.text.isEmpty ? "" : " as “\(entry.text)”"
      facts.append(
        Fact(
          name: asker.isListed ? "Listed by" : "Once listed by",
          value: source + text + heading,
          link: nil
        )
      )
    }
    facts.append(Fact(name: "First seen", value: Readable.day(document.firstSeen), link: nil))
    if let alive = document.lastAlive {
      facts.append(Fact(name: "Last seen alive", value: Readable.day(alive), link: nil))
    }
    facts.append(Fact(name: "Last visited", value: Readable.day(document.lastVisited), link: nil))
    // The address of what is not shown is not told, either.
    if let old = document.succeeds?.address, links.documentIfShown(old) != nil {
      facts.append(Fact(name: "In place of", value: old.text, link: links.documentIfShown(old)))
    }
    if let successor = known.successor, links.documentIfShown(successor) != nil {
      facts.append(
        Fact(name: "Succeeded by", value: successor.text, link: links.documentIfShown(successor))
      )
    }
    return facts
  }

  private static func webArchive(_ address: String) -> String {
    address.contains("nationalarchives.gov.uk") ? "UK Government Web Archive" : "Internet Archive"
  }
}

extension DocumentPage.Edition {
  fileprivate init(
    _ version: Version,
    after former: Int?,
    isRejected: Bool,
    _ remarks: [TextIndex.Remark],
    _ links: RoomLinks
  ) {
    name = "v\(version.number)"
    keptOn = Readable.day(version.capturedAt)
    keptAt = version.capturedAt.formatted(.iso8601)
    kind = version.kind.rawValue
    size = Readable.size(version.size)
    digest = version.digest.hex
    shortDigest = String(version.digest.hex.prefix(16)) + "…"
    file = links.file(version)
    page = links.version(version.address, version.number)
    changes = former.map { links.changes(version.address, from: $0, to: version.number) }
    var said = isRejected ? ["taken back by a person; nothing goes by it"] : []
    for remark in remarks where remark.version == version.number {
      if let reason = remark.reason.flatMap(NoText.init(rawValue:)) {
        said.append("no text: \(reason.sentence)")
      }
      let hidden =
        remark.hidden.flatMap { try? RecordCoding.decode([HiddenContent].self, from: $0.utf8) }
        ?? []
      said += hidden.map { $0.sentence(nil) }
    }
    self.remarks = said
  }
}
