// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import Addressing
import Records
import Filing
import Foundation
import SystemPackage

/// Where suspect bodies are put aside: evidence, never versions.
///
/// Of one document and one verdict there is one body, the newest; an older one goes when the new one is
/// durable. All together they may take so much room, and beyond that the oldest go. What is not a suspect
/// body with its record and nothing else is never touched: versions that were set aside, what anybody else
/// put there.
///
/// What waits for a person is not counted and never goes for want of room. Of one document the first that
/// came and the newest wait; see ``WaitingShelf``.
///
/// The names of the folders say what has to be known (``EvidenceName``, ``WaitingName``), so a night costs
/// one look at the list of them, however many there are.
struct Quarantine {
  private let directory: FilePath
  /// Where bodies are made ready and taken apart, on the same file system.
  private let workshop: FilePath
  private let budget: Int64
  /// Nil until it was looked.
  private var shelf: EvidenceShelf?
  private var waiting = WaitingShelf([])
  private(set) var dropped = DroppedEvidence()

  init(of archive: Archive, workshop: FilePath, budget: Int64) {
    directory = archive.path.appending(Archive.quarantine)
    self.workshop = workshop
    self.budget = budget
  }

  /// When these bytes of a document were first put aside as damaged; nil where they were not, or have given way.
  ///
  /// Where a sound copy came between, they are counted anew from tonight: what comes in turn with a sound copy is no edition.
  ///
  /// - Parameters:
  ///   - digest: theirs.
  ///   - address: the document's.
  ///   - sound: when the document last answered with something sound.
  /// - Returns: the time.
  mutating func firstDamaged(
    _ digest: Digest,
    of address: WebAddress,
    lastSound sound: Date?
  ) -> Date? {
    let key = EvidenceName.key(of: address, Verdict.damaged(.corrupt).word)
    let beginning = EvidenceName.beginning(of: digest)
    let bodies = look().bodies(of: key)
    guard let body = bodies.first(where: { $0.name.digest == beginning }), let date = body.name.date
    else { return nil }
    guard let sound, sound > date else { return date }
    if drop(body) != nil { shelf?.remove(body) }
    return nil
  }

  // MARK: Putting aside

  /// Puts a suspect body aside, as evidence; the same bytes of a document are put aside once.
  ///
  /// - Returns: the place, relative to the archive; nil where it is larger than all may be together.
  mutating func put(_ accession: Accession) throws -> String? {
    let capture = accession.capture
    guard budget > 0 else { return nil }
    // The same bytes wait for a person already, or were put aside when folders were named by them alone.
    let digest = EvidenceName.digest(of: capture)
    guard try Disk().entry(at: directory.appending(digest)) == nil else { return place(digest) }
    _ = look()
    let own = waiting.bodies(of: WaitingName.key(of: capture.address))
    if let same = own.first(where: { $0.name.content == digest }) { return place(same.folder) }

    let record = try RecordCoding.encode(capture)
    let name = EvidenceName(of: capture, bytes: capture.size + Int64(record.utf8.count))
    let others = look().bodies(like: name)
    let kept: EvidenceShelf.Body
    if let same = others.last(where: { $0.name.digest == name.digest }) {
      kept = same
    } else {
      guard name.bytes <= budget else {
        dropped.tooLarge += 1
        return nil
      }
      kept = .init(name: name, folder: name.text)
      if try Disk().entry(at: directory.appending(kept.folder)) == nil {
        try keep(accession, record, as: kept.folder)
      }
      shelf?.add(kept)
    }
    for other in others where other.folder != kept.folder {
      shelf?.remove(other)
      if drop(other) != nil { dropped.replaced += 1 }
    }
    makeRoom()
    return place(kept.folder)
  }

