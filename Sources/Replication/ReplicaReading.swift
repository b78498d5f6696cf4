// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Filing
import Fixity
import OCFL
import Stores
import SystemPackage

/// Which versions a copy ought to have: those of which the manifest spoke when it was made.
struct ExpectedVersions: Sendable {
  private var known: Set<Int> = []

  /// - Parameters:
  ///   - archive: whose.
  ///   - size: of the manifest then, in bytes.
  /// - Throws: where the manifest cannot be read.
  init(in archive: Archive, upTo size: Int64) throws {
    try archive.forEachContentFile(inManifestUpTo: size) { file in
      guard let folder = archive.objectFolder(ofFile: file) else { return }
      let version = file.dropFirst(folder.utf8.count + 1).split(separator: "/").first ?? ""
      known.insert("\(folder)/\(version)".hashValue)
    }
  }

  func has(_ version: VersionNumber, of folder: String) -> Bool {
    known.contains("\(folder)/\(version)".hashValue)
  }
}

/// Reads objects and records of a copy over one connection.
struct ReplicaReading {
  private let archive: Archive
  private let connection: any StoreConnection
  private let expected: ExpectedVersions
  /// What is damaged here, so that nothing there is mended by it; nil where nothing is mended at all.
  private let faults: LocalFaults?
  private(set) var outcome = ReplicaAudit.Outcome()
  /// How many files in a row could not be read back.
  private var failures = 0

  /// After so many, it is the store and not the file.
  private static let mostFailures = 3

  init(
    _ archive: Archive,
    at connection: any StoreConnection,
    _ expected: ExpectedVersions,
    mendingBesides faults: LocalFaults?
  ) {
    (self.archive, self.connection) = (archive, connection)
    (self.expected, self.faults) = (expected, faults)
  }

  /// Reads an object.
  mutating func read(_ folder: String) throws {
    let path = archive.path.pushing(FilePath(folder))
    let object: ObjectFiles
    do {
      object = try ObjectFiles(of: path)
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      return find(.damagedHere, folder, "\(error)")
    }
    guard object.files.contains(where: { $0.version.map { expected.has($0, of: folder) } ?? false })
    else { return }
    outcome.objects += 1
    if let ahead = try versionAhead(of: object, in: folder) {
      return find(
        .missingHere,
        "\(folder)/\(ahead)",
        "the copy has it, and nothing is mended there"
      )
    }
    for file in object.files {
      try Task.checkCancellation()
      // What stands above the versions is of the newest one.
      guard expected.has(file.version ?? object.head, of: folder) else { continue }
      let local = path.pushing(FilePath(file.name))
      let digest = try file.digest ?? StoreContent(of: local, stating: nil).digest()
      try hold("\(folder)/\(file.name)", digest, size: file.size)
    }
    try connection.settle()
  }

  private func versionAhead(of object: ObjectFiles, in folder: String) throws -> VersionNumber? {
    var ahead: VersionNumber?
    try connection.forEachFile(below: folder) { file in
      let name = file.name.dropFirst(folder.utf8.count + 1).split(separator: "/").first ?? ""
      guard let version = VersionNumber(directory: name), version > object.head else { return }
      ahead = max(ahead ?? version, version)
    }
    return ahead
  }

  /// Reads a record, which is to be as it is here.
  mutating func hold(_ name: String) throws {
    try Task.checkCancellation()
    let path = archive.path.pushing(FilePath(name))
    do {
      let content = try StoreContent(of: path, stating: nil)
      try hold(name, content.digest(), size: content.size)
    } catch let error as FilingError where error.path.starts(with: archive.path) {
      find(.damagedHere, name, "\(error)")
    }
  }

  private mutating func hold(_ name: String, _ digest: Digest, size: Int64) throws {
    let there: Digest?
    do {
      there = try connection.digest(of: name)
      failures = 0
    } catch let error as StoreError where [.unreachable, .rubbish, .refused].contains(error.kind) {
      failures += 1
      guard failures < Self.mostFailures else { throw error }
      return find(.damagedThere, name, error.detail)
    }
    outcome.files += 1
    if there != nil { outcome.bytes += size }
    guard there != digest else { return }
    guard let faults else { return find(there == nil ? .missingThere : .damagedThere, name) }
    guard !faults.has(name) else {
      return find(.damagedHere, name, "it is not sound here, so nothing is mended there")
    }
    do {
      let path = archive.path.pushing(FilePath(name))
      try connection.write(StoreContent(of: path, stating: digest), to: name)
      find(.mended, name)
    } catch let error as StoreContent.Changed {
      find(.damagedHere, name, "\(error)")
    }
  }

  private mutating func find(
    _ kind: ReplicaAudit.Finding.Kind,
    _ name: String,
    _ detail: String = ""
  ) {
    outcome.findings.append(ReplicaAudit.Finding(kind: kind, name: name, detail: detail))
  }
}
