// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Archiving
import Foundation
import Reporting
import Synchronising

/// The report of a run, as a person reads it at seven in the morning: news first, then troubles.
struct ReportText {
  private let report: RunReport

  init(_ report: RunReport) {
    self.report = report
  }

  func print() {
    if report.isNetworkDown {
      say("No host could be reached: our own network seems to be down. Nothing was judged.")
    }
    for sentence in report.recovered { say("Recovered: \(sentence)") }
    printDamage()
    printNews()
    printSources()
    for note in report.notes { say("Note: \(CleanText.clean(note.sentence)).") }
    for host in report.degradedHosts { say("\(host.host): \(host.sentence).") }
    for retired in report.retired {
      let advice = retired.source.map { " (`\(NextCommand("list", "--source", $0).typed)`)" } ?? ""
      say("\(CleanText.clean(retired.sentence))\(CleanText.clean(advice)).")
    }
    if let dropped = report.droppedEvidence { say("\(dropped.sentence).") }
    // What stops a run for want of room is said on standard error.
    if !report.isComplete, report.shortage == nil {
      say("The run was stopped before every document was visited; the next one goes on.")
    }
    printSummary()
  }

  private func printDamage() {
    if !report.damaged.isEmpty {
      let count = report.damaged.count
      say(CleanText.styled("Damaged in the archive, and left as it is (\(count))", .red))
      for item in report.damaged { printDamage(item) }
      say("  \(ManualPage.recovery) says how to mend it. Everything else was gone on with.")
    }
    guard let first = report.catalogueFaults.first else { return }
    let count = Readable.count(report.catalogueFaults.count, "document")
    say(CleanText.styled("The catalogue is wrong about \(count), and was not gone by", .red))
    say("  \(CleanText.clean(first.title))")
    say("    \(first.address)")
    say("    \(CleanText.clean(first.sentence))")
    say("  Make it again: \(NextCommand.reindex)")
  }

  private func printDamage(_ item: RunReport.DamagedItem) {
    if let title = item.title { say("  \(CleanText.clean(title))") }
    if let address = item.address { say("    \(address)") }
    say("    \(CleanText.clean(item.sentence))")
    if let waiting = item.waiting {
      say("    what came tonight waits in \(waiting) until you decide")
    }
    say("    next: \(CleanText.clean(item.next))")
  }

  private func printNews() {
    for (heading, items) in grouped {
      let isBad = items.contains { $0.news.isBad }
      say(CleanText.styled("\(heading) (\(items.count))", isBad ? .red : .bold))
      for item in items {
        say("  \(item.title)")
        say("    \(item.address)")
        if let detail = detail(of: item) { say("    \(detail)") }
      }
      if items.first?.news == .blocked { say("  \(Self.adviceForBlocked)") }
    }
  }

  private static let adviceForBlocked: CleanText =
    """
    next: open one with a browser. If it is there, ask the site to let this program in; \
    `\(NextCommand("config"))` says by what name it comes
    """

  private var grouped: [(heading: String, items: [RunReport.NewsItem])] {
    var groups: [(heading: String, items: [RunReport.NewsItem])] = []
    for item in report.news {
      // What was never there is the page's mistake, not a loss.
      let isDeadLink = item.news == .missing && item.version == nil
      let heading = isDeadLink ? "Links that lead to nothing" : item.news.heading
      if let place = groups.firstIndex(where: { $0.heading == heading }) {
        groups[place].items.append(item)
      } else {
        groups.append((heading, [item]))
      }
    }
    return groups
  }

  private func detail(of item: RunReport.NewsItem) -> String? {
    if item.news == .replaced, let version = item.version, version > 1 {
      return "now v\(version); v\(version - 1) stays"
    }
    guard item.news.isBad else { return nil }
    var parts = [item.sentence]
    if let version = item.version {
      parts.append(
        item.lastAlive.map { "last seen alive on \(Readable.day($0))" } ?? "never seen alive"
      )
      parts.append("v\(version) is kept")
    }
    return parts.joined(separator: "; ")
  }

  private func printSources() {
    for source in report.sources {
      guard let sentence = source.sentence, source.isNews else { continue }
      let opening = source.wasReached ? "Source" : "Could not read the source"
      say("\(opening) \(source.id): \(sentence).")
      if !source.wasReached { say("  \(Self.advice(on: source))") }
    }
    for source in report.sources {
      guard let leftOut = source.leftOut else { continue }
      say("Source \(source.id): \(CleanText.clean(leftOut)).")
    }
  }

  private static func advice(on source: RunReport.SourceOutcome) -> CleanText {
    let page = source.address.map { "\($0)" } ?? "its page"
    return
      "next: open \(page) with a browser; if the list has moved, write its new address into the configuration"
  }

  private func printSummary() {
    let counts = report.counts
    var parts = [
      Readable.count(counts.visited, "document") + " visited", "\(counts.new) new",
      "\(counts.changed) changed", "\(counts.unchanged) unchanged",
    ]
    if counts.heldBack > 0 { parts.append("\(counts.heldBack) not kept because of damage") }
    if counts.failed > 0 { parts.append("\(counts.failed) failed") }
    if counts.notKept > 0 { parts.append("\(counts.notKept) of no kind that is kept") }
    let took = report.ended.timeIntervalSince(report.started)
    parts.append("\(Readable.size(counts.bytes)) in \(Readable.time(took))")
    say(CleanText.styled("\(parts.joined(separator: ", ")).", .dim))
  }

  private func say(_ line: CleanText) {
    Output.print(line)
  }
}

extension News {
  var isBad: Bool {
    switch self {
    case .gone, .missing, .blocked, .faulty, .unreachable: true
    case .appeared, .replaced, .delisted, .returned, .withdrawn, .suppressed: false
    }
  }

  fileprivate var heading: String {
    switch self {
    case .appeared: "New"
    case .replaced: "Changed: a new version is kept"
    case .delisted: "Still served, but no longer listed"
    case .missing: "Missing tonight"
    case .gone: "Gone"
    case .returned: "Back again"
    case .blocked: "Kept from us by the site"
    case .faulty: "Secure connection at fault"
    case .unreachable: "Not reached for several runs"
    case .withdrawn: "Withdrawn by the publisher"
    case .suppressed: "Let go of"
    }
  }
}
