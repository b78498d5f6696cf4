// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Cataloguing
import Filing
package import Fixity
import Foundation
import OCFL
package import Records
package import SystemPackage

/// What is deposited: a file, and what is known of it before it has a capture.
package struct DepositedFile: Sendable {
  package let path: FilePath
  package let digest: Digest
  package let size: Int64

  /// - Throws: where it cannot be read.
  package init(at path: FilePath) throws {
    let digest = try FileDigest(of: path)
    (self.path, self.digest, size) = (path, digest.value, digest.length)
  }
}

extension Deciding {
  /// What became of a deposit.
  package struct Deposited: Sendable {
    /// The version that it is.
    package var version: Int?
    /// Whether it was kept before, so that nothing was written down.
    package var wasKept = false
    /// Why it waits in quarantine; nil where it does not.
    package var damage: DamageNotice?
  }

  /// Takes in a report that nobody fetched.
  ///
  /// - Parameters:
  ///   - file: its bytes; they are copied.
  ///   - address: the document's.
  ///   - note: why, in the person's words.
  ///   - capture: makes the record of how it came, for a run of that name.
  /// - Returns: what became of it.
  /// - Throws: ``ArchiveError/suppressed(_:)`` where just that was let go of; where something cannot be read or written.
  package func deposit(
    _ file: DepositedFile,
    as address: WebAddress,
    note: String?,
    _ capture: @Sendable (_ run: String) throws -> Capture
  ) async throws -> Deposited {
    let stones = try archive.readTombstones()
    if let stone = stones.of(address) ?? stones.of(content: file.digest) {
      throw ArchiveError.suppressed(stone)
    }
    var outcome = Deposited()
    let kept = (try? archive.keptVersions(of: address)) ?? []
    if let same = kept.last(where: { $0.digest == file.digest }) {
      (outcome.version, outcome.wasKept) = (same.number, true)
      return outcome
    }
    let now = now
    try await write { intake in
      let copy = intake.spool.appending("deposit")
      try Disk().copy(file.path, to: copy, expecting: file.digest)
      let accession = Accession(try capture(intake.run)) { try Disk().rename(copy, to: $0) }
      let taking = try await intake.accept(accession) { version in
        Decision(at: now, address: address, decision: .accepted, version: version, note: note)
      }
      (outcome.version, outcome.damage) = (taking.version, taking.damage)
      return taking.version.map { version in
        [Decision(at: now, address: address, decision: .accepted, version: version, note: note)]
      } ?? []
    }
    return outcome
  }
}
