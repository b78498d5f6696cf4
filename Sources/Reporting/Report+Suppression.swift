// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Archiving
import Foundation
package import Records

// What a person is told of what is let go of, before and after.
extension Report {
  /// What would go, and what would stay.
  ///
  /// - Parameters:
  ///   - plan: all of it.
  ///   - reason: what was given for it.
  ///   - wording: how commands are written.
  package init(
    ofSuppressing plan: Suppressing.Plan,
    because reason: SuppressionReason,
    in wording: Wording
  ) {
    var section = Section("To be let go of (\(reason.rawValue)):", subheading: "\(plan.address)")
    if !plan.title.isEmpty { section.items.append(Item("\(plan.title)")) }
    section.items.append(Item("\(plan.amount)"))
    if !plan.quarantined.isEmpty {
      section.items.append(
        Item("\(Readable.count(plan.quarantined.count, "folder")) in quarantine go with it")
      )
    }
    if plan.runs > 0 {
      section.items.append(
        Item("the records of \(Readable.count(plan.runs, "run")) are written without it")
      )
    }
    if plan.role != .document {
      section.items.append(
        Item("it is a list: what was kept of it goes, and it is read on every night")
      )
    }
    add(section)
    tell(plan.traces, reason, in: wording)
    say(
      "Copies that `replicas` names let go of it with the next `hanaper replicate`. Out of reach from here: other copies, backups and exports of the archive, messages that were sent, files that were given out.",
      more: [
        "let go of it there, too; what the disk itself still has of removed files, only its owner can say"
      ]
    )
  }

  private mutating func tell(
    _ traces: RemainingTraces,
    _ reason: SuppressionReason,
    in wording: Wording
  ) {
    guard !traces.isEmpty else { return }
    var section = Section("Stays, because it is something else's:")
    let kinds = [
      ("has the same bytes", traces.copies),
      (
        "is a kept page that names it; what the site says there tomorrow is kept as ever",
        traces.pages
      ),
      ("has a record that names its address", traces.records),
    ]
    for (what, addresses) in kinds {
      section.items += addresses.map { Item("\($0)", details: ["\(what)"]) }
    }
    let command = NextCommand("suppress", "ADDRESS", "--reason", reason.rawValue)
    section.closing = "`\(wording.command(command))` lets go of any of these."
    add(section)
  }

  /// What was let go of.
  ///
  /// - Parameters:
  ///   - stone: its tombstone.
  ///   - ledger: what the ledger says to it; nil where nobody was asked to sign.
  ///   - wording: how commands are written.
  package init(
    ofSuppression stone: Tombstone,
    _ ledger: LedgerNote?,
    in wording: Wording
  ) {
    let command = wording.command(NextCommand("unsuppress", stone.name))
    say(
      "Let go of: \(Readable.count(stone.versions.count, "version")), by the tombstone \(stone.name)",
      more: [
        stone.lifted == nil
          ? "no run fetches it again; `\(command)` allows that"
          : "the next run reads and keeps the list anew"
      ] + Self.words(on: ledger)
    )
  }

  /// What may be fetched again.
  ///
  /// - Parameters:
  ///   - stone: its tombstone.
  ///   - ledger: what the ledger says to it; nil where nobody was asked to sign.
  ///   - wording: how commands are written.
  package init(
    ofUnsuppression stone: Tombstone,
    _ ledger: LedgerNote?,
    in wording: Wording
  ) {
    say(
      "What was let go of by the tombstone \(stone.name) may be fetched again",
      more: [
        "the next `\(wording.command(.sync))` does so, if a source lists it; nothing comes back by itself"
      ]
        + Self.words(on: ledger)
    )
  }

  private static func words(on ledger: LedgerNote?) -> [CleanText] {
    let notice = (ledger?.notice).map { CleanText("\($0)") }
    guard let problem = ledger?.problem else {
      return ledger == nil ? [] : ["the ledger says so, signed"] + [notice].compactMap(\.self)
    }
    return ["the ledger says so as soon as it can be signed for; now it could not: \(problem)"]
  }

  /// What is known of one document that was let go of.
  package init(of stone: Tombstone, in wording: Wording) {
    var section = Section(
      "Let go of on \(Readable.date(stone.at))",
      subheading: "tombstone \(stone.name)"
    )
    section.items.append(Item("\(stone.reason.rawValue): \(stone.reason.words)"))
    if let note = stone.note { section.items.append(Item("note: \(note)")) }
    for version in stone.versions {
      section.items.append(
        Item(
          "v\(version.number), kept on \(Readable.day(version.capturedAt)), \(Readable.size(version.size)), \(version.kind.nameWithArticle)",
          details: ["\(version.digest)"]
        )
      )
    }
    if let lifting = stone.lifted {
      let note = lifting.note.map { ": \($0)" } ?? ""
      section.closing = "It may be fetched again since \(Readable.date(lifting.at))\(note)."
    } else {
      section.closing =
        "No run fetches it; `\(wording.command(NextCommand("unsuppress", stone.name)))` allows that."
    }
    add(section)
  }

  /// All that was let go of.
  package init(ofSuppressed stones: [Tombstone], in wording: Wording) {
    var table = Table(
      ["LET GO OF", "WHY", "VERSIONS", "TOMBSTONE", "NOTE"],
      [.left, .left, .right, .left, .left]
    )
    for stone in stones {
      table.add([
        Readable.day(stone.at), stone.reason.rawValue, "\(stone.versions.count)", stone.name,
        (stone.note ?? "") + (stone.lifted == nil ? "" : " (may be fetched again)"),
      ])
    }
    add(table)
    say(
      "`\(wording.command(NextCommand("show", "TOMBSTONE")))` says more of one; an address finds its own."
    )
  }
}

extension Suppressing.Plan {
  fileprivate var amount: String {
    guard let first = versions.first else { return "nothing is kept of it" }
    let bytes = Readable.size(versions.map(\.size).reduce(0, +))
    return
      "\(Readable.count(versions.count, "version")), \(bytes), the first kept on \(Readable.day(first.capturedAt))"
  }
}
