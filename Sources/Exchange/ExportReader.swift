// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Filing
import Ledger
import Records

/// Brings versions out of an archive, one after the other.
struct ExportReader: Sendable {
  let archive: Archive
  let catalogue: Catalogue
  let choice: ExportChoice
  /// Nil where no proofs are wanted.
  let ledger: ArchiveLedger?
  /// Under which all proofs are made, though the ledger may grow meanwhile; nil while there is none.
  let checkpoint: SignedCheckpoint?

  /// What may go out of a document; and what of it does not.
  func items(of address: WebAddress) async throws -> (items: [ExportItem], leftOut: [LeftOutItem]) {
    guard let document = try await catalogue.document(at: address) else { return ([], []) }
    var (items, leftOut): ([ExportItem], [LeftOutItem]) = ([], [])
    func leave(_ version: Version?, _ reason: String, isDamaged: Bool = false) {
      leftOut.append(
        LeftOutItem(
          title: document.title.isEmpty ? address.text : document.title,
          version: version?.number,
          reason: reason,
          isDamaged: isDamaged
        )
      )
    }
    let versions = try await catalogue.versions(of: address)
    let sound = versions.filter { !document.rejected.contains($0.number) }
    for version in versions where document.rejected.contains(version.number) {
      leave(version, "was taken back by a person")
    }
    let kept =
      checkpoint == nil || ledger == nil ? [] : (try? archive.keptVersions(of: address)) ?? []
    for version in choice.isOfAllVersions ? sound : Array(sound.suffix(1)) {
      try Task.checkCancellation()
      do {
        let file = try archive.soundContentFile(of: address, version: version.number)
        let (capture, bytes) = try archive.writtenCapture(of: address, version: version.number)
        let signed = kept.first { $0.number == version.number }
        let proof = try signed.flatMap { try ledger?.proof(of: $0, under: checkpoint) }
        items.append(
          ExportItem(
            document: document,
            version: version,
            capture: capture,
            captureBytes: bytes,
            file: file,
            proof: proof
          )
        )
      } catch let error as FilingError where error.closedBy != nil {
        throw error
      } catch {
        leave(version, "is damaged: \(error)", isDamaged: true)
      }
    }
    return (items, leftOut)
  }
}
