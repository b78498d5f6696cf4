// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Discovery
package import HTTP
package import Records

/// A check of links as a value: what was found goes in, what is to be visited comes out.
///
/// It is a ``Night`` without memory and without accessions: every link of a page is visited as soon as the page was
/// read, and what answers is told, not concluded from. However many pages have a link, it is visited once; but where a
/// page that comes later changes what it is expected to lead to, once more, because an answer is judged by that. Like a
/// night it knows no disk, network or clock, and what it tells does not depend on the order in which things come.
package struct LinkCheck: Sendable {
  /// What was named to be checked: a page with all its links, or an HTML file.
  package struct Page: Hashable, Sendable {
    /// As it was named: an address, or the path of a file.
    package let name: String
    /// Nil for a file.
    package let address: WebAddress?
    /// The source whose page it is; nil where it was named by itself.
    package let source: String?

    package init(_ address: WebAddress, of source: String? = nil) {
      (name, self.address, self.source) = (address.text, address, source)
    }

    package init(file path: String) {
      (name, address, source) = (path, nil, nil)
    }
  }

  /// A link to be visited.
  package struct Candidate: Hashable, Sendable {
    package let number: Int
    package let address: WebAddress
    /// What it is expected to lead to, by the first place that says so; in the order of the pages' names.
    package let expectedKind: BodyKind?
  }

  /// What came for an address.
  package struct Response: Sendable {
    package let appraisal: AppraisalRecord
    package let status: Int?

    package init(_ appraisal: AppraisalRecord, status: Int?) {
      self.appraisal = appraisal
      self.status = status
    }
  }

  package enum Event: Sendable {
    /// A page was read; where its links stand, by address or path.
    case read(Page, at: String, Listing)
    /// A page cannot be read, for a reason in words.
    case unread(Page, because: String)
    /// Something else came in the place of a page; by the page, if any, that sent its readers there.
    case answered(Page, Response, refresh: Hop?)
    /// A link was visited.
    case visited(Candidate, Response)
  }

  package enum Order: Hashable, Sendable {
    /// Visit these.
    case visit([Candidate])
  }

  /// Stands in for the address of a file that has none.
  package static let nowhere = WebAddress(alreadyNormal: "http://relative.invalid/")

  private var links: [LinkPlaces] = []
  private var numbers: [WebAddress: Int] = [:]
  /// The pages whose links were taken; two may send their readers to one.
  private var readPlaces: Set<String> = []
  private var told = LinkCheckReport()

  package init() {}

  /// A link, and every place where it was found.
  private struct LinkPlaces {
    let address: WebAddress
    var places: [LinkCheckReport.Place] = []
    /// The first place that says what it leads to.
    var expectation: (place: LinkCheckReport.Place, kind: BodyKind)?
    var response: Response?
    /// What came for it where it was named itself, or stood in the place of a page, the first by name; judged without
    /// expectation.
    var namedResponse: Response?
    var namer: String?

    /// What is told of it.
    var told: Response? { expectation == nil ? namedResponse ?? response : response }

    mutating func add(_ place: LinkCheckReport.Place, _ kind: BodyKind?) {
      places.append(place)
      guard let kind else { return }
      if let first = expectation?.place, first.order < place.order { return }
      expectation = (place, kind)
    }
  }

  /// Takes in what happened.
  ///
  /// - Parameter event: what it was.
  /// - Returns: what is to be done now.
  package mutating func take(_ event: Event) -> [Order] {
    switch event {
    case .read(let page, let place, let listing): return read(page, at: place, listing)
    case .unread(let page, let reason):
      told.pages.append(.init(notRead: page.name, because: reason, page.source))
    case .answered(let page, let response, let refresh): answer(page, response, refresh)
    case .visited(let candidate, let response): visited(candidate, response)
    }
    return []
  }

  /// What is to be told, as far as it is known.
  package var report: LinkCheckReport {
    var report = told
    for link in links {
      guard let response = link.told else { continue }
      report.links.append(
        .init(link.address, response, link.places, isNamed: link.namedResponse != nil)
      )
    }
    return report.inOrder()
  }

  // MARK: Pages

  private mutating func read(_ page: Page, at place: String, _ listing: Listing) -> [Order] {
    let usable = listing.links.filter { $0.address.host != Self.nowhere.host }
    told.pages.append(
      .init(page: page.name, readAt: place, links: usable.count, listing, page.source)
    )
    guard readPlaces.insert(place).inserted else { return [] }
    told.relativeLinks += listing.links.count - usable.count
    told.add(listing.unusable, of: place)
    let due = usable.compactMap { add($0, of: place) }
    return due.isEmpty ? [] : [.visit(due)]
  }

  /// - Returns: the link, where it was not known, or not what it is expected to lead to.
  private mutating func add(_ link: Link, of page: String) -> Candidate? {
    let place = LinkCheckReport.Place(page: page, text: link.title, position: link.position)
    let isNew = numbers[link.address] == nil
    let number = number(of: link.address)
    let before = links[number].expectation?.kind
    links[number].add(place, link.expectedKind)
    let kind = links[number].expectation?.kind
    return isNew || kind != before
      ? Candidate(number: number, address: link.address, expectedKind: kind) : nil
  }

  private mutating func number(of address: WebAddress) -> Int {
    if let number = numbers[address] { return number }
    numbers[address] = links.count
    links.append(LinkPlaces(address: address))
    return links.count - 1
  }

  private mutating func visited(_ candidate: Candidate, _ response: Response) {
    // By another expectation it was judged for nothing; the visit that counts has been ordered.
    guard links[candidate.number].expectation?.kind == candidate.expectedKind else { return }
    links[candidate.number].response = response
  }

  private mutating func answer(_ page: Page, _ response: Response, _ refresh: Hop?) {
    if let source = page.source {
      let sender = refresh.map { $0.address == page.address ? "it" : $0.address.text }
      let way = refresh.map { "\(sender ?? "it") sends its readers on to \($0.target): " } ?? ""
      told.pages.append(
        .init(
          notRead: page.name,
          of: source,
          response.appraisal.verdict,
          because: way + response.appraisal.sentence
        )
      )
    } else if let address = refresh?.target ?? page.address {
      // It is itself what was to be checked.
      let number = number(of: address)
      if links[number].namer.map({ page.name < $0 }) ?? true {
        links[number].namer = page.name
        links[number].namedResponse = response
      }
      if let refresh { links[number].places.append(.init(refreshOf: refresh.address)) }
    }
  }
}

extension LinkCheckReport {
  fileprivate mutating func add(_ unusable: [UnusableLink], of page: String) {
    for link in unusable {
      // A mail address or a script is no mistake of the page's.
      if case .unsupportedScheme = link.error { continue }
      malformed.append(
        .init(page: page, href: link.href, text: link.text, sentence: "this \(link.error.clause)")
      )
    }
  }
}

extension LinkCheckReport.Link {
  fileprivate init(
    _ address: WebAddress,
    _ response: LinkCheck.Response,
    _ places: [LinkCheckReport.Place],
    isNamed: Bool
  ) {
    self.init(
      address: address,
      verdict: response.appraisal.verdict,
      sentence: response.appraisal.sentence(at: address),
      status: response.status,
      movedTo: response.appraisal.permanentTarget,
      places: places.sorted { $0.order < $1.order },
      isNamed: isNamed
    )
  }
}
