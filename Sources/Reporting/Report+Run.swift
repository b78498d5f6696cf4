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
  package init(of run: RunReport, in wording: Wording, whole isWhole: Bool = false) {
    if run.isNetworkDown { tellNetwork(of: run) }
    for sentence in run.recovered { say("Recovered: \(sentence)") }
    tellDamage(of: run, in: wording)
    tellNews(of: run, in: wording)
    tellMoves(of: run)
    tellSources(of: run, in: wording)
    if isWhole { tellPages(of: run, in: wording) }
    for note in run.notes where note.isNews { say("Note: \(note.sentence).") }
    for host in run.degradedHosts where host.wasNotAsked != true {
      let alive = host.lastAlive.map { "; last seen alive on \(Readable.day($0))" } ?? ""
      say("\(host.host): \(host.sentence)\(alive).")
    }
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
        "The run was stopped before every document was visited; the next one begins with those that were not."
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
    if let checkpoint = run.ledger?.checkpoint { tell(checkpoint: checkpoint) }
  }

  /// What a run told as news, under the time at which it began.
  ///
  /// - Parameters:
  ///   - run: what it saw and did.
  ///   - wording: how commands are written.
  package init(ofNewsIn run: RunReport, in wording: Wording) {
    var run = run
    // Checkpoints are for whoever keeps the message itself.
    if run.ledger?.problem == nil { run.ledger?.checkpoint = nil }
    say(.styled("\(Readable.date(run.started)) (\(run.run))", .bold))
    add(Report(of: run, in: wording))
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
      "Checkpoint of the ledger; keep this message, and nothing of the archive can be altered unseen"
    )
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

  /// What to do about news; nil where there is nothing.
  private static func advice(after group: NewsGroup, in wording: Wording) -> CleanText? {
    if group.news == .blocked { return "next: open one with a browser. \(wording.askingTheSite)" }
    if group.news == .madeAnew {
      return
        "Dates, identifiers and the like differ each time and do not count; whatever else changes is kept as a new version."
    }
    if group.news == .inTurn {
      return
        "Neither is told again. One that alone has come for \(EditionJudgement.daysUntilBelieved) days becomes the newest version."
    }
    if group.news == .sameFile {
      guard group.items.contains(where: { $0.waiting != nil }) else { return nil }
      let command = wording.command(NextCommand("accept", "DOCUMENT"))
      return
        "next: open one with a browser. If it is right, `\(command)` keeps it; else nothing is to be done, unless it stays for two weeks"
    }
    if group.news == .gone || group.news == .missing {
      guard group.items.contains(where: { $0.version != nil }) else { return nil }
      // Of one it is said as it is typed; of many, once.
      let one = group.items.count == 1 ? group.items.first?.address.text : nil
      let restore = wording.command(NextCommand("restore", one ?? "DOCUMENT"))
      let show = wording.command(NextCommand("show", one ?? "DOCUMENT"))
      return "next: `\(restore)` gives back what is kept; `\(show)` says where else to look"
    }
    if group.news == .unreachable, group.items.contains(where: { $0.verdict.isDamaged }) {
      let one = group.items.count == 1 ? group.items.first?.address.text : nil
      let command = wording.command(NextCommand("accept", one ?? "DOCUMENT"))
      return
        "next: open one with a browser. If it is right though it is another each time, `\(command)` keeps the copy that came last"
    }
    if group.news == .unreachable {
      return "next: nothing, if the site recovers; should it stay so, open one with a browser"
    }
    if group.news == .faulty {
      return "next: open one with a browser, which will warn of it too, and tell the site"
    }
    if group.news == .refused { return adviceOnRefusals(in: group, wording) }
    guard group.news == .leftOut else { return nil }
    let reasons = Set(group.items.compactMap(\.standing.leftOutReason))
    var advice: CleanText = "next: open one with a browser. "
    if reasons.contains(.wall) || reasons.contains(.login) {
      advice = "\(advice)\(wording.askingTheSite). "
    }
    if reasons.contains(.robots) {
      let command = wording.command(NextCommand("explain", "ADDRESS"))
      advice =
        "\(advice)`\(command)` shows the line of robots.txt, which a reason in `ignoreRobots` overrules. "
    }
    if group.items.contains(where: { $0.waiting != nil }) {
      let command = wording.command(NextCommand("accept", "ADDRESS"))
      advice =
        "\(advice)What is right though somebody rejected it elsewhere, `\(command)` takes in. "
    }
    if reasons.contains(.tooLarge) {
      let one = group.items.count == 1 ? group.items.first?.oversize : nil
      let raise = one?.advice ?? Refusal.tooLarge.advice
      advice = "\(advice)What is too large, `sync` keeps once you \(raise). "
    }
    return "\(advice)What is not wanted, `exclude` takes off the list"
  }

  /// What to do where what is held is not fetched any more, by what keeps it from us.
  private static func adviceOnRefusals(in group: NewsGroup, _ wording: Wording) -> CleanText {
    var advice: [String] = []
    for item in group.items {
      guard case .refused(let reason) = item.verdict else { continue }
      let next = (group.items.count == 1 ? item.oversize?.advice : nil) ?? reason.advice
      if !advice.contains(next) { advice.append(next) }
    }
    let one = group.items.count == 1 ? group.items.first?.address.text : nil
    let explain = wording.command(NextCommand("explain", one ?? "ADDRESS"))
    return "next: \(advice.joined(separator: "; or ")). `\(explain)` shows what keeps it from us"
  }

  private mutating func tellNews(of run: RunReport, in wording: Wording) {
    for group in run.newsGroups {
      let heading: CleanText = "\(group.heading) (\(group.items.count))"
      var section = Section(.styled(heading, group.isBad ? .red : .bold))
      section.items = group.lines.map { Item($0, of: group, in: wording, recordedIn: run.run) }
      section.closing = Self.advice(after: group, in: wording)
      add(section)
    }
  }
}

