// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import OCFL
import SystemPackage

extension ChecksumManifest {
  /// Hands out the lines that follow from the inventories, object by object.
  ///
  /// - Parameters:
  ///   - archive: whose.
  ///   - body: takes one.
  /// - Throws: where the storage root cannot be listed; what of it cannot be read is passed over, and told by whoever asks.
  static func forEachStated(in archive: Archive, _ body: (Line) throws -> Void) throws {
    for case .success(let directory) in try archive.root.objects() {
      guard let inventory = try? Inventory(readFrom: directory) else { continue }
      let id = ObjectID(inventory.id)
      for (number, _) in inventory.numberedVersions {
        for entry in inventory.files(of: number) where entry.contentPath.hasPrefix("\(number)/") {
          let path = archive.relativePath(of: id, entry.contentPath)
          try body(Line(digest: entry.digest, file: path))
        }
      }
    }
  }

  /// Writes the manifest anew, from the inventories and from what it says itself that is of use.
  ///
  /// A line stays where an inventory states the same, and once. So does one about a file that no inventory knows: it may be
  /// all that is left of a version, unless that was let go of. What is no line, what names no file of a document, and what
  /// names under another name a file that has no line else, goes; what is missing is added.
  ///
  /// - Parameters:
  ///   - archive: whose.
  ///   - proven: the folders of objects whose inventories are proven, so that a line that says otherwise goes, too.
  /// - Throws: where something cannot be read or written.
  func restate(for archive: Archive, proven: Set<String>) throws {
    var stated: Set<Int> = []
    try Self.forEachStated(in: archive) { stated.insert($0.hashValue) }
    var missing = stated
    func cross(_ line: Line?) { if let line { missing.remove(line.hashValue) } }
    let isReadable = (try? forEachLine(cross)) != nil
    if !isReadable { missing = stated }
    var strayed: Set<Digest> = []
    try Self.forEachStated(in: archive) {
      if missing.contains($0.hashValue) { strayed.insert($0.digest) }
    }
    let letGo = try isReadable ? foldersLetGo(of: archive, besides: stated) : []
    var written: Set<Int> = []
    var file = try replacement(in: archive)
    if isReadable {
      try forEachLine { line in
        guard let line, written.insert(line.hashValue).inserted else { return }
        if !stated.contains(line.hashValue) {
          guard let place = archive.place(of: line.file), !proven.contains(place.folder),
            !letGo.contains(place.folder), !strayed.contains(line.digest)
          else { return }
        }
        try file.append(line.text)
      }
    }
    try Self.forEachStated(in: archive) {
      if missing.contains($0.hashValue) { try file.append($0.text) }
    }
    try file.takePlace()
  }

  /// The folders of documents that were let go of and that it names still, as an older copy of it does.
  ///
  /// - Parameters:
  ///   - archive: whose.
  ///   - stated: lines that follow from the inventories, as numbers.
  /// - Returns: none where nothing was let go of.
  /// - Throws: where it cannot be read.
  func foldersLetGo(
    of archive: Archive,
    besides stated: Set<Int> = []
  ) throws -> Set<String> {
    let letGo = try FoldersLetGo(of: archive)
    guard !letGo.isEmpty else { return [] }
    var folders: Set<String> = []
    try forEachLine { line in
      guard let line, !stated.contains(line.hashValue), let place = archive.place(of: line.file),
        !folders.contains(place.folder), letGo.date(of: place.folder, with: [line.digest]) != nil,
        !archive.isTaken(place.folder)
      else { return }
      folders.insert(place.folder)
    }
    return folders
  }

  /// Copies all lines but those of documents that were let go of.
  ///
  /// - Parameters:
  ///   - place: where to.
  ///   - archive: whose.
  /// - Throws: where it cannot be read or written.
  func copyEvidence(to place: FilePath, of archive: Archive) throws {
    let letGo = try foldersLetGo(of: archive)
    guard !letGo.isEmpty else {
      _ = try Disk().copy(path, to: place, by: .sha512)
      return
    }
    var file = try WritableFile(creating: place)
    try TextLines(of: path).forEach { line in
      let folder = Line(line.text[...]).flatMap { archive.place(of: $0.file)?.folder }
      if let folder, letGo.contains(folder) { return }
      try file.append(line.text + (line.isWhole ? "\n" : ""))
    }
    try file.sync()
    try file.close()
  }
}
