// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Discovery
package import Night

extension Report {
  /// What a page would bring as a source.
  ///
  /// - Parameters:
  ///   - proposal: what was seen.
  ///   - page: where.
  package init(of proposal: SourceProposal, on page: WebAddress) {
    say("\(proposal.title ?? page.text): \(proposal.sentence)")
    for (heading, links) in [
      ("Files", proposal.firstFiles),
      ("Web pages that seem to be reports", Array(proposal.reportPages.prefix(5))),
    ] where !links.isEmpty {
      var section = Section("\(heading), the first of them:")
      section.items = links.map { Item("\($0.title)", details: ["\($0.address)"]) }
      add(section)
    }
    if let (page, files) = proposal.followed {
      say(
        "The pages that it leads to hold files, \(files) of them on “\(page.title)”: they are read for these (`follow`), and not kept themselves."
      )
    }
    if let (count, one) = proposal.barredFiles {
      say(
        "robots.txt keeps us from \(count == proposal.files ? "each of the files" : "\(count) of the files"), “\(one.title)”, \(one.address) for one: what it bars is not asked for, and counted as left out."
      )
    }
    if let page = proposal.barred.first {
      say(
        "robots.txt keeps us from “\(page.title)”, \(page.address): what it bars is neither read nor kept, and was left out of what is proposed."
      )
    }
    if proposal.followed != nil {
      for page in proposal.withoutFiles {
        say("“\(page.title)” holds none, and is to be kept itself (`includePages`).")
      }
      if proposal.hasFurtherPages {
        say(
          "The others were not looked into; the first run, or `source test`, tells which of them hold none."
        )
      }
    }
    if !proposal.queryNoise.isEmpty {
      let names = proposal.queryNoise.map { "`\($0)`" }.joined(separator: ", ")
      say(
        "Its links have \(names), which differ from load to load or follow a campaign, and are left out of names (`queryNoise`)."
      )
    }
    if proposal.otherPages > 0 {
      say("Not taken: \(Readable.count(proposal.otherPages, "link")) to other web pages.")
    }
    if proposal.unusable > 0 {
      say("Not to be taken: \(Readable.count(proposal.unusable, "link")) that no reader can open.")
    }
    if proposal.goesOn { say("The list goes on; its further pages are read, too.") }
    if proposal.files == 0, proposal.reportPages.isEmpty, proposal.follow.isEmpty {
      say(
        "Nothing on it seems to be a report. The reports may be on the pages that it leads to: `follow` in the configuration names these."
      )
    }
  }
}
