// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Whether a run can be believed about the documents of a source or a host.
///
/// List pages lose half their links for a day, and sites move house over a weekend. What looks like
/// the loss of many documents at once is far more often an illness of the site, or of our network.
package enum RunHealth: Hashable, Sendable {
  case healthy
  /// Nothing is concluded: the documents keep their standing.
  case degraded(Degradation)

  /// What makes a run unbelievable.
  package enum Degradation: Hashable, Sendable {
    /// A source's listing lost `lost` of the `known` links it had.
    case listingShrank(lost: Int, known: Int)
    /// Of a host's `visited` documents `failed` failed.
    case hostFailing(failed: Int, visited: Int)
    /// No host answered.
    case ownNetwork
  }
}

extension RunHealth {
  /// Fewer losses than this are never an illness.
  package static let leastLosses = 3

  /// After so many degraded runs in a row a source or host is believed.
  ///
  /// Else a site that was really cleared out would be degraded for ever, and nobody would be told
  /// what is gone.
  package static let patience = 7

  /// Judges a source's listing: more than a tenth of its links lost, and at least three.
  ///
  /// - Parameters:
  ///   - lost: how many links the listing no longer has.
  ///   - known: how many it had when it was last believed.
  ///   - degradedRuns: how many runs before this one found the same source degraded, in a row.
  /// - Returns: the health of the source's documents.
  package static func listing(lost: Int, of known: Int, degradedRuns: Int = 0) -> RunHealth {
    let isIll = lost >= leastLosses && lost * 10 > known && degradedRuns < patience
    return isIll ? .degraded(.listingShrank(lost: lost, known: known)) : .healthy
  }

  /// Judges a host: more than half of its documents failed, and at least three.
  ///
  /// - Parameters:
  ///   - failed: how many visits ended in a verdict that is not alive. Documents that were gone
  ///     before count neither here nor among those visited.
  ///   - visited: how many documents of the host were visited.
  ///   - degradedRuns: how many runs before this one found the same host degraded, in a row.
  /// - Returns: the health of the host's documents.
  package static func host(failed: Int, of visited: Int, degradedRuns: Int = 0) -> RunHealth {
    let isIll = failed >= leastLosses && failed * 2 > visited && degradedRuns < patience
    return isIll ? .degraded(.hostFailing(failed: failed, visited: visited)) : .healthy
  }

  /// After so many nights in a row without any answer, the hosts are at fault and not our network.
  ///
  /// Whoever watches one host would else never hear that it is gone.
  package static let silentNights = 3

  /// Judges our own network, where nobody answered anything: see ``Reach``.
  ///
  /// - Parameter nights: how many nights in a row that has been so, with this one.
  /// - Returns: the health of the whole run.
  package static func network(silentNights nights: Int) -> RunHealth {
    nights < silentNights ? .degraded(.ownNetwork) : .healthy
  }

  /// The first of several judgements that is not healthy.
  package static func worst(of judgements: RunHealth...) -> RunHealth {
    judgements.first { $0 != .healthy } ?? .healthy
  }
}

extension RunHealth.Degradation {
  /// In one stable word, for machines.
  package var word: String {
    switch self {
    case .listingShrank: "listing-shrank"
    case .hostFailing: "host-failing"
    case .ownNetwork: "own-network"
    }
  }

  /// In a user's words.
  package var sentence: String {
    switch self {
    case .listingShrank(let lost, let known):
      "the listing lost \(lost) of its \(known) links; nothing was concluded from it"
    case .hostFailing(let failed, let visited):
      "\(failed) of \(visited) documents of this host failed; nothing was concluded from it"
    case .ownNetwork: "no host could be reached; our own network seems to be down"
    }
  }
}
