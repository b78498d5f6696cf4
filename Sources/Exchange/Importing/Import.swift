// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Appraisal
package import Archiving
import Filing
import Fixity
package import Foundation
import HTTP
package import Records
package import SystemPackage

/// Takes documents in that were captured elsewhere: by other tools, or into another archive.
///
/// Each is appraised like any answer, and kept with where it comes from, in the order of capture; nothing comes twice.
package struct Import: Sendable {
  package enum Place: Sendable {
    /// A WARC or WACZ file.
    case webArchive(FilePath)
    case folder(FilePath, list: FilePath)
    /// Another archive of ours.
    case archive(FilePath)
  }

  package struct Outcome: Sendable {
    /// What was taken in, or would be: address and version, the latter 0 where nothing was written.
    package internal(set) var kept: [(address: WebAddress, version: Int)] = []
    package internal(set) var bytes: Int64 = 0
    package internal(set) var refusals: [ImportRefusal] = []
    /// What of the files themselves is damaged, sentences.
    package internal(set) var damage: [String] = []
  }

  private let places: [Place]
  private let kinds: Set<BodyKind>
  private let isIncluded: @Sendable (WebAddress) -> Bool
  private let limit: Int64
  private let note: String?
  private let tool: String
  private let now: Date

  /// The web was young then, and no clock that says so is right.
  private static let earliest = Date(timeIntervalSince1970: 820_454_400)
  /// Clocks differ.
  private static let leeway: TimeInterval = 86_400

  /// - Parameters:
  ///   - places: where they are; those that refer to each other together.
  ///   - kinds: what is kept.
  ///   - isIncluded: whether a document of this address is wanted.
  ///   - limit: how many bytes one may have.
  ///   - note: why, in the person's words.
  ///   - tool: name and version of what does it.
  ///   - now: what time it is.
  package init(
    from places: [Place],
    kinds: Set<BodyKind>,
    where isIncluded: @escaping @Sendable (WebAddress) -> Bool,
    limit: Int64,
    note: String?,
    tool: String,
    at now: Date
  ) {
    (self.places, self.kinds, self.isIncluded, self.limit) = (places, kinds, isIncluded, limit)
    (self.note, self.tool, self.now) = (note, tool, now.wholeSecond)
  }

  /// Takes them in.
  ///
  /// - Parameters:
  ///   - deciding: writes down what a person decides.
  ///   - spool: a folder of ours for what is unpacked.
  ///   - progress: told how many were looked at, and of how many.
  /// - Returns: what was kept, and what not.
  /// - Throws: where something cannot be read or written; what was kept by then stays.
  package func run(
    by deciding: Deciding,
    unpackingAt spool: FilePath,
    progress: @escaping @Sendable (Int, Int) -> Void
  ) async throws -> Outcome {
    let gathered = try gather(unpackingAt: spool)
    guard !gathered.candidates.isEmpty else { return outcome(of: gathered) }
    var outcome = outcome(of: gathered)
    try await deciding.receive { reception in
      for (index, candidate) in gathered.candidates.enumerated() {
        try Task.checkCancellation()
        let file = reception.spool.appending("import")
        do {
          let (capture, size) = try self.capture(of: candidate, bodyTo: file, in: reception.run)
          let became = try await reception.take(file, capture, note: candidate.note)
          outcome.add(became, of: capture.address, at: candidate.place, size)
        } catch let refusal as Refused {
          outcome.refusals.append(refusal.refusal)
        }
        progress(index + 1, gathered.candidates.count)
      }
      try Disk().removeFile(reception.spool.appending("import"))
    }
    return outcome
  }

  /// Says what would be taken in, and writes nothing to the archive.
  ///
  /// - Parameters:
  ///   - archive: into which.
  ///   - spool: a folder of ours for what is unpacked.
  /// - Returns: what would be kept, and what not.
  /// - Throws: where something cannot be read.
  package func plan(for archive: Archive, unpackingAt spool: FilePath) throws -> Outcome {
    let gathered = try gather(unpackingAt: spool)
    var outcome = outcome(of: gathered)
    var account = try ReceptionAccount(of: archive)
    for candidate in gathered.candidates {
      try Task.checkCancellation()
      let file = spool.appending("import")
      do {
        let (capture, size) = try capture(of: candidate, bodyTo: file, in: "")
        let (address, digest, date) = (capture.address, capture.digest, capture.capturedAt)
        let refusal = account.refusal(of: address, digest, at: date)
        if refusal == nil { account.note(address, digest, at: date, as: 0) }
        outcome.add(refusal ?? .kept(version: 0), of: address, at: candidate.place, size)
      } catch let refusal as Refused {
        outcome.refusals.append(refusal.refusal)
      }
    }
    return outcome
  }

  private func gather(unpackingAt spool: FilePath) throws -> ImportGathering {
    var gathering = ImportGathering(unpackingAt: spool, at: now, note: note)
    for place in places {
      switch place {
      case .webArchive(let path): try gathering.read(webArchive: path)
      case .folder(let folder, let list): try gathering.read(folder: folder, list: list)
      case .archive(let path): try gathering.read(archive: path)
      }
    }
    try gathering.conclude()
    return gathering
  }

  private func outcome(of gathering: ImportGathering) -> Outcome {
    var outcome = Outcome()
    (outcome.refusals, outcome.damage) = (gathering.refusals, gathering.damage)
    return outcome
  }

  // MARK: One of them

  private struct Refused: Error {
    let refusal: ImportRefusal
  }

  private func refuse(
    _ candidate: ImportCandidate,
    _ reason: ImportRefusal.Reason,
    _ detail: String
  ) -> Refused {
    Refused(
      refusal: ImportRefusal(
        reason: reason,
        place: candidate.place,
        address: candidate.address.text,
        detail: detail
      )
    )
  }

  /// Writes the bytes of a candidate into a file, judges them, and makes their provenance.
  private func capture(
    of candidate: ImportCandidate,
    bodyTo file: FilePath,
    in run: String
  ) throws -> (Capture, size: Int64) {
    guard isIncluded(candidate.address) else {
      throw refuse(candidate, .otherKind, "no --include fits its address")
    }
    guard candidate.date >= Self.earliest, candidate.date <= now.addingTimeInterval(Self.leeway)
    else {
      let date = candidate.date.formatted(.iso8601)
      throw refuse(candidate, .impossibleTime, "it says that it was captured at \(date)")
    }
    if let fault = candidate.fault { throw refuse(candidate, .damaged, fault) }
    let head: ResponseHead?
    do {
      head = try write(candidate.body, to: file)
      try requirePayload(of: candidate, asWrittenTo: file)
    } catch let fault as ArchivedAnswer.Fault {
      throw refuse(candidate, .damaged, fault.words)
    } catch let error as FilingError where error.operation == .read {
      throw refuse(candidate, .damaged, "\(error)")
    }
    let body = try DepositedFile(at: file)
    guard body.size > 0 else { throw refuse(candidate, .noDocument, "it is empty") }
    if let known = candidate.capture {
      guard known.digest == body.digest else {
        throw refuse(candidate, .damaged, "its bytes are not those that were kept")
      }
      guard known.role == .document else {
        throw refuse(candidate, .otherKind, "it is a list page")
      }
      // Of a file, anybody may have written what it says; pages are kept only where somebody asked for them.
      if candidate.origin.record != nil, known.kind != .html {
        let record = try appraise(candidate, head, file, body.size)
        guard case .document(let kind) = record.verdict, kind == known.kind else {
          throw refuse(candidate, .noDocument, record.verdict.sentence)
        }
      }
      return (known.imported(from: candidate.origin, in: run, by: tool), body.size)
    }
    let address = candidate.address.droppingSessions
    let record = try appraise(candidate, head, file, body.size)
    guard case .document(let kind) = record.verdict else {
      throw refuse(candidate, .noDocument, record.verdict.sentence)
    }
    guard kinds.contains(kind) else {
      throw refuse(candidate, .otherKind, "it is a file of the kind \(kind.rawValue)")
    }
    let name = Self.name(of: candidate, head, kind)
    let capture = Capture(
      address: address,
      role: .document,
      kind: kind,
      digest: body.digest,
      size: body.size,
      title: name,
      fileName: name,
      capturedAt: candidate.date.wholeSecond,
      run: run,
      tool: tool,
      listed: [],
      request: .init(method: "GET", userAgent: candidate.origin.software ?? ""),
      redirects: candidate.redirects,
      response: .init(
        address: candidate.final,
        status: head?.status ?? 0,
        head: head?.text ?? "",
        httpVersion: head == nil ? "" : "1.1",
        peer: candidate.peer,
        receivedBytes: body.size,
        milliseconds: 0
      ),
      appraisal: record,
      fingerprint: nil,
      imported: candidate.origin
    )
    return (capture, body.size)
  }

  /// Compares the digest that a record states of its payload.
  ///
  /// It is that of the body as it came, without its chunks, or without its coding. Archivers differ in
  /// that; what fits none of these is not what was answered.
  private func requirePayload(
    of candidate: ImportCandidate,
    asWrittenTo file: FilePath
  ) throws {
    guard let digest = candidate.payloadDigest.flatMap({ StatedDigest($0) }) else { return }
    if try digest.fits(FilePart(all: file)) { return }
    if case .answer(let block) = candidate.body,
      let (head, length) = try ArchivedAnswer.head(of: block)
    {
      let raw = FilePart(
        block.path,
        offset: block.offset + Int64(length),
        size: block.size - Int64(length)
      )
      if try digest.fits(raw) { return }
      // Without its chunks, and still in its coding, nothing here has it.
      if head.fields["Transfer-Encoding"] != nil, head.fields["Content-Encoding"] != nil { return }
    }
    throw ArchivedAnswer.Fault(words: "its bytes have another digest than the record states")
  }

  /// - Returns: the head of the answer; nil where nobody answered, as far as is known.
  private func write(_ body: ImportCandidate.Body, to file: FilePath) throws -> ResponseHead? {
    switch body {
    case .answer(let block): return try ArchivedAnswer(block, bodyTo: file, limit: limit).head
    case .bytes(let part):
      guard part.size <= limit else {
        throw ArchivedAnswer.Fault(words: "it is longer than limits.documentSize")
      }
      try Disk().removeFile(file)
      var target = try WritableFile(creating: file)
      let source = try ReadableFile(part.path)
      var place: Int64 = 0
      while place < part.size {
        let count = Int(min(256 << 10, part.size - place))
        let piece = try source.bytes(at: part.offset + place, count: count)
        guard !piece.isEmpty else { break }
        try target.append(piece.span)
        place += Int64(piece.count)
      }
      try target.close()
      return nil
    }
  }

  private func appraise(
    _ candidate: ImportCandidate,
    _ head: ResponseHead?,
    _ file: FilePath,
    _ size: Int64
  ) throws -> AppraisalRecord {
    let opened = try ReadableFile(file)
    let tail = max(0, size - Int64(BodyEvidence.longestTail))
    let body = BodyEvidence(
      length: size,
      head: try opened.bytes(at: 0, count: min(BodyEvidence.longestHead, Int(size))),
      tail: try opened.bytes(at: tail, count: Int(size - tail))
    )
    var record = Appraiser.appraise(
      ResponseEvidence(
        requested: candidate.address,
        final: candidate.final,
        hops: candidate.redirects,
        status: head?.status ?? 200,
        headers: head?.fields ?? [],
        body: body,
        declaredLength: size,
        expectation: .document(known: nil)
      )
    )
    if head == nil { record.evidence.status = nil }
    return record
  }

  /// The publisher's name for it, with an ending that tells the truth.
  private static func name(
    of candidate: ImportCandidate,
    _ head: ResponseHead?,
    _ kind: BodyKind
  ) -> String {
    let published = PublishedName(head?.fields ?? [], at: candidate.final)
    guard let name = published ?? PublishedName(String(candidate.final.host)) else {
      return "document.\(kind.pathExtension)"
    }
    if name.pathExtension.flatMap(BodyKind.init(pathExtension:)) == kind { return name.text }
    return name.ending(in: kind.pathExtension).text
  }
}

extension Import.Outcome {
  /// Takes note of what became of a candidate, under the address that it has in the archive.
  fileprivate mutating func add(
    _ became: Reception.Outcome,
    of address: WebAddress,
    at place: String,
    _ size: Int64
  ) {
    func refuse(_ reason: ImportRefusal.Reason, _ detail: String) {
      refusals.append(
        ImportRefusal(
          reason: reason,
          place: place,
          address: address.text,
          detail: detail
        )
      )
    }
    switch became {
    case .kept(let version):
      kept.append((address, version))
      bytes += size
    case .held(let version): refuse(.held, version.map { "it is held as v\($0)" } ?? "it is held")
    case .older(let date):
      refuse(.older, "a version of \(date.formatted(.iso8601)) is held, and this one is older")
    case .suppressed: refuse(.suppressed, "it was let go of")
    case .waits(let notice): refuse(.waits, "\(notice)")
    }
  }
}
