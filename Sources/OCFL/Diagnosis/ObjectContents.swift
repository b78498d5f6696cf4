// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import SystemPackage

/// The files of an object as they were seen, held against the inventory that can be believed.
struct ObjectContents: Sendable {
  struct File: Sendable {
    let path: String
    let digest: Digest
    let sight: ContentSight
  }

  struct Stranger: Sendable {
    let path: String
    let kind: DirectoryEntry.Kind
    /// Of a file, where there is something missing that it could be.
    var digest: Digest?
    /// Of a directory: the head of the inventory in it.
    var head: String?

    var isDirectory: Bool { kind == .directory }
  }

  var files: [File] = []
  /// Directories that cannot be listed, with the reason.
  var closed: [(path: String, reason: String)] = []
  var strangers: [Stranger] = []
  /// Version directories that are not there.
  var missing: [VersionNumber] = []

  init() {}

  /// - Parameters:
  ///   - object: its directory.
  ///   - entries: all that is in it.
  ///   - inventory: what to hold it against; nil where there is none.
  ///   - intact: the files that have been read already, and their digests.
  ///   - isSeeking: whether something is missing that a file which nobody knows could be.
  init(
    of object: FilePath,
    among entries: [DirectoryEntry],
    by inventory: Inventory?,
    intact: [String: Digest],
    isSeeking: Bool
  ) {
    guard let inventory, let algorithm = inventory.algorithm else { return }
    for (hex, paths) in inventory.manifest {
      guard let digest = Digest(algorithm, hex: hex) else { continue }
      for path in paths where PathRules.isSafe(path) {
        let sight =
          intact[path] == digest
          ? .intact : ContentSight(path, in: object, expecting: digest)
        files.append(File(path: path, digest: digest, sight: sight))
      }
    }
    files.sort { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    let there = Set(entries.filter { $0.kind == .directory }.map(\.name))
    missing = inventory.numberedVersions.map(\.number).filter { !there.contains($0.description) }
    findStrangers(in: object, entries, inventory, isSeeking)
  }

  // MARK: What nobody knows

  private mutating func findStrangers(
    in object: FilePath,
    _ entries: [DirectoryEntry],
    _ inventory: Inventory,
    _ isSeeking: Bool
  ) {
    let content = inventory.contentDirectory ?? Inventory.defaultContentDirectory
    let known = Set(files.map(\.path))
    let isSeeking = isSeeking || !missing.isEmpty || files.contains { $0.sight == .missing }
    for entry in entries {
      switch (entry.name, entry.kind) {
      case (StorageRoot.objectDeclaration, _), (Inventory.fileName, _), (Inventory.sidecarName, _),
        ("logs", .directory), ("extensions", .directory):
        continue
      case (let name, .directory) where inventory.versions[name] != nil:
        walkVersion(object, name, content, known, isSeeking)
      default: add(entry, in: object, at: entry.name, isSeeking)
      }
    }
  }

  private mutating func walkVersion(
    _ object: FilePath,
    _ name: String,
    _ content: String,
    _ known: Set<String>,
    _ isSeeking: Bool
  ) {
    let directory = object.appending(name)
    guard let entries = list(directory, at: name) else { return }
    for entry in entries {
      let path = "\(name)/\(entry.name)"
      switch (entry.name, entry.kind) {
      case (Inventory.fileName, _), (Inventory.sidecarName, _): continue
      case (content, .directory):
        walkContent(directory.appending(entry.component), at: path, known, isSeeking)
      default: add(entry, in: directory, at: path, isSeeking)
      }
    }
  }

  private mutating func walkContent(
    _ directory: FilePath,
    at place: String,
    _ known: Set<String>,
    _ isSeeking: Bool
  ) {
    guard let entries = list(directory, at: place) else { return }
    for entry in entries {
      let path = "\(place)/\(entry.name)"
      guard !known.contains(path) else { continue }
      if entry.kind == .directory, known.contains(where: { $0.hasPrefix("\(path)/") }) {
        walkContent(directory.appending(entry.component), at: path, known, isSeeking)
      } else {
        add(entry, in: directory, at: path, isSeeking)
      }
    }
  }

  private mutating func add(
    _ entry: DirectoryEntry,
    in directory: FilePath,
    at path: String,
    _ isSeeking: Bool
  ) {
    let place = directory.appending(entry.component)
    var stranger = Stranger(path: path, kind: entry.kind)
    if isSeeking, entry.kind == .file { stranger.digest = try? FileDigest(of: place).value }
    if entry.kind == .directory {
      stranger.head = FileSight(place.appending(Inventory.fileName)).bytes
        .flatMap { try? Inventory(decoding: $0).head }
    }
    strangers.append(stranger)
  }

  private mutating func list(_ directory: FilePath, at place: String) -> [DirectoryEntry]? {
    do {
      return try Disk().list(directory)
    } catch {
      closed.append((place, "\(error.cause)"))
      return nil
    }
  }
}
