// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Archiving
import Cataloguing
import Filing
import Foundation
import HTTPTypes
import NIOCore
import Records
import Reporting
package import SystemPackage

/// Writes a reading room as files, for people who cannot run a server.
///
/// What its publisher shows no more is left out, unless it is asked for by name: who puts the site somewhere publishes it.
package struct SiteWriter: Sendable {
  /// What was written.
  package struct Outcome: Sendable {
    package internal(set) var documents = 0
    package internal(set) var files = 0
    package internal(set) var bytes: Int64 = 0
    /// How many documents were left out, because their publishers show them no more.
    package internal(set) var leftOut = 0
    /// How many versions of those that are there were left out, as they were replaced or taken back.
    package internal(set) var olderLeftOut = 0
    /// How many versions have no text that could be searched, as it was not read yet.
    package internal(set) var unread = 0
    /// What is not in the site though it should be, and why: a clause each.
    package internal(set) var missing: [String] = []
  }

  /// How what its publisher shows no more stands.
  package static let unshown = [
    "gone", "missing", "delisted", "withdrawn", "suppressed", "left-out",
  ]

  private let contents: RoomContents
  private let place: SitePlace
  private static let portion = 200

  /// - Parameters:
  ///   - contents: what is shown; what it leaves out is settled here.
  ///   - named: documents that are in the site however they stand.
  ///   - olderToo: whether versions that their publishers have replaced are in it.
  ///   - folder: a new one, an empty one, or one that was written so before.
  ///   - others: places that it must not lie in, nor hold: the archive's, and the configuration's.
  /// - Throws: where no site can be written there.
  package init(
    _ contents: RoomContents,
    named: [WebAddress],
    olderToo: Bool,
    into folder: FilePath,
    apartFrom others: [FilePath]
  ) throws {
    var contents = contents
    contents.leavesOut = Self.unshown
    contents.named = named
    contents.givesOlder = olderToo
    self.contents = contents
    place = try SitePlace(folder, apartFrom: others)
  }

  /// Where it is written.
  package var folder: FilePath { place.folder }

  /// Writes it beside the folder and puts it in its place, so that a half one is never seen.
  ///
  /// - Parameter progress: told how many documents were written, and of how many.
  /// - Returns: what was written.
  /// - Throws: where the folder is none of ours, or it cannot be written.
  package func write(
    progress: @escaping @Sendable (Int, Int) -> Void
  ) async throws -> Outcome {
    try await place.fill { fresh in try await fill(fresh, progress) }
  }

  private func fill(_ place: FilePath, _ progress: @Sendable (Int, Int) -> Void) async throws
    -> Outcome
  {
    var site = SiteFiles(at: place)
    try site.write(SitePlace.mark, "A site of Hanaper: hanaper site writes it anew.\n")
    try site.write("robots.txt", "User-agent: *\nDisallow: /\n")
    try site.write("style.css", StyleSheet.text)
    try site.write("search.js", SiteSearch.script)

    var outcome = Outcome()
    let all = try await documents()
    outcome.leftOut = all.leftOut
    outcome.olderLeftOut = try await olderCount(of: all.documents)
    var contents = contents
    contents.leftOut = Self.sentence(all.leftOut, outcome.olderLeftOut)
    let shown = Set(all.documents.map(\.address.shortID))
    let desks = try (0...2).map {
      try ReadingDesk(contents, RoomLinks(form: .files(depth: $0), shown: shown))
    }
    let now = try await desks[0].current()
    let pages = max(1, (all.documents.count + ListQuery.pageLength - 1) / ListQuery.pageLength)
    for number in 1...pages {
      let query = ListQuery().at(number)
      try await site.write(desks[0], .list(query), as: desks[0].links.list(query))
    }
    try await site.write(desks[0], .sources, as: "sources.html")
    let search = SiteSearchPage(room: desks[0].sign(now), desks[0].links)
    try site.write(try desks[0].page(.siteSearch, search), as: "search.html")

    let index = try await TextRound.index(of: contents.archive)
    defer { try? index?.close() }
    var words = SiteSearch()
    for document in all.documents {
      try Task.checkCancellation()
      try await write(document, by: desks, now, to: &site, &outcome)
      let newest = document.version ?? 0
      let text = try await index?.text(of: document.address, newest)
      if text == nil { outcome.unread += 1 }
      words.add(
        document.address.shortID,
        title: document.title.isEmpty ? document.address.lastPathComponent : document.title,
        day: Readable.day(
          try await now.catalogue.versions(of: document.address).last?.capturedAt ?? Date()
        ),
        parts: text?.parts ?? []
      )
      outcome.documents += 1
      progress(outcome.documents, all.documents.count)
    }
    for file in try words.files() { try site.write("search/\(file.name)", file.text) }
    (outcome.files, outcome.bytes) = (site.files, site.bytes)
    return outcome
  }

  /// Those that are shown, and how many are not.
  private func documents() async throws -> (documents: [Document], leftOut: Int) {
    let catalogue = try await contents.archive.catalogue()
    var filter = DocumentFilter()
    let all = try await catalogue.shelf(filter, offset: 0, limit: 0).count
    (filter.leavesOut, filter.named) = (contents.leavesOut, contents.named)
    var documents: [Document] = []
    while true {
      let shelf = try await catalogue.shelf(filter, offset: documents.count, limit: Self.portion)
      documents += shelf.places.map(\.document)
      guard shelf.places.count == Self.portion else { break }
    }
    try await catalogue.close()
    return (documents, all - documents.count)
  }

  /// How many versions of documents are not in it.
  private func olderCount(of documents: [Document]) async throws -> Int {
    let catalogue = try await contents.archive.catalogue()
    var count = 0
    for document in documents {
      let versions = try await catalogue.versions(of: document.address)
      count += versions.count { !contents.gives($0, of: document) }
    }
    try await catalogue.close()
    return count
  }

  private static func sentence(_ documents: Int, _ versions: Int) -> String? {
    var said: [String] = []
    if documents > 0 {
      said.append(
        "\(Readable.count(documents, "document")) that \(documents == 1 ? "is" : "are") gone, no longer listed or withdrawn"
      )
    }
    if versions > 0 {
      said.append(Readable.count(versions, "version") + " that later ones replaced")
    }
    guard !said.isEmpty else { return nil }
    let isOne = documents + versions == 1
    return "\(said.joined(separator: " and ")) \(isOne ? "is" : "are") not in this site."
  }

  private func write(
    _ document: Document,
    by desks: [ReadingDesk],
    _ now: Holdings.Current,
    to site: inout SiteFiles,
    _ outcome: inout Outcome
  ) async throws {
    let id = document.address.shortID
    guard now.directory[id]?.count == 1 else {
      outcome.missing.append("\(document.title) has the short name of another document, \(id)")
      return
    }
    try await site.write(desks[1], .document(id: id), as: "documents/\(id).html")
    let all = try await now.catalogue.versions(of: document.address)
    let versions = all.filter { contents.gives($0, of: document) }
    for (index, version) in versions.enumerated() {
      let number = version.number
      let folder = "documents/\(id)/v\(number)"
      try await site.write(desks[2], .version(id: id, number), as: folder + ".html")
      try await site.write(desks[2], .citation(id: id, version: number, .bib), as: folder + ".bib")
      try await site.write(desks[2], .citation(id: id, version: number, .ris), as: folder + ".ris")
      try await site.write(desks[2], .proof(id: id, version: number), as: folder + ".tlog-proof")
      if index > 0 {
        let old = versions[index - 1].number
        try await site.write(
          desks[2],
          .changes(id: id, from: old, to: number),
          as: "documents/\(id)/changes-\(old)-\(number).html"
        )
      }
      let archive = contents.archive
      guard let file = desks[2].sound.path(of: version, in: archive) else {
        outcome.missing.append("v\(number) of \(document.title) is damaged")
        continue
      }
      try site.copy(file, as: "\(folder)/\(desks[2].links.fileName(of: version))")
    }
  }
}

