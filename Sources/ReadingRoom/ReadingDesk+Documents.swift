// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Ledger
import Addressing
import Archiving
import Cataloguing
import Extraction
import Filing
import Fixity
import Foundation
import HTTPTypes
import Records
import Reporting

// Pages on one document, and its files.
extension ReadingDesk {
  /// - Returns: nil where no document, or one of several, has the name.
  private func find(_ id: String, _ now: Holdings.Current) async throws -> Document? {
    guard let addresses = now.directory[id], addresses.count == 1, let address = addresses.first
    else { return nil }
    return try await now.catalogue.document(at: address)
  }

  private func missing(_ id: String, _ now: Holdings.Current) throws -> RoomAnswer {
    guard let several = now.directory[id], several.count > 1 else { return try noDocument(id, now) }
    return try notice(
      300,
      "Several documents have the short name \(id)",
      several.map { "\($0): its versions are at \(links.timeMap($0) ?? "none")" },
      now
    )
  }

  func document(_ id: String, _ now: Holdings.Current) async throws -> RoomAnswer {
    guard let document = try await find(id, now) else { return try missing(id, now) }
    let (archive, catalogue) = (contents.archive, now.catalogue)
    let versions = try await catalogue.versions(of: document.address)
    var remarks: [TextIndex.Remark] = []
    if let index = try await TextRound.index(of: archive) {
      remarks = (try? await index.remarks(on: document.address)) ?? []
      try? index.close()
    }
    let copies =
      document.isLost
      ? try await catalogue.copies(of: document, limit: DeadLinkHelp.mostCopies) : []
    let known = DocumentPage.Knowledge(
      document: document,
      versions: versions,
      given: Set(versions.filter { contents.gives($0, of: document) }.map(\.number)),
      askers: try await catalogue.askers(for: document.address),
      remarks: remarks,
      copies: copies,
      successor: try await catalogue.successor(of: document.address)?.address,
      sources: Dictionary(contents.sources.map { ($0.id, $0.title) }) { first, _ in first },
      now: contents.clock()
    )
    return try page(.document, DocumentPage(known, room: sign(now), links))
  }

  // MARK: Citing and proving

  func version(_ id: String, _ number: Int, _ now: Holdings.Current) async throws -> RoomAnswer {
    guard let document = try await find(id, now) else { return try missing(id, now) }
    let versions = try await now.catalogue.versions(of: document.address)
    guard let version = versions.first(where: { $0.number == number }) else {
      return try noVersion(document, number, now)
    }
    let proof = proof(of: version)
    let model = VersionPage(
      version,
      of: document,
      try? contents.archive.capture(of: document.address, version: number),
      try await citation(of: version, document, proof, now),
      isProven: proof != nil,
      room: sign(now),
      links
    )
    return try page(.version, model)
  }

  /// The proof that the ledger has a version; nil where there is none.
  private func proof(of version: Version) -> FileProof? {
    let kept = try? contents.archive.keptVersions(of: version.address)
      .first { $0.number == version.number }
    return kept.flatMap { try? ArchiveLedger(of: contents.archive).proof(of: $0) }
  }

  private func citation(
    of version: Version,
    _ document: Document,
    _ proof: FileProof?,
    _ now: Holdings.Current
  ) async throws -> Citation {
    let titles = Dictionary(contents.sources.map { ($0.id, $0.title) }) { first, _ in first }
    let askers = try await now.catalogue.askers(for: document.address)
    return Citation(
      title: version.title.isEmpty ? document.title : version.title,
      publisher: askers.lazy.compactMap { titles[$0.record.source] }.first
        ?? String(document.address.authority),
      version: version.number,
      keptAt: version.capturedAt,
      digest: version.digest,
      address: document.address,
      proof: proof.map {
        Citation.Proof(
          ledger: $0.proof.checkpoint.checkpoint.origin,
          index: $0.proof.index,
          leaves: $0.proof.checkpoint.checkpoint.head.size
        )
      }
    )
  }

