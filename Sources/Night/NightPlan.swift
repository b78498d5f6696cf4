// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
package import Foundation
package import Records

/// What a night is told before it begins.
package struct NightPlan: Sendable {
  package var sources: [Source]
  /// All sources of the configuration, with those that are off or not in this run.
  package var configured: [Source]
  /// Ask for everything whole, whatever the validators say.
  package var isDeep: Bool
  /// By the id of a source, the hosts of all that it ever listed.
  package var namedHosts: [String: Set<String>]
  /// Where documents are found that moved.
  package var places: KnownPlaces
  /// Which documents take the place of which.
  package var successions: Successions
  /// What persons took back.
  package var rejected: RejectedBodies
  /// What was let go of, and is not asked for.
  package var suppressed: Tombstones
  /// When it began.
  package var started: Date
  /// How many bytes a document may have; nil for any number.
  package var documentSize: Int64?
  /// How much of a host may be asked for in one night; nil for all of it.
  package var share: NightShare?
  /// The folders in which something changed of late, as addresses up to their last slash.
  package var stirred: Set<String>

  /// - Parameters:
  ///   - sources: the run's.
  ///   - configured: nil means that the run's are all.
  ///   - isDeep: whether everything is asked for whole.
  ///   - namedHosts: by the id of a source, the hosts of all that it ever listed.
  ///   - places: where documents are found that moved.
  ///   - successions: which documents take the place of which.
  ///   - rejected: what persons took back.
  ///   - suppressed: what was let go of.
  ///   - started: when it began.
  ///   - documentSize: how many bytes a document may have; nil for any number.
  ///   - share: how much of a host may be asked for in one night; nil for all of it.
  ///   - stirred: the folders in which something changed of late.
  package init(
    sources: [Source],
    configured: [Source]? = nil,
    isDeep: Bool = false,
    namedHosts: [String: Set<String>] = [:],
    places: KnownPlaces = KnownPlaces(),
    successions: Successions = Successions(),
    rejected: RejectedBodies = RejectedBodies(),
    suppressed: Tombstones = Tombstones(),
    started: Date,
    documentSize: Int64? = nil,
    share: NightShare? = nil,
    stirred: Set<String> = []
  ) {
    self.sources = sources
    self.configured = configured ?? sources
    self.isDeep = isDeep
    self.namedHosts = namedHosts
    self.places = places
    self.successions = successions
    self.rejected = rejected
    self.suppressed = suppressed
    self.started = started
    self.documentSize = documentSize
    self.share = share
    self.stirred = stirred
  }

  /// By source, the hosts on which it is expected to name documents tonight; nil where it may be any.
  func expectedHosts(_ history: RunHistory) -> [Set<String>?] {
    sources.map { source in
      let named = namedHosts[source.id, default: []]
        .union(source.namedDocuments.map { String($0.authority) })
      guard let page = source.listPage else { return named }
      guard !named.isEmpty || history.last(ofSource: source.id) != nil else { return nil }
      return named.union([String(page.authority)])
    }
  }
}
