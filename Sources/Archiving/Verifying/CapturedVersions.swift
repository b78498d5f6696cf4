// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Cataloguing
import Filing
import Fixity
import OCFL
import SystemPackage

/// What the captures of an object say of its versions.
struct CapturedVersions: Sendable {
  /// A capture that does not fit the version that it is of.
  struct Misfit: Hashable, Sendable {
    let version: Int
    /// What does not fit, to follow “the provenance of version 1”.
    let words: String
  }

  /// The versions in the words of the catalogue, as far as their captures are intact.
  private(set) var records: [Version] = []
  private(set) var misfits: [Misfit] = []
  /// Where the document belongs, relative to the archive; nil without an inventory.
  private(set) var folder: String?

  /// - Parameters:
  ///   - inventory: the inventory that can be believed; nil where there is none.
  ///   - object: the object's directory.
  ///   - archive: whose it is.
  ///   - check: what was seen of the object; what it has read is not read again.
  init(
    by inventory: Inventory?,
    at object: FilePath,
    in archive: Archive,
    seen check: ObjectCheck? = nil
  ) {
    guard let inventory, let id = inventory.objectID else { return }
    let folder = archive.folder(of: id)
    self.folder = folder
    for (number, version) in inventory.numberedVersions {
      read(number, version, inventory, id, Place(object: object, folder: folder, check: check))
    }
  }

  /// Where an object is, and where it belongs.
  private struct Place {
    let object: FilePath
    let folder: String
    let check: ObjectCheck?

    /// The bytes of a file that has the digest stated; nil where it has not, or cannot be read.
    func bytes(of file: Inventory.File) -> [UInt8]? {
      if let check, check.intact[file.contentPath] == file.digest,
        let bytes = check.kept[file.contentPath]
      {
        return bytes
      }
      guard let bytes = try? Disk().read(object.pushing(FilePath(file.contentPath))),
        Digest.of(bytes, by: file.digest.algorithm) == file.digest
      else { return nil }
      return bytes
    }

    func length(of file: Inventory.File) -> Int64? {
      check?.lengths[file.contentPath]
        ?? (try? Disk().size(of: object.pushing(FilePath(file.contentPath))))
    }
  }

  private mutating func read(
    _ number: VersionNumber,
    _ version: Inventory.Version,
    _ inventory: Inventory,
    _ id: ObjectID,
    _ place: Place
  ) {
    let files = inventory.files(of: number)
    guard let file = files.first(where: { $0.logicalPath == Capture.fileName }) else {
      // Another program's version has none.
      if version.user?.name.hasPrefix("hanaper/") == true {
        misfits.append(Misfit(version: number.value, words: "is missing"))
      }
      return
    }
    // What is damaged is told as that.
    guard let bytes = place.bytes(of: file) else { return }
    guard let capture = try? CaptureHead(decoding: bytes) else {
      misfits.append(Misfit(version: number.value, words: "cannot be understood"))
      return
    }
    let payload = files.first { $0.logicalPath == capture.payloadName }
    if let words = Self.misfit(of: capture, id, payload, place) {
      misfits.append(Misfit(version: number.value, words: words))
    } else {
      let path = "\(place.folder)/\(payload?.contentPath ?? "")"
      records.append(Version(capture, number, at: path))
    }
  }

  private static func misfit(
    of capture: CaptureHead,
    _ id: ObjectID,
    _ payload: Inventory.File?,
    _ place: Place
  ) -> String? {
    guard capture.schema == Capture.schema else {
      return "is of another form, “\(capture.schema)”"
    }
    guard capture.address.text == id.text else { return "is of \(capture.address)" }
    guard let payload else {
      return "speaks of \(capture.payloadName), which the version does not have"
    }
    guard payload.digest == capture.digest else { return "states another digest than the file has" }
    let size = place.length(of: payload)
    guard size == nil || size == capture.size else {
      return "states another size than the file has"
    }
    return nil
  }
}

/// An object that was checked, with what its captures say.
struct ExaminedObject: Sendable {
  private(set) var check: ObjectCheck
  /// The inventory that the captures were read by.
  let inventory: Inventory?
  let captured: CapturedVersions

  /// - Parameters:
  ///   - object: its directory.
  ///   - entries: what is in it, where that was seen a moment ago; nil to have it listed.
  ///   - archive: whose it is.
  ///   - isWhole: whether the payloads are read, too; else they only have to be there, as long as they were.
  ///   - length: payloads that are longer are still to be read.
  init(
    of object: FilePath,
    listed entries: [DirectoryEntry]? = nil,
    in archive: Archive,
    whole isWhole: Bool = true,
    postponingOver length: Int = .max
  ) {
    let check = ObjectCheck(of: object, listed: entries) { path in
      if path.hasSuffix("/\(Capture.fileName)") { return .keep }
      let isPayload = path.split(separator: "/").last?.hasPrefix("document.") == true
      return isPayload ? isWhole ? .readLater(length) : .spare : .read
    }
    self.init(check, by: check.inventory, in: archive)
  }

  init(_ check: ObjectCheck, by inventory: Inventory?, in archive: Archive) {
    self.check = check
    self.inventory = inventory
    captured = CapturedVersions(by: inventory, at: check.object, in: archive, seen: check)
  }

  /// The files that are still to be read, and what they have to be.
  var postponed: [(path: FilePath, digest: Digest)] {
    check.postponed.compactMap { path in
      check.intact[path].map { (check.object.pushing(FilePath(path)), $0) }
    }
  }

  /// Takes in that these files were read, and are what they have to be.
  mutating func tookInPostponed() { check.tookInPostponed() }

  var isSuspect: Bool { !check.findings.isEmpty || !captured.misfits.isEmpty }
}
