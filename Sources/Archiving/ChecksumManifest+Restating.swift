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
  /// all that is left of a version. What is no line, what names no file of a document, and what names under another name a
  /// file that has no line else, goes; what is missing is added.
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
    var written: Set<Int> = []
    var file = try replacement(in: archive)
    if isReadable {
      try forEachLine { line in
        guard let line, written.insert(line.hashValue).inserted else { return }
        if !stated.contains(line.hashValue) {
          guard let place = archive.place(of: line.file), !proven.contains(place.folder),
            !strayed.contains(line.digest)
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
}
