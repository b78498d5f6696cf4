// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import OCFL
import Records
import SystemPackage

/// Where the files of a document lie, as the manifest and the catalogue speak of them.
struct DocumentPlace: Hashable {
  /// The object's directory, relative to the archive: `ocfl/1e1/http%3a%2f%2f…`.
  let folder: String
  /// The version that the file belongs to; nil for a file of none.
  let version: Int?
}

extension Archive {
  /// Where a file lies, by the layout of the storage root.
  ///
  /// - Parameter file: relative to the archive.
  /// - Returns: nil where it does not lie in an object's place.
  func place(of file: String) -> DocumentPlace? {
    // The storage root, and the way from there to the object.
    let depth = 1 + root.layout.depth
    let parts = file.utf8.split(
      separator: UInt8(ascii: "/"),
      maxSplits: depth + 1,
      omittingEmptySubsequences: false
    )
    .map { String(decoding: $0, as: UTF8.self) }
    guard parts.count == depth + 2, parts[0] == Archive.storageRoot else { return nil }
    return DocumentPlace(
      folder: parts[..<depth].joined(separator: "/"),
      version: VersionNumber(directory: parts[depth])?.value
    )
  }

  /// The directory of an object, relative to the archive.
  func folder(of id: ObjectID) -> String {
    "\(Archive.storageRoot)/\(root.layout.path(of: id))"
  }

  /// Whether something is in a place, whatever it is.
  ///
  /// - Parameter place: relative to the archive.
  /// - Returns: false, too, where that cannot be seen.
  func isTaken(_ place: String) -> Bool {
    ((try? Disk().entry(at: path.pushing(FilePath(place)))) ?? nil) != nil
  }

  /// The document that lies in a folder: by what all captures there say that they are of, and where there are none, all inventories.
  ///
  /// - Parameter place: the folder.
  /// - Returns: nil where they do not agree, or none can be read.
  func occupant(of place: FilePath) -> ObjectID? {
    let versions = ((try? Disk().list(place)) ?? [])
      .filter { $0.kind == .directory && VersionNumber(directory: $0.name) != nil }
      .map { place.appending($0.component) }
    let captured = versions.compactMap { version -> ObjectID? in
      let file = version.appending("content").appending(Capture.fileName)
      return (try? Disk().read(file)).flatMap {
        try? RecordCoding.decode(Capture.self, from: $0)
      }
      .map { ObjectID($0.address.text) }
    }
    let stated =
      captured.isEmpty
      ? ([place] + versions).compactMap { (try? Inventory(readFrom: $0))?.objectID } : captured
    return Set(stated).count == 1 ? stated.first : nil
  }

  /// The identifier whose folder it is; nil where the name was cut.
  func id(ofFolder folder: String) -> ObjectID? {
    guard let name = folder.split(separator: "/").last else { return nil }
    var bytes: [UInt8] = []
    var rest = Array(name.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
        return nil
      }
      rest = rest.dropFirst(2)
      bytes.append(value)
    }
    guard !bytes.isEmpty else { return nil }
    let id = ObjectID(String(decoding: bytes, as: UTF8.self))
    return self.folder(of: id) == folder ? id : nil
  }
}
