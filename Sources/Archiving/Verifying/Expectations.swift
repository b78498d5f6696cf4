// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Cataloguing
import Fixity
import OCFL
import SystemPackage

/// What the manifest and the catalogue ought to say, by the objects; a few bytes for each line and row.
struct Expectations {
  /// A line of the manifest, or a row of the catalogue, as a number; and in which object it belongs.
  typealias Keys = [Int: UInt32]

  private(set) var lines: Keys = [:]
  private(set) var rows: Keys = [:]
  /// What the ledger ought to state, by ``StatedVersions/key(_:_:_:_:)``.
  private(set) var versions: Keys = [:]

  /// Takes in what an object has.
  ///
  /// - Parameters:
  ///   - object: the object.
  ///   - number: its number, to find it again by.
  ///   - excused: a version that the manifest and the catalogue need not know yet.
  ///   - archive: where it is.
  mutating func add(
    _ object: ExaminedObject,
    number: Int,
    besides excused: VersionNumber? = nil,
    in archive: Archive
  ) {
    guard let id = object.inventory?.objectID, let folder = object.captured.folder else { return }
    let number = UInt32(truncatingIfNeeded: number)
    for (path, digest) in object.check.intact {
      if let excused, path.hasPrefix("\(excused)/") { continue }
      lines[Self.key("\(folder)/\(path)", digest)] = number
    }
    addRows(of: object, number, besides: excused)
    for record in object.captured.records where record.number != excused?.value {
      let version = VersionNumber(record.number)
      let inventory =
        object.check.inventoryDigests[version.description]
        ?? archive.root.inventoryDigest(of: version, in: object.check.object)
      versions[StatedVersions.key(id.text, record.number, record.digest, inventory)] = number
    }
  }

  /// Takes out what was expected of some objects, by their numbers.
  mutating func remove(_ objects: Set<UInt32>) {
    guard !objects.isEmpty else { return }
    lines = lines.filter { !objects.contains($0.value) }
    rows = rows.filter { !objects.contains($0.value) }
  }

  private mutating func addRows(
    of object: ExaminedObject,
    _ number: UInt32,
    besides excused: VersionNumber?
  ) {
    for record in object.captured.records where record.number != excused?.value {
      rows[Self.key(record)] = number
    }
    // Of a document with a version on its way, the row may be the old or the new.
    if excused == nil, let newest = object.captured.records.last,
      newest.number == object.inventory?.headNumber?.value
    {
      rows[Self.key(newest: newest)] = number
    }
  }

  static func key(_ file: String, _ digest: Digest) -> Int {
    var hasher = Hasher()
    hasher.combine(exactly: file)
    hasher.combine(digest)
    return hasher.finalize()
  }

  static func key(_ record: Version) -> Int {
    var hasher = Hasher()
    hasher.combine(record)
    for text in [record.address.text, record.path, record.fileName, record.title] {
      hasher.combine(exactly: text)
    }
    return hasher.finalize()
  }

  /// Of the row that says what a document's newest version is.
  static func key(newest record: Version) -> Int {
    key(
      newestOf: record.address.text,
      record.number,
      record.digest,
      record.size,
      record.kind,
      record.fingerprint,
      record.role
    )
  }

  static func key(_ document: Document) -> Int {
    key(
      newestOf: document.address.text,
      document.version,
      document.digest,
      document.size,
      document.kind,
      document.fingerprint,
      document.role
    )
  }

  private static func key(
    newestOf address: String,
    _ version: Int?,
    _ digest: Digest?,
    _ size: Int64?,
    _ kind: BodyKind?,
    _ fingerprint: Digest?,
    _ role: Document.Role
  ) -> Int {
    var hasher = Hasher()
    hasher.combine(exactly: address)
    hasher.combine(version)
    hasher.combine(digest)
    hasher.combine(size)
    hasher.combine(kind)
    hasher.combine(fingerprint)
    hasher.combine(role)
    return hasher.finalize()
  }
}
