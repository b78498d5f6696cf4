// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fixity
import OCFL

/// What the manifest states of each object, in so few bytes that it can be asked for every document.
///
/// The manifest is read once, by the first that asks; a run that keeps nothing does not pay for it. Of an
/// object are held how many files it has, the highest version that brought one, and a sum over files and
/// digests: an object states the same files where all three agree.
struct ManifestAccounts {
  /// A set of content files with their digests.
  struct Account: Hashable, Sendable {
    private(set) var files = 0
    /// 0 where there is none.
    private(set) var version = 0
    private var sum = 0

    init() {}

    /// What an object's own inventory states.
    init(of inventory: Inventory, in archive: Archive) {
      let object = archive.relativePath(of: ObjectID(inventory.id), "")
      for (hex, paths) in inventory.manifest {
        let digest = Digest(.sha512, hex: hex)
        for path in paths {
          let number = path.prefix { $0 != "/" }
          add(object + path, digest, VersionNumber(directory: String(number))?.value ?? 0)
        }
      }
    }

    /// What the manifest states of one object.
    ///
    /// - Throws: where it cannot be read.
    init(of id: ObjectID, in archive: Archive) throws {
      let object = archive.relativePath(of: id, "")
      var accounts = ManifestAccounts(emptyOf: archive)
      var seen: Set<Int> = []
      try archive.manifest.forEachLine { line in
        guard let line, line.file.hasPrefix(object) else { return }
        accounts.add(line, unlessIn: &seen)
      }
      self = accounts.account(of: id, in: archive)
    }

    fileprivate mutating func add(_ file: String, _ digest: Digest?, _ number: Int) {
      files += 1
      version = max(version, number)
      sum &+= Self.hash(file, digest)
    }

    fileprivate static func hash(_ file: String, _ digest: Digest?) -> Int {
      var hasher = Hasher()
      hasher.combine(file)
      hasher.combine(digest)
      return hasher.finalize()
    }
  }

  private var accounts: [Int: Account] = [:]
  /// How many lines of the manifest are none.
  private(set) var unreadableLines = 0

  /// So many names lead from the archive to an object, the storage root's and its own among them.
  private let depth: Int

  private init(emptyOf archive: Archive) {
    depth = 1 + archive.root.layout.depth
  }

  /// Reads the manifest through.
  init(of archive: Archive) throws {
    self.init(emptyOf: archive)
    var seen: Set<Int> = []
    try archive.manifest.forEachLine { line in
      guard let line else { return unreadableLines += 1 }
      add(line, unlessIn: &seen)
    }
  }

  /// Takes in a line once: one that is there twice says the same twice.
  private mutating func add(_ line: ChecksumManifest.Line, unlessIn seen: inout Set<Int>) {
    if seen.insert(Account.hash(line.file, line.digest)).inserted { add(line) }
  }

  /// Takes in a line that is in the manifest by now.
  mutating func add(_ line: ChecksumManifest.Line) {
    guard let (object, number) = parts(of: line.file) else { return }
    accounts[Self.key(object), default: Account()].add(line.file, line.digest, number)
  }

  /// What it states of a document.
  func account(of id: ObjectID, in archive: Archive) -> Account {
    let object = archive.relativePath(of: id, "").dropLast()
    return accounts[Self.key(object)] ?? Account()
  }

  private static func key(_ object: Substring) -> Int {
    var hasher = Hasher()
    hasher.combine(object)
    return hasher.finalize()
  }

  /// The object that a file is of, and the version that brought it; nil where it is in no version's
  /// directory.
  private func parts(of file: String) -> (object: Substring, version: Int)? {
    var end: String.Index?
    var slashes = 0
    for index in file.utf8.indices where file.utf8[index] == UInt8(ascii: "/") {
      slashes += 1
      if slashes == depth {
        end = index
        break
      }
    }
    guard let end else { return nil }
    let version = file[file.utf8.index(after: end)...].prefix { $0 != "/" }
    guard let number = VersionNumber(directory: String(version)) else { return nil }
    return (file[..<end], number.value)
  }
}