  func citation(
    _ id: String,
    _ number: Int,
    _ form: RoomRoute.CitationForm,
    _ now: Holdings.Current
  ) async throws -> RoomAnswer {
    guard let document = try await find(id, now) else { return try missing(id, now) }
    let versions = try await now.catalogue.versions(of: document.address)
    guard let version = versions.first(where: { $0.number == number }) else {
      return try noVersion(document, number, now)
    }
    let citation = try await citation(of: version, document, proof(of: version), now)
    return form == .bib
      ? plain(citation.written(as: .bibtex), "application/x-bibtex; charset=utf-8")
      : plain(citation.written(as: .ris), "application/x-research-info-systems; charset=utf-8")
  }

  func proof(_ id: String, _ number: Int, _ now: Holdings.Current) async throws -> RoomAnswer {
    guard let document = try await find(id, now) else { return try missing(id, now) }
    let versions = try await now.catalogue.versions(of: document.address)
    guard let version = versions.first(where: { $0.number == number }) else {
      return try noVersion(document, number, now)
    }
    guard let proof = proof(of: version) else {
      return try notice(
        404,
        "There is no proof of v\(number)",
        ["Nothing is signed for it in the ledger yet, or the ledger is not to be read."],
        ways: [.init(name: document.title, target: links.document(document.address))],
        now
      )
    }
    return plain(proof.text, "text/plain; charset=utf-8")
  }

  // MARK: Files

  private func noVersion(
    _ document: Document,
    _ number: Int,
    _ now: Holdings.Current
  ) throws -> RoomAnswer {
    try notice(
      404,
      "There is no version \(number) of \(document.title)",
      ["The document's own page names those that are held."],
      ways: [.init(name: document.title, target: links.document(document.address))],
      now
    )
  }

  func file(_ id: String, _ number: Int, _ now: Holdings.Current) async throws -> RoomAnswer {
    guard let document = try await find(id, now) else { return try missing(id, now) }
    let versions = try await now.catalogue.versions(of: document.address)
    guard let version = versions.first(where: { $0.number == number }) else {
      return try noVersion(document, number, now)
    }
    return try await file(version, [:], now)
  }

  /// The bytes of a version, after these were compared with its digest.
  func file(
    _ version: Version,
    _ headers: HTTPFields,
    _ now: Holdings.Current
  ) async throws -> RoomAnswer {
    let archive = contents.archive
    if let stone = Tombstones((try? archive.readableTombstones()) ?? []).of(version.address) {
      return try letGo(stone, now)
    }
    let path = await BlockingThreads.shared.run { self.sound.path(of: version, in: archive) }
    guard let path else {
      return try notice(
        500,
        "v\(version.number) cannot be given out",
        [
          "What is kept of it is not as it was kept. Whoever keeps this archive can find out more (hanaper verify)."
        ],
        now
      )
    }
    var headers = headers
    headers[.contentSecurityPolicy] =
      version.kind == .pdf
      ? "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
      : "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    headers[.contentDisposition] = Self.disposition(of: version)
    return .file(
      RoomAnswer.File(
        path: path,
        size: version.size,
        type: version.kind.mediaType,
        tag: "\"sha512-\(version.digest.hex)\"",
        keptAt: version.capturedAt,
        headers: headers
      )
    )
  }

  /// Under which name it is kept, and whether it is shown.
  ///
  /// Source: RFC 6266 §4.1, §4.3
  private static func disposition(of version: Version) -> String {
    let way = version.kind.mayBeShown ? "inline" : "attachment"
    let name =
      version.fileName.isEmpty ? "document.\(version.kind.pathExtension)" : version.fileName
    let plain = String(
      String.UnicodeScalarView(
        name.unicodeScalars.map {
          0x20...0x7E ~= $0.value && $0 != "\"" && $0 != "\\" && $0 != "%" ? $0 : "_"
        }
      )
    )
    return "\(way); filename=\"\(plain)\"; filename*=UTF-8''\(RoomLinks.escaped(name))"
  }

  func letGo(_ stone: Tombstone, _ now: Holdings.Current) throws -> RoomAnswer {
    try notice(
      410,
      "It was let go of here",
      [
        "What was kept under this address was let go of on \(Readable.day(stone.at)). Nothing of it is left."
      ],
      now
    )
  }
}
