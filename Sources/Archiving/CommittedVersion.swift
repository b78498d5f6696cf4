// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Cataloguing
import Filing
import Fixity
import Foundation
import OCFL
import SystemPackage

/// A version that is in the storage root, in the words of the manifest and of the catalogue.
struct CommittedVersion {
  let record: Version
  let manifestLines: [ChecksumManifest.Line]
  private let run: String

  init(_ capture: Capture, _ number: VersionNumber, _ inventory: Inventory, in archive: Archive) {
    let id = ObjectID(inventory.id)
    let files = inventory.files(of: number)
    let payload = files.first { $0.logicalPath == capture.payloadName }
    record = Version(
      CaptureHead(capture),
      number,
      at: archive.relativePath(of: id, payload?.contentPath ?? "")
    )
    manifestLines = Self.manifestLines(of: number, inventory, in: archive)
    run = capture.run
  }

  /// What the ledger is to state of it.
  ///
  /// - Parameter inventory: the digest of the inventory that came with it.
  /// - Returns: what its leaf is made from.
  func held(with inventory: Digest?) -> LeafMaker.Held {
    LeafMaker.Held(record: record, inventory: inventory, run: run)
  }

  /// The lines of the content that a version brought; what an earlier one brought has its line already.
  static func manifestLines(
    of number: VersionNumber,
    _ inventory: Inventory,
    in archive: Archive
  ) -> [ChecksumManifest.Line] {
    let object = archive.relativePath(of: ObjectID(inventory.id), "")
    return inventory.files(of: number)
      .filter { $0.contentPath.hasPrefix("\(number)/") }
      .map {
        ChecksumManifest.Line(digest: $0.digest, file: object + $0.contentPath)
      }
  }

  /// Reads a version back from the storage root.
  init(_ number: VersionNumber, of id: ObjectID, in archive: Archive) throws {
    let inventory = try archive.root.inventory(of: id)
    try self.init(number, inventory, in: archive)
  }

  init(_ number: VersionNumber, _ inventory: Inventory, in archive: Archive) throws {
    let id = ObjectID(inventory.id)
    let files = inventory.files(of: number)
    let object = archive.root.directory(of: id)
    guard let file = files.first(where: { $0.logicalPath == Capture.fileName }) else {
      throw ArchiveError.damaged(object.appending(number.description))
    }
    let path = object.pushing(FilePath(file.contentPath))
    let capture = try Capture(readFrom: path, stating: file.digest)
    self.init(capture, number, inventory, in: archive)
  }
}

extension Version {
  /// A version in the words of the catalogue.
  ///
  /// - Parameters:
  ///   - capture: what its capture says of it.
  ///   - number: its number.
  ///   - path: the payload's, relative to the archive.
  init(_ capture: CaptureHead, _ number: VersionNumber, at path: String) {
    self.init(
      address: capture.address,
      number: number.value,
      digest: capture.digest,
      size: capture.size,
      kind: capture.kind,
      capturedAt: capture.capturedAt,
      path: path,
      fileName: capture.fileName,
      fingerprint: capture.fingerprint,
      title: capture.title,
      role: capture.role
    )
  }
}
