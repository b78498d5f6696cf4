// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Cataloguing
package import Fixity
package import Foundation
import OCFL
import SystemPackage

/// What is held of a document, by its object; what the catalogue says of it may be wrong.
package struct HeldCopy: Sendable {
  /// The newest version; nil where nothing is held.
  package let version: Int?
  /// Its payload's digest.
  package let digest: Digest?
  /// What it is compared by, if it is a page.
  package let fingerprint: Digest?
  /// Versions before it that have other bytes, the newest first; no more than ``Stated/mostEarlier``.
  package let earlier: [Earlier]
  /// When the newest version was kept, if its bytes are those of a version before the last; else nil.
  package let returned: Date?
  /// Where the catalogue and the object do not agree, or the object is damaged.
  package let fault: Fault?

  package struct Earlier: Hashable, Sendable {
    package let version: Int
    /// Its payload's digest.
    package let digest: Digest
  }

  package enum Fault: Hashable, Sendable {
    /// The object is not as it was. Nothing is added to it.
    case damage(DamageNotice)
    /// The catalogue is wrong, in a sentence.
    case catalogue(String)
  }

  /// What is said where the catalogue names something that is no address.
  package static let noAddress = "the catalogue has this as an address, and it is none"

  package var damage: DamageNotice? {
    if case .damage(let notice) = fault { notice } else { nil }
  }

  /// What a document's object says of its newest version, with nothing compared yet.
  struct Stated: Sendable {
    let version: Int
    let digest: Digest?
    let fingerprint: Digest?
    var earlier: [Earlier] = []
    var returned: Date?

    static let mostEarlier = 4
  }

  /// Holds what the catalogue says against what the object says.
  init(_ stated: Stated?, against known: Document?, of address: WebAddress) {
    version = stated?.version
    digest = stated?.digest
    fingerprint = stated?.fingerprint
    earlier = stated?.earlier ?? []
    returned = stated?.returned
    switch (stated, known?.version) {
    case (nil, nil): fault = nil
    case (nil, let version?):
      fault = .damage(
        DamageNotice(address, "the catalogue knows v\(version) of it, and there is no object")
      )
    case (let stated?, let version?) where version > stated.version:
      fault = .damage(
        DamageNotice(
          address,
          "the catalogue knows v\(version) of it, and the object ends with v\(stated.version)"
        )
      )
    case (let stated?, let version?) where version == stated.version:
      let isRight =
        known?.digest == stated.digest
        && (stated.fingerprint == nil || known?.fingerprint == stated.fingerprint)
      fault = isRight ? nil : .catalogue("the catalogue states another digest of v\(version)")
    case (let stated?, let version):
      let ends = version.map { "ends with v\($0)" } ?? "knows of no version"
      fault = .catalogue("the catalogue \(ends), and v\(stated.version) is held")
    }
  }

  init(_ damage: DamageNotice) {
    version = nil
    digest = nil
    fingerprint = nil
    earlier = []
    returned = nil
    fault = .damage(damage)
  }
}

extension HeldCopy.Stated {
  /// - Parameters:
  ///   - address: the document's.
  ///   - archive: where it is held.
  ///   - isPage: whether it is compared by a fingerprint, which the capture has.
  /// - Returns: nil where there is no object.
  /// - Throws: where the object cannot be read or trusted.
  static func read(
    of address: WebAddress,
    in archive: Archive,
    isPage: Bool
  ) throws -> HeldCopy.Stated? {
    let id = ObjectID(address.text)
    guard try archive.root.contains(id) else { return nil }
    let object = archive.root.directory(of: id)
    let inventory = try archive.root.rootInventory(of: id)
    guard let head = inventory.headNumber else {
      throw StorageError.unreadableInventory(object, reason: "it names no newest version")
    }
    return try HeldCopy.Stated(head, of: inventory, at: object, isPage: isPage)
  }

  /// What is stated of the versions before the newest.
  private static func earlier(
    than head: VersionNumber,
    _ digest: Digest?,
    of inventory: Inventory
  ) -> (earlier: [HeldCopy.Earlier], returned: Date?) {
    var earlier: [HeldCopy.Earlier] = []
    var returned: Date?
    var known: Set<Digest> = []
    let versions = inventory.numberedVersions
    for (number, _) in versions.reversed() where number.value < head.value {
      guard
        let payload = inventory.files(of: number)
          .first(where: { $0.logicalPath.hasPrefix("document.") })
      else { continue }
      if payload.digest == digest {
        returned = versions.last.flatMap { try? Date($0.1.created, strategy: .iso8601) }
      } else if known.insert(payload.digest).inserted {
        earlier.append(.init(version: number.value, digest: payload.digest))
      }
      if earlier.count == mostEarlier { break }
    }
    return (earlier, returned)
  }

  init(
    _ head: VersionNumber,
    of inventory: Inventory,
    at object: FilePath,
    isPage: Bool
  ) throws {
    let files = inventory.files(of: head)
    version = head.value
    digest = files.first { $0.logicalPath.hasPrefix("document.") }?.digest
    (earlier, returned) = Self.earlier(than: head, digest, of: inventory)
    guard isPage, let file = files.first(where: { $0.logicalPath == Capture.fileName }) else {
      fingerprint = nil
      return
    }
    let path = object.pushing(FilePath(file.contentPath))
    fingerprint = try Capture(readFrom: path, stating: file.digest).fingerprint
  }
}
