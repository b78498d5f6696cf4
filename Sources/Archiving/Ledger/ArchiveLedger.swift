// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Cataloguing
import Filing
package import Foundation
package import Ledger
import OCFL
package import Records
package import SystemPackage

/// What proves that nothing of an archive was altered since somebody else saw its checkpoint: `ledger/`.
///
/// The order of writing:
///
/// 1. What happened is durable; then its leaf waits, durably (``WaitingLeaves``).
/// 2. The seals of the leaves are durable, then the leaves themselves are signed for (`TileLog`).
/// 3. The checkpoint is noted beside the key, outside of the archive.
/// 4. The leaves wait no more.
///
/// A crash between any two of these leaves leaves that wait though they are signed for: they are the log's last, by
/// which they are known. Whoever holds the archive's lock may do this; fetching and keeping never wait for it.
package struct ArchiveLedger {
  /// Who signs.
  package enum Signing: Sendable {
    /// The ledger's own key first. The last checkpoint is noted in a file outside of the archive: a backup that is put
    /// back brings the archive's own back with it.
    case by([NoteSigner], noting: FilePath)
    /// Nobody can, for a reason in a clause.
    case nobody(because: String)
  }

  /// Why nothing can be signed for; the leaves wait meanwhile.
  package enum Problem: Error, Hashable, Sendable {
    /// There is no key to sign with.
    case unsigned(String)
    /// The ledger is behind a checkpoint that was signed before: it was put back from a backup, or is lost.
    case rolledBack(signed: Int64, held: Int64)
    /// The ledger is not one that goes on from a checkpoint that was signed before.
    case forked(signed: Int64)
    /// It is signed by another key.
    case foreign(String)
    /// The key at hand never signed it; by what name and id the other is known.
    case otherKey(String)
    /// Its files are not as they were; what is wrong with them, in a clause.
    case damaged(String)
    /// The checkpoint that was noted outside of the archive cannot be read; why, in a clause.
    case unreadableNote(FilePath, String)
  }

  /// So many leaves are signed for at once.
  private static let portion = 4_096

  let archive: Archive
  let folder: TileFolder
  let waiting: WaitingLeaves
  let seals: DocumentSeals

  package init(of archive: Archive) {
    self.archive = archive
    folder = TileFolder(at: archive.ledger)
    waiting = WaitingLeaves(of: archive)
    seals = DocumentSeals(of: archive)
  }

  /// Whether anything of it was ever signed.
  package var isBegun: Bool {
    get throws { try Disk().entry(at: archive.ledger.appending(TileFolder.checkpointName)) != nil }
  }

  /// Whether a run of this archive signed for it, though it may be lost by now.
  package var wasBegun: Bool {
    get throws { try isBegun || archive.reportedCheckpoint(signedBy: nil) != nil }
  }

  /// The last checkpoint; nil where none was ever signed.
  package func checkpoint() throws -> SignedCheckpoint? { try folder.checkpoint() }

  /// How many leaves wait to be signed for.
  package var waitingCount: Int {
    get throws {
      let size = try checkpoint()?.checkpoint.head.size ?? 0
      guard let signed = try waiting.signed(in: size, of: folder) else { return 0 }
      var count = 0
      try waiting.forEach(after: max(0, signed)) { _ in count += 1 }
      return count
    }
  }

  /// Signs for what waits, and says what came of it.
  ///
  /// - Parameters:
  ///   - signing: who signs.
  ///   - now: what time it is.
  ///   - answered: the entries that wait and for which a person answers just now.
  /// - Returns: the checkpoint, or why nothing could be signed for.
  package func note(
    by signing: Signing,
    at now: Date,
    answering answered: Set<String> = []
  ) -> LedgerNote {
    do {
      var untrue: [SealedLeaf] = []
      var note = LedgerNote(checkpoint: try advance(by: signing, at: now, answered, &untrue).text)
      note.notice = keep(untrue, at: now)
      return note
    } catch let problem as Problem {
      return LedgerNote(problem: "\(problem)", needing: problem.remedy)
    } catch {
      return LedgerNote(problem: "\(error)", needing: nil)
    }
  }

  /// Signs for what waits.
  ///
  /// - Parameters:
  ///   - signing: who signs.
  ///   - now: what time it is.
  /// - Returns: the checkpoint, over all there is.
  /// - Throws: ``Problem``; or where something cannot be read or written.
  package func advance(by signing: Signing, at now: Date) throws -> SignedCheckpoint {
    var untrue: [SealedLeaf] = []
    let checkpoint = try advance(by: signing, at: now, [], &untrue)
    _ = keep(untrue, at: now)
    return checkpoint
  }

  /// Signs for what waits.
  ///
  /// - Parameters:
  ///   - signing: who signs.
  ///   - now: what time it is.
  ///   - answered: the entries for which a person answers just now.
  ///   - untrue: gets what is not signed for, because it states nothing that is there.
  /// - Returns: the checkpoint, over all there is.
  /// - Throws: ``Problem``; or where something cannot be read or written.
  private func advance(
    by signing: Signing,
    at now: Date,
    _ answered: Set<String>,
    _ untrue: inout [SealedLeaf]
  ) throws -> SignedCheckpoint {
    try refusing {
      var (log, noted, note, signers) = try opened(for: signing)
      if log.size == 0 { try begin(at: now) }
      if let signed = try waiting.signed(in: log.size, of: folder) {
        guard signed >= 0 else {
          throw Problem.rolledBack(signed: log.size - signed, held: log.size)
        }
        untrue = try sign(after: signed, answering: answered, in: &log)
      }
      guard var checkpoint = log.signed else {
        throw Problem.damaged("nothing of it is signed")
      }
      // Signatures that were lost under it, of witnesses say, stand under the copy that nobody could reach from the archive.
      var whole = checkpoint.joined(by: noted)
      // A key that was added signs for what the others have signed for, whether or not there is something new.
      let absent = signers.filter { whole.note.check($0.key) == .absent }
      whole.add(absent.map { $0.signature(over: whole.checkpoint.text) })
      if whole != checkpoint { try log.keep(whole) }
      checkpoint = whole
      if checkpoint.text != noted?.text { try Disk().replace(note, with: checkpoint.text) }
      try NotedTombstones(beside: note).renew(for: archive)
      try waiting.clear()
      return checkpoint
    }
  }

  /// Why nothing could be signed for now; nil where it could.
  ///
  /// - Parameter signing: who would sign.
  /// - Returns: what is wrong; nothing is written.
  /// - Throws: where something cannot be read.
  package func problem(for signing: Signing) throws -> Problem? {
    do {
      return try refusing {
        let (log, _, _, _) = try opened(for: signing)
        guard let signed = try waiting.mostSigned(in: log.size), signed < 0 else { return nil }
        return .rolledBack(signed: log.size - signed, held: log.size)
      }
    } catch let problem as Problem {
      return problem
    }
  }

  /// Finds what is wrong with it or with a ledger before it, though what is new could be signed for beside that.
  ///
  /// - Parameter trust: what is known of it from elsewhere.
  /// - Returns: the first of it; nil where nothing is wrong.
  package func damage(against trust: HeldAgainst = .nothing) -> Problem? {
    let check = LedgerCheck(of: archive, against: trust, mayBeCut: true)
    let epochs = EpochCheck(
      of: archive,
      before: check.isSound ? check.beginning : nil,
      besides: check.records.suppressed
    )
    let damage = (check.findings + epochs.findings).first { $0.severity == .damage }
    return damage.map { .damaged("\($0.path): \($0.sentence)") }
  }

  /// The log, if it may be gone on with; the checkpoint that is noted outside, and where; and who signs.
  func opened(
    for signing: Signing
  ) throws -> (log: TileLog, noted: SignedCheckpoint?, note: FilePath, signers: [NoteSigner]) {
    var (signers, note): ([NoteSigner], FilePath)
    switch signing {
    case .by(let those, let file): (signers, note) = (those, file)
    case .nobody(let reason): throw Problem.unsigned(reason)
    }
    if let checkpoint = try folder.checkpoint() {
      signers = checkpoint.signersFirst(signers, by: \.key)
    }
    var noted = try Self.noted(in: note)
    if let key = signers.first?.key, let checkpoint = try folder.checkpoint(),
      let own = archive.otherKey(than: key, under: checkpoint, noted: noted)
    {
      throw Problem.otherKey(own)
    }
    let log = try TileLog(folder, signers)
    // One that is damaged says nothing; the ledger itself is this key's, or there is none yet.
    if log.signed != nil, let key = signers.first?.key, noted?.note.check(key) != .good {
      noted = nil
    }
    // Whatever is older of the two: what was reported to somebody is not to be contradicted either.
    let reported = signers.first.flatMap { archive.reportedCheckpoint(signedBy: $0.key) }
    for old in [noted, reported].compactMap(\.self) {
      try check(log, goesOnFrom: old.checkpoint.head)
    }
    return (log, noted, note, signers)
  }

  /// Says in one way what is wrong with a ledger.
  func refusing<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let refusal as TileLog.Refusal {
      switch refusal {
      case .foreign(let fault): throw Problem.foreign("\(fault)")
      case .damaged, .entryTooLong, .inconsistent: throw Problem.damaged("\(refusal)")
      }
    } catch let damage as TileFolder.Damage {
      throw Problem.damaged("\(damage)")
    } catch let error as NoteError {
      throw Problem.damaged("\(error)")
    } catch let error as FilingError {
      throw folder.damage(by: error).map { Problem.damaged("\($0)") } ?? error
    }
  }

  /// The checkpoint that was noted beside the key; nil for none.
  private static func noted(in file: FilePath) throws -> SignedCheckpoint? {
    do {
      guard try Disk().entry(at: file) != nil else { return nil }
      return try SignedCheckpoint(Disk().read(file, limit: SignedNote.longest))
    } catch let error as FilingError {
      throw Problem.unreadableNote(file, error.reason)
    } catch let error as NoteError {
      throw Problem.unreadableNote(file, "\(error)")
    }
  }

  /// Sees that the ledger goes on from what was signed before.
  private func check(_ log: TileLog, goesOnFrom old: TreeHead) throws {
    guard let head = log.signed?.checkpoint.head else {
      // Where its leaves are there, only the file is lost that says how many.
      let hasLeaves = try Disk().entry(at: archive.ledger.appending(TileFolder.tilesName)) != nil
      throw hasLeaves
        ? Problem.damaged("its checkpoint is missing")
        : Problem.rolledBack(signed: old.size, held: log.size)
    }
    guard head.size >= old.size else {
      throw Problem.rolledBack(signed: old.size, held: log.size)
    }
    var reader = TreeReader(of: head.size, from: folder)
    let proof = try reader.consistencyProof(from: old.size)
    guard MerkleTree.isConsistent(old, head, by: proof) else {
      throw Problem.forked(signed: old.size)
    }
  }

  /// Adds the leaves that wait to the log, but for the first ones, which it has.
  ///
  /// - Returns: those that were left out, because they state nothing that is there.
  private func sign(
    after count: Int64,
    answering answered: Set<String>,
    in log: inout TileLog
  ) throws -> [SealedLeaf] {
    var portion: [SealedLeaf] = []
    var untrue: [SealedLeaf] = []
    var known: Set<Int> = []
    var judge = try WaitingJudge(
      of: waiting,
      after: count,
      log.size,
      answering: answered,
      in: archive,
      seals
    )
    func flush() throws {
      guard !portion.isEmpty else { return }
      try seals.append(portion.compactMap(\.seal), besides: &known)
      try log.append(portion.map { Array($0.entry.utf8) })
      portion.removeAll(keepingCapacity: true)
    }
    try waiting.forEach(after: count) { leaf in
      switch judge.verdict(on: leaf) {
      case .signed: portion.append(leaf)
      case .repeated: return
      case .untrue: return untrue.append(leaf)
      }
      if portion.count == Self.portion { try flush() }
    }
    try flush()
    return untrue
  }

  /// Keeps what was not signed for, as evidence.
  ///
  /// - Returns: what there is to say of it; nil where there is nothing.
  private func keep(_ untrue: [SealedLeaf], at now: Date) -> String? {
    guard !untrue.isEmpty else { return nil }
    let text = untrue.map { $0.entry + "\n" }.joined()
    let place = try? archive.keepEvidence(Array(text.utf8), of: "unsigned", at: now)
    return
      "\(Int64(untrue.count).leaves) of what waited for the ledger state nothing that is there, and were not signed for"
      + (place.map { "; they lie in \($0)" } ?? "")
      + ": somebody who can write to the archive put them there, or what they are about was damaged or lost since"
  }
}
