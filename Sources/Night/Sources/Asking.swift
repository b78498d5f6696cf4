// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records
package import Addressing
import Discovery

/// What the configuration asks for: the sources of a run, and those that other runs read.
package struct Asking: Sendable {
  private let sources: [String: Source]
  /// The ids of those that are on, or named for this run.
  private let asking: Set<String>
  private let listPages: Set<WebAddress>
  /// Those whose lists may go on to others.
  private let goingOn: [Source]
  private let following: [Source]
  private let named: [String: Set<WebAddress>]
  private let places: KnownPlaces

  /// - Parameters:
  ///   - sources: a run's; those that are off ask for something only where a run names them.
  ///   - configured: all of the configuration.
  ///   - places: where documents are found that moved: what is asked for there is asked for.
  package init(
    _ sources: [Source] = [],
    of configured: [Source],
    _ places: KnownPlaces = KnownPlaces()
  ) {
    self.places = places
    let all = sources + configured
    self.sources = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let on = sources + configured.filter(\.isEnabled)
    asking = Set(on.map(\.id))
    listPages = Set(on.compactMap(\.listPage))
    goingOn = on.filter { $0.listPage != nil }
    following = on.filter { !$0.follow.isEmpty }
    var named: [String: Set<WebAddress>] = [:]
    for source in all where source.listPage == nil {
      named[source.id] = Set(source.namedDocuments.map(\.droppingSessions))
    }
    self.named = named
  }

  package init(_ plan: NightPlan) {
    self.init(plan.sources, of: plan.configured, plan.places)
  }

  /// Whether a source is read from the page, which is then no document, whoever links to it.
  package func isListPage(_ address: WebAddress) -> Bool {
    listPages.contains(address)
  }

  /// Whether a source reads what a link leads to as a list, by itself or because it follows such links.
  func isListPage(_ link: Link) -> Bool {
    isListPage(link.address) || following.contains { $0.leadsOn(link) }
  }

  /// Whether a list, known to be one, is read by a source or may be: one that another list goes on to.
  package func mayRead(list address: WebAddress) -> Bool {
    isListPage(address) || goingOn.contains { $0.mayGoOn(to: address) }
  }

  package func isAsking(_ source: String) -> Bool {
    asking.contains(source)
  }

  /// Why a source that listed a document once does not ask for it any more.
  ///
  /// What a page lists no more is asked for still: the site took it off, not we.
  ///
  /// - Parameters:
  ///   - address: the document's.
  ///   - record: how the source listed it; the source may be gone from the configuration.
  /// - Returns: the ground, or nil if it does ask for it.
  package func ground(against address: WebAddress, as record: ListEntry) -> RetirementGround? {
    guard let source = sources[record.source] else { return .sourceRemoved }
    guard asking.contains(source.id) else { return .sourceOff }
    let addresses = [address] + (places.place(of: address).map { [$0] } ?? [])
    if let named = named[source.id] {
      return addresses.contains(where: named.contains) ? nil : .addressRemoved
    }
    return addresses.contains { source.wants($0, as: record) } ? nil : .leftOut
  }
}
