// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Filing
import Records

/// Brings versions out of an archive, one after the other.
struct ExportReader {
  let archive: Archive
  let catalogue: Catalogue
  let choice: ExportChoice
  /// Nil where no proofs are wanted, or nothing was signed for yet.
  let proofs: ProofIndex?
  /// Whether documents go out, and not only what is said of them: then each is compared with its digest.
  let hasDocuments: Bool

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
    let object: ArchivedObject
    do {
      object = try archive.object(of: address)
    } catch let error as FilingError where error.closedBy != nil {
      throw error
    } catch {
      for version in sound { leave(version, "is damaged: \(error)", isDamaged: true) }
      return (items, leftOut)
    }
    for version in choice.isOfAllVersions ? sound : Array(sound.suffix(1)) {
      try Task.checkCancellation()
      do {
        let kept = try object.version(version.number, isCompared: hasDocuments)
        let proof = try proofs?.proof(of: kept.version)
        items.append(
          ExportItem(
            document: document,
            version: version,
            capture: kept.capture,
            captureBytes: kept.captureBytes,
            file: kept.file,
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
