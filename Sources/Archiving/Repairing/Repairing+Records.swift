// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import OCFL
import Records
import SystemPackage

// What belongs to no document.
extension Repairing {
  /// Puts back what waits for the ledger, before a command that writes takes out of it what is no line.
  ///
  /// - Parameters:
  ///   - archive: whose; nobody may be at work there.
  ///   - source: where it may be sound.
  /// - Returns: where the damaged one lies by now, relative to the archive; nil where there was nothing to do.
  /// - Throws: where something cannot be read or written, or somebody is at work.
  package static func putBackWaiting(
    in archive: Archive,
    from source: RepairSource
  ) throws -> String? {
    guard let replica = source.replica else { return nil }
    let lock = try Archive.lock(archive.path, for: "repair")
    defer { withExtendedLifetime(lock) {} }
    return try WaitingLeaves(of: archive).putBack(from: replica).map {
      "\(Archive.quarantine)/\($0.lastComponent?.string ?? "")"
    }
  }

  /// The records of runs, and tombstones: their digests stand in the ledger alone; and suspect answers, of which their captures say them.
  func records(
    after damage: [ArchiveFinding],
    _ ledger: LedgerCheck,
    from source: inout RepairSource
  ) -> RepairPlan {
    var plan = RepairPlan(of: .records)
    var wanted = damage.filter(Self.isOfEvidence).compactMap { evidence(at: $0.path, source) }
    if ledger.isSound { wanted += signedRecords(after: damage, ledger, source) }
    var seen: Set<String> = []
    for (file, digest) in wanted where seen.insert(file).inserted {
      let here = archive.path.pushing(FilePath(file))
      let isLinked = (try? Disk().link(below: archive.path, onTheWayTo: here)) ?? nil != nil
      if !isLinked, (try? FileDigest(of: here, by: digest.algorithm).value) == digest { continue }
      if let place = source.file(with: digest, called: file, of: nil) {
        plan.steps.append(.put(file: file, digest, from: place))
      } else {
        plan.wanting.append(.init(file: file, digest: digest))
      }
    }
    return plan
  }

  /// What a suspect answer ought to be, by the capture beside it.
  private func evidence(
    at file: String,
    _ source: RepairSource
  ) -> (file: String, digest: Digest)? {
    let parts = file.split(separator: "/").map(String.init)
    guard parts.count == 3, parts[2] != Capture.fileName else { return nil }
    let folder = "\(parts[0])/\(parts[1])"
    func entries(of archive: Archive) -> [DirectoryEntry] {
      (try? Disk().list(archive.path.pushing(FilePath(folder)))) ?? []
    }
    let capture = archive.path.pushing(FilePath(folder)).appending(Capture.fileName)
    // Where the body is missing, only a copy has the rest of its name.
    let name = (entries(of: archive) + (source.replica.map(entries) ?? [])).map(\.name)
      .first { $0.hasPrefix("document.") }
    guard let name, let bytes = try? Disk().read(capture),
      let digest = try? RecordCoding.decode(Capture.self, from: bytes).digest
    else { return nil }
    return ("\(folder)/\(name)", digest)
  }

  private func signedRecords(
    after damage: [ArchiveFinding],
    _ ledger: LedgerCheck,
    _ source: RepairSource
  ) -> [(file: String, digest: Digest)] {
    var wanted: [(file: String, digest: Digest)] = []
    for finding in damage where finding.address == nil {
      let parts = finding.path.split(separator: "/").map(String.init)
      switch parts.first {
      case Archive.runs?:
        for (name, leaf) in ledger.records.runs where parts.count == 1 || parts[1] == name {
          let folder = "\(Archive.runs)/\(name)"
          wanted.append(("\(folder)/\(Archive.reportName)", leaf.report))
          if let visits = leaf.visits { wanted.append(("\(folder)/\(Visit.fileName)", visits)) }
        }
      case Archive.ledgerName? where parts.count > 1 && parts[1] == StampShelf.folderName:
        for (file, digest) in ledger.records.stamps
        where file == finding.path || file.hasPrefix("\(finding.path)/") {
          wanted.append((file, digest))
        }
      case Archive.ledgerName? where parts.count > 3 && parts[1] == ArchiveLedger.epochsName:
        let folder = parts[..<3].joined(separator: "/")
        let file = parts[3...].joined(separator: "/")
        let list = archive.path.pushing(FilePath(folder)).appending(EpochFiles.fileName)
        if file == EpochFiles.fileName, let number = Int(parts[2]) {
          if let digest = beginning(after: number, ledger)?.files {
            wanted.append((finding.path, digest))
          }
          continue
        }
        // A copy may have what opens the leaves of a document that was let go of since.
        if ledger.records.suppressed.isEmpty || !EpochFiles.changing.contains(file),
          let digest = (try? Disk().readText(list)).flatMap({ EpochFiles($0) })?
            .digests[file]
        {
          wanted.append((finding.path, digest))
        }
      case Archive.ledgerName? where parts.count > 1 && parts[1] == ArchiveLedger.epochsName:
        let number = parts.count > 2 ? Int(parts[2]) : nil
        wanted += source.replica.map { lostEpoch(number, ledger, in: $0) } ?? []
      case Archive.tombstonesName? where parts.count == 2:
        let name = String(parts[1].dropLast(".json".count))
        if let digest = ledger.records.tombstones[name] { wanted.append((finding.path, digest)) }
      default: break
      }
    }
    return wanted
  }