  /// Puts a body aside that cannot become a version before a person has looked.
  ///
  /// Of one document the first and the newest wait: a body that is another every night would else fill the
  /// disk while nobody looks.
  mutating func holdBack(_ accession: Accession, _ damage: DamageNotice) throws -> Taking {
    let capture = accession.capture
    let held = try hold(
      accession,
      because: damage.sentence,
      """
      It waits here until a person decides. Of all that comes of this document meanwhile, the first and
      the newest wait; nothing else is removed. `hanaper verify` says what is wrong with the archive and
      what mends it. Once that is done, `hanaper accept` makes it a version; or remove this folder by hand.
      """
    )
    var damage = damage
    if held.replaced > 0, let first = held.first {
      damage = DamageNotice(
        capture.address,
        "\(damage.sentence); what came tonight took the place of what came before it, and the first that "
          + "came waits in \(first)"
      )
    }
    damage.waiting = held.place
    return Taking(damage: damage)
  }

  /// Puts a body aside that displaces no version before a person has looked, though nothing is damaged.
  ///
  /// - Parameters:
  ///   - accession: the body.
  ///   - reason: why it waits: one clause, no capital, no full stop.
  /// - Returns: where it lies, and what it took the place of.
  /// - Throws: where it cannot be written.
  mutating func hold(_ accession: Accession, because reason: String) throws -> HeldBody {
    try hold(
      accession,
      because: reason,
      """
      The version that is held stays. `hanaper accept` with the address makes this one a version; else remove
      this folder by hand. If the same still comes after two weeks, it becomes a version by itself. Of all that
      comes of this document meanwhile, the first and the newest wait.
      """
    )
  }

  private mutating func hold(
    _ accession: Accession,
    because reason: String,
    _ advice: String
  ) throws -> HeldBody {
    let capture = accession.capture
    return try hold(
      accession,
      note: """
        \(capture.address)
        This came on \(capture.capturedAt.formatted(.iso8601)) and was not kept as a version:
        \(reason).
        \(advice)

        """
    )
  }

  /// Puts a body aside that waits for a person's decision; what says the same is put aside once.
  ///
  /// Where two of the document wait already, it takes the place of the newer one.
  ///
  /// - Parameters:
  ///   - accession: the body.
  ///   - note: what the person is told, in a file beside it.
  /// - Returns: where it lies, and what it took the place of.
  /// - Throws: where it cannot be written.
  mutating func hold(_ accession: Accession, note: String) throws -> HeldBody {
    _ = look()
    let key = WaitingName.key(of: accession.capture.address)
    let others = waiting.bodies(of: key)
    let first = others.first.map { place($0.folder) }
    let content = WaitingName.content(of: accession.capture)
    if let same = others.first(where: { $0.name.content == content }) {
      let there = place(same.folder)
      return HeldBody(place: there, first: there == first ? nil : first)
    }
    let name = WaitingName(of: accession.capture, number: waiting.nextNumber(of: key))
    let record = try RecordCoding.encode(accession.capture)
    try keep(accession, record, as: name.text, note: note)
    waiting.add(.init(name: name, folder: name.text))
    var held = HeldBody(place: place(name.text), first: first)
    for other in others.dropFirst() where dropWaiting(other) {
      waiting.remove(other)
      held.replaced += 1
    }
    return held
  }

  /// Sees that all bodies together take no more room than they may.
  mutating func settle() {
    _ = look()
    makeRoom()
  }

  private func place(_ name: String) -> String { "\(Archive.quarantine)/\(name)" }

  // The visit will speak of it, so it is durable first; suspect bodies are few.
  private func keep(
    _ accession: Accession,
    _ record: String,
    as name: String,
    note: String? = nil
  ) throws {
    let payload = accession.capture.payloadName
    let disk = Disk()
    let fresh = workshop.appending("quarantine-\(name)")
    try disk.removeTree(fresh)
    try disk.makeDirectory(fresh)
    try accession.move(fresh.appending(payload))
    try disk.create(fresh.appending(Capture.fileName), holding: record)
    try disk.sync(fresh.appending(payload))
    try disk.sync(fresh.appending(Capture.fileName))
    if let note {
      try disk.create(fresh.appending(Archive.waitingMark), holding: note)
      try disk.sync(fresh.appending(Archive.waitingMark))
    }
    try disk.sync(fresh)
    try disk.rename(fresh, to: directory.appending(name))
    try disk.sync(directory)
  }

