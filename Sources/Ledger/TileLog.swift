// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Filing
import Fixity
import SystemPackage

/// A log that is only ever added to: entries in order, a Merkle tree over them, and a signed checkpoint.
///
/// The order of writing:
///
/// 1. The entries and the tiles of the larger tree are written, and durable.
/// 2. That the larger tree begins with all that the last signed checkpoint vouches for is proven, from those files.
/// 3. The checkpoint is signed and put in place of the last one, durably.
/// 4. Partial tiles that full ones have replaced go.
///
/// A crash before 3 leaves files that no checkpoint speaks of; the next append removes or writes over them. It reads the edge of
/// the tree and keeps nothing else in memory, one hash a level.
///
/// Source: C2SP tlog-tiles <https://c2sp.org/tlog-tiles>; the order: C2SP tlog-checkpoint, which forbids to sign two
/// checkpoints that do not agree
package struct TileLog {
  /// Why nothing can be added.
  package enum Refusal: Error, Hashable, Sendable {
    /// The checkpoint in place was signed by none of the keys at hand, or is another log's.
    case foreign(TrustPolicy.Fault)
    /// The tiles do not come to the root that the checkpoint states.
    case damaged(String)
    /// An entry is longer than a log of this form can hold.
    case entryTooLong(Int)
    /// What was written does not begin with what was signed.
    case inconsistent
  }

  package let folder: TileFolder
  private let signers: [NoteSigner]
  private var edge: TreeEdge
  /// The last checkpoint that was signed; nil before the first.
  package private(set) var signed: SignedCheckpoint?

  /// Opens a log to be added to.
  ///
  /// - Parameters:
  ///   - folder: where it lies; it need not be there yet.
  ///   - signers: whose signatures its checkpoints get: of the log's own key first. Each must bear the log's name.
  /// - Throws: ``Refusal`` where what is there is not what those keys signed; `FilingError`, ``NoteError`` or
  ///   ``TileFolder/Damage`` where it cannot be read.
  package init(_ folder: TileFolder, _ signers: [NoteSigner]) throws {
    self.folder = folder
    self.signers = signers
    edge = TreeEdge()
    signed = try folder.checkpoint()
    guard let signed, let key = signers.first?.key else { return }
    do {
      _ = try TrustPolicy(log: key).check(signed)
    } catch {
      throw Refusal.foreign(error)
    }
    let head = signed.checkpoint.head
    var reader = TreeReader(of: head.size, from: folder)
    edge = try reader.edge()
    guard edge.head == head else {
      throw Refusal.damaged("its tiles do not come to the root that its checkpoint states")
    }
  }

  /// How many entries are signed for.
  package var size: Int64 { edge.size }

  /// Adds entries, and signs for them.
  ///
  /// - Parameter entries: in their order; none is longer than 65,535 bytes.
  /// - Returns: the new checkpoint.
  /// - Throws: ``Refusal``, `FilingError`, ``TileFolder/Damage``; the last checkpoint stands then.
  @discardableResult
  package mutating func append(_ entries: [[UInt8]]) throws -> SignedCheckpoint {
    if let long = entries.first(where: { $0.count > EntryBundle.longestEntry }) {
      throw Refusal.entryTooLong(long.count)
    }
    let old = edge.head
    var edge = edge
    let leaves = entries.map(MerkleTree.leaf)
    for leaf in leaves { edge.append(leaf) }
    let new = edge.head
    if !entries.isEmpty { try removeUnsigned(after: old.size) }
    let written = try write(entries, leaves, from: old.size)
    if written { try Disk().syncFileSystem(of: folder.path) }
    var reader = TreeReader(of: new.size, from: folder)
    let proof = try reader.consistencyProof(from: old.size)
    guard MerkleTree.isConsistent(old, new, by: proof), try reader.head() == new else {
      throw Refusal.inconsistent
    }
    guard let origin = signers.first?.key.name else { throw Refusal.foreign(.unsigned) }
    let checkpoint = SignedCheckpoint(Checkpoint(origin: origin, new), by: signers)
    try Disk().makeDirectories(folder.path)
    try keep(checkpoint)
    self.edge = edge
    try removeOvertaken(from: old.size, to: new.size)
    return checkpoint
  }

  /// Puts a checkpoint of the same tree in place of the last one, with the signatures of others under it.
  package mutating func keep(_ checkpoint: SignedCheckpoint) throws(FilingError) {
    try Disk().replace(
      folder.path.appending(TileFolder.checkpointName),
      with: checkpoint.text
    )
    signed = checkpoint
  }

  // MARK: Files

  /// - Returns: whether any file was written.
  private func write(_ entries: [[UInt8]], _ leaves: [Digest], from old: Int64) throws -> Bool {
    guard !entries.isEmpty else { return false }
    let width = Int64(Tile.fullWidth)
    try writeBundles(entries, from: old)
    // Of each level, the hashes that are new; those before them in their tile are read.
    var fresh = leaves
    var start = old
    var level = 0
    while !fresh.isEmpty {
      var above: [Digest] = []
      let end = start + Int64(fresh.count)
      for index in (start / width)...((end - 1) / width) {
        let first = index * width
        let before = max(0, start - first)
        var hashes: [Digest] = []
        if before > 0 {
          hashes = try folder.hashes(of: Tile(level: level, index: index, width: Int(before)))
        }
        let from = max(start, first)
        let to = min(end, first + width)
        hashes += fresh[Int(from - start)..<Int(to - start)]
        let tile = Tile(level: level, index: index, width: hashes.count)
        try folder.put(hashes.flatMap(\.bytes), as: tile.path)
        if tile.isFull { above.append(MerkleTree.fold(hashes)) }
      }
      start /= width
      fresh = above
      level += 1
    }
    return true
  }

  private func writeBundles(_ entries: [[UInt8]], from old: Int64) throws {
    let width = Int64(Tile.fullWidth)
    let end = old + Int64(entries.count)
    for index in (old / width)...((end - 1) / width) {
      let first = index * width
      let before = max(0, old - first)
      var contents: [[UInt8]] = []
      if before > 0 {
        contents = try folder.entries(of: EntryBundle(index: index, width: Int(before)))
        // What was signed for is not carried on as something else.
        let leaves = try folder.hashes(of: Tile(level: 0, index: index, width: Int(before)))
        guard contents.map(MerkleTree.leaf) == leaves else {
          throw Refusal.damaged("its entries from \(first) on are not those that were signed for")
        }
      }
      let from = max(old, first)
      let to = min(end, first + width)
      contents += entries[Int(from - old)..<Int(to - old)]
      guard let bytes = EntryBundle.encode(contents) else {
        throw Refusal.entryTooLong(EntryBundle.longestEntry + 1)
      }
      try folder.put(bytes, as: EntryBundle(index: index, width: contents.count).path)
    }
  }

  /// Removes the partial tiles and bundles that an append left which did not come to be signed for.
  ///
  /// Half a file among them would else lie there for ever once the tree is longer than it is wide.
  private func removeUnsigned(after size: Int64) throws {
    for level in 0..<Tile.levels {
      let count = Tile.count(onLevel: level, of: size)
      let (index, width) = (count / Int64(Tile.fullWidth), count % Int64(Tile.fullWidth))
      for name in level == 0 ? ["tile/0/", "tile/entries/"] : ["tile/\(level)/"] {
        // One append writes at most so many full ones before the last, which is partial.
        for next in 0...(level == 0 ? Self.mostUnsigned : 1) {
          let place = folder.place(of: name + Tile.name(of: index + next, Tile.fullWidth) + ".p")
          guard try Disk().entry(at: place) == .directory else { continue }
          for entry in try Disk().list(place) {
            // What else may lie there, nobody here has put there.
            let isUnfinished = entry.name.hasSuffix(".new")
            guard let number = Int64(entry.name.dropLast(isUnfinished ? 4 : 0)) else { continue }
            let isSigned = next == 0 && number <= width && !isUnfinished
            if !isSigned { try Disk().removeTree(place.appending(entry.component)) }
          }
        }
      }
      guard count > 0 || level == 0 else { break }
    }
  }

  private static let mostUnsigned: Int64 = 32

  /// Removes the partial tiles and bundles of places where full ones stand by now.
  private func removeOvertaken(from old: Int64, to new: Int64) throws {
    let partial = Tile.partial(of: old).filter { tile in
      Tile.count(onLevel: tile.level, of: new) >= (tile.index + 1) * Int64(Tile.fullWidth)
    }
    for tile in partial {
      var names = ["tile/\(tile.level)/"]
      if tile.level == 0 { names.append("tile/entries/") }
      for name in names {
        try Disk().removeTree(
          folder.place(of: name + Tile.name(of: tile.index, Tile.fullWidth) + ".p")
        )
      }
    }
  }
}

extension TileLog.Refusal: CustomStringConvertible {
  package var description: String {
    switch self {
    case .foreign(let fault): "its checkpoint is not to be believed: \(fault)"
    case .damaged(let reason): reason
    case .entryTooLong(let count): "an entry of \(count) bytes is too long for it"
    case .inconsistent: "what was written does not begin with what was signed before"
    }
  }
}