  /// The files of a ledger that was put aside and is gone as a whole, where a copy has the list of them that was signed for.
  ///
  /// - Parameters:
  ///   - number: which; nil for the newest that the copy has.
  ///   - ledger: the one that is in use.
  ///   - replica: the copy.
  /// - Returns: none where it has no such list.
  private func lostEpoch(
    _ number: Int?,
    _ ledger: LedgerCheck,
    in replica: Archive
  ) -> [(file: String, digest: Digest)] {
    let copy = ArchiveLedger(of: replica)
    guard let number = number ?? (try? copy.epochsBefore), number > 0 else { return [] }
    let next = beginning(after: number, ledger)
    let place = copy.folder(ofEpoch: number).appending(EpochFiles.fileName)
    guard let digest = next?.files, let text = try? Disk().readText(place),
      Digest.of(text, by: digest.algorithm) == digest, let list = EpochFiles(text)
    else { return [] }
    let folder = EpochCheck.path(number)
    var wanted = [(file: "\(folder)/\(EpochFiles.fileName)", digest: digest)]
    // A copy may have what opens the leaves of a document that was let go of since.
    let isAll = ledger.records.suppressed.isEmpty
    for (file, digest) in list.digests.sorted(by: { $0.key < $1.key })
    where isAll || !EpochFiles.changing.contains(file) {
      wanted.append(("\(folder)/\(file)", digest))
    }
    return wanted
  }

  /// The first leaf of the ledger that followed one.
  private func beginning(after number: Int, _ ledger: LedgerCheck) -> Leaf.Beginning? {
    let own = ArchiveLedger(of: archive)
    let isNewest = ((try? own.epochsBefore) ?? 0) <= number
    return isNewest
      ? ledger.beginning : EpochCheck.beginning(of: own.folder(ofEpoch: number + 1))
  }

  /// The seals of ledgers that were put aside, where documents were let go of since: what opens the leaves of all others.
  ///
  /// - Parameters:
  ///   - damage: what was found.
  ///   - ledger: the one that is in use.
  ///   - replica: a copy of the archive; nil for none.
  /// - Returns: what is to be written.
  func sealsOfEpochs(
    after damage: [ArchiveFinding],
    _ ledger: LedgerCheck,
    from replica: Archive?
  ) -> RepairPlan {
    var plan = RepairPlan(of: .records)
    let letGo = ledger.records.suppressed
    guard ledger.isSound, !letGo.isEmpty else { return plan }
    for finding in damage {
      let parts = finding.path.split(separator: "/").map(String.init)
      guard parts.first == Archive.ledgerName, parts.count == 4, parts[3] == DocumentSeals.fileName,
        parts[1] == ArchiveLedger.epochsName, let number = Int(parts[2])
      else { continue }
      let folder = ArchiveLedger(of: archive).folder(ofEpoch: number)
      var closed = EpochCheck.documents(of: folder).subtracting(letGo)
      var text = ""
      func take(_ seals: DocumentSeals) {
        try? seals.forEach {
          if closed.remove($0.digest.hashValue) != nil { text += DocumentSeals.line(of: $0) }
        }
      }
      take(DocumentSeals(of: archive, inEpoch: folder))
      if let replica {
        let copy = ArchiveLedger(of: replica).folder(ofEpoch: number)
        take(DocumentSeals(of: replica, inEpoch: copy))
      }
      if closed.isEmpty {
        plan.steps.append(.write(file: finding.path, Array(text.utf8)))
      } else {
        plan.wanting.append(.init(file: finding.path, digest: nil))
      }
    }
    return plan
  }
}
