// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Fixity
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

  /// The document that lies in a folder.
  ///
  /// Any file may be damaged, so none is believed by itself: a record that its checksum confirms and whose place it is; else the
  /// captures that a record there confirms; else captures that all say that it is the document of the place; else all records.
  ///
  /// - Parameter place: the folder.
  /// - Returns: nil where they do not agree, or none can be read.
  func occupant(of place: FilePath) -> ObjectID? {
    let own = try? Inventory(readFrom: place)
    if let id = own?.objectID, root.directory(of: id) == place { return id }
    let versions = ((try? Disk().list(place)) ?? [])
      .filter { $0.kind == .directory && VersionNumber(directory: $0.name) != nil }
      .map { place.appending($0.component) }
    let records = [own] + versions.map { try? Inventory(readFrom: $0) }
    let captures = versions.compactMap { version -> (id: ObjectID, isConfirmed: Bool)? in
      let file = version.appending("content").appending(Capture.fileName)
      guard let bytes = try? Disk().read(file),
        let capture = try? RecordCoding.decode(Capture.self, from: bytes)
      else { return nil }
      let path = "\(version.lastComponent?.string ?? "")/content/\(Capture.fileName)"
      let isConfirmed = records.contains { record in
        record?.contents[path].map { Digest.of(bytes, by: $0.algorithm) == $0 } == true
      }
      return (ObjectID(capture.address.text), isConfirmed)
    }
    if let id = captures.filter(\.isConfirmed).map(\.id).only { return id }
    if let id = captures.map(\.id).only, root.directory(of: id) == place { return id }
    return records.compactMap { $0?.objectID }.only ?? captures.map(\.id).only
  }

  /// Where what lies in a folder belongs, and to which document; of the folder of a version that lies there alone, the version's place.
  ///
  /// - Parameter place: the folder, relative to the archive.
  /// - Returns: nil where nobody can say.
  func home(ofWhatLiesIn place: String) -> (id: ObjectID, folder: String)? {
    let path = self.path.pushing(FilePath(place))
    guard let id = occupant(of: path) else { return nil }
    let own = folder(of: id)
    return (id, versionAlone(in: place).map { "\(own)/\($0)" } ?? own)
  }

  /// The version of which a folder is, relative to the archive, where it is not that of a whole document.
  func versionAlone(in place: String) -> VersionNumber? {
    let place = path.pushing(FilePath(place))
    let entries = (try? Disk().list(place)) ?? []
    let isWhole = entries.contains {
      VersionNumber(directory: $0.name) != nil
        || StorageRoot.objectDeclarationNames.contains($0.name)
    }
    guard !isWhole, entries.contains(where: { $0.name == "content" && $0.kind == .directory })
    else { return nil }
    // The checksum beside it may be what is wrong.
    let record = try? Inventory(proven: Disk().read(place.appending(Inventory.fileName)))
    return record.flatMap { VersionNumber(directory: $0.head) }
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

extension [ObjectID] {
  /// The one that all of them are; nil where there are several, or none.
  fileprivate var only: ObjectID? { Set(self).count == 1 ? first : nil }
}
