// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Appraisal
import Synchronising

/// A check of links, as a web editor reads it: page by page, the dead first.
struct LinkCheckText {
  private let report: LinkCheckReport

  init(_ report: LinkCheckReport) {
    self.report = report
  }

  func print() {
    if report.isNetworkDown {
      Swift.print("Nothing answered at all: our own network seems to be down.")
    }
    print(.dead, heading: "Dead", style: .red)
    for link in report.malformed {
      Swift.print("  “\(Terminal.clean(link.href))” on \(link.page): \(link.sentence)")
    }
    print(.uncertain, heading: "Uncertain", style: .yellow)
    print(.moved, heading: "Moved for good; link to the new address", style: .bold)
    if report.relativeLinks > 0 {
      Swift.print(
        "\(Readable.count(report.relativeLinks, "relative link")) left out; "
          + "say with --base what they are meant against."
      )
    }
    Swift.print(
      "\(Readable.count(report.links.count, "link")) on \(Readable.count(report.pages.count, "page")): "
        + LinkCheckReport.Class.allCases
        .map { "\(report.links($0).count) \($0.rawValue)" }.joined(separator: ", ") + "."
    )
  }

  private func print(_ wanted: LinkCheckReport.Class, heading: String, style: Terminal.Style) {
    let links = report.links(wanted)
    guard !links.isEmpty else { return }
    Swift.print("\(Terminal.styled(heading, style)) (\(links.count))")
    for link in links {
      Swift.print("  \(link.address)")
      if let target = link.movedTo { Swift.print("    now at \(target)") }
      if wanted != .moved { Swift.print("    \(Terminal.clean(link.sentence))") }
      for place in link.places {
        Swift.print("    on \(place.page): “\(Terminal.clean(place.text))”")
      }
    }
  }
}
