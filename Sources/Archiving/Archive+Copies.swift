// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
package import Records
package import Fixity
package import Foundation
import OCFL
package import SystemPackage

// What whoever makes a copy of an archive elsewhere has to know of it.
extension Archive {
  /// Where it says how to read it without Hanaper.
  package static var readmeFile: String { readmeName }
  package static var objectsFolder: String { storageRoot }
  package static var ledgerFolder: String { ledgerName }
  package static var manifestFile: String { ChecksumManifest.fileName }

  /// What a copy says of itself.
  package static let replicaRecord = "replica.json"
  /// How it went last with each copy; whoever makes them writes it.
  package static let replicasFile = "replicas.json"
  /// Held by the one process that copies it.
  package static let replicationLock = "replicate.lock"

  /// The folders of what is written once and stays, but for what `suppress` and `requests --forget` take out.
  package static let recordFolders = [runs, tombstonesName, requestsName, quarantine]

  package static var tombstonesFolder: String { tombstonesName }
  package static var quarantineFolder: String { quarantine }

  /// What stands in the folder of a copy, besides what it says of itself.
  package static let copiedNames =
    Set(recordFolders).union([storageRoot, ledgerName, readmeName, ChecksumManifest.fileName])

  /// Of which files go when somebody asks for that, and their copies with them.
  package static var requestsFolder: String { requestsName }

  /// The last file of a run's folder.
  package static var runReport: String { reportName }

  /// The folder of the object that a file lies in; nil where it lies in none.
  ///
  /// - Parameter file: relative to the archive.
  /// - Returns: relative to the archive, `ocfl/ab1/…` say.
  package func objectFolder(ofFile file: String) -> String? {
    let parts = file.split(separator: "/", omittingEmptySubsequences: false)
    let depth = root.layout.depth + 1
    guard parts.count > depth, parts[0] == Self.storageRoot, parts[1] != "extensions" else {
      return nil
    }
    return parts[..<depth].joined(separator: "/")
  }

  /// The folders of all objects, relative to the archive.
  package func objectFolders() throws -> [String] {
    var folders: [String] = []
    for object in try root.objects() {
      try Task.checkCancellation()
      var folder = try object.get()
      if folder.removePrefix(path) { folders.append(folder.string) }
    }
    return folders
  }

  /// Links that stand where folders of objects do, relative to the archive: nothing behind them is part of it.
  package func linkedFolders() throws -> [String] {
    var links: [String] = []
    var folders = [(Self.storageRoot, 0)]
    while let (folder, depth) = folders.popLast() {
      for entry in try Disk().list(path.pushing(FilePath(folder))) where entry.name != "extensions"
      {
        let name = "\(folder)/\(entry.name)"
        if entry.kind == .link { links.append(name) }
        if entry.kind == .directory, depth + 1 < root.layout.depth {
          folders.append((name, depth + 1))
        }
      }
    }
    return links.sorted()
  }

  /// The provenance of each version of the object in a folder, and the file with its bytes.
  ///
  /// - Parameter folder: relative to the archive.
  /// - Returns: in the order of the versions.
  /// - Throws: where its inventory or a capture is damaged.
  package func captures(inFolder folder: String) throws -> [(capture: Capture, file: FilePath)] {
    let place = path.pushing(FilePath(folder))
    let inventory = try root.inventory(at: place)
    return try inventory.numberedVersions.compactMap { number, _ in
      let files = inventory.files(of: number)
      guard let payload = files.first(where: { $0.logicalPath.hasPrefix("document.") }),
        let record = files.first(where: { $0.logicalPath == Capture.fileName })
      else { return nil }
      let capture = try Capture(
        readFrom: place.pushing(FilePath(record.contentPath)),
        stating: record.digest
      )
      return (capture, place.pushing(FilePath(payload.contentPath)))
    }
  }

  /// Whether a folder is the one in which an object belongs.
  ///
  /// - Parameters:
  ///   - folder: relative to the archive.
  ///   - id: the object's.
  /// - Returns: whether it is.
  package func isFolder(_ folder: String, of id: String) -> Bool {
    !id.isEmpty && self.folder(of: ObjectID(id)) == folder
  }

  /// The folders of the objects that the manifest names from some byte on, none of them twice.
  ///
  /// - Parameter offset: where a line begins.
  /// - Returns: in their order.
  /// - Throws: where it cannot be read.
  package func objectFolders(inManifestFrom offset: Int64) throws -> [String] {
    var folders: [String] = []
    var known: Set<String> = []
    try TextLines(of: manifest.path, from: offset, longest: TextLines.longestPair).forEach { text in
      guard text.isWhole, let line = ChecksumManifest.Line(text.text[...]),
        let folder = objectFolder(ofFile: line.file), known.insert(folder).inserted
      else { return }
      folders.append(folder)
    }
    return folders
  }

  /// Hands out the content files that the manifest names up to some byte.
  ///
  /// - Parameters:
  ///   - size: where a line ends.
  ///   - body: gets each, relative to the archive.
  /// - Throws: where it cannot be read.
  package func forEachContentFile(
    inManifestUpTo size: Int64,
    _ body: (String) throws -> Void
  ) throws {
    guard size > 0, try Disk().entry(at: manifest.path) == .file else { return }
    try TextLines(of: manifest.path, longest: TextLines.longestPair).forEach { text in
      guard text.isWhole, text.end <= size, let line = ChecksumManifest.Line(text.text[...]) else {
        return
      }
      try body(line.file)
    }
  }

  /// What was let go of until now, as a digest: it changes when something is let go of, or may be fetched again.
  package func stateOfSuppressions() throws -> Digest {
    var stream = DigestStream(.sha512)
    for name in try tombstoneNames().sorted() {
      let bytes = try Disk().read(tombstones.appending(name))
      stream.update(Array("\(name)\n\(Digest.of(bytes).hex)\n".utf8).span)
    }
    return stream.finish()
  }

  /// Whether a tombstone can be read, by the name of its file.
  package func isSoundTombstone(_ file: String) -> Bool { (try? tombstone(in: file)) != nil }

  /// What the README of an archive says.
  package static var readmeText: String { readme }

  /// Whether what a folder of quarantine has is of a document that was let go of.
  ///
  /// - Parameter capture: the response that brought it, as it was kept.
  /// - Returns: false where nobody can say.
  /// - Throws: where the tombstones cannot be read.
  package func isSuppressed(_ capture: [UInt8]) throws -> Bool {
    guard let capture = try? RecordCoding.decode(Capture.self, from: capture) else { return false }
    let stones = try readTombstones()
    return stones.of(capture.address) != nil || stones.of(content: capture.digest) != nil
  }

  /// Which documents that are not here were let go of.
  ///
  /// - Returns: of the folder of an object, relative to the archive, and the digests of files that it had, when that was; nil where it
  ///   was not, or nobody can say.
  /// - Throws: where the tombstones cannot be listed.
  package func suppressedFolders() throws -> (_ folder: String, _ digests: [Digest]) -> Date? {
    let folders = try FoldersLetGo(of: self)
    return { folder, digests in folders.date(of: folder, with: digests) }
  }
}
