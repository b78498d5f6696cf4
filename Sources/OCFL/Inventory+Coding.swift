// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
package import Fixity
package import SystemPackage

extension Inventory {
  package static let fileName = "inventory.json"
  static let sidecarName = sidecarName(by: .sha512)

  /// The name of the file beside an inventory that states its digest.
  package static func sidecarName(by algorithm: DigestAlgorithm) -> String {
    "\(fileName).\(algorithm.rawValue)"
  }

  /// The name of a version's content directory where the inventory names none.
  ///
  /// Source: OCFL 1.1 §3.3.1 <https://ocfl.io/1.1/spec/#content-directory>
  static let defaultContentDirectory = "content"

  /// Why bytes are no inventory that can be used.
  struct Fault: Error {
    let reason: String
  }

  /// Reads the bytes of `inventory.json`.
  ///
  /// What the specification merely forbids is a validation's affair; refused is what is ambiguous, lacks
  /// a part or has a content path that could lead out of the object.
  init(decoding bytes: [UInt8]) throws(Fault) {
    let reader = InventoryReader(bytes, at: Self.fileName)
    guard let stated = reader.stated else {
      throw Fault(reason: reader.findings.message { _ in true } ?? "it is not an inventory")
    }
    if let message = reader.findings.message(where: { $0.hasPrefix("E") }) {
      throw Fault(reason: message)
    }
    let paths = stated.manifest?.lazy.flatMap(\.paths)
    if let path = paths?.first(where: { !PathRules.isSafe($0) }) {
      throw Fault(reason: "its content path “\(path)” could lead out of the object")
    }
    guard let inventory = Inventory(stated) else { throw Fault(reason: "a part of it is missing") }
    self = inventory
  }

  /// Reads the inventory in a directory, an object's root or one of its versions.
  ///
  /// - Throws: `.unreadableInventory` too where its sidecar states another digest.
  package init(readFrom directory: FilePath) throws(StorageError) {
    let path = directory.appending(Self.fileName)
    let (bytes, sidecar) = try onDisk { () throws(FilingError) in
      try (
        Disk().read(path),
        Disk().read(directory.appending(Self.sidecarName), limit: Sidecar.longest)
      )
    }
    guard Self.digest(statedBy: sidecar) == Digest.of(bytes) else {
      throw .unreadableInventory(path, reason: "its sidecar states another digest")
    }
    do throws(Fault) {
      try self.init(decoding: bytes)
    } catch {
      throw .unreadableInventory(path, reason: error.reason)
    }
  }

  /// The sidecar of inventory bytes.
  ///
  /// Ours is by SHA-512; another program's may be by another algorithm.
  static func sidecar(of bytes: [UInt8]) -> [UInt8] { sidecar(stating: .of(bytes)) }

  /// The sidecar of an inventory with that digest.
  ///
  /// With two spaces, so that `sha512sum -c` takes it as well.
  package static func sidecar(stating digest: Digest) -> [UInt8] {
    Array("\(digest.hex)  \(fileName)\n".utf8)
  }

  /// The digest that a sidecar states; nil where it is none.
  package static func digest(
    statedBy sidecar: [UInt8],
    algorithm: DigestAlgorithm = .sha512
  ) -> Digest? {
    Sidecar(sidecar)?.digest(algorithm)
  }
}
