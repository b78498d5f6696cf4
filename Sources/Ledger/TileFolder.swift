// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Filing
package import Fixity
package import SystemPackage

/// The tiles and entries of a log, as files in a folder.
///
/// Source: C2SP tlog-tiles <https://c2sp.org/tlog-tiles>
package struct TileFolder: TileSource, Sendable {
  package static let checkpointName = "checkpoint"
  package static let tilesName = "tile"

  package let path: FilePath

  package init(at path: FilePath) {
    self.path = path
  }

  /// Why a file of the log is not what it has to be.
  package struct Damage: Error, Hashable, Sendable, CustomStringConvertible {
    /// Relative to the folder.
    package let file: String
    /// One clause, no full stop.
    package let reason: String

    package let isMissing: Bool

    package init(_ file: String, _ reason: String, isMissing: Bool = false) {
      self.file = file
      self.reason = reason
      self.isMissing = isMissing
    }

    package var description: String { "\(file): \(reason)" }
  }

  func place(of file: String) -> FilePath { path.pushing(FilePath(file)) }

  // MARK: Reading

  package func hashes(of tile: Tile) throws -> [Digest] {
    let bytes = try read(
      [tile.path, Tile(level: tile.level, index: tile.index).path],
      limit: Tile.fullWidth * MerkleTree.hashLength
    )
    let length = MerkleTree.hashLength
    guard bytes.count >= tile.width * length, bytes.count % length == 0 else {
      throw Damage(tile.path, "it has \(bytes.count) bytes, and should have \(tile.width * length)")
    }
    return (0..<tile.width).compactMap { place in
      Digest(.sha256, bytes: Array(bytes[place * length..<(place + 1) * length]))
    }
  }

  /// The entries of a bundle.
  ///
  /// - Parameter bundle: where it stands, and how many entries are wanted of it.
  /// - Returns: as many as the bundle is wide.
  /// - Throws: where they are not to be had.
  package func entries(of bundle: EntryBundle) throws -> [[UInt8]] {
    let whole = EntryBundle(index: bundle.index, width: Tile.fullWidth)
    let bytes = try read(
      [bundle.path, whole.path],
      limit: EntryBundle.longestFile
    )
    guard let entries = EntryBundle.entries(in: bytes), entries.count >= bundle.width else {
      throw Damage(bundle.path, "it does not hold \(bundle.width) entries")
    }
    return Array(entries.prefix(bundle.width))
  }

  /// The entries of a run of leaves.
  ///
  /// - Parameters:
  ///   - range: which.
  ///   - size: how many leaves the tree has.
  /// - Returns: as many as the range is long.
  /// - Throws: where they are not to be had.
  package func entries(in range: Range<Int64>, of size: Int64) throws -> [[UInt8]] {
    guard !range.isEmpty else { return [] }
    let width = Int64(Tile.fullWidth)
    var entries: [[UInt8]] = []
    for index in (range.lowerBound / width)...((range.upperBound - 1) / width) {
      let first = index * width
      let bundle = EntryBundle(index: index, width: Int(min(width, size - first)))
      let wanted = max(0, range.lowerBound - first)..<min(width, range.upperBound - first)
      entries += try self.entries(of: bundle)[Int(wanted.lowerBound)..<Int(wanted.upperBound)]
    }
    return entries
  }

  /// Hands out the entries of a run of leaves, bundle by bundle, so that few are in memory at once.
  ///
  /// It ends with a bundle that is missing: how many leaves a head speaks of, anybody may have written there.
  ///
  /// - Parameters:
  ///   - range: which.
  ///   - size: how many leaves the tree has.
  ///   - body: takes those of one bundle, or why they are not to be had.
  /// - Throws: what `body` does.
  package func forEachBundle(
    in range: Range<Int64>,
    of size: Int64,
    _ body: (Result<[[UInt8]], any Error>) throws -> Void
  ) rethrows {
    let width = Int64(Tile.fullWidth)
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(range.upperBound, EntryBundle.leaves(of: start / width, in: size).upperBound)
      guard end > start else { return }
      let found = Result { try entries(in: start..<end, of: size) }
      try body(found)
      if case .failure(let damage as Damage) = found, damage.isMissing { return }
      start = end
    }
  }

  /// The first of some files that is there: what is full was partial once, and the partial one may be gone.
  private func read(_ files: [String], limit: Int) throws -> [UInt8] {
    for file in files {
      do throws(FilingError) {
        return try Disk().read(place(of: file), limit: limit)
      } catch {
        if error.cause == .fileTooLarge { throw Damage(file, "it is longer than any can be") }
        guard error.cause == .noSuchFileOrDirectory else { throw error }
      }
    }
    throw Damage(files[0], "it is missing", isMissing: true)
  }

  /// The checkpoint that was signed last; nil where there is none.
  ///
  /// - Throws: ``NoteError`` where it cannot be read, `FilingError` where the file cannot be.
  package func checkpoint() throws -> SignedCheckpoint? {
    let file = path.appending(Self.checkpointName)
    guard try Disk().entry(at: file) != nil else { return nil }
    return try SignedCheckpoint(Disk().read(file, limit: SignedNote.longest))
  }

  /// What is wrong with a file of the log, or a folder of it, that could not be read because it is none, or is longer than any can be.
  ///
  /// - Parameter error: why it could not be read.
  /// - Returns: nil where it lies elsewhere, or something else is wrong: the disk, a permission.
  package func damage(by error: FilingError) -> Damage? {
    var file = error.path
    guard file.removePrefix(path), !file.isEmpty else { return nil }
    if error.cause == .fileTooLarge {
      return Damage(file.string, "it is longer than any can be")
    }
    var place = path
    for part in file.components {
      place.append(part)
      let isLast = place == error.path
      guard let kind = try? Disk().entry(at: place) else { return nil }
      if kind != (isLast ? .file : .directory) {
        var name = place
        _ = name.removePrefix(path)
        return Damage(
          name.string,
          "something that is no \(isLast ? "file" : "folder") stands in its place"
        )
      }
    }
    return nil
  }

  // MARK: Writing

  /// Writes a file that is not there, or holds something else, and nothing where it holds just this.
  ///
  /// - Returns: whether there was something to write.
  @discardableResult
  func put(_ bytes: [UInt8], as file: String) throws -> Bool {
    let place = place(of: file)
    if try Disk().entry(at: place) != nil,
      (try? Disk().read(place, limit: bytes.count)) == bytes
    {
      return false
    }
    try Disk().makeDirectories(place.removingLastComponent())
    // What is not signed yet is ours to write again: a crash may have left half of it.
    let fresh = place.removingLastComponent().appending(
      (place.lastComponent?.string ?? "") + ".new"
    )
    try Disk().removeFile(fresh)
    try Disk().create(fresh, holding: bytes)
    try Disk().rename(fresh, to: place)
    return true
  }
}