/// The files of a site, as they are written.
private struct SiteFiles {
  let place: FilePath
  private(set) var files = 0
  private(set) var bytes: Int64 = 0
  private var made: Set<String> = []
  private static let pieceLength = 1 << 20

  init(at place: FilePath) { self.place = place }

  mutating func write(_ name: String, _ text: String) throws {
    try write(name, Array(text.utf8))
  }

  /// Writes what a desk answers; what is not there is no file.
  mutating func write(
    _ desk: ReadingDesk,
    _ route: RoomRoute,
    as name: String
  ) async throws {
    let asker = ReadingDesk.Asker(base: "", time: .newest)
    try write(try await desk.answer(route, "\(name)", asker), as: name)
  }

  mutating func write(_ answer: RoomAnswer, as name: String) throws {
    guard case .page(let page) = answer, page.status == 200 else { return }
    try write(name, Array(page.bytes.readableBytesView))
  }

  private mutating func write(_ name: String, _ content: [UInt8]) throws {
    let path = try path(of: name)
    try Disk().create(path, holding: content)
    try Disk().makePublic(path)
    files += 1
    bytes += Int64(content.count)
  }

  mutating func copy(_ file: FilePath, as name: String) throws {
    let target = try path(of: name)
    let source = try ReadableFile(file)
    var copy = try WritableFile(creating: target)
    var place: Int64 = 0
    while true {
      let piece = try source.bytes(at: place, count: Self.pieceLength)
      if piece.isEmpty { break }
      try copy.append(piece.span)
      place += Int64(piece.count)
    }
    try copy.close()
    try Disk().makePublic(target)
    bytes += place
    files += 1
  }

  /// Where a file is to be, in a folder that is there.
  private mutating func path(of name: String) throws -> FilePath {
    let path = place.pushing(FilePath(name))
    let folder = path.removingLastComponent()
    guard made.insert(folder.string).inserted else { return path }
    var parts = FilePath("")
    for part in FilePath(name).removingLastComponent().components {
      parts.append(part)
      let directory = self.place.pushing(parts)
      guard made.insert(directory.string).inserted || directory == folder,
        try Disk().entry(at: directory) == nil
      else { continue }
      try Disk().makeDirectory(directory)
      try Disk().makePublic(directory: directory)
    }
    return path
  }
}
