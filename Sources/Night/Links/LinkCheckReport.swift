// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Discovery
package import Foundation
package import Records

/// What a check of links found.
package struct LinkCheckReport: Encodable, Sendable {
  package static let schema = "hanaper/check/1"

  package var schema = LinkCheckReport.schema
  package var pages: [Page] = []
  package var links: [Link] = []
  /// Links whose address cannot be asked for at all.
  package var malformed: [Malformed] = []
  /// Files that files link to.
  package var files: [File] = []
  /// Parts of pages that are linked to and are not there, or may not be.
  package var parts: [Part] = []
  /// How many there are of each class, by its word.
  package var counts: [String: Int] = [:]
  /// Links that were left out because their page is a file without an address.
  package var relativeLinks = 0

  /// What a link's verdict means to whoever looks after the page.
  package enum Class: String, Codable, CaseIterable, Sendable {
    case alive
    /// Alive, at another address for good: the page should link there.
    case moved
    case dead
    /// The address is none, or holds a letter that could not be read; nobody can be asked.
    case malformed
    /// The page is alive, and has no part of the name that the link gives: `page#part`.
    case partMissing = "part-missing"
    /// The site does not let us see, or did not answer: look again before you act.
    case uncertain
  }

  /// A page whose links were read: its address, or the path of a file.
  package struct Page: Codable, Sendable {
    package let page: String
    /// Where its links were read, if the page sends its readers on; `places` name this one.
    package let readAt: String?
    package let links: Int
    /// The source whose page it is; nil where it was named by itself.
    package let source: String?
    /// Whether there was a page to read links from at all.
    package let isRead: Bool
    /// Whether it was read to its end.
    package let isWhole: Bool
    /// What came in its place; nil for a page that came.
    package let verdict: Verdict?
    /// What was not read of it, and why; nil where all was.
    package let sentence: String?
    /// How many links on it only a script can open, so that they were not looked at; nil for none.
    package private(set) var scriptLinks: Int?
    /// The words of the first of them.
    package private(set) var firstScriptLink: String?
    /// Whether it is a file of our own, of which nothing says that the network is there.
    private(set) var isLocal = false

    private enum CodingKeys: String, CodingKey {
      case page, readAt, links, source, isRead, isWhole, verdict, sentence, scriptLinks
      case firstScriptLink
    }

    init(page: LinkCheck.Page, readAt: String, links: Int, _ listing: Listing) {
      self.page = page.name
      self.readAt = readAt == page.name ? nil : readAt
      self.links = links
      source = page.source
      isLocal = page.address == nil
      isRead = true
      isWhole = listing.isReadToEnd
      verdict = nil
      sentence = listing.limitsSentence
      let scripted = listing.aspects.scriptOnly
      if scripted.count > 0 { (scriptLinks, firstScriptLink) = (scripted.count, scripted.first) }
    }

    package init(notRead page: String, because reason: String, _ source: String? = nil) {
      self.init(unread: page, source, nil, reason)
    }

    /// A source's page that could not be had, or is no page.
    package init(
      notRead page: String,
      of source: String,
      _ verdict: Verdict,
      because sentence: String
    ) {
      self.init(unread: page, source, verdict, sentence)
    }

    private init(unread page: String, _ source: String?, _ verdict: Verdict?, _ why: String) {
      self.page = page
      self.source = source
      self.verdict = verdict
      (readAt, links, isRead, isWhole) = (nil, 0, false, false)
      sentence =
        "the page\(source.map { " of the source \($0)" } ?? "") was not read: \(why)"
    }
  }

  package struct Place: Codable, Sendable {
    package let page: String
    package let text: String
    package let position: Int
    /// Whether it is no link, but where the page sends its readers by itself.
    package let isRefresh: Bool

    package init(page: String, text: String, position: Int) {
      (self.page, self.text, self.position, isRefresh) = (page, text, position, false)
    }

    package init(refreshOf page: WebAddress) {
      (self.page, text, position, isRefresh) = (page.text, "", 0, true)
    }
  }

  package struct Link: Encodable, Sendable {
    package let address: WebAddress
    package let `class`: Class
    package let verdict: Verdict
    package let sentence: String
    package let status: Int?
    package let movedTo: WebAddress?
    /// When it answered, if that was in an earlier check and it was not asked again.
    package let earlier: Date?
    /// Where it was found; empty for an address that was itself to be checked, and is linked nowhere.
    package let places: [Place]
    /// What an archive holds of it, where it is dead and one was looked into.
    package var kept: Kept?
    /// Whether it was itself to be checked, or a page sends its readers there.
    let isNamed: Bool

    private enum CodingKeys: String, CodingKey {
      case address, `class`, verdict, sentence, status, movedTo, earlier, places, kept
    }

    package init(
      address: WebAddress,
      verdict: Verdict,
      sentence: String,
      status: Int?,
      movedTo: WebAddress?,
      earlier: Date? = nil,
      places: [Place],
      isNamed: Bool
    ) {
      self.address = address
      self.isNamed = isNamed
      self.verdict = verdict
      self.sentence = sentence
      self.status = status
      self.movedTo = movedTo
      self.earlier = earlier
      self.places = places
      `class` =
        switch verdict {
        // A refused request, 400 or 405 say, is no proof of death: a run takes it for silence, too.
        case _ where verdict.isDeadSign: .dead
        case _ where verdict.isAlive: movedTo == nil ? .alive : .moved
        default: .uncertain
        }
    }
  }

  /// What an archive holds of a link that is dead.
  package struct Kept: Encodable, Sendable {
    /// What it is called there.
    package let document: WebAddress
    package let version: Int
    package let lastAlive: Date?

    package init?(_ document: Document?) {
      guard let document, let version = document.version else { return nil }
      self.document = document.address
      self.version = version
      lastAlive = document.lastAlive
    }
  }

  package struct Malformed: Codable, Sendable {
    package let page: String
    package let href: String
    package let text: String
    package let sentence: String

    package init(page: String, href: String, text: String, sentence: String) {
      self.page = page
      self.href = href
      self.text = text
      self.sentence = sentence
    }
  }

  package init() {}

  /// How many links were looked at, parts that are not there counted besides.
  package var linkCount: Int { links.count + files.count + parts.count + malformed.count }

  /// How many answered in an earlier check, and were not asked again.
  package var earlierCount: Int { links.count { $0.earlier != nil } }

  package func links(_ wanted: Class) -> [Link] {
    links.filter { $0.class == wanted }
  }

  /// How many there are of each; of what there is none, nothing.
  package var tally: [Class: Int] {
    var tally: [Class: Int] = malformed.isEmpty ? [:] : [.malformed: malformed.count]
    for link in links { tally[link.class, default: 0] += 1 }
    for file in files { tally[file.class, default: 0] += 1 }
    for part in parts { tally[part.class, default: 0] += 1 }
    return tally
  }

  /// Whether nothing at all answered.
  package var isNetworkDown: Bool {
    let verdicts = links.map(\.verdict) + pages.compactMap(\.verdict)
    let reaches = verdicts.map(\.reach)
    return pages.allSatisfy { $0.isLocal || $0.source != nil && !$0.isRead }
      && !reaches.contains(.answered) && reaches.contains(.silent)
  }

  /// Whether every address and file that was named could be looked at, and every page read to its end.
  package var isWhole: Bool {
    pages.allSatisfy(\.isWhole)
      && !links.contains { $0.class == .uncertain && $0.isNamed }
  }

  /// The same report, pages and links in the order of the pages.
  package func inOrder() -> LinkCheckReport {
    var report = self
    let tally = tally
    for wanted in Class.allCases { report.counts[wanted.rawValue] = tally[wanted, default: 0] }
    report.malformed.sort { $0.page < $1.page }
    report.pages.sort { ($0.page, $0.source ?? "") < ($1.page, $1.source ?? "") }
    report.links.sort { $0.order < $1.order }
    report.files.sort { $0.order < $1.order }
    report.parts.sort { $0.order < $1.order }
    return report
  }
}

extension LinkCheckReport.Link {
  /// What was named itself comes first, then the links in the order of their pages.
  fileprivate var order: (page: String, position: Int, address: WebAddress) {
    (places.first?.page ?? "", places.first?.position ?? 0, address)
  }
}

extension LinkCheckReport.File {
  fileprivate var order: (page: String, position: Int, path: String) {
    (places.first?.page ?? "", places.first?.position ?? 0, path)
  }
}

extension LinkCheckReport.Part {
  fileprivate var order: (page: String, position: Int, address: String, part: String) {
    (places.first?.page ?? "", places.first?.position ?? 0, address, part)
  }
}

extension LinkCheckReport.Place {
  /// Places come in the order of their pages' names.
  var order: (page: String, position: Int) { (page, position) }
}
