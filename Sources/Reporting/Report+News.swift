// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Foundation
import Night
import Records

// The news of a run, source by source: whoever reads it answers for one partnership at a time.
extension Report {
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
      let one = group.items.count == 1 ? group.items.first?.address.shortID : nil
      let show = wording.command(NextCommand("show", one ?? "DOCUMENT"))
      let settle = wording.command(NextCommand("ack", one ?? "DOCUMENT"))
      return
        "next: `restore` gives back what is kept; `\(show)` says where else to look; `\(settle)` settles what is as it should be"
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

  mutating func tellNews(of run: RunReport, in wording: Wording) {
    for group in run.newsGroupsOfHosts { tell(group, of: run, in: wording) }
    for source in run.newsBySource {
      say(.styled("\(source.title)", .bold))
      for group in source.groups { tell(group, of: run, in: wording) }
    }
  }

  private mutating func tell(_ group: NewsGroup, of run: RunReport, in wording: Wording) {
    let heading: CleanText = "\(group.heading) (\(group.items.count))"
    var section = Section(.styled(heading, group.isBad ? .red : .bold))
    section.items = group.lines.map { Item($0, of: group, in: wording, recordedIn: run.run) }
    section.closing = Self.advice(after: group, in: wording)
    add(section)
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
      let command: [CleanText] = item.command.map { ["`\(wording.command($0))`"] } ?? []
      self.init("\(item.title)", details: ["\(item.address)"] + detail + next + command)
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

  init(_ damage: RunReport.DamagedItem) {
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
  /// What gives back what is kept of it, where it is not to be had any more.
  fileprivate var command: NextCommand? {
    switch news {
    case .gone, .missing, .withdrawn, .replaced:
      version.map { number in
        let old = news == .replaced && number > 1
        return old
          ? NextCommand("restore", address.shortID, "--version", "\(number - 1)")
          : NextCommand("restore", address.shortID)
      }
    default: nil
    }
  }

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