  // MARK: Making room

  private mutating func look() -> EvidenceShelf {
    if let shelf { return shelf }
    // What cannot be looked at is left alone, and `verify` tells it.
    let entries = (try? Disk().list(directory)) ?? []
    var bodies: [EvidenceShelf.Body] = []
    var held: [(capturedAt: Date, body: WaitingShelf.Body)] = []
    for entry in entries where entry.kind == .directory {
      if let name = EvidenceName(entry.name) {
        bodies.append(.init(name: name, folder: entry.name))
      } else if let name = WaitingName(entry.name) {
        held.append((.distantFuture, .init(name: name, folder: entry.name)))
      } else if EvidenceName.isDigest(entry.name) {
        if let name = evidence(in: entry.name) {
          bodies.append(.init(name: name, folder: entry.name))
        } else if let capture = capture(of: entry.name, beside: [Archive.waitingMark]) {
          let name = WaitingName(of: capture, number: 0)
          held.append((capture.capturedAt, .init(name: name, folder: entry.name)))
        }
      }
    }
    let found = EvidenceShelf(bodies)
    shelf = found
    held.sort { ($0.capturedAt, $0.body.folder) < ($1.capturedAt, $1.body.folder) }
    waiting = WaitingShelf(held.map(\.body))
    return found
  }

  /// What a folder holds, by its record; nil where that is not a suspect body and its record alone.
  private func evidence(in folder: String) -> EvidenceName? {
    guard let capture = capture(of: folder) else { return nil }
    let place = directory.appending(folder)
    let sizes = ((try? Disk().list(place)) ?? []).compactMap {
      try? Disk().size(of: place.appending($0.component))
    }
    return EvidenceName(of: capture, bytes: sizes.reduce(0, +))
  }

  /// The record of a body; nil where a folder does not hold a body, its record and these files alone.
  private func capture(of folder: String, beside others: Set<String> = []) -> Capture? {
    let place = directory.appending(folder)
    guard let files = try? Disk().list(place), files.count == 2 + others.count,
      files.allSatisfy({ $0.kind == .file }),
      files.contains(where: { $0.name.hasPrefix("document.") }),
      others.isSubset(of: files.map(\.name)),
      let record = try? Disk().read(place.appending(Capture.fileName))
    else { return nil }
    // One whose record cannot be read is damaged, and not for us to throw away.
    return try? RecordCoding.decode(Capture.self, from: record)
  }

  private mutating func makeRoom() {
    while let bytes = shelf?.bytes, bytes > budget, let body = shelf?.removeOldest() {
      guard let gone = drop(body) else { continue }
      dropped.bodies += 1
      dropped.bytes += gone.bytes
      dropped.places.insert(place(body.folder))
    }
  }

  /// Takes a body away in one step, after a look at what is there now.
  ///
  /// - Returns: nil where it was left.
  private func drop(_ body: EvidenceShelf.Body) -> EvidenceName? {
    guard let found = evidence(in: body.folder) else { return nil }
    return takeAway(body.folder) ? found : nil
  }

  /// Takes away a body that waited, unless a person put something beside it.
  private func dropWaiting(_ body: WaitingShelf.Body) -> Bool {
    guard let capture = capture(of: body.folder, beside: [Archive.waitingMark]),
      WaitingName.key(of: capture.address) == body.name.key
    else { return false }
    return takeAway(body.folder)
  }

  private func takeAway(_ folder: String) -> Bool {
    let away = workshop.appending("dropped-\(folder)")
    do {
      try Disk().rename(directory.appending(folder), to: away)
    } catch {
      return false
    }
    // What is left of it is swept away with the rest of staging.
    try? Disk().removeTree(away)
    return true
  }
}
