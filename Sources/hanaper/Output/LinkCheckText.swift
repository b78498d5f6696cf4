// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Night
import Reporting

/// A check of links, as a web editor reads it: page by page, the dead first.
struct LinkCheckText {
  private let report: LinkCheckReport

  init(_ report: LinkCheckReport) {
    self.report = report
  }

  func print() {
    if report.isNetworkDown {
      Output.print("Nothing answered at all: our own network seems to be down.")
    }
    tell(.dead, heading: "Dead", style: .red)
    tellMalformed()
    tell(.uncertain, heading: "Uncertain", style: .yellow)
    tell(.moved, heading: "Moved for good; link to the new address", style: .bold)
    for page in report.pages {
      guard let sentence = page.sentence else { continue }
      Output.print("\(page.page): \(sentence).")
    }
    if report.relativeLinks > 0 {
      Output.print(
        "\(Readable.count(report.relativeLinks, "relative link")) left out; "
          + "say with --base what they are meant against."
      )
    }
    let classes = LinkCheckReport.Class.allCases
      .map { "\(report.count(of: $0)) \($0.rawValue)" }.joined(separator: ", ")
    let links = report.links.count + report.malformed.count
    Output.print(
      "\(Readable.count(links, "link")) on \(Readable.count(report.pages.count(where: \.isRead), "page")): "
        + "\(classes)."
    )
  }

  private func tell(_ wanted: LinkCheckReport.Class, heading: String, style: CleanText.Style) {
    let links = report.links(wanted)
    guard !links.isEmpty else { return }
    Output.print("\(CleanText.styled("\(heading)", style)) (\(links.count))")
    for link in links {
      Output.print("  \(link.address)")
      if let target = link.movedTo { Output.print("    now at \(target)") }
      if wanted != .moved { Output.print("    \(link.sentence)") }
      for place in link.places {
        let words = place.isRefresh ? ", which sends its readers there" : ": “\(place.text)”"
        Output.print("    on \(place.page)\(words)")
      }
    }
  }

  private func tellMalformed() {
    guard !report.malformed.isEmpty else { return }
    Output.print("\(CleanText.styled("Malformed", .red)) (\(report.malformed.count))")
    for link in report.malformed {
      Output.print("  \(link.href)")
      Output.print("    \(link.sentence)")
      Output.print("    on \(link.page): “\(link.text)”")
    }
  }
}
