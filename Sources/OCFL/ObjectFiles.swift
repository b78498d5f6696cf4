// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
package import Fixity
package import SystemPackage

/// The files that an object consists of, by its own inventory: what a copy of it has to have.
package struct ObjectFiles: Sendable {
  package struct File: Hashable, Sendable {
    /// Relative to the object, `v1/content/document.pdf` say.
    package let name: String
    /// In bytes.
    package let size: Int64
    /// What its bytes have to be; nil of a declaration.
    package let digest: Digest?
    /// Of which version it is; nil for one of the object's own folder.
    package let version: VersionNumber?

    package init(name: String, size: Int64, digest: Digest?, version: VersionNumber?) {
      (self.name, self.size, self.digest, self.version) = (name, size, digest, version)
    }

    /// Whether the object says by it what it is, so that it makes one of a folder.
    package var isDeclaration: Bool { StorageRoot.objectDeclarationNames.contains(name) }

    /// Whether it is an inventory or the sidecar of one.
    package var isInventory: Bool { name == "inventory.json" || name.hasSuffix("/inventory.json") }
    package var isSidecar: Bool {
      !isInventory && digest != nil && name.contains("inventory.json.")
    }
  }

  package let id: String
  package let head: VersionNumber
  package let files: [File]

  package init(id: String, head: VersionNumber, files: [File]) {
    (self.id, self.head, self.files) = (id, head, files)
  }

  /// Reads them.
  ///
  /// - Parameter folder: the object's.
  /// - Throws: where its inventory is not sound, or a file of it is missing.
  package init(of folder: FilePath) throws {
    let inventory = try Inventory(readFrom: folder)
    guard let head = inventory.headNumber else {
      throw StorageError.unreadableInventory(folder, reason: "it names no head")
    }
    var files: [File] = []
    func add(_ name: String, _ digest: Digest?, _ version: VersionNumber?) throws(FilingError) {
      let size = try Disk().size(of: folder.pushing(FilePath(name)))
      files.append(File(name: name, size: size, digest: digest, version: version))
    }
    for (name, digest) in inventory.contents.sorted(by: { $0.key < $1.key }) {
      let version = name.split(separator: "/").first.flatMap { VersionNumber(directory: $0) }
      try add(name, digest, version)
    }
    for (number, _) in inventory.numberedVersions {
      // An object of another program need not have them.
      let own = folder.appending(number.description)
      guard try Disk().entry(at: own.appending(Inventory.fileName)) == .file else { continue }
      try Self.addInventory(in: own, "\(number)/", number, &files)
    }
    try Self.addInventory(in: folder, "", nil, &files)
    // The object's own inventory is a copy of its head's.
    let top = files.last { $0.isInventory }
    let own = files.first { $0.isInventory && $0.version == head }
    guard own == nil || own?.digest == top?.digest else {
      throw StorageError.unreadableInventory(
        folder.appending(Inventory.fileName),
        reason: "it is not that of version \(head)"
      )
    }
    for entry in try Disk().list(folder)
    where StorageRoot.objectDeclarationNames.contains(entry.name) {
      try add(entry.name, nil, nil)
    }
    self.init(id: inventory.id, head: head, files: files)
  }

  private static func addInventory(
    in folder: FilePath,
    _ prefix: String,
    _ version: VersionNumber?,
    _ files: inout [File]
  ) throws {
    let bytes = try Disk().read(folder.appending(Inventory.fileName))
    let sidecar = try Disk().read(
      folder.appending(Inventory.sidecarName),
      limit: Sidecar.longest
    )
    let digest = Digest.of(bytes)
    guard Inventory.digest(statedBy: sidecar) == digest else {
      throw StorageError.unreadableInventory(
        folder.appending(Inventory.fileName),
        reason: "its sidecar states another digest"
      )
    }
    files.append(
      File(
        name: prefix + Inventory.fileName,
        size: Int64(bytes.count),
        digest: digest,
        version: version
      )
    )
    files.append(
      File(
        name: prefix + Inventory.sidecarName,
        size: Int64(sidecar.count),
        digest: .of(sidecar),
        version: version
      )
    )
  }
}
