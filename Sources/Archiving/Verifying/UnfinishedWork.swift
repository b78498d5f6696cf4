// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import OCFL
import SystemPackage

/// What a run has begun and not finished: one that was cut off, or one that is at work right now.
package struct UnfinishedWork: Encodable, Sendable {
  /// Whether a process holds the lock; else the run was interrupted.
  package let isAtWork: Bool
  /// Who, by its own word.
  package let holder: String?
  /// The addresses of the documents that were about to get a version.
  package let documents: [String]
  package let sentence: String
  package var next: Advice

  init(
    isAtWork: Bool,
    holder: String?,
    documents: [String],
    isBeginning: Bool = false,
    isLettingGo: Bool = false
  ) {
    self.isAtWork = isAtWork
    // Another program may hold the lock and say nothing of itself.
    self.holder = holder?.isEmpty == true ? nil : holder
    self.documents = documents
    if isAtWork {
      sentence = "a run is at work: \(self.holder ?? "it does not say which")"
      next = "what it is writing was not judged; run `\(.verify)` again when it is done"
    } else {
      sentence =
        if isBeginning {
          "the making of the archive was interrupted; the next run goes on with it"
        } else if isLettingGo {
          "letting go of a document was interrupted, and may have left anything of it; the next run finishes it"
        } else {
          "a run was interrupted; the next run finishes it"
        }
      next = "`\(.recover)` finishes it now"
    }
  }
}

/// A look at the lock and at `staging/`.
struct StagingSight {
  /// The versions that batches were about to add.
  private(set) var versions: [ObjectID: UnfinishedVersion] = [:]
  /// Whether anything is there that a run leaves.
  private(set) var isLeft = false
  /// What is there and no run leaves.
  private(set) var strangers: [String] = []
  private(set) var holder: FileLock.Holder?
  /// What is being let go of.
  private(set) var suppression: SuppressionIntent?
  private(set) var faults: [Fault] = []

  struct Fault: Hashable {
    let path: String
    let reason: String
    /// What to do; nil where nothing better is known than to look at the disk.
    let next: Advice?
  }

  init(of archive: Archive) {
    look(at: archive)
  }

  /// Looks once more, and keeps what was seen before: the batch of a run that is at work may have been
  /// finished since, and another begun.
  mutating func look(at archive: Archive) {
    let staging = archive.path.appending(Archive.staging)
    // Before the versions: a batch that is gone when the lock is looked at was there with its holder.
    do {
      holder = try FileLock.holder(of: archive.path.appending(Archive.lockName)) ?? holder
    } catch {
      note(Archive.lockName, error)
    }
    do {
      suppression = try SuppressionIntent(of: archive) ?? suppression
    } catch {
      note("\(Archive.tombstonesName)/\(SuppressionIntent.fileName)", error)
    }
    let lifting = archive.tombstones.appending(Lifting.fileName)
    if (try? Disk().entry(at: lifting)) == .file { isLeft = true }
    do {
      guard try Disk().entry(at: staging) == .directory else { return }
      strangers = []
      for entry in try Disk().list(staging) {
        take(entry, in: staging)
      }
    } catch {
      note(Archive.staging, error)
    }
  }

  private mutating func take(_ entry: DirectoryEntry, in staging: FilePath) {
    switch (entry.name, entry.kind) {
    case (let name, .directory) where name.hasPrefix("batch"):
      isLeft = true
      do {
        for version in try CommitBatch.unfinished(in: staging.appending(entry.component)) {
          versions[version.id] = version
        }
      } catch {
        // A batch that ends in this moment is nobody's fault.
        let place = staging.appending(entry.component)
        if (try? Disk().entry(at: place)) != nil { note("\(Archive.staging)/\(name)", error) }
      }
    case ("spool", .directory), ("ocfl", .directory), ("let-go", .directory), ("README.md", .file),
      (ChecksumManifest.fileName, .file):
      isLeft = true
    case (let name, .file) where name.hasPrefix("catalogue.sqlite"): isLeft = true
    case (let name, _) where !StagingNames.isOurs(name): strangers.append(name)
    case (let name, .file) where name.hasPrefix("repair-") || name.hasPrefix("manifest"):
      isLeft = true
    case (let name, .directory) where name.hasPrefix("accepted-"): isLeft = true
    case (let name, _): strangers.append(name)
    }
  }

  private mutating func note(_ path: String, _ error: any Error) {
    guard !faults.contains(where: { $0.path == path }) else { return }
    let reason = (error as? FilingError)?.cause.description ?? "\(error)"
    faults.append(Fault(path: path, reason: reason, next: Self.remedy(for: error)))
  }

  private static func remedy(for error: any Error) -> Advice? {
    switch error {
    case StorageError.otherIntent:
      "another Hanaper began this: finish it with that one, by `\(.recover)`; the next run of this "
        + "one moves what was begun to quarantine/, as evidence, and goes on"
    case StorageError.unreadableIntent:
      "`\(.recover)` moves what was begun to quarantine/, as evidence, and goes on; then run "
        + "`\(.verify)` again"
    default: nil
    }
  }

  /// What to tell of it; nil where nobody has begun anything.
  var work: UnfinishedWork? {
    guard isLeft || holder != nil || suppression != nil else { return nil }
    return UnfinishedWork(
      isAtWork: holder != nil,
      holder: holder.map(\.description),
      documents: versions.keys.map(\.text).sorted(),
      isLettingGo: suppression != nil
    )
  }
}
