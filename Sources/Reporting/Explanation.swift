// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
package import Archiving
package import Cataloguing
package import Foundation
package import Night
package import Records

/// Why an address stands as it does: what it answers now, what is known of it, and what comes next.
package struct Explanation: Encodable, Sendable {
  private let schema = "hanaper/explain-address/1"
  package let address: String
  /// Nil where nobody was asked and nothing is remembered.
  package var robots: Robots?
  /// Nil where nobody was asked.
  package var answer: Answer?
  package private(set) var known: Known?
  package private(set) var history: [Visit] = []
  /// What a person decided about it, the newest first; nil for nothing.
  package private(set) var decisions: [Decision]?
  /// Whether runs of before were not looked through.
  package private(set) var isHistoryCut = false
  package private(set) var foundBy: [Finder] = []
  /// Lists on which it stands without being visited for that; nil for none.
  package private(set) var passedOver: [PassedOver]?
  /// What needs attention of the sources that are read from it; nil where nothing does.
  package private(set) var sources: [SourceAttention]?
  package private(set) var next: [String] = []
  /// What there is for a reader, where it is lost.
  package var help: DeadLinkHelp?
  /// What could not be found out.
  package var notes: [String] = []
  /// The tombstone of what it was, where it was let go of: then nobody is asked; nil where it was not.
  package var suppressed: Tombstone?
  /// Whether there is an archive that could not be looked into, so that all it knows is missing here; nil as a rule.
  package var isArchiveUnread: Bool?

  /// What the site's robots.txt says of the address that was asked last.
  package struct Robots: Encodable, Sendable {
    package let isAllowed: Bool
    package let sentence: String
    /// The line that decided, and the one that begins its group.
    package let rule: Line?
    package let group: Line?
    /// Whether it is that which was read last, and may be another now.
    package let isRemembered: Bool

    package init(
      isAllowed: Bool,
      sentence: String,
      rule: Line? = nil,
      group: Line? = nil,
      isRemembered: Bool = false
    ) {
      self.isAllowed = isAllowed
      self.sentence = sentence
      (self.rule, self.group) = (rule, group)
      self.isRemembered = isRemembered
    }
  }

  package struct Line: Encodable, Sendable {
    package let line: Int
    package let text: String

    package init(line: Int, text: String) {
      (self.line, self.text) = (line, text)
    }
  }

  package struct Header: Encodable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
      (self.name, self.value) = (name, value)
    }
  }

  /// What came when it was asked just now.
  package struct Answer: Encodable, Sendable {
    package let redirects: [Redirect]
    /// What answered, or should have.
    package let address: String
    package let status: Int?
    /// Those that matter.
    package let headers: [Header]
    /// The first bytes of the body, in hexadecimal digits.
    package let beginning: String
    /// The verdict, with what it rests on.
    package let appraisal: AppraisalRecord
    package let sentence: String
    /// Why no answer came; nil where one did.
    package let failure: String?

    package init(
      redirects: [Redirect],
      address: String,
      status: Int?,
      headers: [Header],
      beginning: [UInt8],
      appraisal: AppraisalRecord,
      failure: String?
    ) {
      self.redirects = redirects
      self.address = address
      self.status = status
      self.headers = headers
      self.beginning = beginning.map { String(format: "%02X", $0) }.joined(separator: " ")
      self.appraisal = appraisal
      sentence = appraisal.sentence
      self.failure = failure
    }
  }

  package struct Redirect: Encodable, Sendable {
    package let status: Int
    package let from: String
    package let to: String

    package init(status: Int, from: String, to: String) {
      (self.status, self.from, self.to) = (status, from, to)
    }
  }

  /// How it stands by the catalogue.
  package struct Known: Encodable, Sendable {
    let role: Document.Role
    let title: String
    let standing: Standing
    let verdict: Verdict?
    let firstSeen: Date
    let lastVisited: Date
    let lastAlive: Date?
    let version: Int?
    /// That it is not fetched by our own refusal; nil where it is.
    let refusal: OwnRefusal?
    /// How large it is, while it is too large; nil where that is not known.
    let oversize: Oversize?
    /// What it is called in the archive, where that is another address.
    let name: String?
    /// Where it is found, where that is not what it is called.
    let place: String?
  }

  /// A visit that brought a version, changed the standing, or was the last.
  package struct Visit: Encodable, Sendable {
    let run: String
    let at: Date
    let verdict: Verdict
    let status: Int?
    let standing: Standing?
    let version: Int?
    /// Whose place it takes since then.
    let succeeds: Predecessor?
  }

  /// A source that lists it, or did.
  package struct Finder: Encodable, Sendable {
    package let source: String
    /// Where; nil for a source that names addresses itself, and one that is not configured any more.
    fileprivate(set) var page: String?
    let text: String?
    let heading: String?
    let isListed: Bool
    /// Why the source does not ask for it any more, where it does not.
    let reason: RetirementGround?
  }

  /// A list on which it stands, whose source does not visit it.
  package struct PassedOver: Encodable, Sendable {
    let source: String
    let page: String
    let text: String
    /// Why not, for people.
    let reason: String

    package init(source: String, page: String, text: String, reason: String) {
      (self.source, self.page, self.text, self.reason) = (source, page, text, reason)
    }
  }

  package init(_ address: WebAddress) {
    self.address = address.text
  }

  /// Takes in on which of a source's lists it stands.
  package mutating func take(page: WebAddress, of source: String) {
    for index in foundBy.indices where foundBy[index].source == source && foundBy[index].isListed {
      foundBy[index].page = page.text
    }
  }

  /// Takes in what the catalogue and the records of runs say.
  ///
  /// - Parameters:
  ///   - document: what is known of it; nil where nothing is.
  ///   - askers: who lists it, and who did.
  ///   - asking: what the configuration asks for.
  ///   - sources: all of the configuration.
  ///   - history: its visits.
  package mutating func take(
    _ document: Document?,
    askers: [Catalogue.Asker],
    _ asking: Asking,
    _ sources: [Source],
    _ history: DocumentHistory?
  ) {
    known = document.map {
      Known(
        role: $0.role,
        title: $0.title,
        standing: $0.standing ?? .unknown,
        verdict: $0.verdict,
        firstSeen: $0.firstSeen,
        lastVisited: $0.lastVisited,
        lastAlive: $0.lastAlive,
        version: $0.version,
        refusal: $0.refusal,
        oversize: $0.isTooLarge ? $0.oversize : nil,
        name: $0.address.text == address ? nil : $0.address.text,
        place: $0.place?.text
      )
    }
    let pages = Dictionary(
      sources.map { ($0.id, $0.listPage?.text) },
      uniquingKeysWith: { first, _ in first }
    )
    foundBy += askers.map { asker in
      let address = document?.address ?? WebAddress(alreadyNormal: address)
      return Finder(
        source: asker.record.source,
        page: pages[asker.record.source] ?? nil,
        text: asker.record.text,
        heading: asker.record.heading,
        isListed: asker.isListed,
        reason: asker.ground(against: address, asking)
      )
    }
    self.history = (history?.entries ?? []).map {
      Visit(
        run: $0.run,
        at: $0.visit.at,
        verdict: $0.visit.verdict,
        status: $0.visit.status,
        standing: $0.visit.standing,
        version: $0.visit.version,
        succeeds: $0.visit.succeeds
      )
    }
    isHistoryCut = history?.isCut ?? false
    let decided = history?.decisions.map(\.decision) ?? []
    decisions = decided.isEmpty ? nil : decided
  }

  /// Takes in the sources that are read from the page itself, or name the address, whatever the catalogue knows.
  package mutating func take(sources: [Source], of address: WebAddress) {
    let known = Set(foundBy.map(\.source))
    foundBy += sources.filter { source in
      source.isReadFrom(address)
        || source.namedDocuments.contains { $0.droppingSessions == address.droppingSessions }
    }
    .filter { !known.contains($0.id) }
    .map { source in
      Finder(
        source: source.id,
        page: source.listPage?.text,
        text: nil,
        heading: nil,
        isListed: true,
        reason: source.isEnabled ? nil : .sourceOff
      )
    }
  }

  /// Takes in that a source lists it, and why it does not visit it.
  package mutating func take(passedOver: PassedOver) {
    self.passedOver = (self.passedOver ?? []) + [passedOver]
  }

  /// Takes in what needs attention of the sources that are read from it.
  package mutating func take(attention sources: [SourceAttention]) {
    self.sources = sources.isEmpty ? nil : sources
  }

  /// The sources by which runs visit it.
  package var askingSources: Set<String> {
    Set(foundBy.filter { $0.reason == nil }.map(\.source))
  }

  /// Takes in when a run asks for it again.
  ///
  /// - Parameters:
  ///   - document: what is known of it; nil where nothing is.
  ///   - kinds: what the sources keep that ask for it.
  ///   - rest: until when its host wants to be left alone.
  ///   - putOff: that its host has more documents than one night may ask for; nil where it has not.
  ///   - now: the present.
  package mutating func takeNext(
    _ document: Document?,
    _ kinds: Set<BodyKind>,
    hostRestsUntil rest: Date?,
    putOff: RunReport.PutOff? = nil,
    asOf now: Date
  ) {
    guard !askingSources.isEmpty else {
      if isArchiveUnread == true {
        next = []
      } else if passedOver != nil {
        next = ["no run asks for it, as things are"]
      } else if foundBy.isEmpty {
        next = ["no source lists it or names it, so no run asks for it"]
      } else {
        next = ["no source of the configuration asks for it any more, so no run does"]
      }
      return
    }
    if let document, document.version == nil, document.role == .document,
      let look = Refetching.secondLook(
        after: document.verdict,
        on: document.lastVisited,
        by: kinds,
        asOf: now
      )
    {
      next = [
        "it is of no kind that its sources keep, and is looked at again from \(Readable.date(look)) on, or by `sync --deep`"
      ]
    } else if document?.isTooLarge == true {
      next = [
        "the next `hanaper sync` asks how long it is, and fetches it if it is within `limits.documentSize` by then"
      ]
    } else if document?.standing?.leftOutReason == .robots || document?.verdict == .refused(.robots)
    {
      next = ["the next `hanaper sync` reads robots.txt again, and asks for it once that allows it"]
    } else if let putOff {
      next = [
        "a `hanaper sync` within \(putOff.nights) nights asks for it: its host has \(Readable.count(putOff.documents, "document")), more than one night may ask for"
      ]
    } else {
      next = ["the next `hanaper sync` asks for it"]
    }
    if let rest, rest > now {
      next.append(
        "its host wants to be left alone until \(Readable.date(rest)); no run asks it before"
      )
    }
    guard let document, document.version != nil else { return }
    if let whole = document.wholeAgain(asOf: now) {
      let names = document.validatorNames.joined(separator: " and ")
      next.append(
        whole > now
          ? "by its \(names), so that it need not come again unchanged, until \(Readable.date(whole)); then whole"
          : "whole, whatever its \(names) says, as at least every 28 days"
      )
    } else {
      next.append(
        "whole, because its site gives nothing to ask by, or nothing that can be relied on"
      )
    }
  }
}
