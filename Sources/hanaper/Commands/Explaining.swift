// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Cataloguing
import Curl
import Discovery
import Fetching
import Filing
import Foundation
import HTTP
import Night
import Records
import Reporting
import Robots
import Synchronising
import SystemPackage

/// Finds out all there is to say of one address.
struct Explaining: Sendable {
  private let address: WebAddress
  private let sources: [Source]
  private let plan: RunPlan
  private let archive: Archive?
  private let note: String?
  /// Whether there is an archive that cannot be looked into.
  private let isArchiveUnread: Bool?
  private let now = Date()

  /// - Parameters:
  ///   - address: which.
  ///   - settings: those of the configuration; nil where there is none.
  init(_ address: WebAddress, _ settings: Settings?) {
    self.address = address
    sources = settings?.sources ?? []
    plan = RunPlan([], settings)
    guard let settings else {
      (archive, note) = (
        nil, "there is no configuration here, so nothing is known of it but what it answers"
      )
      isArchiveUnread = nil
      return
    }
    do {
      archive = try settings.openedArchiveUnlessUnused()
      note =
        archive == nil ? "the archive is empty, so nothing is known of it but what it answers" : nil
      isArchiveUnread = nil
    } catch {
      // What it answers can be told all the same.
      (archive, note) = (nil, "the archive was not looked into: \(error)")
      isArchiveUnread = true
    }
  }

  /// - Parameter isOffline: whether nobody is to be asked.
  /// - Returns: all that could be found out.
  /// - Throws: where the archive cannot be read, or there is no room for a body on its way.
  func explanation(isOffline: Bool) async throws -> Explanation {
    var explanation = Explanation(address)
    if let note { explanation.notes.append(note) }
    explanation.isArchiveUnread = isArchiveUnread
    let suppressed = try archive?.readTombstones() ?? Tombstones()
    if let stone = suppressed.of(address) {
      explanation.suppressed = stone
      return explanation
    }
    var (document, askers): (Document?, [Catalogue.Asker]) = (nil, [])
    let reading = archive?.hostMemory
    if let note = reading?.note { explanation.notes.append(note) }
    let memory = reading?.memory ?? HostMemory()
    if let archive {
      let catalogue = try await archive.catalogue()
      // It may be copied with the session that it had in a browser.
      for name in [address, address.droppingSessions] where document == nil {
        document = try await catalogue.document(at: name)
      }
      if document == nil {
        document = try await catalogue.document(foundAt: address.droppingSessions)
      }
      let asking = Asking(of: sources, KnownPlaces(try await catalogue.places()))
      let name = document?.address ?? address.droppingSessions
      askers = try await catalogue.askers(for: name)
      let since = document.map {
        RunName(started: $0.firstSeen.addingTimeInterval(-Self.longestRun))
      }
      let history = try document.map { _ in
        try DocumentHistory(of: name, in: archive, since: since)
      }
      explanation.take(document, askers: askers, asking, sources, history)
      if let document, document.isLost {
        explanation.help = DeadLinkHelp(
          of: document,
          copies: try await catalogue.copies(of: document, limit: DeadLinkHelp.mostCopies)
        )
      }
    }
    explanation.take(sources: sources, of: address)
    if let archive {
      let readers = sources.filter { $0.isReadFrom(address) }
      explanation.take(attention: AttentionSearch.sources(readers, in: archive, settledToo: true))
      let finders = Set(explanation.foundBy.map(\.source))
      let others = sources.filter { $0.isEnabled && !finders.contains($0.id) }
      try await findMentions(by: others, in: archive, &explanation)
      try await findPlaces(
        by: sources.filter { finders.contains($0.id) },
        of: document?.address ?? address,
        in: archive,
        &explanation
      )
    }
    let asked = sources.filter { explanation.askingSources.contains($0.id) }
    explanation.takeNext(
      document,
      asked.reduce(into: []) { $0.formUnion($1.kinds) },
      hostRestsUntil: memory.hosts[String(address.authority)]?.notBefore,
      putOff: archive?.putOff(before: now).first { $0.host == String(address.authority) },
      asOf: now
    )
    if isOffline {
      explanation.robots = remembered(in: memory)
    } else {
      try await ask(
        &explanation,
        document,
        askers.first?.record,
        list: sources.first { $0.isEnabled && $0.listPage == address }?.format,
        memory,
        besides: suppressed,
        asked.lazy.compactMap(\.reasonToIgnoreRobots).first
      )
    }
    return explanation
  }

  /// A run that saw a document first may have begun so many seconds before; no night is longer.
  private static let longestRun: TimeInterval = 3 * 86_400

