// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Reporting
import Archiving
import Cataloguing
import Extraction
import Filing
import Records

// What changed between two versions: of the texts that were read, so that nobody can have documents read again and again.
extension ReadingDesk {
  func changes(
    _ id: String,
    _ from: Int?,
    _ to: Int?,
    _ now: Holdings.Current
  ) async throws -> RoomAnswer {
    guard let address = now.directory[id]?.first, now.directory[id]?.count == 1,
      let document = try await now.catalogue.document(at: address)
    else { return try noDocument(id, now) }
    let versions = try await now.catalogue.versions(of: address)
    let new = to.map { number in versions.first { $0.number == number } } ?? versions.last
    let before = new.flatMap { new in versions.last { $0.number < new.number } }
    let old = from.map { number in versions.first { $0.number == number } } ?? before
    guard let old, let new, old.number != new.number else {
      let held = versions.map { "v\($0.number)" }.joined(separator: ", ")
      return try notice(
        404,
        "There is nothing to compare",
        [
          versions.count < 2
            ? "One version of \(document.title) is held, so nothing has changed."
            : "These versions of \(document.title) are held: \(held)."
        ],
        ways: [.init(name: document.title, target: links.document(address))],
        now
      )
    }
    let index = try await TextRound.index(of: contents.archive)
    defer { try? index?.close() }
    let sides = try await (side(old, index), side(new, index))
    let (sign, links) = (sign(now), self.links)
    let model = await BlockingThreads.shared.run {
      ChangesPage(of: document, sides.0, sides.1, among: versions, room: sign, links)
    }
    return try page(.changes, model, isLasting: sides.0.text != nil && sides.1.text != nil)
  }

  private func side(_ version: Version, _ index: TextIndex?) async throws -> ChangesPage.Side {
    let read = try await index?.text(of: version.address, version.number)
    guard let read, read.digest == version.digest else {
      return .init(
        version: version,
        text: nil,
        reason:
          "its text has not been read yet; whoever keeps the archive can have it read (hanaper index)"
      )
    }
    guard let parts = read.parts else {
      let reason = read.reason.flatMap(NoText.init(rawValue:))?.sentence ?? "it has none"
      return .init(version: version, text: nil, reason: reason)
    }
    let hidden =
      read.hidden.flatMap { try? RecordCoding.decode([HiddenContent].self, from: $0.utf8) } ?? []
    return .init(
      version: version,
      text: ExtractedText(
        parts: parts,
        kind: read.part.flatMap(ExtractedText.Part.init(rawValue:)),
        hidden: hidden
      ),
      reason: ""
    )
  }
}
