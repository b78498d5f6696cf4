// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import OCFL
import Records
import SystemPackage

// A version or a run that no leaf is about: somebody put it in, or its leaf is lost. Nothing that lies in the archive tells the
// two apart, so a person does.
extension Repairing {
  /// What is signed for because a person answers for it: a plan for each that is sound in every other way.
  ///
  /// - Parameters:
  ///   - damage: all that was found.
  ///   - ledger: what is signed for.
  /// - Returns: none of what has a leaf.
  func vouching(after damage: [ArchiveFinding], _ ledger: LedgerCheck) -> [RepairPlan] {
    let documents = damage.compactMap { finding -> RepairPlan? in
      guard finding.isUnsigned, let address = finding.address, vouched.contains(address),
        !damage.contains(where: {
          $0 != finding && ($0.address == address || $0.documents.contains(address))
        })
      else { return nil }
      var plan = RepairPlan(of: .document(address), in: finding.path)
      plan.steps = finding.versions.map { .vouch(folder: "\(finding.path)/\(VersionNumber($0))") }
      return plan
    }
    // A verification passes over the last run while somebody holds the lock, as a repair does.
    let runs = vouched.filter {
      Archive.isRun($0) && ledger.isSound && ledger.records.runs[$0] == nil
    }
    return documents
      + runs.sorted().compactMap { run in
        let folder = "\(Archive.runs)/\(run)"
        guard (try? RunLeaves(of: archive).leaf(of: run)) != nil,
          !damage.contains(where: {
            !$0.isUnsigned && ($0.path == folder || $0.path.hasPrefix("\(folder)/"))
          })
        else { return nil }
        var plan = RepairPlan(of: .records)
        plan.steps = [.vouch(folder: folder)]
        return plan
      }
  }

  /// What follows tombstones that no copy has, because a person answers for it.
  ///
  /// - Parameters:
  ///   - records: those that are wanting are taken from it.
  ///   - ledger: what is signed for.
  /// - Returns: none of what a copy has.
  func vouchedTombstones(besides records: inout RepairPlan, _ ledger: LedgerCheck) -> RepairPlan {
    var plan = RepairPlan(of: .records)
    records.wanting.removeAll { wanting in
      let place = FilePath(wanting.file)
      guard let name = place.lastComponent?.stem, vouched.contains(name),
        place.removingLastComponent().string == Archive.tombstonesName,
        let leaf = ledger.records.suppressions[name]
      else { return false }
      var stone = Tombstone(
        name: name,
        at: leaf.at,
        tool: tool,
        reason: leaf.reason,
        note: "the tombstone of then is lost, and with it which document it was of",
        role: .document,
        versions: [],
        // By none of them anything was marked.
        salt: "",
        marks: [],
        seals: leaf.documents
      )
      stone.lifted = Tombstone.Lifting(at: leaf.at, note: nil)
      plan.steps.append(.restate(stone))
      return true
    }
    return plan
  }

  /// Files of time stamps that no copy has, for whose loss a person answers.
  ///
  /// - Parameter records: those that are wanting are taken from it.
  /// - Returns: none of what a copy has.
  func forgoneStamps(besides records: inout RepairPlan) -> RepairPlan {
    var plan = RepairPlan(of: .records)
    records.wanting.removeAll { wanting in
      guard let digest = wanting.digest, StampShelf.holds(wanting.file),
        vouched.contains(where: { wanting.file == $0 || wanting.file.hasPrefix("\($0)/") })
      else { return false }
      plan.steps.append(.forgo(file: wanting.file, digest))
      return true
    }
    return plan
  }

  /// The file by which a version, or a run, is told from any other.
  func statement(of folder: String, called name: String) -> Leaf.File? {
    let isRun = folder.hasPrefix("\(Archive.runs)/")
    let file = isRun ? Archive.reportName : Inventory.fileName
    let place = archive.path.pushing(FilePath(folder)).appending(file)
    return (try? FileDigest(of: place).value).map { .init(file: "\(name)/\(file)", digest: $0) }
  }

  /// The leaves that the versions ought to have had.
  ///
  /// - Throws: where a version's records cannot be read.
  func vouchedVersions(in plan: RepairPlan, under seal: DocumentSeal) throws -> [Leaf] {
    guard let address = plan.address else { return [] }
    let id = ObjectID(address)
    let directory = archive.root.directory(of: id)
    return try plan.steps.compactMap { step in
      guard case .vouch(let folder) = step,
        let number = FilePath(folder).lastComponent.flatMap({ VersionNumber(directory: $0.string) })
      else { return nil }
      let digest = archive.root.inventoryDigest(of: number, in: directory)
      return try CommittedVersion(number, of: id, in: archive).held(with: digest).leaf(under: seal)
    }
  }

  /// The leaves that the runs ought to have had.
  ///
  /// - Throws: where their records cannot be read.
  func vouchedRuns(in plan: RepairPlan) throws -> [Leaf] {
    try plan.steps.compactMap { step in
      guard case .vouch(let folder) = step, let run = FilePath(folder).lastComponent?.string else {
        return nil
      }
      return try RunLeaves(of: archive).leaf(of: run)
    }
  }
}

extension ArchiveFinding {
  /// Whether no leaf of the ledger is about something, and nothing else is wrong with it.
  package var isUnsigned: Bool { codes.contains("unsigned") }

  /// Whether making the catalogue again mends it.
  package var isOfCatalogue: Bool {
    path == "catalogue.sqlite" || codes.contains("catalogue")
  }

  /// Whether a document is there again that was let go of.
  var isReturned: Bool { codes.contains("returned") }

  /// By what a person names what no leaf is about: a document's address, or a run's name; nil of all else.
  package var nameOfUnsigned: String? {
    isUnsigned ? address ?? FilePath(path).lastComponent?.string : nil
  }
}
