// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Filing
import Glibc
import Support
import SystemPackage

/// One damage to one file or folder of an archive.
struct Damage: Sendable, CustomStringConvertible {
  enum Kind: String, CaseIterable, Sendable {
    case flippedFirst = "its first bit flipped"
    case flipped = "a bit in the middle flipped"
    case cut = "cut in half"
    case emptied = "emptied"
    case shortened = "without its last byte"
    case longer = "a byte longer"
    case deleted
    case renamed
    case folder = "a folder in its place"
    case link = "a link in its place"
    case refused = "not to be read: permission denied"
    case broken = "not to be read: input/output error"

    // Of folders.
    case file = "a file in its place"
    case stranger = "a stranger in it"
    case strangeFolder = "a strange folder in it"

    /// Of what a file holds, of which an empty one has nothing.
    var isOfContent: Bool { [.flippedFirst, .flipped, .cut, .emptied, .shortened].contains(self) }

    static let ofFiles: [Kind] = [
      .flippedFirst, .flipped, .cut, .emptied, .shortened, .longer, .deleted, .renamed, .folder,
      .link,
      .refused, .broken,
    ]
    static let ofFolders: [Kind] = [
      .deleted, .renamed, .file, .link, .refused, .broken, .stranger, .strangeFolder,
    ]
  }

  let kind: Kind
  /// Relative to the archive.
  let path: String
  /// Which byte a bit is flipped of; nil for the one in the middle.
  var place: Int?

  var description: String { "\(path), \(kind.rawValue)" + (place.map { " (\($0))" } ?? "") }

  /// Does it, and calls `body` while it lasts.
  func run<Value: Sendable>(
    in archive: FilePath,
    _ tree: Tree,
    _ body: () async throws -> Value
  ) async throws -> Value {
    let place = archive.pushing(FilePath(path))
    if let cause = cause {
      return try await DiskLook.$observer.withValue({ looked in
        looked == place || looked.string.hasPrefix("\(place)/") ? cause : nil
      }) {
        try await body()
      }
    }
    try change(place, tree)
    return try await body()
  }

  private var cause: Errno? {
    switch kind {
    case .refused: .permissionDenied
    case .broken: .ioError
    default: nil
    }
  }

  private func change(_ place: FilePath, _ tree: Tree) throws {
    let bytes = tree[path] ?? []
    switch kind {
    case .flippedFirst: try write(flip(bytes, 0), to: place)
    case .flipped: try write(flip(bytes, self.place ?? bytes.count / 2), to: place)
    case .cut: try write(Array(bytes.prefix(bytes.count / 2)), to: place)
    case .emptied: try write([], to: place)
    case .shortened: try write(Array(bytes.dropLast()), to: place)
    case .longer: try write(bytes + [UInt8(ascii: "x")], to: place)
    case .deleted: try Disk().removeTree(place)
    case .renamed: try Disk().rename(place, to: FilePath(place.string + ".old"))
    case .folder:
      try Disk().removeFile(place)
      try Disk().makeDirectory(place)
    case .file:
      try Disk().removeTree(place)
      try Disk().create(place, holding: "a file")
    case .link:
      try Disk().removeTree(place)
      // To itself: whoever follows it is told ELOOP.
      guard symlink(place.string, place.string) == 0 else { throw Errno(rawValue: errno) }
    case .stranger: try Disk().create(place.appending(".DS_Store"), holding: "strange")
    case .strangeFolder:
      try Disk().makeDirectory(place.appending("@eaDir"))
      try Disk().create(place.appending("@eaDir").appending("thumb.jpg"), holding: "strange")
    case .refused, .broken: break
    }
  }

  private func flip(_ bytes: [UInt8], _ index: Int) -> [UInt8] {
    var bytes = bytes
    // Each bit in its turn: that of a letter's case, too.
    if bytes.indices.contains(index) { bytes[index] ^= 1 << UInt8(index % 8) }
    return bytes
  }

  private func write(_ bytes: [UInt8], to place: FilePath) throws {
    try Disk().removeFile(place)
    try Disk().create(place, holding: bytes)
  }
}