  /// Looks whether it stands on lists whose sources do not visit it.
  private func findMentions(
    by sources: [Source],
    in archive: Archive,
    _ explanation: inout Explanation
  ) async throws {
    let lists = KeptLists(archive, try await archive.catalogue())
    for source in sources {
      guard let mention = try await lists.mention(of: address, by: source),
        let reason = source.reasonNotToVisit(mention.link, onListAt: mention.depth)
      else { continue }
      explanation.take(
        passedOver: Explanation.PassedOver(
          source: source.id,
          page: mention.page.text,
          text: mention.link.text,
          reason: reason
        )
      )
    }
  }

  /// Looks on which of the lists it stands of those sources that are read from several.
  private func findPlaces(
    by sources: [Source],
    of address: WebAddress,
    in archive: Archive,
    _ explanation: inout Explanation
  ) async throws {
    let lists = KeptLists(archive, try await archive.catalogue())
    for source in sources where source.listPage != nil {
      guard let mention = try await lists.mention(of: address, by: source) else { continue }
      explanation.take(page: mention.page, of: source.id)
    }
  }

  // MARK: Robots

  /// What the robots.txt says that was read last.
  private func remembered(in memory: HostMemory) -> Explanation.Robots? {
    guard let bytes = memory.hosts[String(address.origin)]?.robots else { return nil }
    let policy = RobotsPolicy(.answer(status: 200, body: Array(bytes)))
    let decision = policy.decision(on: address, for: RobotsAgent(plan.network.userAgent))
    return Explanation.Robots(decision, isRemembered: true)
  }

  // MARK: Asking

  private func ask(
    _ explanation: inout Explanation,
    _ document: Document?,
    _ entry: ListEntry?,
    list format: ListingFormat?,
    _ memory: HostMemory,
    besides suppressed: Tombstones,
    _ reason: String?
  ) async throws {
    let spool = FilePath(FileManager.default.temporaryDirectory.path)
      .appending("hanaper-explain-\(ProcessInfo.processInfo.processIdentifier)")
    try Disk().removeTree(spool)
    try Disk().makeDirectory(spool)
    defer { try? Disk().removeTree(spool) }
    let look = try await AddressLook(
      at: address,
      known: document,
      entry: entry,
      list: format,
      plan,
      memory: memory,
      besides: suppressed,
      reasonToIgnoreRobots: reason,
      spool: spool
    )
    explanation.robots = Explanation.Robots(look.fetch)
    explanation.answer = Explanation.Answer(look)
  }
}

extension Explanation.Robots {
  fileprivate init(_ decision: RobotsDecision, isRemembered: Bool = false) {
    self.init(
      isAllowed: decision.isAllowed,
      sentence: decision.reason,
      rule: decision.rule.map { .init(line: $0.number, text: $0.text) },
      group: decision.group.map { .init(line: $0.number, text: $0.text) },
      isRemembered: isRemembered
    )
  }

  /// Nil where it was not come to that: its host could not be asked for it.
  fileprivate init?(_ fetch: Fetch) {
    switch fetch.outcome {
    case .failure(.disallowed(_, let decision)), .failure(.robotsUnread(let decision, _)):
      self.init(decision)
      return
    default: break
    }
    switch fetch.permission {
    case .given(let decision): self.init(decision)
    case .notAsked(let reason):
      self.init(
        isAllowed: true,
        sentence: "not asked, because the configuration says so: \(reason)"
      )
    case nil: return nil
    }
  }
}

extension Explanation.Answer {
  /// What is gone by when an answer is judged, kept or asked for again.
  private static let headers = [
    "Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition", "Content-Range",
    "Transfer-Encoding", "ETag", "Last-Modified", "Accept-Ranges", "Location", "Retry-After",
    "Date",
    "Server", "WWW-Authenticate", "Set-Cookie", "CF-Mitigated", "X-Amzn-Waf-Action",
    "X-Sucuri-Block",
    "X-Datadome", "Refresh",
  ]
  private static let longestHeader = 300

  fileprivate init(_ look: AddressLook) {
    let answer = try? look.fetch.outcome.get()
    let failure: String? =
      if case .failure(let failure) = look.fetch.outcome { "\(failure)" } else { nil }
    self.init(
      redirects: look.fetch.hops.map {
        .init(status: $0.status, from: $0.address.text, to: $0.target.text)
      },
      address: look.fetch.finalAddress.text,
      status: answer?.status,
      headers: Self.headers.compactMap { name in
        answer?.head.fields.first(named: name).map { field in
          let value = field.utf8Value
          let cut = value.prefix(Self.longestHeader)
          return .init(field.name, cut.count < value.count ? "\(cut)…" : value)
        }
      },
      beginning: look.beginning,
      appraisal: look.appraisal,
      failure: failure
    )
  }
}
