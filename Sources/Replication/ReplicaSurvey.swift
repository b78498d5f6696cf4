// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Filing
import Stores
import SystemPackage

/// Which files of objects a copy has, held against those that are here: eight bytes for each, whatever it is called.
struct ReplicaSurvey: Sendable {
  /// Files that are as long there as here, by a number that stands for name and length.
  private var present: Set<Int> = []
  /// Folders of objects of which something is there.
  private var folders: Set<Int> = []
  /// Folders of objects that are not here, or have files that are not; the first of them.
  private(set) var strangers: Set<String> = []
  /// How many files there are of which nothing is known.
  private(set) var foreign: [String] = []

  private static let most = 100_000

  /// - Parameters:
  ///   - archive: what is here.
  ///   - connection: to the copy.
  /// - Throws: where one of the two cannot be listed.
  init(of archive: Archive, at connection: any StoreConnection) throws {
    try connection.forEachFile(below: Archive.objectsFolder) { file in
      try Task.checkCancellation()
      guard let folder = archive.objectFolder(ofFile: file.name) else {
        let path = archive.path.pushing(FilePath(file.name))
        let own = FilePath(file.name).lastComponent?.string ?? ""
        if try Disk().entry(at: path) == nil, foreign.count < Self.most, !Archive.isOfSystem(own) {
          foreign.append(file.name)
        }
        return
      }
      folders.insert(folder.hashValue)
      let path = archive.path.pushing(FilePath(file.name))
      guard try Disk().entry(at: path) == .file else {
        if strangers.count < Self.most { strangers.insert(folder) }
        return
      }
      present.insert(Self.number(of: file.name, file.size))
    }
  }

  /// Whether a file is there, and as long.
  func has(_ name: String, _ size: Int64) -> Bool {
    present.contains(Self.number(of: name, size))
  }

  /// Whether anything of an object is there.
  func hasAny(of folder: String) -> Bool { folders.contains(folder.hashValue) }

  private static func number(of name: String, _ size: Int64) -> Int {
    var hasher = Hasher()
    hasher.combine(name)
    hasher.combine(size)
    return hasher.finalize()
  }
}
