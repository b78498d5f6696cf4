// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Filing
import Fixity
import OCFL
import Stores
import Synchronization
import SystemPackage

/// The archive's manifest as it was when copying began: lines are only added to it, so what a copy had of it tells what is new.
struct ManifestState {
  private let path: FilePath
  let part: ReplicaRecord.ManifestPart

  init(of archive: Archive) throws {
    path = archive.path.appending(Archive.manifestFile)
    guard try Disk().entry(at: path) == .file else {
      part = ReplicaRecord.ManifestPart(size: 0, digest: .of([UInt8]()))
      return
    }
    let size = try Disk().size(of: path)
    part = ReplicaRecord.ManifestPart(size: size, digest: try Self.digest(of: path, upTo: size))
  }

  /// Whether it begins with what a copy had of it.
  func goesOn(from earlier: ReplicaRecord.ManifestPart) throws -> Bool {
    guard earlier.size <= part.size else { return false }
    return try Self.digest(of: path, upTo: earlier.size) == earlier.digest
  }

  /// Brings it to a copy.
  func copy(to connection: any StoreConnection, _ outcome: inout ReplicationOutcome) throws {
    let name = Archive.manifestFile
    guard part.size > 0 else { return }
    let content = try StoreContent(of: path, stating: nil)
    try connection.write(content, to: name)
    outcome.files += 1
    outcome.bytes += content.size
  }

  private static func digest(of path: FilePath, upTo size: Int64) throws -> Digest {
    guard size > 0 else { return .of([UInt8]()) }
    var stream = DigestStream(.sha512)
    let file = try ReadableFile(path)
    var offset: Int64 = 0
    while offset < size {
      let bytes = try file.bytes(at: offset, count: Int(min(1 << 20, size - offset)))
      guard !bytes.isEmpty else { break }
      stream.update(bytes.span)
      offset += Int64(bytes.count)
    }
    return stream.finish()
  }
}

/// The inventory of an object of a copy, which nothing here vouches for.
struct ReplicatedInventory {
  let digests: [Digest]

  init(_ bytes: [UInt8]) throws { digests = Array(try Inventory(proven: bytes).contents.values) }
}

/// How much several have done together.
final class Count: Sendable {
  private let value = Mutex(0)

  func add(_ more: Int) -> Int {
    value.withLock { value in
      value += more
      return value
    }
  }
}
