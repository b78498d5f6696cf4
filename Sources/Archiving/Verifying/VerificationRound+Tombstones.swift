// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Foundation
import OCFL
import Records
import SystemPackage
import Text

// What was let go of, held against the ledger, and against what is there.
extension VerificationRound {
  mutating func compareTombstones() {
    let names: [String]
    do {
      guard let kind = try Disk().entry(at: archive.tombstones) else {
        return tombstones = missing(besides: [])
      }
      // Anything else in its place is told with the archive's folder.
      guard kind == .directory else { return }
      let entries = try Disk().list(archive.tombstones)
      names = try archive.tombstoneNames()
      let strangers = entries.map(\.name).filter {
        !names.contains($0) && !$0.hasSuffix(".new") && !Archive.namesOfWork.contains($0)
      }
      tombstones = strangers.map { .stranger(at: "\(Archive.tombstonesName)/\($0)") }
    } catch {
      return tombstones = [
        .unread(Archive.tombstonesName, "the folder of what was let go of", error)
      ]
    }
    tombstones += missing(besides: names)
    var stones: [Tombstone] = []
    for name in names {
      do {
        let stone = try archive.tombstone(in: name)
        stones.append(stone)
        if let finding = finding(about: stone, in: name) { tombstones.append(finding) }
      } catch {
        let isForeign = isStated && ledger?.records.tombstones[String(name.dropLast(5))] == nil
        tombstones.append(
          isForeign
            ? Self.foreign(name)
            : Self.damaged(name, "cannot be read: \(error)", ["unread"])
        )
      }
    }
    findReturned(Tombstones(stones))
  }

  private static func damaged(
    _ file: String,
    _ what: String,
    _ codes: [String]
  ) -> ArchiveFinding {
    ArchiveFinding(
      path: "\(Archive.tombstonesName)/\(file)",
      codes: ["tombstone"] + codes,
      sentence: "the tombstone of a document that was let go of \(what)",
      next:
        "`\(NextCommand("repair", "--from", "COPY"))` puts it back from a copy of the archive (\(ManualPage.recovery)): by it runs know what they must not fetch again. "
        + .afterLoss(ofTombstone: String(file.dropLast(".json".count)))
    )
  }

  /// One of which the ledger knows nothing: no copy of the archive has it, and runs go by it.
  private static func foreign(_ file: String) -> ArchiveFinding {
    let line = "mv \("\(Archive.tombstonesName)/\(file)".quotedForShell) .."
    return ArchiveFinding(
      path: "\(Archive.tombstonesName)/\(file)",
      codes: ["tombstone", "ledger"],
      sentence:
        "the tombstone of a document that was let go of is one that nobody signed for in the ledger",
      next:
        "find out who put it there, for runs do not fetch what it names; then move it out of the archive, as evidence: \(shell: line)"
    )
  }

  /// Whether the ledger can be asked.
  private var isStated: Bool { ledger?.isSound == true }

  private func missing(besides names: [String]) -> [ArchiveFinding] {
    guard isStated, let ledger else { return [] }
    return ledger.records.tombstones.keys.map { "\($0).json" }.filter { !names.contains($0) }
      .sorted().map {
        Self.damaged($0, "is missing", ["missing"])
      }
  }

  /// Whether a file says nothing besides what is read of it: another reader may see what stands there twice.
  private func isAsWritten(_ stone: Tombstone, in file: String) -> Bool {
    let text = try? Disk().readText(archive.tombstones.appending(file))
    return text != nil && text == (try? RecordCoding.encode(stone))
  }

  private func finding(about stone: Tombstone, in file: String) -> ArchiveFinding? {
    guard isStated, let ledger, ledger.size > 0 else { return nil }
    let isCalledSo = "\(stone.name).json" == file
    switch ledger.records.statement(about: stone) {
    case .stated where isCalledSo && isAsWritten(stone, in: file): return nil
    // The next command that writes finishes it, which is told as work that was cut off.
    case .notYetLifted
    where isCalledSo && isAsWritten(stone, in: file)
      && Lifting(in: archive).pending?.name == stone.name:
      return nil
    case .answeredFor where isCalledSo: return Self.answered(stone, in: file)
    case .unsigned: return Self.foreign(file)
    // What was let go of is not stated anew when it may be fetched again.
    default:
      return Self.damaged(file, "is not the one that was signed for in the ledger", ["ledger"])
    }
  }

