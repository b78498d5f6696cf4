// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Filing
package import Fixity
package import Foundation
package import Records
package import SystemPackage

extension Deciding {
  /// Opens a run in which versions are taken in that were captured elsewhere, and brings it to its end.
  ///
  /// - Parameter work: takes them in, those of a document in the order of their capture.
  /// - Throws: where something cannot be read or written; what was taken in by then stays.
  package func receive(_ work: (Reception) async throws -> Void) async throws {
    try await write { intake in
      let reception = try Reception(intake, of: archive, at: now)
      try await work(reception)
      return await reception.decisions
    }
  }
}

/// What an archive has of documents that come from elsewhere.
package struct ReceptionAccount {
  private let archive: Archive
  private let stones: Tombstones
  /// Of documents that were looked at: digests with their versions, and when the newest was captured.
  private var holdings: [WebAddress: (versions: [Digest: Int], newest: Date?)] = [:]

  /// - Parameter archive: which.
  /// - Throws: where it cannot be said what was let go of.
  package init(of archive: Archive) throws {
    self.archive = archive
    stones = try archive.readTombstones()
  }

  /// Why a version would not be kept; nil where it would.
  ///
  /// - Parameters:
  ///   - address: the document's.
  ///   - digest: of its bytes.
  ///   - date: when it was captured.
  /// - Returns: that.
  package mutating func refusal(
    of address: WebAddress,
    _ digest: Digest,
    at date: Date
  ) -> Reception.Outcome? {
    if stones.of(address) != nil || stones.of(content: digest) != nil { return .suppressed }
    if holdings[address] == nil {
      let kept = (try? archive.keptVersions(of: address)) ?? []
      let versions = kept.map { ($0.digest, $0.number) }
      holdings[address] = (
        Dictionary(versions, uniquingKeysWith: { $1 }), kept.map(\.capturedAt).max()
      )
    }
    if let version = holdings[address]?.versions[digest] { return .held(version: version) }
    if let newest = holdings[address]?.newest, newest > date { return .older(than: newest) }
    return nil
  }

  /// Takes note of a version that is kept, or would be.
  package mutating func note(
    _ address: WebAddress,
    _ digest: Digest,
    at date: Date,
    as version: Int
  ) {
    holdings[address]?.versions[digest] = version
    holdings[address]?.newest = date
  }
}

/// Takes in versions that were captured elsewhere.
package actor Reception {
  /// What became of one.
  package enum Outcome: Hashable, Sendable {
    case kept(version: Int)
    /// The archive has these bytes of the document already.
    case held(version: Int?)
    /// It has a version of the document that was captured later.
    case older(than: Date)
    case suppressed
    /// The document is damaged: it waits in quarantine.
    case waits(DamageNotice)
  }

  private let intake: Intake
  private let now: Date
  private var account: ReceptionAccount
  private(set) var decisions: [Decision] = []

  init(_ intake: Intake, of archive: Archive, at now: Date) throws {
    (self.intake, self.now) = (intake, now)
    account = try ReceptionAccount(of: archive)
  }

  /// A folder for bodies on their way.
  package nonisolated var spool: FilePath { intake.spool }

  /// The run's name.
  package nonisolated var run: String { intake.run }

  /// Why a version would not be kept; nil where it would.
  package func refusal(of address: WebAddress, _ digest: Digest, at date: Date) -> Outcome? {
    account.refusal(of: address, digest, at: date)
  }

  /// Takes a version in.
  ///
  /// - Parameters:
  ///   - file: its bytes, in ``spool``; it goes from there.
  ///   - capture: its provenance.
  ///   - note: why, in the person's words.
  /// - Returns: what became of it.
  /// - Throws: where something cannot be written.
  package func take(_ file: FilePath, _ capture: Capture, note: String?) async throws -> Outcome {
    let (address, date) = (capture.address, now)
    if let refusal = refusal(of: address, capture.digest, at: capture.capturedAt) { return refusal }
    // Short ones wait in memory until their batch is written: each has a file of its own until then.
    let own = spool.appending("imported-\(decisions.count)")
    try Disk().rename(file, to: own)
    let accession = Accession(capture) { try Disk().rename(own, to: $0) }
    let decision: @Sendable (Int) -> Decision = {
      Decision(at: date, address: address, decision: .accepted, version: $0, note: note)
    }
    let taking = try await intake.accept(accession, decision)
    guard let version = taking.version else {
      return taking.damage.map { Outcome.waits($0) } ?? .held(version: nil)
    }
    decisions.append(decision(version))
    account.note(address, capture.digest, at: capture.capturedAt, as: version)
    return .kept(version: version)
  }
}
