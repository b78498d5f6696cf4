// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import OCFL
import SystemPackage

/// Versions that the manifest or the catalogue knows and no object has.
struct LostVersions {
  /// Where the document's object ought to be, relative to the archive.
  let folder: String
  var address: String?
  var versions: Set<Int> = []
  var files: [String] = []
  /// Who knows of them, in words and as codes.
  var isInManifest = false
  var isInCatalogue = false
  /// Whether the object is there, and does not know them.
  var isObjectThere = false
  var codes: [String] = []

  var finding: ArchiveFinding {
    let numbers = versions.sorted()
    let witnesses = [
      isInManifest ? "the manifest" : nil, isInCatalogue ? "the catalogue" : nil,
    ]
    .compactMap(\.self).joined(separator: " and ")
    let verb = isInManifest && isInCatalogue ? "know" : "knows"
    let object = isInManifest ? [] : ["catalogue"]
    return ArchiveFinding(
      address: address,
      versions: numbers,
      path: folder,
      files: files.sorted(),
      codes: ["missing"] + object + codes,
      sentence: isObjectThere
        ? "\(numbers.inWords) \(numbers.count > 1 ? "are" : "is") missing: \(witnesses) \(verb) of "
          + "it, the record of the document does not"
        : "the document is missing with all that was kept of it (\(numbers.inWords))",
      next: ObjectFault.restoringFolder
        + (isInManifest
          ? ""
          : "; where no copy has it, `hanaper reindex` makes the catalogue follow what is there")
    )
  }
}

extension VerificationRound {
  /// What is lost, by the folders of the documents.
  var losses: [String: LostVersions] {
    var losses: [String: LostVersions] = [:]
    for (folder, lost) in manifest?.lost ?? [:] {
      var loss = LostVersions(folder: folder, address: DocumentPlace.id(ofFolder: folder)?.text)
      loss.versions = lost.versions
      loss.files = lost.lines.map(\.file)
      loss.isInManifest = true
      losses[folder] = loss
    }
    for (address, versions) in onlyInCatalogue {
      let folder = DocumentPlace.folder(of: ObjectID(address))
      var loss = losses[folder] ?? LostVersions(folder: folder)
      loss.address = address
      loss.versions.formUnion(versions)
      loss.isInCatalogue = true
      losses[folder] = loss
    }
    for folder in losses.keys { losses[folder]?.isObjectThere = isObjectThere(folder) }
    return losses
  }

  private func isObjectThere(_ folder: String) -> Bool {
    let object = archive.path.pushing(FilePath(folder))
    return (try? Disk().list(object))?.contains { $0.name == "inventory.json" } ?? false
  }
}
