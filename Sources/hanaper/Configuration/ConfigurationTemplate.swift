// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Night
import Discovery
import Reporting
import Synchronising

/// The configuration that `hanaper init` writes.
struct ConfigurationTemplate {
  let contact: String
  let page: String?
  /// What was seen on the page, where it could be looked at.
  var proposal: SourceProposal?

  var text: String {
    """
    # Hanaper's configuration. `hanaper config` prints what it means, with all defaults.

    archive: ../Archive

    # Sent to every site with each request, so that they can reach you.
    contact: \(YAMLScalar.quoted(contact))

    # How gently each site is asked.
    politeness: { delay: 2s, hosts: 32, connectionsPerHost: 1 }

    # Where to look. A page whose links lead to reports, a sitemap, a feed, a page of GOV.UK, a WordPress site, or the addresses of
    # reports themselves:
    #
    #   - id: our-reviews                     # short, for commands and reports
    #     title: Our partnership's reviews
    #     page: https://www.example.org/reviews/
    #     follow: ["*/reviews/*"]             # pages of single reviews, on which the reports are
    #     exclude: ["*form*"]                 # links not to follow
    #     kinds: [documents, page]            # reports that are web pages are kept too,
    #     includePages: ["*/reviews/*"]       # but no pages except these
    #   - id: our-sitemap                     # addresses that end as a document does, and what include names
    #     sitemap: https://www.example.org/sitemap.xml
    #     include: ["*/reviews/*"]
    #   - id: our-news                        # RSS or Atom
    #     feed: https://www.example.org/feed/
    #   - id: our-department                  # a publication, a collection or an organisation
    #     govuk: /government/collections/serious-case-reviews
    #   - id: our-uploads                     # what was uploaded to a site made by WordPress
    #     wordpress: https://www.example.org/
    #     include: ["*/uploads/*review*"]
    #   - id: single-reports
    #     addresses: [https://www.example.org/files/annual-report-2025.pdf]
    \(sources)

    """
  }

  private var sources: String {
    guard let page else { return "sources: []" }
    return """
      sources:
        - id: first
          page: \(YAMLScalar.quoted(page))\(pages)
      """
  }

  private var pages: String {
    guard let proposal, !proposal.includePages.isEmpty else { return "" }
    let seen = proposal.reportPages.prefix(5).map { link in
      "\n    #   \(CleanText.clean(link.title))"
    }
    let patterns = proposal.includePages.map { "\n      - \(YAMLScalar.quoted($0.text))" }
    return """

          # Some of its links lead to web pages that seem to be reports:\(seen.joined())
          # So these are kept as well as files; without the lines below, only files are.
          kinds: [documents, page]
          includePages:\(patterns.joined())
      """
  }
}
