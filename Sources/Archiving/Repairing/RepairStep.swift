// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Fixity
package import Records
package import SystemPackage

/// One thing that is put right.
package enum RepairStep: Hashable, Sendable {
  /// A file is put back from where the same bytes are.
  case put(file: String, Digest, from: FilePath)
  /// A file is written whose bytes follow from what is proven: a checksum beside an inventory, a declaration.
  case write(file: String, [UInt8])
  /// The manifest's lines of an object are written anew.
  case manifest(folder: String)
  /// All of the manifest is written anew; of these objects it says by then what their proven inventories do, and nothing else.
  case wholeManifest(proven: Set<String>)
  /// A document's folder that lies elsewhere goes to its place, with all that is in it; so does a file, or what makes room.
  case moveHome(from: String, folder: String)
  /// A file that lies where it does not belong, and whose bytes are in their own place by then, gives way.
  case setAside(file: String)

  /// The ledger gets a leaf about a version, or a run, because a person answers for it: its folder.
  case vouch(folder: String)
  /// A tombstone that is lost for good is followed by one that says so, and that its document may be fetched again: a person answers
  /// for that.
  case restate(Tombstone)
  /// A file of a time stamp is lost for good: a person answers for that.
  case forgo(file: String, Digest)

  /// Whether it brings back bytes that follow from nothing else.
  var putsBytesBack: Bool { if case .put = self { true } else { false } }

  /// Whether a person answers for it.
  var isVouched: Bool {
    switch self {
    case .vouch, .restate, .forgo: true
    default: false
    }
  }

  /// Relative to the archive.
  package var file: String {
    switch self {
    case .put(let file, _, _), .write(let file, _), .setAside(let file),
      .vouch(let file), .forgo(let file, _):
      file
    case .moveHome(_, let folder): folder
    case .restate(let stone): "\(Archive.tombstonesName)/\(stone.name).json"
    case .manifest, .wholeManifest: ChecksumManifest.fileName
    }
  }
}

/// What is to be put right of one document, or of what belongs to none.
package struct RepairPlan: Hashable, Sendable {
  package enum Subject: Hashable, Sendable {
    /// By its address.
    case document(String)
    /// Of runs, and tombstones.
    case records
    case ledger
    case manifest
    /// The files by which the folder of all documents says what it is.
    case storageRoot
    /// Folders and files that lie in the place of others.
    case places
  }

  package let subject: Subject
  /// The document's folder, relative to the archive; nil where it is about none.
  private let folder: String?
  /// The documents that it is about, too: those that it puts into their own places, or whose lines it writes anew; by their addresses.
  var documents: [String] = []
  package internal(set) var steps: [RepairStep] = []
  /// What is damaged, and has no sound copy where it was looked for: the file, and the digest that it must have.
  package internal(set) var wanting: [Wanting] = []
  /// What cannot be said: one clause, no full stop.
  package internal(set) var problem: String?

  package struct Wanting: Hashable, Sendable, Encodable {
    package let file: String
    /// Nil where no digest of the file is known, but by what hash it would be proven: a file of the ledger.
    package let digest: Digest?
  }

  init(of subject: Subject, in folder: String? = nil) {
    (self.subject, self.folder) = (subject, folder)
  }

  /// The document's address; nil for what belongs to none.
  package var address: String? { if case .document(let address) = subject { address } else { nil } }

  /// A file's name relative to its document's folder.
  package func short(_ file: String) -> Substring {
    guard let folder, file.hasPrefix("\(folder)/") else { return file[...] }
    return file.dropFirst(folder.count + 1)
  }

  /// What was done of it.
  package var ofStepsAlone: RepairPlan {
    var plan = self
    (plan.wanting, plan.problem) = ([], nil)
    return plan
  }

  /// What could not be done.
  package var ofWantsAlone: RepairPlan {
    var plan = self
    plan.steps = []
    return plan
  }

  package var isEmpty: Bool { steps.isEmpty && wanting.isEmpty && problem == nil }
}
