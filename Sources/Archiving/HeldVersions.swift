// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
package import Addressing
package import Cataloguing
import OCFL

/// The versions that the object of a document holds, and what the manifest and the catalogue say against it.
package struct HeldVersions: Sendable {
  /// By the object, the oldest first.
  package let versions: [KeptVersion]
  /// The numbers of those that a person took back: nothing goes by them unless they are named.
  package var rejected: [Int] = []
  /// Where the three do not agree, or the object cannot be read.
  package let fault: HeldCopy.Fault?
  /// Versions that are known and not held.
  let lost: [Lost]

  /// A version that only the manifest or the catalogue knows; of what the manifest alone knows, there is no
  /// record.
  struct Lost: Sendable {
    let number: Int
    let record: Version?
  }

  /// What is to be said where the newest version, or all of them, cannot be given.
  var loss: DamageNotice? {
    guard case .damage(let notice) = fault, !lost.isEmpty || versions.isEmpty else { return nil }
    return notice
  }
}

extension Archive {
  /// Asks the object what is held of a document, and holds against it what the manifest and the catalogue
  /// know.
  ///
  /// A manifest that is missing or cannot be read is not asked.
  ///
  /// - Throws: where the catalogue cannot be read.
  package func heldVersions(
    of address: WebAddress,
    in catalogue: Catalogue
  ) async throws -> HeldVersions {
    let first = try await look(at: address, in: catalogue)
    guard first.fault != nil, first.loss == nil else { return first }
    // What a run is about to add, the object knows before the other two.
    guard StagingSight(of: self).versions[ObjectID(address.text)] == nil else {
      return HeldVersions(
        versions: first.versions,
        rejected: first.rejected,
        fault: nil,
        lost: []
      )
    }
    return try await look(at: address, in: catalogue)
  }

  private func look(at address: WebAddress, in catalogue: Catalogue) async throws -> HeldVersions {
    let id = ObjectID(address.text)
    // In this order, because a run writes in the other one.
    let document = try await catalogue.document(at: address)
    let records = try await catalogue.versions(of: address)
    let known = try await catalogue.newestVersion(of: address) ?? 0
    let stated = try? ManifestAccounts.Account(of: id, in: self)
    let versions: [KeptVersion]
    let inventory: Inventory?
    var record: HeldCopy.Fault?
    do {
      inventory = try root.contains(id) ? try root.inventory(of: id) : nil
      versions = inventory.map { keptVersions(of: address, by: $0) } ?? []
    } catch {
      guard error.isDamage else { throw error }
      return HeldVersions(versions: [], fault: .damage(DamageNotice(address, error)), lost: [])
    }
    if let inventory {
      do throws(StorageError) {
        _ = try root.rootInventory(of: id)
      } catch {
        record = .damage(DamageNotice(address, error, goneBy: inventory.head))
      }
    }
    let held = inventory.map { ManifestAccounts.Account(of: $0, in: self) } ?? .init()
    let accounts = VersionAccounts(
      catalogue: known,
      manifest: stated ?? held,
      object: inventory?.headNumber?.value ?? 0,
      inventory: held
    )
    let lost = (accounts.object..<max(accounts.object, known, accounts.manifest.version)).map {
      number in
      HeldVersions.Lost(
        number: number + 1,
        record: records.first { $0.number == number + 1 }
      )
    }
    let fault: HeldCopy.Fault? =
      switch accounts.judgement {
      case .lost(let sentence): .damage(DamageNotice(address, sentence))
      case .catalogueBehind(let sentence): record ?? .catalogue(sentence)
      case .agreed: record ?? disagreement(of: versions, document, records, on: address)
      }
    return HeldVersions(
      versions: versions,
      rejected: document?.rejected ?? [],
      fault: fault,
      lost: lost
    )
  }

  /// What the catalogue states otherwise, where it knows as many versions.
  private func disagreement(
    of versions: [KeptVersion],
    _ document: Document?,
    _ records: [Version],
    on address: WebAddress
  ) -> HeldCopy.Fault? {
    let chosen = versions.last { document?.rejected.contains($0.number) != true }
    let newest = versions.last.map {
      HeldCopy.Stated(
        head: $0.number,
        version: chosen?.number,
        digest: chosen?.digest,
        fingerprint: nil
      )
    }
    if let fault = HeldCopy(newest, against: document, of: address).fault { return fault }
    return KeptVersion.agree(versions, records)
      ? nil : .catalogue("the catalogue states other things of its versions than the object")
  }
}
