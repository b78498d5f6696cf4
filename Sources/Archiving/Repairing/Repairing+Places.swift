// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import OCFL
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
    // Folders first: where a file lies is another place afterwards.
    func isOfFolder(_ finding: ArchiveFinding) -> Bool {
      finding.move.map { archive.id(ofFolder: $0.to) != nil || archive.place(of: $0.to) == nil }
        ?? false
    }
    let folders = found.filter(isOfFolder)
    let meant = folders.isEmpty ? found : folders
    plan.documents = found.compactMap(\.address)
    var moves = meant.compactMap(\.move)
    if !folders.isEmpty {
      for (id, move) in occupants(inTheWayOf: moves) {
        moves.append(move)
        plan.documents.append(id.text)
      }
    }
    plan.steps = Homecoming.steps(for: moves, isTaken: archive.isTaken)
    return plan
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
        let id = archive.occupant(of: archive.path.pushing(FilePath(place)))
      else { continue }
      let home = archive.folder(of: id)
      let isFree = !archive.isTaken(home) || all.contains { $0.from == home }
      guard home != place,
        isFree || archive.occupant(of: archive.path.pushing(FilePath(home))) != id
      else { continue }
      all.append(Move(from: place, to: home))
      found.append((id, Move(from: place, to: home)))
    }
    return found
  }
}
