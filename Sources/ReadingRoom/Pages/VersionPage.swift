// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fixity
import Foundation
import Records
import Reporting

/// One version of a document: where it came from, how it is proven and how it is cited.
struct VersionPage: Sendable {
  typealias Fact = DocumentPage.Fact

  let frame: Frame
  let title: String
  let document: String
  let name: String
  let file: String
  let facts: [Fact]
  let digest: String
  let provenance: [Fact]
  /// Where its proof is; nil where nothing is signed for yet.
  let proof: String?
  let citation: String
  let bibtex: String
  let ris: String

  /// - Parameters:
  ///   - version: which.
  ///   - document: of which document.
  ///   - capture: how it came; nil where that cannot be read.
  ///   - citation: how it is cited.
  ///   - isProven: whether the ledger has it.
  ///   - room: where it is shown.
  ///   - links: where the pages are.
  init(
    _ version: Version,
    of document: Document,
    _ capture: Capture?,
    _ citation: Citation,
    isProven: Bool,
    room: RoomSign,
    _ links: RoomLinks
  ) {
    title = document.title.isEmpty ? document.address.lastPathComponent : document.title
    name = "v\(version.number)"
    frame = Frame("\(title), version \(version.number)", in: .list, of: room, links)
    self.document = links.document(document.address)
    file = links.file(version)
    let isRejected = document.rejected.contains(version.number)
    facts =
      [
        Fact(name: "Kept on", value: Readable.date(version.capturedAt), link: nil),
        Fact(name: "Kind", value: version.kind.rawValue, link: nil),
        Fact(name: "Size", value: Readable.size(version.size), link: nil),
        Fact(name: "Name of the file", value: version.fileName, link: nil),
      ]
      + (isRejected
        ? [Fact(name: "Taken back", value: "by a person; nothing goes by it", link: nil)] : [])
    digest = version.digest.hex
    provenance = capture.map { Self.provenance(of: $0, links) } ?? []
    proof = isProven ? links.proof(version) : nil
    self.citation = citation.written(as: .text)
    bibtex = links.citation(document.address, version.number, "bib")
    ris = links.citation(document.address, version.number, "ris")
  }

  private static func provenance(of capture: Capture, _ links: RoomLinks) -> [Fact] {
    guard let imported = capture.imported else { return ownProvenance(of: capture, links) }
    return ownProvenance(of: capture, links) + [
      Fact(
        name: "Imported",
        value: "\(Readable.day(imported.at)), from \(imported.from)",
        link: nil
      )
    ]
  }

  private static func ownProvenance(of capture: Capture, _ links: RoomLinks) -> [Fact] {
    if let deposit = capture.deposit {
      let received = Fact(name: "Handed in", value: Readable.day(deposit.receivedAt), link: nil)
      // Who gave it, and what they said, is for whoever keeps the archive.
      guard links.isServed else { return [received] }
      return [
        received,
        Fact(name: "By", value: deposit.by ?? "not said", link: nil),
        Fact(name: "Note", value: deposit.note ?? "none", link: nil),
      ]
    }
    var facts = [
      Fact(
        name: capture.imported == nil ? "Fetched" : "Captured",
        value: Readable.date(capture.capturedAt),
        link: nil
      ),
      Fact(name: "From", value: capture.response.address.text, link: nil),
      Fact(
        name: "Answered by",
        value: "\(capture.response.peer), status \(capture.response.status)",
        link: nil
      ),
    ]
    if !capture.redirects.isEmpty {
      facts.append(Fact(name: "Redirects", value: "\(capture.redirects.count)", link: nil))
    }
    if let robots = capture.request.robots {
      facts.append(Fact(name: "robots.txt", value: robots, link: nil))
    }
    if let page = capture.listed.lazy.compactMap(\.page).first {
      facts.append(Fact(name: "Found on", value: page.text, link: page.text))
    }
    facts.append(Fact(name: "By", value: "\(capture.tool), run \(capture.run)", link: nil))
    return facts
  }
}
