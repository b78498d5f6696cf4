// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Cataloguing
import Filing
import Fixity
package import Foundation
import OCFL
package import Records
import SystemPackage

/// Lets go of a document, and takes that back.
package struct Suppressing: Sendable {
  /// What would be let go of.
  package struct Plan: Sendable {
    package let address: WebAddress
    package let title: String
    package let role: Document.Role
    package let versions: [Tombstone.Version]
    /// Folders in quarantine that go with it.
    package let quarantined: [String]
    /// How many runs' records are written without it.
    package let runs: Int
    /// What names it, or has the same bytes, and stays.
    package let traces: RemainingTraces
    let names: Set<String>
  }

  private let writer: ArchiveWriter
  private let catalogue: Catalogue
  private let tool: String
  private let now: Date

  /// - Parameters:
  ///   - writer: the right to write.
  ///   - catalogue: the archive's own; it is made again, and nothing is asked of this one then.
  ///   - tool: name and version of what does it.
  ///   - now: what time it is.
  package init(_ writer: ArchiveWriter, _ catalogue: Catalogue, tool: String, at now: Date) {
    (self.writer, self.catalogue, self.tool, self.now) = (writer, catalogue, tool, now.wholeSecond)
  }

  private var archive: Archive { writer.archive }

  /// Finds the document that a person means.
  ///
  /// - Parameter text: as by ``DocumentFinder``; or the address of one that the catalogue does not know and that is there
  ///   all the same, because a copy of before was put back, or whose tombstone is lost.
  /// - Returns: its address.
  /// - Throws: where nothing fits, or several do.
  package func find(_ text: String) async throws -> WebAddress {
    do {
      return try await DocumentFinder(in: catalogue, of: archive).find(text).address
    } catch {
      // Of one whose tombstone is lost, nothing else is known.
      guard let address = try? WebAddress(text),
        try archive.root.contains(ObjectID(address.text))
          || archive.lacksTombstones(asOf: now)
      else { throw error }
      return address
    }
  }

  /// Works out what would go and what would stay; nothing is changed.
  ///
  /// - Parameter address: the document's, which the catalogue need not know: a copy of before may have been put back.
  /// - Returns: all of it.
  /// - Throws: where something cannot be read, or a link stands in its place or in it: what lies behind would stay.
  package func plan(for address: WebAddress) async throws -> Plan {
    try LettingGo.requireNoLink(in: ObjectID(address.text), of: archive)
    let document = try await catalogue.document(at: address)
    var versions = try await catalogue.versions(of: address).map(Tombstone.Version.init)
    let known = Set(versions.map(\.number))
    // What the catalogue does not know is there all the same.
    for version in (try? archive.keptVersions(of: address)) ?? []
    where !known.contains(version.number) {
      versions.append(Tombstone.Version(version.record(in: archive)))
    }
    versions.sort { $0.number < $1.number }
    let captures = versions.compactMap { try? archive.capture(of: address, version: $0.number) }
    let role = document?.role ?? captures.last?.role ?? .document
    let title = document?.title ?? captures.last?.title ?? ""
    let places = captures.map(\.response.address) + [document?.place].compactMap(\.self)
    // A list is read on, wherever it leads.
    let names = role == .document ? try await names(of: address, places) : [address.text]
    let redaction = RunRedaction(of: names, as: role, in: archive)
    return Plan(
      address: address,
      title: title,
      role: role,
      versions: versions,
      quarantined: try QuarantinedCopies(names: names, versions: versions, in: archive).folders(),
      runs: try redaction.changes().count,
      traces: try await RemainingTraces(
        of: address,
        called: title,
        names,
        versions,
        in: archive,
        catalogue
      ),
      names: names
    )
  }

  /// The addresses that are the document's and nobody else's: its own, where it was found, and where its bytes came from.
  private func names(
    of address: WebAddress,
    _ places: [WebAddress]
  ) async throws -> Set<String> {
    var names: Set = [address.text]
    for place in Set(places) where try await catalogue.document(at: place) == nil {
      names.insert(place.text)
    }
    return names
  }

  /// Lets go of it.
  ///
  /// - Parameters:
  ///   - plan: of the document.
  ///   - reason: for the ledger and the tombstone.
  ///   - note: in the person's words, for the tombstone.
  /// - Returns: the tombstone, and what the ledger says to it; nil where nobody was asked to sign.
  /// - Throws: where something cannot be read or written. What is begun is finished by whoever opens the archive next.
  package func suppress(
    _ plan: Plan,
    because reason: SuppressionReason,
    note: String?
  ) async throws -> (tombstone: Tombstone, ledger: LedgerNote?) {
    let known = try archive.readableTombstones()
    try Disk().makeDirectory(archive.tombstones)
    let salt = known.map(\.salt).first { !$0.isEmpty } ?? DocumentSeal(of: plan.address).salt
    let seals = try DocumentSeals.everywhere(in: archive).flatMap {
      try $0.allWithWaiting(of: plan.address)
    }
    let addresses = plan.names.sorted().map { WebAddress(alreadyNormal: $0) }
    // A list is read further: only what was kept of it goes.
    let isFetchedAgain = plan.role != .document
    var stone = Tombstone(
      name: try archive.freeTombstone(at: now),
      at: now,
      tool: tool,
      reason: reason,
      note: note,
      role: plan.role,
      versions: plan.versions,
      salt: salt,
      marks: isFetchedAgain ? [] : Tombstone.marks(of: addresses, under: salt),
      seals: seals.map(\.digest)
    )
    if isFetchedAgain { stone.lifted = Tombstone.Lifting(at: now, note: nil) }
    let intent = SuppressionIntent(
      tombstone: stone,
      id: plan.address.text,
      names: plan.names,
      runs: try RunRedaction(of: plan.names, as: plan.role, in: archive).changes()
    )
    try intent.write(to: archive)
    try Disk().sync(archive.path)
    try await catalogue.close()
    var work = LettingGo(of: intent, in: archive)
    try work.state()
    // First in the ledger, where it can be signed for; else its leaves wait, durably.
    let note = writer.signing.map { ArchiveLedger(of: archive).note(by: $0, at: now) }
    try await work.remove()
    return (stone, note)
  }

  /// Lets what was let go of be fetched again.
  ///
  /// - Parameters:
  ///   - stone: its tombstone.
  ///   - note: why, in the person's words.
  /// - Returns: the tombstone as it is now, and what the ledger says to it.
  /// - Throws: where something cannot be written.
  package func lift(
    _ stone: Tombstone,
    note: String?
  ) async throws -> (tombstone: Tombstone, ledger: LedgerNote?) {
    var stone = stone
    stone.lifted = Tombstone.Lifting(at: now, note: note)
    try Lifting(in: archive).carryOut(stone)
    return (stone, writer.signing.map { ArchiveLedger(of: archive).note(by: $0, at: now) })
  }
}
