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
  /// The newest version that was not rejected; nil where nothing is held.
  package let version: Int?
  /// Its payload's digest.
  package let digest: Digest?
  /// What it is compared by, if it is a page.
  package let fingerprint: Digest?
  /// Versions before it that have other bytes, the newest first; no more than ``Stated/mostEarlier``.
  package let earlier: [Earlier]
  /// When the newest version was kept, if its bytes are those of a version before the last; else nil.
  package let returned: Date?
  /// What a person took back and is not to become a version again in silence.
  package let rejected: [Rejected]
  /// Where the catalogue and the object do not agree, or the object is damaged.
  package let fault: Fault?

  package struct Rejected: Hashable, Sendable {
    package let version: Int
    /// Its payload's digest.
    package let digest: Digest?
    /// What it is compared by, if it is a page.
    package let fingerprint: Digest?
  }

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
    /// The newest version, rejected or not.
    let head: Int
    /// The newest that was not rejected, and what is said of it.
    let version: Int?
    let digest: Digest?
    let fingerprint: Digest?
    var earlier: [Earlier] = []
    var returned: Date?
    var rejected: [Rejected] = []

    static let mostEarlier = 4
    static let mostRejected = 16
  }

  /// Holds what the catalogue says against what the object says.
  init(_ stated: Stated?, against known: Document?, of address: WebAddress) {
    version = stated?.version
    digest = stated?.digest
    fingerprint = stated?.fingerprint
    earlier = stated?.earlier ?? []
    returned = stated?.returned
    rejected = stated?.rejected ?? []
    switch (stated, known?.newestKept) {
    case (nil, nil): fault = nil
    case (nil, let version?):
      fault = .damage(
        DamageNotice(address, "the catalogue knows v\(version) of it, and there is no object")
      )
    case (let stated?, let version?) where version > stated.head:
      fault = .damage(
        DamageNotice(
          address,
          "the catalogue knows v\(version) of it, and the object ends with v\(stated.head)"
        )
      )
    case (let stated?, let version?) where version == stated.head:
      let isRight =
        known?.version == stated.version && known?.digest == stated.digest
        && (stated.fingerprint == nil || known?.fingerprint == stated.fingerprint)
      fault =
        isRight
        ? nil : .catalogue("the catalogue states another digest of v\(stated.version ?? version)")
    case (let stated?, let version):
      let ends = version.map { "ends with v\($0)" } ?? "knows of no version"
      fault = .catalogue("the catalogue \(ends), and v\(stated.head) is held")
    }
  }

  init(_ damage: DamageNotice) {
    version = nil
    digest = nil
    fingerprint = nil
    earlier = []
    returned = nil
    rejected = []
    fault = .damage(damage)
  }
}

extension HeldCopy {
  /// The version that a person took back and that came again; nil where that is not so.
  ///
  /// - Parameters:
  ///   - digest: of what came.
  ///   - fingerprint: what it is compared by, if it is a page.
  /// - Returns: its number.
  package func rejected(_ digest: Digest, _ fingerprint: Digest?) -> Int? {
    guard digest != self.digest else { return nil }
    if let fingerprint, fingerprint == self.fingerprint { return nil }
    return rejected.first {
      $0.digest == digest || fingerprint != nil && $0.fingerprint == fingerprint
    }?.version
  }
}

extension HeldCopy.Stated {
  /// - Parameters:
  ///   - address: the document's.
  ///   - archive: where it is held.
  ///   - isPage: whether it is compared by a fingerprint, which the capture has.
  ///   - rejected: the versions that a person took back.
  /// - Returns: nil where there is no object.
  /// - Throws: where the object cannot be read or trusted.
  static func read(
    of address: WebAddress,
    in archive: Archive,
    isPage: Bool,
    rejected: [Int] = []
  ) throws -> HeldCopy.Stated? {
    let id = ObjectID(address.text)
    guard try archive.root.contains(id) else { return nil }
    let object = archive.root.directory(of: id)
    let inventory = try archive.root.rootInventory(of: id)
    guard let head = inventory.headNumber else {
      throw StorageError.unreadableInventory(object, reason: "it names no newest version")
    }
    return try HeldCopy.Stated(
      head,
      of: inventory,
      at: object,
      isPage: isPage,
      rejected: Set(rejected)
    )
  }

  private init(
    _ head: VersionNumber,
    of inventory: Inventory,
    at object: FilePath,
    isPage: Bool,
    rejected: Set<Int>
  ) throws {
    func payload(of number: VersionNumber) -> Digest? {
      inventory.files(of: number).first { $0.logicalPath.hasPrefix("document.") }?.digest
    }
    func pageFingerprint(of number: VersionNumber) throws -> Digest? {
      guard isPage,
        let file = inventory.files(of: number).first(where: { $0.logicalPath == Capture.fileName })
      else { return nil }
      let path = object.pushing(FilePath(file.contentPath))
      return try Capture(readFrom: path, stating: file.digest).fingerprint
    }
    self.head = head.value
    let versions = inventory.numberedVersions
    let chosen = versions.filter { !rejected.contains($0.0.value) }
    let newest = chosen.last
    version = newest?.0.value
    digest = newest.flatMap { payload(of: $0.0) }
    fingerprint = try newest.flatMap { try pageFingerprint(of: $0.0) }
    var known: Set<Digest> = []
    for (number, _) in chosen.dropLast().reversed() {
      guard let other = payload(of: number) else { continue }
      if other == digest {
        returned = newest.flatMap { try? Date($0.1.created, strategy: .iso8601) }
      } else if known.insert(other).inserted {
        earlier.append(.init(version: number.value, digest: other))
      }
      if earlier.count == Self.mostEarlier { break }
    }
    guard !rejected.isEmpty else { return }
    // Of the same bytes, what was said of the last is said of all.
    var judged: Set<Digest> = []
    for (number, _) in versions.reversed() {
      guard let other = payload(of: number), judged.insert(other).inserted,
        rejected.contains(number.value)
      else { continue }
      self.rejected.append(
        .init(version: number.value, digest: other, fingerprint: try pageFingerprint(of: number))
      )
      if self.rejected.count == Self.mostRejected { break }
    }
  }
}
