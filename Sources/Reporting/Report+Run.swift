// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Foundation
import Night
package import Records

// The report of a run, as a person reads it at seven in the morning: news first, then troubles.
extension Report {
  /// - Parameters:
  ///   - run: what it saw and did.
  ///   - wording: how commands are written.
  ///   - isWhole: whether that is told too which is nothing to write a mail about.
  ///   - hasCheckpoint: whether the checkpoint stands at its end: for whoever keeps the message itself.
  package init(
    of run: RunReport,
    in wording: Wording,
    whole isWhole: Bool = false,
    checkpoint hasCheckpoint: Bool = true
  ) {
    if run.isNetworkDown { tellNetwork(of: run) }
    for sentence in run.recovered { say("Recovered: \(sentence)") }
    tellDamage(of: run, in: wording)
    if let watch = run.watch { tell(watch, in: wording) }
    tellNews(of: run, in: wording)
    tellMoves(of: run)
    tellSources(of: run, in: wording)
    if isWhole { tellPages(of: run, in: wording) }
    for note in run.notes where note.isNews { say("Note: \(note.sentence).") }
    for host in run.degradedHosts where host.wasNotAsked != true {
      let alive = host.lastAlive.map { "; last seen alive on \(Readable.day($0))" } ?? ""
      say("\(host.host): \(host.sentence)\(alive).")
    }
    tellPutOff(of: run, in: wording)
    for retired in run.retired {
      let command = retired.source.map { NextCommand("list", "--source", $0) }
      let advice = command.map { " (`\(wording.command($0))`)" } ?? ""
      say("\(retired.sentence)\(advice).")
    }
    if let dropped = run.droppedEvidence { say("\(dropped.sentence).") }
    tellUnread(of: run)
    // What stops a run for want of room is said on standard error.
    if !run.isComplete, run.shortage == nil {
      say(
        "The run was stopped\(run.stop?.words ?? "") before every document was visited; the next one begins with \(run.stop?.rest ?? "those that were not")."
      )
    }
    if let problem = run.ledger?.problem { tell(problem, run.ledger?.needs, in: wording) }
    if let notice = run.ledger?.notice {
      say(
        "\(notice).",
        more: ["next: find out who; `\(wording.command(.verify))` says what else they did"]
      )
    }
    say(.styled("\(run.summary).", .dim))
    if hasCheckpoint, let checkpoint = run.ledger?.checkpoint { tell(checkpoint: checkpoint) }
  }

  /// What a run told as news, under the time at which it began.
  ///
  /// - Parameters:
  ///   - run: what it saw and did.
  ///   - wording: how commands are written.
  package init(ofNewsIn run: RunReport, in wording: Wording) {
    say(.styled("\(Readable.date(run.started)) (\(run.run))", .bold))
    add(Report(of: run, in: wording, checkpoint: false))
  }

  private mutating func tell(
    _ problem: String,
    _ remedy: LedgerNote.Remedy?,
    in wording: Wording
  ) {
    say(
      "\(.styled("Nothing was signed for in the ledger", .red)): \(problem).",
      more: [
        "What was kept waits for it, and is kept all the same; until it is signed for, nothing proves that it is not altered.",
        "next: \(wording.words(for: .toSignAgain(after: remedy)))",
      ]
    )
  }

  /// The checkpoint as it is, for whoever keeps the message to prove by it later that the archive only grew.
  private mutating func tell(checkpoint: String) {
    var section = Section(
      "Checkpoint of the ledger: keep this message, and no change goes unseen"
    )
    section.isVerbatim = true
    section.items = checkpoint.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map { Item("\($0)") }
    add(section)
  }

  private mutating func tellDamage(of run: RunReport, in wording: Wording) {
    if !run.damaged.isEmpty {
      let count = run.damaged.count
      var section = Section(
        .styled("Damaged in the archive, and left as it is (\(count))", .red)
      )
      section.items = run.damaged.map(Item.init)
      section.closing =
        "\(wording.page(.recovery)) says how to mend it. Everything else was gone on with."
      add(section)
    }
    if let unread = run.unread { tell(unread: unread, in: wording) }
    guard let first = run.catalogueFaults.first else { return }
    let count = Readable.count(run.catalogueFaults.count, "document")
    var section = Section(
      .styled("The catalogue is wrong about \(count), and was not gone by", .red)
    )
    section.items = [Item("\(first.title)", details: ["\(first.address)", "\(first.sentence)"])]
    section.closing = "Make it again: \(wording.command(.reindex))"
    add(section)
  }

  /// What only another user may read: it may be whole.
  private mutating func tell(unread items: [RunReport.DamagedItem], in wording: Wording) {
    var section = Section(
      .styled("Not to be read for want of permission, and left as it is (\(items.count))", .red)
    )
    section.items = items.map(Item.init)
    let owners = Set(items.compactMap(\.readableBy)).sorted()
    let sync = wording.command(.sync)
    section.closing =
      "Nothing is known of this, and it may be whole: run `\(sync)` as \(owners.joined(separator: " or ")), or give it to the user of all other runs with "
      + "`chown -R`. Everything else was gone on with."
    add(section)
  }
}

extension RunReport.Stop {
  fileprivate var words: String {
    switch by {
    case .signal: " by a signal"
    case .time: " because its time was up (`--max-duration`)"
    case .bytes: " because it had fetched as much as it was to (`--max-bytes`)"
    case .room: " for want of room"
    }
  }

  fileprivate var rest: String {
    let known =
      left == 0 ? "those that were not" : "the \(left) that \(left == 1 ? "was" : "were") not"
    return sources > 0 ? "\(known), and with \(Readable.count(sources, "source")) not read" : known
  }
}

extension RunReport {
  /// The first of what failed and is told nowhere else, because it is no news yet; nil for none.
  private var untold: String? {
    let told = Set(news.map(\.address))
    let rest = troubles.filter { trouble in
      if case .refused = trouble.verdict { return false }
      return trouble.standing.leftOutReason == nil && !told.contains(trouble.address)
    }
    return rest.first.map { "\($0.address)\(rest.count > 1 ? " first" : "")" }
  }

  /// What the run did, in numbers; without a full stop.
  package var summary: String {
    var parts = [
      Readable.count(counts.visited, "document") + " visited", "\(counts.new) new",
      "\(counts.changed) changed", "\(counts.unchanged) unchanged",
    ]
    if counts.heldBack > 0 { parts.append("\(counts.heldBack) held back") }
    if counts.failed > 0 {
      parts.append("\(counts.failed) failed\(untold.map { " (\($0))" } ?? "")")
    }
    if let leftOut = counts.leftOut, leftOut > 0 { parts.append("\(leftOut) left out") }
    if counts.notKept > 0 {
      let first = firstNotKept.map { " (\($0)\(counts.notKept > 1 ? " first" : ""))" } ?? ""
      parts.append("\(counts.notKept) of no kind that is kept\(first)")
    }
    let took = ended.timeIntervalSince(started)
    parts.append("\(Readable.size(counts.bytes)) in \(Readable.time(took))")
    return parts.joined(separator: ", ")
  }
}
