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

  /// For so many nights a list page that lost its links is not believed: that something is not linked any more is never
  /// urgent, and a real index was ill for 13 days.
  package static let nightsOfListing = 14

  /// With so many nights in a row a host is believed.
  ///
  /// Else a site that was really cleared out would be ill for ever, and nobody would be told what is gone.
  package static let nightsOfHost = 3

  /// With so many nights in a row in which a source could not be read, that is told a second time, as of documents.
  package static let nightsOfReading = 3

  /// Judges a source's listing: more than a tenth of its links lost, and at least three.
  ///
  /// - Parameters:
  ///   - lost: how many links the listing no longer has.
  ///   - known: how many it had when it was last believed.
  ///   - nights: for how many nights in a row it has been so, with this one.
  /// - Returns: the health of the listing.
  package static func listing(lost: Int, of known: Int, nights: Int = 1) -> RunHealth {
    let isIll = lost >= leastLosses && lost * 10 > known && nights <= nightsOfListing
    return isIll ? .degraded(.listingShrank(lost: lost, known: known)) : .healthy
  }

  /// Judges a host: more than half of its documents failed, and at least three.
  ///
  /// - Parameters:
  ///   - failed: how many visits ended in a verdict that is not alive. Documents that were not alive when the host
  ///     was last well count neither here nor among those visited.
  ///   - visited: how many documents of the host were visited.
  ///   - nights: for how many nights in a row it has been so, with this one.
  /// - Returns: the health of the host.
  package static func host(failed: Int, of visited: Int, nights: Int = 1) -> RunHealth {
    let isIll = isIll(failed: failed, of: visited) && nights < nightsOfHost
    return isIll ? .degraded(.hostFailing(failed: failed, visited: visited)) : .healthy
  }

  static func isIll(failed: Int, of visited: Int) -> Bool {
    failed >= leastLosses && failed * 2 > visited
  }

  /// After so many nights in a row without any answer, the hosts are at fault and not our network.
  ///
  /// Whoever watches one host would else never hear that it is gone.
  package static let silentNights = 3

  /// Judges our own network, where nobody answered anything: see `Reach`.
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
      "the listing lost \(lost) of its \(known) links; what it does not list any more counts as listed for now"
    case .hostFailing(let failed, let visited):
      "\(failed) of \(visited) documents of this host failed, which is more likely its fault than theirs; it is believed, and "
        + "told of each, if it lasts for \(RunHealth.nightsOfHost) nights"
    case .ownNetwork: "no host could be reached; our own network seems to be down"
    }
  }
}
