// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl

/// The redirects of one fetch so far, with the cookies that they set.
///
/// Session filters redirect to the same address and want their cookie back; so an address that was asked
/// already is a circle only if the same would be sent again. Cookies end with the fetch.
struct RedirectChain {
  private struct Stop: Hashable {
    let address: WebAddress
    let cookies: Set<[[UInt8]]>
  }

  private(set) var cookies: [Cookie]
  private var stops: Set<Stop> = []

  /// - Parameter cookies: those that the way here has set.
  init(with cookies: [Cookie]) {
    self.cookies = cookies
  }

  /// Takes a redirect.
  ///
  /// - Parameters:
  ///   - address: what was asked.
  ///   - target: what is to be asked now.
  ///   - cookies: those that are to go with it.
  /// - Returns: false where the same was asked before.
  mutating func goesOn(
    from address: WebAddress,
    to target: WebAddress,
    with cookies: [Cookie]
  ) -> Bool {
    stops.insert(Stop(address: address, cookies: substance))
    self.cookies = cookies
    return !stops.contains(Stop(address: target, cookies: substance))
  }

  private var substance: Set<[[UInt8]]> { Set(cookies.map(\.substance)) }
}
