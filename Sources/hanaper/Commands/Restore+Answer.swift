// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Fixity
import Foundation
import SystemPackage

extension Restore {
  struct Answer: Encodable {
    let schema = "hanaper/restore/1"
    var restored: [Restored] = []
    /// What could not be given as it was kept, or is not as it was beside what was given.
    var damaged: [Damaged] = []
    /// What the catalogue has wrong, if it is only that.
    var catalogueFault: CatalogueFault?
    /// The document that takes the place of the one asked for.
    var succeededBy: String?
    /// Why what was restored has no proof, though one was asked for: one clause for each.
    var unproven: [String] = []
    /// The versions that a person took back.
    var rejected: Set<Int> = []

    private enum CodingKeys: String, CodingKey {
      case schema, restored, damaged, catalogueFault, succeededBy, unproven
    }

    mutating func take(_ fault: HeldCopy.Fault, of address: WebAddress?, _ version: Int? = nil) {
      switch fault {
      case .damage(let notice):
        let item = Damaged(
          address: (notice.address ?? address)?.text ?? "",
          version: version,
          sentence: notice.sentence,
          next: notice.next.typed
        )
        if !damaged.contains(item) { damaged.append(item) }
      case .catalogue(let sentence):
        catalogueFault = CatalogueFault(sentence: sentence, next: NextCommand.reindex.typed)
      }
    }

    var status: ExitStatus {
      guard damaged.isEmpty, catalogueFault == nil else { return .damaged }
      return unproven.isEmpty ? .done : .failed
    }
  }

  struct Damaged: Encodable, Equatable {
    let address: String
    let version: Int?
    let sentence: String
    let next: String
  }

  struct CatalogueFault: Encodable {
    let sentence: String
    let next: String
  }

  struct Restored: Encodable {
    let address: String
    let version: Int
    let capturedAt: Date
    let digest: String
    let file: String
    /// That a person took it back; nil where nobody did.
    let isRejected: Bool?
    /// The file with its proof; nil where none was asked for.
    var proof: String?

    init(_ version: KeptVersion, _ target: FilePath, isRejected: Bool) {
      address = version.address.text
      self.version = version.number
      capturedAt = version.capturedAt
      digest = version.digest.description
      file = target.string
      self.isRejected = isRejected ? true : nil
    }
  }
}
