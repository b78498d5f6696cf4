// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
package import Archiving
package import Cataloguing
import Filing
import Fixity
import Foundation
import Ledger
import Records
package import SystemPackage

/// Brings documents out of an archive in a form that others read.
///
/// It is written beside its place, and put there when it is whole. One that was cut off is gone on with: equal content is
/// equal to the byte, so what is there already is compared and stays.
package struct Export: Sendable {
  package enum Form: String, CaseIterable, Sendable {
    /// A file of web archives.
    case warc
    /// The same with its index and proofs, in one file.
    case wacz
    /// A folder with checksums, as archives hand them to each other.
    case bag
    /// A folder with names that a person can read.
    case folder
    /// A table of all versions.
    case csv, json
  }

  /// What came of it.
  package struct Outcome: Sendable {
    package internal(set) var documents = 0
    package internal(set) var versions = 0
    /// Of the documents, in bytes.
    package internal(set) var bytes: Int64 = 0
    package internal(set) var leftOut: [LeftOutItem] = []
    /// How many versions have no proof, because they were not signed for yet.
    package internal(set) var unproven = 0
  }

  package enum Failure: Error, CustomStringConvertible {
    case inTheWay(FilePath)
    /// What stands where it is written until it is whole is nothing that an export left.
    case stranger(FilePath)
    /// Another process exports to the same place.
    case running(FilePath, String)
    case nothing

    package var description: String {
      switch self {
      case .inTheWay(let path):
        "\(path) is there already, and is not written over; name another place, or move it away"
      case .stranger(let path):
        "\(path) is nothing that this export left, and is in its way; move it away"
      case .running(let path, let holder):
        "another export is writing to \(path) (\(holder)); wait for it, or name another place"
      case .nothing: "nothing is kept of what was chosen, so there is nothing to export"
      }
    }
  }

  private let archive: Archive
  private let catalogue: Catalogue
  private let choice: ExportChoice
  private let form: Form
  private let target: FilePath
  private let tool: String

  /// - Parameters:
  ///   - choice: what is exported.
  ///   - archive: where it is kept.
  ///   - catalogue: the archive's.
  ///   - form: in which form.
  ///   - target: the file or folder that it becomes; there is none yet.
  ///   - tool: what this program calls itself.
  package init(
    _ choice: ExportChoice,
    of archive: Archive,
    _ catalogue: Catalogue,
    as form: Form,
    to target: FilePath,
    tool: String
  ) {
    (self.choice, self.archive, self.catalogue) = (choice, archive, catalogue)
    (self.form, self.target, self.tool) = (form, target, tool)
  }

  /// Exports.
  ///
  /// - Parameter progress: told how many documents are done, and of how many.
  /// - Returns: what is in it, and what is not.
  /// - Throws: ``Failure``, or where it cannot be written.
  package func run(progress: @Sendable (Int, Int) -> Void = { _, _ in }) async throws -> Outcome {
    guard try Disk().entry(at: target) == nil else { throw Failure.inTheWay(target) }
    let parent = target.removingLastComponent()
    if !parent.isEmpty { try Disk().makeDirectories(parent) }
    let addresses = try await choice.documents(of: catalogue)
    guard let date = try await newest(of: addresses) else { throw Failure.nothing }
    let ledger = ArchiveLedger(of: archive)
    let checkpoint = try ledger.checkpoint()
    let hasProofs = [.bag, .folder, .wacz].contains(form)
    let reader = ExportReader(
      archive: archive,
      catalogue: catalogue,
      choice: choice,
      proofs: hasProofs ? try checkpoint.map { try ProofIndex(of: ledger, under: $0) } : nil,
      hasDocuments: ![.csv, .json].contains(form)
    )
    let place = try ExportPlace(for: target, as: form)
    var writer = try form.writer(
      at: place.content,
      named: target,
      facts(checkpoint),
      checkpoint: checkpoint?.text,
      date: date
    )
    var outcome = Outcome()
    for (index, address) in addresses.enumerated() {
      try Task.checkCancellation()
      let found = try await reader.items(of: address)
      for item in found.items {
        try writer.append(item)
        outcome.versions += 1
        outcome.bytes += item.version.size
        if hasProofs, item.proof == nil { outcome.unproven += 1 }
      }
      outcome.documents += found.items.isEmpty ? 0 : 1
      outcome.leftOut += found.leftOut
      progress(index + 1, addresses.count)
    }
    try writer.finish()
    try place.takePlace()
    return outcome
  }

  /// When the newest version was kept; nil where there is none.
  private func newest(of addresses: [WebAddress]) async throws -> Date? {
    var newest: Date?
    for address in addresses {
      let kept = try await catalogue.versions(of: address).map(\.capturedAt).max()
      newest = [newest, kept].compactMap(\.self).max()
    }
    return newest
  }

  /// What is said of all of it.
  private func facts(_ signed: SignedCheckpoint?) -> [(String, String)] {
    var facts = [("software", tool)]
    if let checkpoint = signed?.checkpoint {
      facts.append(("ledger", checkpoint.origin))
      facts.append(("checkpoint", "\(checkpoint.head.size) \(checkpoint.head.root.hex)"))
    }
    return facts
  }
}
