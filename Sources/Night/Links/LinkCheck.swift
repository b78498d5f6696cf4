// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Discovery
package import Foundation
package import HTTP
package import Records

/// A check of links as a value: what was found goes in, what is to be visited comes out.
///
/// It is a ``Night`` without memory and without accessions: every link of a page is visited as soon as the page was
/// read, and what answers is told, not concluded from. However many pages have a link, it is visited once; but where a
/// page that comes later changes what it is expected to lead to, once more, because an answer is judged by that. Like a
/// night it knows no disk, network or clock, and what it tells does not depend on the order in which things come.
package struct LinkCheck: Sendable {
  /// What was named to be checked: a page with all its links, a file, or what came by standard input.
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

    package init(file name: String) {
      (self.name, address, source) = (name, nil, nil)
    }
  }

  /// A link to be visited.
  package struct Candidate: Hashable, Sendable {
    package let number: Int
    package let address: WebAddress
    /// What it is expected to lead to, by the first place that says so; in the order of the pages' names.
    package let expectedKind: BodyKind?
    /// Whether some link names a part of it, so that its parts are of interest.
    package let wantsParts: Bool
    /// The file that it is; nil for what is asked for over the network.
    package var file: String? { FileAddress.path(in: address) }
  }

  /// What a look at a file showed.
  package enum FileLook: Sendable {
    case missing
    /// A file or folder; with its parts where it is a page and they were of interest.
    case there(PageParts?)
    case unreadable(String)
  }

  /// What came for an address.
  package struct Response: Sendable {
    package let appraisal: AppraisalRecord
    package let status: Int?
    /// What parts the page has that came; nil where there is none, or they were of no interest.
    package let parts: PageParts?
    /// When the answer came, if that was in an earlier check.
    package let earlier: Date?

    package init(
      _ appraisal: AppraisalRecord,
      status: Int?,
      parts: PageParts? = nil,
      earlier: Date? = nil
    ) {
      self.appraisal = appraisal
      self.status = status
      self.parts = parts
      self.earlier = earlier
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
    /// A file was looked at.
    case looked(Candidate, FileLook)
  }

  package enum Order: Hashable, Sendable {
    /// Visit these.
    case visit([Candidate])
    /// Look at these files.
    case look([Candidate])
  }

  private var links: [LinkPlaces] = []
  private var numbers: [WebAddress: Int] = [:]
  /// The pages whose links were taken; two may send their readers to one.
  private var readPlaces: Set<String> = []
  private var told = LinkCheckReport()
  private let folder: String

  /// - Parameter folder: the one that paths are told from where they are below it.
  package init(in folder: String = "/") {
    self.folder = folder.hasSuffix("/") ? folder : folder + "/"
  }

  /// A link, and every place where it was found.
  private struct LinkPlaces {
    let address: WebAddress
    var places: [LinkCheckReport.Place] = []
    /// The first place that says what it leads to.
    var expectation: (place: LinkCheckReport.Place, kind: BodyKind)?
    /// Where which part of it is linked to.
    var parts: [String: [LinkCheckReport.Place]] = [:]
    var look: FileLook?
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
    case .visited(let candidate, let response):
      if isCurrent(candidate) { links[candidate.number].response = response }
    case .looked(let candidate, let look):
      if isCurrent(candidate) { links[candidate.number].look = look }
    }
    return []
  }

  /// What is to be told, as far as it is known.
  package var report: LinkCheckReport {
    var report = told
    for link in links {
      if let look = link.look, let path = FileAddress.path(in: link.address) {
        let file = LinkCheckReport.File(path: shown(path), look, link.places)
        report.files.append(file)
        if case .there(let parts) = look { report.add(link.parts, of: file.path, parts) }
      }
      guard let response = link.told else { continue }
      let told = LinkCheckReport.Link(
        link.address,
        response,
        link.places,
        isNamed: link.namedResponse != nil
      )
      report.links.append(told)
      if told.class == .alive || told.class == .moved {
        report.add(link.parts, of: link.address.text, response.parts)
      }
    }
    return report.inOrder()
  }

  // MARK: Pages

  private mutating func read(_ page: Page, at place: String, _ listing: Listing) -> [Order] {
    let usable = listing.links.filter {
      !FileAddress.isOne($0.address) || FileAddress.path(in: $0.address) != nil
    }
    told.pages.append(
      .init(page: page, readAt: place, links: usable.count, listing)
    )
    guard readPlaces.insert(place).inserted else { return [] }
    told.relativeLinks += listing.links.count - usable.count
    told.add(listing.unusable, of: place)
    tellOwnParts(of: listing, at: place)
    let parts = Dictionary(grouping: listing.partLinks.filter { !$0.isOwn }, by: \.address)
    let due = usable.compactMap { add($0, parts[$0.address] ?? [], of: place) }
    let (files, others) = (due.filter { $0.file != nil }, due.filter { $0.file == nil })
    return (others.isEmpty ? [] : [.visit(others)]) + (files.isEmpty ? [] : [.look(files)])
  }

  /// Tells the links of a page to its own parts.
  private mutating func tellOwnParts(of listing: Listing, at page: String) {
    guard let parts = listing.parts else { return }
    for link in listing.partLinks where link.isOwn {
      let place = LinkCheckReport.Place(page: page, text: link.text, position: 0)
      told.add([link.part: [place]], of: page, parts)
    }
  }

  /// - Returns: the link, where it was not known, or not what it is expected to lead to, or what of it is of interest.
  private mutating func add(_ link: Link, _ parts: [PartLink], of page: String) -> Candidate? {
    let place = LinkCheckReport.Place(page: page, text: link.title, position: link.position)
    let isNew = numbers[link.address] == nil
    let number = number(of: link.address)
    let before = (links[number].expectation?.kind, links[number].parts.isEmpty)
    links[number].add(place, link.expectedKind)
    for link in parts {
      let place = LinkCheckReport.Place(page: page, text: link.text, position: place.position)
      links[number].parts[link.part, default: []].append(place)
    }
    let now = (links[number].expectation?.kind, links[number].parts.isEmpty)
    return isNew || before != now ? candidate(number) : nil
  }

  private func candidate(_ number: Int) -> Candidate {
    Candidate(
      number: number,
      address: links[number].address,
      expectedKind: links[number].expectation?.kind,
      wantsParts: !links[number].parts.isEmpty
    )
  }

  /// Whether what came for it counts: else it was judged by what is not expected any more, or not looked into for
  /// parts, and the visit that counts has been ordered.
  private func isCurrent(_ candidate: Candidate) -> Bool {
    self.candidate(candidate.number) == candidate
  }

  /// A path as people write it from where they are.
  private func shown(_ path: String) -> String {
    path.hasPrefix(folder) && path != folder ? String(path.dropFirst(folder.count)) : path
  }

  private mutating func number(of address: WebAddress) -> Int {
    if let number = numbers[address] { return number }
    numbers[address] = links.count
    links.append(LinkPlaces(address: address))
    return links.count - 1
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
  /// Tells which of the parts that are linked to are not there; nothing, where they are not known.
  fileprivate mutating func add(
    _ wanted: [String: [Place]],
    of page: String,
    _ parts: PageParts?
  ) {
    guard let parts else { return }
    self.parts += wanted.compactMap { name, places in
      Part(name, of: page, parts.presence(of: name), places)
    }
  }

  fileprivate mutating func add(_ unusable: [UnusableLink], of page: String) {
    for link in unusable {
      // A mail address or a script is no mistake of the page's.
      guard let mistake = link.error.mistake else { continue }
      malformed.append(
        .init(page: page, href: link.href, text: link.text, sentence: "this \(mistake)")
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
      earlier: response.earlier,
      places: places.sorted { $0.order < $1.order },
      isNamed: isNamed
    )
  }
}
