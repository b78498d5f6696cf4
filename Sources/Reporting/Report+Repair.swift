// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Archiving
import Fixity
package import Records

/// What came of a repair, or would come of it.
package struct RepairAccount: Sendable {
  /// How much damage was found.
  package let found: Int
  package var plans: [RepairPlan]
  /// Whether it was done, and not only planned.
  package let isDone: Bool
  /// Where damaged files lie by now, relative to the archive.
  package var quarantined: [String] = []
  /// What is damaged still; of what was only planned, what nothing can be done about here.
  package var left: [ArchiveFinding] = []
  /// Where what waited for the ledger lies, damaged, where a copy's was put in its place; relative to the archive.
  package var waitingPutBack: String?
  /// What was found when the archive was opened to be written to.
  package var notices: [DamageNotice] = []
  /// Why a site did not deliver a report, in sentences by its address.
  package var notFetched: [String: String] = [:]
  package var ledger: LedgerNote?
  /// Whether the catalogue was made again, because it did not know what is there by now.
  package var madeCatalogue = false

  /// How many places could not be read for want of permission, so that nobody knows what is damaged there.
  package var unread = 0

  /// Whether only some documents were looked at.
  package var isOfSome = false

  package init(found: Int, plans: [RepairPlan], isDone: Bool) {
    (self.found, self.plans, self.isDone) = (found, plans, isDone)
  }

  /// Whether nothing is damaged any more, or would be.
  package var isMended: Bool {
    left.isEmpty && plans.allSatisfy { $0.wanting.isEmpty && $0.problem == nil }
  }
}

// What a person is told of a repair: what was put back, and what is wanting.
extension Report {
  /// - Parameters:
  ///   - repair: what came of it.
  ///   - wording: how commands are written.
  package init(ofRepair repair: RepairAccount, in wording: Wording) {
    if let place = repair.waitingPutBack {
      say(
        "What waits for the ledger was put back from the copy; what was damaged lies in \(place), as evidence."
      )
    }
    for notice in repair.notices { say("\(notice.sentence).") }
    if repair.unread > 0 {
      say(
        "\(Readable.count(repair.unread, "place")) could not be read for want of permission: what is damaged there is not known, and not mended. `\(wording.command(.verify))` names \(repair.unread == 1 ? "it" : "them"); run this as who may read the whole archive."
      )
    }
    guard repair.found > 0 || !repair.plans.isEmpty else {
      if repair.unread > 0 { return }
      if repair.waitingPutBack == nil, repair.notices.isEmpty {
        say(repair.isOfSome ? "Nothing of what was named is damaged." : "Nothing is damaged.")
      }
      return
    }
    for plan in repair.plans { tell(plan, isDone: repair.isDone) }
    for (address, sentence) in repair.notFetched.sorted(by: { $0.key < $1.key }) {
      say("\(address) was not delivered: \(sentence).")
    }
    if !repair.left.isEmpty {
      say(repair.isDone ? "Damaged still:" : "Nothing can be done here about:")
      self.add(Report(of: repair.left, in: wording))
    }
    if repair.madeCatalogue {
      say(repair.isDone ? "The catalogue was made again." : "The catalogue would be made again.")
    }
    for place in repair.quarantined { say("What was damaged lies in \(place), as evidence.") }
    if let notice = repair.ledger?.notice { say("\(notice).") }
    if let problem = repair.ledger?.problem {
      let isAnyDone = repair.plans.contains { !$0.steps.isEmpty }
      say(
        isAnyDone
          ? "The ledger says what was put back as soon as it can be signed for; now it could not: \(problem)."
          : "Nothing can be signed for in the ledger: \(problem).",
        more: ["next: \(wording.words(for: .toSignAgain(after: repair.ledger?.needs)))"]
      )
    }
    if !repair.isDone, repair.plans.contains(where: { !$0.steps.isEmpty }) {
      let isFirstOfMore = repair.plans.contains { [.ledger, .places].contains($0.subject) }
      say(
        "Nothing was changed; without --dry-run this is done.",
        more: isFirstOfMore
          ? [
            "what shows only when the ledger and the folders are right, documents of an older copy say, is put right after that in the same call"
          ] : []
      )
    } else if repair.isMended, repair.found == 0 {
      say("Done; `\(wording.command(.verify))` reads all of it again.")
    } else if repair.isMended {
      say(
        "Mended: \(Readable.count(repair.found, "finding")); `\(wording.command(.verify))` reads all of it again."
      )
    }
    if repair.plans.contains(where: { !$0.wanting.isEmpty }) {
      say(
        "What has no sound copy needs another: `\(wording.command(NextCommand("repair", "--from", "PATH")))` with an older copy of the archive, or a file that somebody was given.",
        more: ["only bytes with that digest are taken"]
      )
    }
  }

  private mutating func tell(_ plan: RepairPlan, isDone: Bool) {
    let name =
      switch plan.subject {
      case .document(let address): address
      case .records: "Records of runs and tombstones"
      case .ledger: "The ledger"
      case .manifest: "The manifest"
      case .storageRoot: "The folder of all documents"
      case .places: "What lay in another's place"
      }
    var section = Section(.styled("\(name)", .bold))
    let verb = isDone ? "put back" : "would be put back"
    section.items = plan.steps.map { step in
      switch step {
      case .put(let file, _, _), .write(let file, _): Item("\(verb): \(plan.short(file))")
      case .manifest: Item("\(verb): its lines of the manifest")
      case .wholeManifest:
        Item("\(isDone ? "" : "would be ")written anew, from the documents' own records")
      case .vouch(let folder):
        Item("\(isDone ? "" : "would be ")signed for, as you answer for it: \(plan.short(folder))")
      case .moveHome(let seat, _):
        plan.subject == .places
          ? Item("\(isDone ? "" : "would be ")moved: \(seat)", details: ["to \(step.file)"])
          : Item("\(isDone ? "" : "would be ")moved back to its place, from \(seat)")
      case .restate(let stone):
        Item(
          "\(isDone ? "" : "would be ")signed for as lost, as you answer for it: the tombstone \(stone.name); its document may be fetched again"
        )
      case .forgo(let file, _):
        Item("\(isDone ? "" : "would be ")signed for as lost, as you answer for it: \(file)")
      case .setAside(let file):
        Item("\(isDone ? "" : "would be ")set aside: \(plan.short(file))")
      }
    }
    section.items += plan.wanting.map { wanting in
      Item(
        "\(isDone ? "NOT put back" : "would NOT be put back"): \(plan.short(wanting.file))",
        details: [
          wanting.digest.map { "no sound copy was found; it must have \($0)" }
            ?? "no sound copy was found; another copy of the archive may have it"
        ]
      )
    }
    if let problem = plan.problem { section.items.append(Item("\(problem)")) }
    add(section)
  }
}
