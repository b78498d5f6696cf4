// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import Cataloguing
import Filing
import Fixity
import Foundation
import OCFL
import SystemPackage

extension VersionRecord {
  /// What an inventory says of a version whose capture is lost or damaged.
  ///
  /// - Returns: nil where the version has no payload, or is of no document.
  init?(
    _ number: VersionNumber,
    _ version: Inventory.Version,
    _ inventory: Inventory,
    in archive: Archive
  ) {
    let payload = inventory.files(of: number).first { $0.logicalPath.hasPrefix("document.") }
    guard let payload, let address = try? WebAddress(inventory.id) else { return nil }
    let path = archive.relativePath(of: ObjectID(inventory.id), payload.contentPath)
    let size = try? Disk().size(of: archive.path.pushing(FilePath(path)))
    let ending = FilePath(payload.logicalPath).extension ?? ""
    self.init(
      address: address,
      number: number.value,
      digest: payload.digest.hex,
      size: size ?? 0,
      kind: (BodyKind(pathExtension: ending) ?? .unknown).rawValue,
      capturedAt: (try? Date(version.created, strategy: .iso8601)) ?? .distantPast,
      path: path,
      fileName: Archive.plainName(of: payload, at: address),
      fingerprint: nil,
      title: "",
      role: .document
    )
  }
}
