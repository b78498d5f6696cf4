// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Night
import Addressing
import Archiving
import Records

// A check of links, as a web editor reads it: page by page, the dead first.
extension Report {
  /// - Parameters:
  ///   - check: what was found.
  ///   - wording: how commands are written.
  package init(of check: LinkCheckReport, in wording: Wording) {
    if check.isNetworkDown {
      say("Nothing answered at all: our own network seems to be down.")
    }
    let findings = Dictionary(grouping: check.findings, by: \.class)
    for wanted in LinkCheckReport.Class.told {
      tell(findings[wanted] ?? [], heading: wanted.heading, in: wording)
    }
    for remark in check.remarks { say(remark) }
    say("\(check.summary)")
  }

  private mutating func tell(
    _ findings: [LinkCheckReport.Finding],
    heading: CleanText,
    in wording: Wording
  ) {
    guard !findings.isEmpty else { return }
    var section = Section("\(heading) (\(findings.count))")
    section.items = findings.map { finding in
      var details: [CleanText] = []
      if let target = finding.movedTo { details.append("now at \(target)") }
      if finding.class != .moved { details.append("\(finding.sentence)") }
      if let kept = finding.kept { details.append(kept.words(in: wording)) }
      return Item("\(finding.target)", details: details + finding.places.map(\.words))
    }
    // Once, however many links are dead.
    if findings.contains(where: \.isDeadAddress) { section.closing = Self.webArchives }
    add(section)
  }
}

extension Report {
  /// Where else a reader may look for an address that is dead.
  static var webArchives: CleanText {
    let pages = DeadLinkHelp.webArchives(of: "ADDRESS").joined(separator: " or ")
    return "a web archive may have a copy: \(pages)"
  }
}

extension LinkCheckReport.Kept {
  func words(in wording: Wording) -> CleanText {
    let alive = lastAlive.map { ", last seen alive on \(Readable.day($0))" } ?? ""
    let command = wording.command(NextCommand("restore", document.text))
    return "v\(version) is kept\(alive); `\(command)` gives it back"
  }
}

extension LinkCheckReport.Class {
  /// All that is told, what needs doing first.
  static let told: [Self] = [.dead, .malformed, .partMissing, .uncertain, .moved]

  var heading: CleanText {
    switch self {
    case .alive: "Alive"
    case .dead: .styled("Dead", .red)
    case .malformed: .styled("Malformed", .red)
    case .partMissing: .styled("Alive, but without the part that is linked to", .yellow)
    case .uncertain: .styled("Uncertain", .yellow)
    case .moved: .styled("Moved for good; link to the new address", .bold)
    }
  }
}

extension LinkCheckReport.Place {
  var words: CleanText {
    if isRefresh { return "on \(page), which sends its readers there" }
    return text.isEmpty ? "on \(page)" : "on \(page): “\(text)”"
  }
}

extension LinkCheckReport {
  /// What else is to be said: of pages, and of links that were not looked at.
  var remarks: [CleanText] {
    var remarks: [CleanText] = pages.compactMap { page in
      page.sentence.map { "\(page.page): \($0)." }
    }
    for page in pages {
      guard let count = page.scriptLinks else { continue }
      let first = page.firstScriptLink.map { " (“\($0)”\(count > 1 ? " first" : ""))" } ?? ""
      remarks.append(
        "\(page.page): \(Readable.count(count, "link")) that only a script can open\(first); not looked at."
      )
    }
    if linkCount == 0, relativeLinks == 0, !pages.isEmpty,
      pages.allSatisfy({ $0.isRead && $0.isWhole })
    {
      let place = pages.count == 1 ? pages.first?.page ?? "" : "any of the \(pages.count) pages"
      remarks.append("There is no link on \(place); nothing was looked at.")
    }
    if relativeLinks > 0 {
      let links = Readable.count(relativeLinks, "relative link")
      remarks.append("\(links) left out; say with --base what they are meant against.")
    }
    if earlierCount > 0 {
      let links = Readable.count(earlierCount, "link")
      remarks.append("\(links) not asked again, because alive in an earlier check (--max-age).")
    }
    return remarks
  }

  /// All of it in a line.
  var summary: String {
    let tally = tally
    let classes = Class.allCases.filter { $0 != .partMissing || tally[$0] != nil }
      .map { "\(tally[$0, default: 0]) \($0.rawValue)" }.joined(separator: ", ")
    let links = Readable.count(linkCount, "link")
    let pages = Readable.count(pages.count(where: \.isRead), "page")
    return "\(links) on \(pages): \(classes)."
  }
}
