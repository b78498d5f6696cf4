// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Fixity
import Foundation
import Records
import Reporting
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
    /// Why nothing of it was held against the ledger, though the archive has one, or had; nil where it was.
    var unheld: String?
    /// Why what was restored has no proof, though one was asked for: one clause for each.
    var unproven: [String] = []
    /// The versions that a person took back.
    var rejected: Set<Int> = []

    /// How many files were there already, as they would be restored; nil but of everything.
    var thereAlready: Int?
    /// Files that are others than would be restored, and were left; nil but of everything.
    var inTheWay: [String]?

    private enum CodingKeys: String, CodingKey {
      case schema, restored, damaged, catalogueFault, succeededBy, unproven, unheld, thereAlready,
        inTheWay
    }

    mutating func take(_ fault: HeldCopy.Fault, of address: WebAddress?, _ version: Int? = nil) {
      switch fault {
      case .damage(let notice):
        let item = Damaged(
          address: (notice.address ?? address)?.text,
          version: version,
          sentence: notice.sentence,
          next: notice.next.typed
        )
        if !damaged.contains(item) { damaged.append(item) }
      case .catalogue(let sentence):
        catalogueFault = CatalogueFault(sentence: sentence, next: NextCommand.reindex.typed)
      }
    }

    /// Says on standard error what is not as it was asked for.
    func complain() {
      for file in inTheWay ?? [] {
        Terminal.complain(
          "\(file) exists and is another file, so it was left as it is; --overwrite replaces it"
        )
      }
      for damage in damaged {
        Terminal.complain(
          "\(damage.address ?? "the archive") is damaged: \(damage.sentence); next: \(damage.next)"
        )
      }
      if let fault = catalogueFault {
        Terminal.complain("\(fault.sentence), and was not gone by; next: \(fault.next)")
      }
      if let unheld {
        Terminal.complain(
          "what was restored was not held against the ledger: \(unheld); next: \(NextCommand.verify)"
        )
      }
      for sentence in unproven { Terminal.complain("\(sentence)") }
    }

    var status: ExitStatus {
      guard damaged.isEmpty, catalogueFault == nil, unheld == nil else { return .damaged }
      return unproven.isEmpty && inTheWay?.isEmpty != false ? .done : .failed
    }
  }

  struct Damaged: Encodable, Equatable {
    /// Nil where it is of no document.
    let address: String?
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
    /// That somebody handed it in, and no site served it; nil of all else.
    let deposited: String?
    /// The file with its proof; nil where none was asked for.
    var proof: String?

    init(
      _ version: KeptVersion,
      _ target: FilePath,
      isRejected: Bool,
      _ deposit: Capture.Deposit?
    ) {
      deposited = deposit.map { deposit in
        "deposited\(deposit.by.map { " by \($0)" } ?? ""), not fetched from its address"
      }
      address = version.address.text
      self.version = version.number
      capturedAt = version.capturedAt
      digest = version.digest.description
      file = target.string
      self.isRejected = isRejected ? true : nil
    }
  }
}
