// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Cataloguing
import Filing
import Fixity
package import Records
import SystemPackage

extension Deciding {
  /// What became of versions of a document, or of what waited.
  package struct Outcome: Sendable {
    package let document: Document
    /// What was done; empty where nothing was left to do.
    package var decisions: [Decision] = []
    /// The newest version that was not rejected, after it; nil where none is left.
    package var newest: Int?
    /// Folders that were left though what waited in them is kept: something else lies there.
    package var left: [String] = []
    /// Why a body could not be taken in, and waits on.
    package var damage: DamageNotice?
    /// What else waits or is rejected, for which nothing was done.
    package var waiting: [WaitingBody] = []
    package var rejected: [Int] = []
  }

  // MARK: Taking back

  /// Takes a version back that should not have become one.
  ///
  /// It stays kept. What is given, listed and compared is the newest that is left, and what came as this version does not
  /// become one again in silence.
  ///
  /// - Parameters:
  ///   - number: which version.
  ///   - address: the document's.
  ///   - note: why, in the person's words.
  /// - Returns: what became of it.
  /// - Throws: ``ArchiveError/noSuchVersion(document:asked:)`` where it was never held, ``ArchiveError/listPage(_:)`` of a
  ///   page that others are listed on, or where something cannot be read or written.
  package func reject(
    version number: Int,
    of address: WebAddress,
    note: String?
  ) async throws -> Outcome {
    let document = try await look(at: address, forVersion: number)
    var outcome = Outcome(document: document)
    if !document.rejected.contains(number) {
      outcome.decisions = [
        Decision(at: now, address: address, decision: .rejected, version: number, note: note)
      ]
      try await write(outcome.decisions)
    }
    return try await settled(outcome)
  }

  /// The document, where it is one of which versions are taken back, and has this one.
  private func look(at address: WebAddress, forVersion number: Int) async throws -> Document {
    guard let document = try await catalogue.document(at: address) else {
      throw ArchiveError.nothingHeld(document: address.text)
    }
    guard document.role == .document else { throw ArchiveError.listPage(address.text) }
    // The line is for ever, and only the object knows what it is about.
    let held = try await archive.heldVersions(of: address, in: catalogue)
    guard held.versions.contains(where: { $0.number == number }) else {
      if case .damage(let notice) = held.fault { throw ArchiveError.damage(notice) }
      throw ArchiveError.noSuchVersion(document: address.text, asked: "v\(number)")
    }
    return document
  }

  private func settled(_ outcome: Outcome) async throws -> Outcome {
    let document = try await catalogue.document(at: outcome.document.address)
    var outcome = outcome
    outcome.newest = document?.version
    outcome.rejected = document?.rejected ?? []
    outcome.waiting = archive.waitingBodies().filter {
      $0.capture.address == outcome.document.address && !outcome.left.contains($0.place)
    }
    return outcome
  }

  // MARK: Taking in

  /// Takes a version in again that was rejected.
  ///
  /// - Parameters:
  ///   - number: which version; nil means the only one that is rejected.
  ///   - address: the document's.
  ///   - note: why, in the person's words.
  /// - Returns: what became of it; where several are rejected and none is named, nothing.
  /// - Throws: as ``reject(version:of:note:)`` does.
  package func acceptRejected(
    version number: Int?,
    of address: WebAddress,
    note: String?
  ) async throws -> Outcome {
    guard let known = try await catalogue.document(at: address) else {
      throw ArchiveError.nothingHeld(document: address.text)
    }
    let only = known.rejected.count == 1 ? known.rejected.first : nil
    guard let version = number ?? only else { return try await settled(Outcome(document: known)) }
    var outcome = Outcome(document: try await look(at: address, forVersion: version))
    if known.rejected.contains(version) {
      outcome.decisions = [
        Decision(at: now, address: address, decision: .accepted, version: version, note: note)
      ]
      try await write(outcome.decisions)
    }
    return try await settled(outcome)
  }

  /// Takes in all that waits of a document in quarantine, in the order in which it came: each body becomes a version, with
  /// its capture.
  ///
  /// What waited goes from quarantine when it is durable as a version and that is written down. Where something of the
  /// document is damaged still, it waits on.
  ///
  /// - Parameters:
  ///   - address: the document's.
  ///   - note: why, in the person's words.
  /// - Returns: what became of it; nil where nothing waits.
  /// - Throws: where something cannot be read or written.
  package func acceptWaiting(of address: WebAddress, note: String?) async throws -> Outcome? {
    try await accept(archive.waitingBodies().filter { $0.capture.address == address }, note)
  }

  /// Takes in the copy that came last and seemed damaged: the same never came twice, and a person says that it is right.
  ///
  /// - Parameters:
  ///   - address: the document's.
  ///   - note: why, in the person's words.
  /// - Returns: what became of it; nil where no such copy lies in quarantine.
  /// - Throws: where something cannot be read or written.
  package func acceptDamaged(of address: WebAddress, note: String?) async throws -> Outcome? {
    try await accept(archive.damagedBody(of: address).map { [$0] } ?? [], note)
  }

  /// Takes in bodies of one document.
  private func accept(_ bodies: [WaitingBody], _ note: String?) async throws -> Outcome? {
    guard let newest = bodies.last else { return nil }
    let address = newest.capture.address
    let known = try await catalogue.document(at: address)
    var outcome = Outcome(
      document: known
        ?? Document(
          address: address,
          role: newest.capture.role,
          title: newest.capture.title,
          firstSeen: newest.capture.capturedAt,
          lastVisited: newest.capture.capturedAt
        )
    )
    // What is damaged is left alone: only a person can say what belongs there.
    if case .damage(let notice) = try await archive.heldVersions(of: address, in: catalogue).fault {
      outcome.damage = notice
      return try await settled(outcome)
    }
    var taken: [WaitingBody] = []
    try await write { intake in
      var last = known.flatMap { $0.version == $0.newestKept ? $0.digest : nil }
      var version = known?.version
      for body in bodies {
        let (decision, damage) = try await take(body, to: intake, note, last: last, version)
        outcome.damage = damage
        guard let decision else { break }
        (last, version) = (body.capture.digest, decision.version)
        outcome.decisions.append(decision)
        taken.append(body)
      }
      return outcome.decisions
    }
    let workshop = archive.path.appending(Archive.staging)
    for body in taken where try !body.takeAway(in: archive, by: workshop) {
      outcome.left.append(body.place)
    }
    return try await settled(outcome)
  }

  private func take(
    _ body: WaitingBody,
    to intake: Intake,
    _ note: String?,
    last: Digest?,
    _ version: Int?
  ) async throws -> (Decision?, DamageNotice?) {
    let now = now
    @Sendable func decision(_ version: Int?) -> Decision {
      Decision(
        at: now,
        address: body.capture.address,
        decision: .accepted,
        version: version,
        quarantined: body.place,
        note: note
      )
    }
    // It is kept already: an earlier attempt was interrupted, or the site has brought it again since.
    let kept = (try? archive.keptVersions(of: body.capture.address)) ?? []
    let same = kept.first {
      $0.digest == body.capture.digest && $0.capturedAt == body.capture.capturedAt
    }
    if let version = same?.number ?? (body.capture.digest == last ? version : nil) {
      try await intake.record(decision(version))
      return (decision(version), nil)
    }
    let taking = try await intake.accept(body.accession(in: archive), decision)
    return (taking.version.map(decision), taking.damage)
  }
}