extension Report.Item {
  fileprivate init(
    _ line: NewsGroup.Line,
    of group: NewsGroup,
    in wording: Wording,
    recordedIn run: String
  ) {
    switch line {
    case .more(let count, let source):
      let number = count.formatted(.number.locale(Locale(identifier: "en_GB")))
      let place = "all are in runs/\(run)/report.json of the archive"
      let of = source.isEmpty ? "" : " of the source \(source)"
      var details: [CleanText] = ["\(place)"]
      if !source.isEmpty, let command = group.naming(source) {
        details = ["`\(wording.command(command))` names them; \(place)"]
      }
      self.init("… and \(number) more\(of)", details: details)
    case .one(let item):
      let detail = item.detail.map { ["\($0)"] as [CleanText] } ?? []
      let next: [CleanText] = item.proposal.map { ["if it does: `\(wording.command($0))`"] } ?? []
      self.init("\(item.title)", details: ["\(item.address)"] + detail + next)
    case .everywhere(let items, let host):
      let sentence = items.first?.sentence ?? ""
      let alive = items.compactMap(\.lastAlive).max().map {
        "last seen alive on \(Readable.day($0))"
      }
      let isBad = items.first?.news.isBad == true
      let command = NextCommand("list", host)
      self.init(
        "\(host): \(sentence): \(Readable.count(items.count, "document"))",
        details: (isBad ? ["\(alive ?? "never seen alive"); what is kept stays"] : [])
          + ["`\(wording.command(command))` names them"]
      )
    case .same(let items):
      self.init("\(items.first?.sentence ?? "")", details: items.lines)
    case .many(let count, let source, let sentence):
      let command =
        group.news == .leftOut
        ? NextCommand("list", "--source", source, "--standing", "left-out")
        : group.naming(source) ?? NextCommand("list", "--source", source)
      self.init(
        "\(count) documents of the source \(source)",
        details: ["\(sentence)", "`\(wording.command(command))` names them"]
      )
    }
  }

  fileprivate init(_ damage: RunReport.DamagedItem) {
    var details: [CleanText] = []
    if let address = damage.address { details.append("\(address)") }
    details.append("\(damage.sentence)")
    if let waiting = damage.waiting {
      details.append("what came tonight waits in \(waiting) until you decide")
    }
    // Of what may not be read it is said once what to do.
    if damage.readableBy == nil { details.append("next: \(damage.next)") }
    self.init(damage.title.map { "\($0)" }, details: details)
  }
}

extension RunReport.NewsItem {
  /// What says that it takes the place which it seems to take.
  fileprivate var proposal: NextCommand? {
    seemsToSucceed.map { NextCommand("join", $0.text, address.text) }
  }
}

extension NewsGroup {
  /// The command that shows such documents of a source; nil where none shows these and no others.
  fileprivate func naming(_ source: String) -> NextCommand? {
    switch news {
    case .appeared: NextCommand("list", "--source", source)
    case .gone, .missing, .blocked, .faulty, .unreachable, .leftOut:
      NextCommand("list", "--source", source, "--attention")
    case .delisted: NextCommand("list", "--source", source, "--standing", "delisted")
    case .withdrawn: NextCommand("list", "--source", source, "--standing", "withdrawn")
    case .refused: NextCommand("list", "--source", source, "--attention")
    case .replaced, .succeeded, .returned, .suppressed, .madeAnew, .inTurn, .sameFile,
      .fetchedAgain:
      nil
    }
  }
}

extension [RunReport.NewsItem] {
  /// So many documents that one file answers for are named.
  private static var mostNamed: Int { 10 }

  /// The documents that one file answers for, and what became of it.
  fileprivate var lines: [CleanText] {
    var lines: [CleanText] = prefix(Self.mostNamed).map { item in
      let title = item.title.isEmpty ? item.address.text : "\(item.title), \(item.address)"
      let held = item.waiting.flatMap { place in
        item.version.map { "v\($0) stays, and what came waits in \(place)" }
      }
      return "\(title)\(held.map { "; \($0)" } ?? "")"
    }
    if count > Self.mostNamed { lines.append("and \(count - Self.mostNamed) more") }
    return lines
  }
}

extension RunReport {
  /// What the run did, in numbers; without a full stop.
  package var summary: String {
    var parts = [
      Readable.count(counts.visited, "document") + " visited", "\(counts.new) new",
      "\(counts.changed) changed", "\(counts.unchanged) unchanged",
    ]
    if counts.heldBack > 0 { parts.append("\(counts.heldBack) held back") }
    if counts.failed > 0 { parts.append("\(counts.failed) failed") }
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
