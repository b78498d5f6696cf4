// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Text

/// What of the queries of links differs between two loads of a page.
enum LoadDifference {
  private struct Parts: Hashable {
    /// The address without its query.
    let front: Substring
    let names: [Substring]
  }

  /// - Parameters:
  ///   - first: the links of the one load.
  ///   - second: those of the other.
  /// - Returns: the parameters whose values alone are others, where nothing else has the same names; each once, as they mean.
  static func names(between first: [WebAddress], and second: [WebAddress]) -> [String] {
    let (one, two) = (Set(first), Set(second))
    let lost = only(one.subtracting(two))
    let new = only(two.subtracting(one))
    var names: Set<String> = []
    for (parts, address) in lost {
      guard let other = new[parts] else { continue }
      // A session or a store's signature is no part of a name without being told.
      guard address.droppingSessions != other.droppingSessions,
        address.loadSigns?.isStoreSignature != true
      else { continue }
      for (left, right) in zip(address.parameters, other.parameters) where left != right {
        names.insert(PercentCoding.decode(String(left.prefix { $0 != "=" })))
      }
    }
    return names.sorted()
  }

  /// Those that nothing else is like but for values.
  private static func only(_ addresses: Set<WebAddress>) -> [Parts: WebAddress] {
    let alike = Dictionary(grouping: addresses) { address in
      Parts(
        front: address.text.prefix { $0 != "?" },
        names: address.parameters.map { $0.prefix { $0 != "=" } }
      )
    }
    return alike.compactMapValues { $0.count == 1 ? $0.first : nil }
  }
}

/// Parameters by which campaigns are followed, and no site tells documents apart.
enum TrackingParameters {
  private static let known: Set = [
    "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "utm_id", "fbclid",
    "gclid", "gbraid", "wbraid", "dclid", "msclkid", "mc_cid", "mc_eid", "_hsenc", "_hsmi",
    "igshid", "yclid", "twclid",
  ]

  /// Those of them that addresses have, in the order of the alphabet.
  static func names(in addresses: [WebAddress]) -> [String] {
    let names = addresses.lazy.flatMap(\.parameters).map {
      PercentCoding.decode(String($0.prefix { $0 != "=" }))
    }
    return Set(names.filter(known.contains)).sorted()
  }
}

extension WebAddress {
  /// The parts of its query, as they stand there.
  fileprivate var parameters: [Substring] { query?.split(separator: "&") ?? [] }
}