  /// What follows a tombstone that is lost says nothing but that, and is told for as long as it is there: whoever can write
  /// here could have made it up.
  private static func answered(_ stone: Tombstone, in file: String) -> ArchiveFinding {
    ArchiveFinding(
      .warning,
      path: "\(Archive.tombstonesName)/\(file)",
      codes: ["tombstone", "vouched"],
      sentence:
        "the tombstone of a document that was let go of was lost, and a person answered for that: the document may be fetched again",
      next:
        "was it one of you? Else find out who can write to the archive. `\(NextCommand("suppress", "ADDRESS", "--reason", stone.reason.rawValue))` lets go of the document anew, where you know which it was"
    )
  }

  /// Takes out of what is lost the documents that were let go of: manifest or catalogue name them again, because an older
  /// copy of it was put back.
  ///
  /// - Parameter losses: what is lost, by the folders of the documents.
  /// - Returns: what is told in the place of it.
  func findNamedAgain(in losses: inout [String: LostVersions]) -> [ArchiveFinding] {
    // What is being let go of is told as that.
    guard !losses.isEmpty, staging.suppression == nil, let letGo = try? FoldersLetGo(of: archive),
      !letGo.isEmpty
    else { return [] }
    var findings: [ArchiveFinding] = []
    for (folder, loss) in losses where loss.place == .nothing && !loss.isInLedger {
      let digests = manifest?.lost[folder]?.lines.map(\.digest) ?? []
      guard let date = letGo.date(of: folder, at: loss.address, with: digests) else { continue }
      losses[folder] = nil
      if loss.isInManifest {
        findings.append(.namedAgain(since: date, in: ChecksumManifest.fileName, address: nil))
      }
      if loss.isInCatalogue {
        findings.append(.namedAgain(since: date, in: "catalogue.sqlite", address: loss.address))
      }
    }
    return findings
  }

  /// Finds documents that were let go of and are there again: a copy of before was put back, say.
  mutating func findReturned() {
    findReturned(Tombstones((try? archive.readableTombstones()) ?? []))
  }

  private mutating func findReturned(_ stones: Tombstones) {
    guard !stones.isEmpty else { return }
    for object in objects {
      var place = object
      _ = place.removePrefix(archive.root.path)
      let folder = "\(Archive.storageRoot)/\(place)"
      let id = archive.id(ofFolder: folder) ?? (try? Inventory(readFrom: object))?.objectID
      guard let id, let stone = stones.of(.init(alreadyNormal: id.text)) else { continue }
      tombstones.append(
        ArchiveFinding(
          address: id.text,
          path: folder,
          codes: ["tombstone", "returned"],
          sentence:
            "the document was let go of on \(stone.at.formatted(.iso8601.year().month().day())), and is there again",
          next:
            "find out who put it back; `\(NextCommand("suppress", id.text, "--reason", stone.reason.rawValue))` lets go of it once more"
        )
      )
    }
  }
}

extension ArchiveFinding {
  /// A document that was let go of is named again, by a file that is an older copy.
  fileprivate static func namedAgain(
    since date: Date,
    in file: String,
    address: String?
  ) -> ArchiveFinding {
    let isCatalogue = file != ChecksumManifest.fileName
    let name = isCatalogue ? "catalogue" : "manifest"
    let command: NextCommand = isCatalogue ? .reindex : NextCommand("repair")
    return ArchiveFinding(
      address: address,
      path: file,
      codes: ["tombstone", "returned"] + (isCatalogue ? ["catalogue"] : []),
      sentence:
        "the \(name) names a document that was let go of on \(date.formatted(.iso8601.year().month().day())): an older copy of the \(name) was put back",
      next: "`\(command)` writes it anew without that; nothing kept is touched by it"
    )
  }
}
