// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Fixity
import OCFL
import Records
import Support
import SystemPackage

@testable import Archiving

/// Somebody who knows the archive and can write everywhere in it: what they alter, they make every record agree with.
///
/// What they do not have is the key that the ledger is signed with.
struct Forger {
  let archive: Archive

  private static let inventory = "inventory.json"
  private static let sidecar = "inventory.json.sha512"

  private var manifest: FilePath { archive.manifest.path }

  /// An object's files that are called something, relative to the archive.
  private func files(_ name: String, in object: FilePath) throws -> [FilePath] {
    var found: [FilePath] = []
    var places = [object]
    while let place = places.popLast() {
      for entry in try Disk().list(place) {
        let path = place.appending(entry.component)
        if entry.kind == .directory {
          places.append(path)
        } else if entry.name == name {
          found.append(path)
        }
      }
    }
    return found
  }

  private func write(_ text: String, to path: FilePath) throws {
    try Disk().removeFile(path)
    try Disk().create(path, holding: text)
  }

  /// Puts other contents in the place of a file of a document, and makes captures, inventories, their sidecars, the
  /// manifest and the catalogue agree with it.
  func alter(_ file: FilePath, of address: String, to bytes: [UInt8]) async throws {
    let object = archive.root.directory(of: ObjectID(address))
    var digests = [
      Digest.of(try Disk().read(file), by: .sha512).hex: Digest.of(bytes, by: .sha512).hex
    ]
    try Disk().removeFile(file)
    try Disk().create(file, holding: bytes)
    func replaced(_ text: String) -> String {
      digests.reduce(text) { $0.replacing($1.key, with: $1.value) }
    }
    for capture in try files(Capture.fileName, in: object) where capture != file {
      let old = try Disk().readText(capture)
      let new = replaced(old)
      guard old != new else { continue }
      digests[Digest.of(old, by: .sha512).hex] = Digest.of(new, by: .sha512).hex
      try write(new, to: capture)
    }
    for inventory in try files(Self.inventory, in: object) {
      try write(replaced(Disk().readText(inventory)), to: inventory)
    }
    try sealObject(object)
    try write(replaced(Disk().readText(manifest)), to: manifest)
    try await reindex()
  }

  /// Makes the sidecars of an object state what its inventories are.
  private func sealObject(_ object: FilePath) throws {
    for inventory in try files(Self.inventory, in: object) {
      let digest = Digest.of(try Disk().read(inventory), by: .sha512).hex
      try write(
        "\(digest)  \(Self.inventory)\n",
        to: inventory.removingLastComponent().appending(Self.sidecar)
      )
    }
  }

  /// Takes the newest version of a document away, with its lines.
  func rollBack(_ address: String, from version: Int) async throws {
    let object = archive.root.directory(of: ObjectID(address))
    let older = object.appending("v\(version - 1)")
    for name in [Self.inventory, Self.sidecar] {
      try Disk().removeFile(object.appending(name))
      try Disk().create(object.appending(name), holding: Disk().read(older.appending(name)))
    }
    try Disk().removeTree(object.appending("v\(version)"))
    try removeLines(holding: "\(DamageBench.folder(of: address))/v\(version)/")
    try await reindex()
  }

  /// Takes a document away, with its lines.
  func remove(_ address: String) async throws {
    let object = archive.root.directory(of: ObjectID(address))
    try Disk().removeTree(object)
    try Disk().removeEmptyDirectory(object.removingLastComponent())
    try removeLines(holding: DamageBench.folder(of: address) + "/")
    try await reindex()
  }

  private func removeLines(holding text: String) throws {
    let lines = try Disk().readText(manifest).split(separator: "\n")
    try write(lines.filter { !$0.contains(text) }.map { "\($0)\n" }.joined(), to: manifest)
  }

  /// Makes the catalogue follow what is there.
  ///
  /// The ledger is left alone: a program of ours would tell it what it does.
  func reindex() async throws {
    let before = try Tree(archive.ledger)
    _ = try await Reindexing.run(ArchiveWriter(archive, for: "forger"))
    try before.write(to: archive.ledger, over: try Tree(archive.ledger))
  }

  /// Writes text into a run's file.
  func alterRun(_ run: String, _ file: String, _ change: (String) -> String) async throws {
    let path = archive.path.appending("runs").appending(run).appending(file)
    try write(change(Disk().readText(path)), to: path)
    try await reindex()
  }

  func removeRun(_ run: String) async throws {
    try Disk().removeTree(archive.path.appending("runs").appending(run))
    try await reindex()
  }
}
