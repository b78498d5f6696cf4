// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import OCFL
package import SystemPackage

/// Where sound bytes may be had: another copy of the archive, a folder of any files, or one file.
///
/// Nothing in it is believed but by its digest.
package struct RepairSource {
  package enum Failure: Error, CustomStringConvertible {
    case missing(FilePath)
    case isArchiveItself(FilePath)

    package var description: String {
      switch self {
      case .missing(let path):
        "there is nothing at \(path); name a copy of the archive, a folder or a file"
      case .isArchiveItself(let path):
        "\(path) is the archive that is to be repaired; name another copy of it"
      }
    }
  }

  /// Another copy of the archive, where that is what was named.
  let replica: Archive?
  private var files = FileIndex()

  /// None but the archive itself: an inventory has copies there, and checksums follow from what they are of.
  package init() {
    replica = nil
  }

  /// - Parameters:
  ///   - path: where.
  ///   - archive: what is to be repaired.
  /// - Throws: ``Failure``; where it cannot be looked at.
  package init(at path: FilePath, for archive: Archive) throws {
    let path = Disk().resolved(path)
    switch try Disk().entry(at: path) {
    case .directory:
      if try FileIdentity(of: path).isSame(as: FileIdentity(of: archive.path)) {
        throw Failure.isArchiveItself(path)
      }
      let root = path.appending(Archive.storageRoot)
      replica = try Disk().entry(at: root) == .directory ? Archive(opening: path) : nil
      if replica == nil { files = FileIndex(of: try FileIndex.files(in: path)) }
    case .file:
      replica = nil
      files = FileIndex(of: [path])
    default: throw Failure.missing(path)
    }
  }

  /// A file with just this digest.
  ///
  /// - Parameters:
  ///   - digest: what it has to be.
  ///   - file: what the archive calls it, relative to itself: another copy does, too.
  ///   - id: the document's whose file it is, which may lie elsewhere there; nil for none's.
  /// - Returns: nil where there is none, or it cannot be read.
  mutating func file(with digest: Digest, called file: String, of id: ObjectID?) -> FilePath? {
    if let replica {
      var places = [replica.path.pushing(FilePath(file))]
      if let id {
        // Another layout has another folder for it.
        let own = FilePath(file).components.suffix(Self.depth(of: file))
        places.append(replica.root.directory(of: id).appending(own))
      }
      return places.first { (try? FileDigest(of: $0, by: digest.algorithm).value) == digest }
    }
    return files.file(with: digest)
  }

  /// How many of the last parts of a file's path are its place in the object: `v1/content/document.pdf`, `v1/inventory.json`.
  private static func depth(of file: String) -> Int {
    let parts = file.split(separator: "/").map(String.init)
    let version = parts.lastIndex { VersionNumber(directory: $0) != nil }
    return version.map { parts.count - $0 } ?? 1
  }
}
