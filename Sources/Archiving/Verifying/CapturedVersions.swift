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

  /// - Parameters:
  ///   - inventory: the inventory that can be believed; nil where there is none.
  ///   - object: the object's directory.
  ///   - archive: whose it is.
  init(by inventory: Inventory?, at object: FilePath, in archive: Archive) {
    guard let inventory, let id = inventory.objectID else { return }
    for (number, version) in inventory.numberedVersions {
      read(number, version, inventory, id, object, archive)
    }
  }

  private mutating func read(
    _ number: VersionNumber,
    _ version: Inventory.Version,
    _ inventory: Inventory,
    _ id: ObjectID,
    _ object: FilePath,
    _ archive: Archive
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
    guard let bytes = try? Disk().read(object.pushing(FilePath(file.contentPath))),
      Digest.of(bytes, by: file.digest.algorithm) == file.digest
    else { return }
    guard let capture = try? RecordCoding.decode(Capture.self, from: bytes) else {
      misfits.append(Misfit(version: number.value, words: "cannot be understood"))
      return
    }
    if let words = Self.misfit(of: capture, id, files, object) {
      misfits.append(Misfit(version: number.value, words: words))
    } else {
      records.append(CommittedVersion(capture, number, inventory, in: archive).record)
    }
  }

  private static func misfit(
    of capture: Capture,
    _ id: ObjectID,
    _ files: [Inventory.File],
    _ object: FilePath
  ) -> String? {
    guard capture.schema == Capture.schema else {
      return "is of another form, “\(capture.schema)”"
    }
    guard capture.address.text == id.text else { return "is of \(capture.address)" }
    guard let payload = files.first(where: { $0.logicalPath == capture.payloadName }) else {
      return "speaks of \(capture.payloadName), which the version does not have"
    }
    guard payload.digest == capture.digest else { return "states another digest than the file has" }
    let size = try? Disk().size(of: object.pushing(FilePath(payload.contentPath)))
    guard size == nil || size == capture.size else {
      return "states another size than the file has"
    }
    return nil
  }
}

/// An object that was checked, with what its captures say.
struct ExaminedObject: Sendable {
  let check: ObjectCheck
  /// The inventory that the captures were read by.
  let inventory: Inventory?
  let captured: CapturedVersions

  /// - Parameters:
  ///   - object: its directory.
  ///   - archive: whose it is.
  ///   - isWhole: whether the payloads are read, too; else they only have to be there, as long as they were.
  init(of object: FilePath, in archive: Archive, whole isWhole: Bool = true) {
    let check = ObjectCheck(of: object) { path in
      !isWhole && path.split(separator: "/").last?.hasPrefix("document.") == true
    }
    self.init(check, by: check.inventory, in: archive)
  }

  init(_ check: ObjectCheck, by inventory: Inventory?, in archive: Archive) {
    self.check = check
    self.inventory = inventory
    captured = CapturedVersions(by: inventory, at: check.object, in: archive)
  }

  var isSuspect: Bool { !check.findings.isEmpty || !captured.misfits.isEmpty }
}
