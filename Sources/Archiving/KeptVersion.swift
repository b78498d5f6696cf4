// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Records
import Cataloguing
import Filing
package import Fixity
package import Foundation
import OCFL
import SystemPackage

/// A version of a document as the object itself states it, with no word from the catalogue.
package struct KeptVersion: Hashable, Sendable {
  package let address: WebAddress
  package let number: Int
  /// The payload's, by the inventory.
  package let digest: Digest
  /// The payload's file, relative to the archive.
  package let path: String
  package let capturedAt: Date
  /// The publisher's name for the file.
  package let fileName: String

  init(
    address: WebAddress,
    number: Int,
    digest: Digest,
    path: String,
    capturedAt: Date,
    fileName: String
  ) {
    (self.address, self.number, self.digest) = (address, number, digest)
    (self.path, self.capturedAt, self.fileName) = (path, capturedAt, fileName)
  }

  /// The same by the catalogue.
  package init(_ version: Version) {
    self.init(
      address: version.address,
      number: version.number,
      digest: version.digest,
      path: version.path,
      capturedAt: version.capturedAt,
      fileName: version.fileName
    )
  }
}

extension Archive {
  /// The versions that are held of a document, the oldest first; empty where there is no object.
  ///
  /// When it was kept and what the publisher called it comes from the captures; of a version whose
  /// capture is lost or damaged, from the inventory and the address.
  ///
  /// - Throws: `StorageError` where no inventory of the object can be trusted.
  package func keptVersions(of address: WebAddress) throws -> [KeptVersion] {
    let id = ObjectID(address.text)
    guard try root.contains(id) else { return [] }
    return keptVersions(of: address, by: try root.inventory(of: id))
  }

  /// The same, by an inventory that was read.
  func keptVersions(of address: WebAddress, by inventory: Inventory) -> [KeptVersion] {
    let id = ObjectID(address.text)
    return inventory.numberedVersions.compactMap { number, version in
      let files = inventory.files(of: number)
      guard let payload = files.first(where: { $0.logicalPath.hasPrefix("document.") }) else {
        return nil
      }
      let capture = files.first { $0.logicalPath == Capture.fileName }.flatMap { file in
        try? Capture(
          readFrom: root.directory(of: id).pushing(FilePath(file.contentPath)),
          stating: file.digest
        )
      }
      let created = try? Date(version.created, strategy: .iso8601)
      return KeptVersion(
        address: address,
        number: number.value,
        digest: payload.digest,
        path: relativePath(of: id, payload.contentPath),
        capturedAt: capture?.capturedAt ?? created ?? .distantPast,
        fileName: capture?.fileName ?? Self.plainName(of: payload, at: address)
      )
    }
  }

  private static func plainName(of payload: Inventory.File, at address: WebAddress) -> String {
    let name = FilePath.Component(address.lastPathComponent)
    return name?.extension == nil ? payload.logicalPath : address.lastPathComponent
  }
}

extension KeptVersion {
  /// The version in the words of the catalogue, without what only its capture knows.
  func record(in archive: Archive) -> Version {
    let file = archive.path.pushing(FilePath(path))
    let kind = FilePath(path).extension.flatMap(BodyKind.init(pathExtension:)) ?? .unknown
    return Version(
      address: address,
      number: number,
      digest: digest,
      size: (try? Disk().size(of: file)) ?? 0,
      kind: kind,
      capturedAt: capturedAt,
      path: path,
      fileName: fileName,
      fingerprint: nil,
      title: "",
      role: .document
    )
  }

  /// Whether the catalogue says the same of a document's versions as the object.
  package static func agree(_ kept: [KeptVersion], _ recorded: [Version]) -> Bool {
    guard kept.count == recorded.count else { return false }
    return zip(kept, recorded).allSatisfy { kept, recorded in
      kept.number == recorded.number && kept.digest == recorded.digest
        && kept.path == recorded.path && kept.fileName == recorded.fileName
        && kept.capturedAt == recorded.capturedAt
    }
  }
}
