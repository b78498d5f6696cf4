// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Night
import Addressing
import Records

// A check of links, as a web editor reads it: page by page, the dead first.
extension Report {
  package init(of check: LinkCheckReport) {
    if check.isNetworkDown {
      say("Nothing answered at all: our own network seems to be down.")
    }
    tell(.dead, of: check, heading: .styled("Dead", .red))
    tellMalformed(of: check)
    tell(.uncertain, of: check, heading: .styled("Uncertain", .yellow))
    tell(.moved, of: check, heading: .styled("Moved for good; link to the new address", .bold))
    for page in check.pages {
      guard let sentence = page.sentence else { continue }
      say("\(page.page): \(sentence).")
    }
    if check.relativeLinks > 0 {
      let links = Readable.count(check.relativeLinks, "relative link")
      say("\(links) left out; say with --base what they are meant against.")
    }
    let classes = LinkCheckReport.Class.allCases
      .map { "\(check.count(of: $0)) \($0.rawValue)" }.joined(separator: ", ")
    let links = Readable.count(check.links.count + check.malformed.count, "link")
    let pages = Readable.count(check.pages.count(where: \.isRead), "page")
    say("\(links) on \(pages): \(classes).")
  }

  private mutating func tell(
    _ wanted: LinkCheckReport.Class,
    of check: LinkCheckReport,
    heading: CleanText
  ) {
    let links = check.links(wanted)
    guard !links.isEmpty else { return }
    var section = Section("\(heading) (\(links.count))")
    section.items = links.map { link in
      var details: [CleanText] = []
      if let target = link.movedTo { details.append("now at \(target)") }
      if wanted != .moved { details.append("\(link.sentence)") }
      details += link.places.map { place in
        let words = place.isRefresh ? ", which sends its readers there" : ": “\(place.text)”"
        return "on \(place.page)\(words)"
      }
      return Item("\(link.address)", details: details)
    }
    add(section)
  }

  private mutating func tellMalformed(of check: LinkCheckReport) {
    guard !check.malformed.isEmpty else { return }
    var section = Section("\(CleanText.styled("Malformed", .red)) (\(check.malformed.count))")
    section.items = check.malformed.map { link in
      Item("\(link.href)", details: ["\(link.sentence)", "on \(link.page): “\(link.text)”"])
    }
    add(section)
  }
}
