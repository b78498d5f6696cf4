// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import OCFL
import Records
import SystemPackage

// Folders and files that lie in another's place.
extension Repairing {
  /// What lies in another's place goes to its own, before anything is taken from anywhere: the rest is seen by then.
  func places(after damage: [ArchiveFinding]) -> RepairPlan {
    var plan = RepairPlan(of: .places)
    let found = damage.filter { finding in
      // A version's folder is taken for a document's where that has lost what says what it is.
      finding.move.map { !$0.from.hasPrefix("\($0.to)/") && !$0.to.hasPrefix("\($0.from)/") }
        ?? false
    }
    let astray = versionsAstray(in: damage)
    // Folders first: where a file lies is another place afterwards.
    func isOfFolder(_ finding: ArchiveFinding) -> Bool {
      finding.move.map { archive.id(ofFolder: $0.to) != nil || archive.place(of: $0.to) == nil }
        ?? false
    }
    let folders = found.filter(isOfFolder)
    let meant = folders.isEmpty && astray.isEmpty ? found : folders
    plan.documents = found.compactMap(\.address) + astray.flatMap(\.documents)
    var moves = meant.compactMap(\.move) + astray.map(\.move)
    if !folders.isEmpty || !astray.isEmpty {
      for (id, move) in occupants(inTheWayOf: moves) {
        moves.append(move)
        plan.documents.append(id.text)
      }
    }
    plan.steps = Homecoming.steps(for: moves, isTaken: archive.isTaken)
    return plan
  }

  /// The folders of versions that lie in the place of a version of another document.
  ///
  /// - Returns: each, with whose it is and in whose folder it lies.
  private func versionsAstray(
    in damage: [ArchiveFinding]
  ) -> [(documents: [String], move: Move)] {
    Set(damage.compactMap(\.address)).sorted().flatMap { address in
      let folder = archive.folder(of: ObjectID(address))
      let entries = (try? Disk().list(archive.path.pushing(FilePath(folder)))) ?? []
      let versions = entries.filter { VersionNumber(directory: $0.name) != nil }
      return versions.compactMap { entry -> (documents: [String], move: Move)? in
        let place = "\(folder)/\(entry.name)"
        guard archive.versionAlone(in: place) != nil,
          let (id, home) = archive.home(ofWhatLiesIn: place), home != place,
          isCapture(of: id, in: place),
          !archive.isTaken(home) || archive.home(ofWhatLiesIn: home)?.folder != home
        else { return nil }
        return ([id.text, address], Move(from: place, to: home))
      }
    }
  }

  /// Whether the provenance in a version's folder is of the same document as its record, which may have come there alone.
  private func isCapture(of id: ObjectID, in place: String) -> Bool {
    let file = archive.path.pushing(FilePath("\(place)/content/\(Capture.fileName)"))
    let capture = (try? Disk().read(file)).flatMap {
      try? RecordCoding.decode(Capture.self, from: $0)
    }
    return capture.map { ObjectID($0.address.text) } == id
  }

  /// What lies where another folder belongs, and can go to its own place: nobody asked for it, and it is no damaged copy.
  private func occupants(inTheWayOf moves: [Move]) -> [(ObjectID, Move)] {
    var found: [(ObjectID, Move)] = []
    var all = moves
    var next = 0
    while next < all.count {
      let place = all[next].to
      next += 1
      guard archive.isTaken(place), !all.contains(where: { $0.from == place }),
        let (id, home) = archive.home(ofWhatLiesIn: place)
      else { continue }
      let isFree = !archive.isTaken(home) || all.contains { $0.from == home }
      guard home != place,
        isFree || archive.home(ofWhatLiesIn: home)?.id != id
      else { continue }
      all.append(Move(from: place, to: home))
      found.append((id, Move(from: place, to: home)))
    }
    return found
  }
}
