// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Filing
import Fixity
import Foundation
import HTTP
import Ledger
import OCFL
import Records
import Reporting
import SystemPackage

// Everything that is kept, under names that a person can read.
extension Restore {
  /// Restores every version of every report.
  ///
  /// - Parameters:
  ///   - archive: where they are kept.
  ///   - catalogue: what is known of them.
  ///   - settings: those of the configuration.
  ///   - held: the checkpoint under which proofs are made; nil for the ledger's last.
  /// - Throws: where a file is in the way, or a directory cannot be made.
  func giveEverything(
    in archive: Archive,
    _ catalogue: Catalogue,
    _ settings: Settings,
    _ held: SignedCheckpoint?
  ) async throws {
    let place = FilePath(to ?? ".")
    let stones = Tombstones(try archive.readableTombstones())
    var (all, documents) = (Answer(thereAlready: 0, inTheWay: []), 0)
    let line = ProgressLine()
    try settings.refuseInsideArchive(place)
    try Disk().makeDirectories(place)
    // A table is not read on while hours of copying go by.
    var wanted: [(address: WebAddress, title: String)] = []
    try await catalogue.forEachDocument { document in
      guard document.newestKept != nil, document.role == .document,
        stones.of(document.address) == nil
      else { return }
      wanted.append((document.address, document.title))
    }
    for (address, title) in wanted {
      try Task.checkCancellation()
      let folder = place.appending(PublishedName.folder(of: String(address.authority)))
        .appending(PublishedName.folder(of: title, address.shortID))
      try settings.refuseInsideArchive(folder)
      try Disk().makeDirectories(folder)
      var answer = Answer()
      let kept = try await give(
        (address, nil),
        to: folder.string,
        from: archive,
        catalogue,
        settings,
        &answer
      )
      if proof || held != nil { addProofs(to: &answer, of: kept, under: held, from: archive) }
      all.add(answer)
      documents += 1
      line.show(done: documents, of: wanted.count, what: "documents", bytes: 0)
    }
    ProgressLine.clear()
    try tell(all, documents, in: place)
  }

  private func tell(_ answer: Answer, _ documents: Int, in place: FilePath) throws {
    answer.complain()
    if json.isWanted {
      try json.print(answer)
    } else {
      let there = answer.thereAlready ?? 0
      let faults =
        answer.damaged.isEmpty
        ? answer.unheld == nil ? "every digest intact" : "as their records have it"
        : "\(answer.damaged.count) lost or damaged, and told"
      Output.print(
        "\(Readable.count(documents, "document")), \(Readable.count(answer.restored.count, "version")) restored to \(place)/\(there > 0 ? ", \(there) there already" : ""); \(faults)"
      )
    }
    try answer.status.end()
  }
}

extension Restore.Answer {
  /// Whether a version is still to be written: what an earlier call restored is not written again, and what is another file is left.
  mutating func lacks(_ version: KeptVersion, _ target: FilePath) throws -> Bool {
    guard let kind = try Disk().entry(at: target) else { return true }
    let algorithm = version.digest.algorithm
    if kind == .file, try FileDigest(of: target, by: algorithm).value == version.digest {
      thereAlready = (thereAlready ?? 0) + 1
    } else {
      inTheWay = (inTheWay ?? []) + [target.string]
    }
    return false
  }

  /// Takes in what came of another document.
  fileprivate mutating func add(_ other: Restore.Answer) {
    restored += other.restored
    damaged += other.damaged
    catalogueFault = catalogueFault ?? other.catalogueFault
    unheld = unheld ?? other.unheld
    unproven += other.unproven
    thereAlready = (thereAlready ?? 0) + (other.thereAlready ?? 0)
    inTheWay = (inTheWay ?? []) + (other.inTheWay ?? [])
  }
}
