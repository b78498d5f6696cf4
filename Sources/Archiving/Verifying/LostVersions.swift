// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Text
import Records
import Addressing
import Cataloguing
import Filing
import OCFL
import SystemPackage

/// Versions that the manifest, the catalogue or the ledger knows and no object has.
struct LostVersions {
  /// Where the document's object ought to be, relative to the archive.
  let folder: String
  var address: String?
  var versions: Set<Int> = []
  var files: [String] = []
  /// Who knows of them, in words and as codes.
  var isInManifest = false
  var isInCatalogue = false
  var isInLedger = false
  /// What is in the object's place.
  var place = Place.nothing

  enum Place: Hashable {
    case nothing
    /// The object, which does not know them.
    case object
    /// The record of another document.
    case other(String)
    /// A link, there or on the way there, relative to the archive.
    case link(String)
  }
  var codes: [String] = []

  var finding: ArchiveFinding {
    let numbers = versions.sorted()
    let names = [
      isInManifest ? "the manifest" : nil, isInCatalogue ? "the catalogue" : nil,
      isInLedger ? "the ledger" : nil,
    ]
    .compactMap(\.self)
    let witnesses = [names.dropLast().joined(separator: ", "), names.last ?? ""]
      .filter { !$0.isEmpty }.joined(separator: " and ")
    let verb = names.count > 1 ? "know" : "knows"
    let object = isInManifest ? [] : isInLedger ? ["ledger"] : ["catalogue"]
    return ArchiveFinding(
      address: address,
      versions: numbers,
      path: folder,
      files: files.sorted() + (link.map { [$0] } ?? []),
      codes: ["missing"] + object + codes,
      sentence: sentence(witnesses, verb),
      next: (link == nil ? ObjectFault.restoringFolder : ObjectFault.behindLink)
        + (isInManifest || isInLedger
          ? ""
          : "; where no copy has it, `\(.reindex)` makes the catalogue follow what is there")
    )
  }

  private var link: String? { if case .link(let link) = place { link } else { nil } }

  private func sentence(_ witnesses: String, _ verb: String) -> String {
    let numbers = versions.sorted()
    let gone = "the document is missing with all that was kept of it (\(numbers.inWords))"
    return switch place {
    case .nothing: gone
    case .link(let link): "\(gone): “\(link)” is a link, and what it leads to is not the archive's"
    case .other(let id): "\(gone); in its place is the record of \(id)"
    case .object:
      "\(numbers.inWords) \(numbers.count > 1 ? "are" : "is") missing: \(witnesses) \(verb) of "
        + "it, the record of the document does not"
    }
  }
}

extension VerificationRound {
  /// Works out what is lost, when manifest and catalogue have been compared.
  mutating func findLosses() async {
    var losses: [String: LostVersions] = [:]
    for (folder, lost) in manifest?.lost ?? [:] {
      var loss = LostVersions(folder: folder, address: address(ofFolder: folder))
      loss.versions = lost.versions
      loss.files = lost.lines.map(\.file)
      loss.isInManifest = true
      losses[folder] = loss
    }
    for (address, versions) in onlyInCatalogue {
      let folder = archive.folder(of: ObjectID(address))
      var loss = losses[folder] ?? LostVersions(folder: folder)
      loss.address = address
      loss.versions.formUnion(versions)
      loss.isInCatalogue = true
      losses[folder] = loss
    }
    for (address, difference) in forged where !difference.lost.isEmpty {
      let folder = archive.folder(of: ObjectID(address))
      var loss = losses[folder] ?? LostVersions(folder: folder)
      loss.address = address
      loss.versions.formUnion(difference.lost)
      loss.isInLedger = true
      losses[folder] = loss
    }
    let nameless = losses.values.filter { $0.address == nil }.map(\.folder)
    for (folder, address) in await addressesByCatalogue(ofFolders: Set(nameless)) {
      losses[folder]?.address = address
    }
    for folder in losses.keys { losses[folder]?.place = place(inFolder: folder) }
    namedAgain = findNamedAgain(in: &losses)
    self.losses = losses
  }

  private func place(inFolder folder: String) -> LostVersions.Place {
    let object = archive.path.pushing(FilePath(folder))
    if var link = try? archive.root.link(onTheWayTo: object) {
      _ = link.removePrefix(archive.path)
      return .link(link.string)
    }
    if let inventory = try? Inventory(readFrom: object) {
      let isOwn = archive.folder(of: ObjectID(inventory.id)) == folder
      return isOwn ? .object : .other(inventory.id)
    }
    let isThere = (try? Disk().list(object))?.contains { $0.name == "inventory.json" } ?? false
    return isThere ? .object : .nothing
  }

  /// The document whose folder it is, by the folder's name or what lies in it.
  func address(ofFolder folder: String) -> String? {
    if let id = archive.id(ofFolder: folder) { return id.text }
    let object = archive.path.pushing(FilePath(folder))
    guard let id = (try? archive.root.inventory(at: object))?.objectID,
      archive.folder(of: id) == folder
    else { return nil }
    return id.text
  }

  /// The documents of folders whose names are cut and that are not there: the catalogue may know them.
  private func addressesByCatalogue(ofFolders folders: Set<String>) async -> [String: String] {
    guard !folders.isEmpty, let catalogue = try? await Catalogue(reading: archive.catalogueFile)
    else {
      return [:]
    }
    var found: [String: String] = [:]
    try? await catalogue.forEachDocument { document in
      let folder = archive.folder(of: ObjectID(document.address.text))
      if folders.contains(folder) { found[folder] = document.address.text }
    }
    return found
  }
}
