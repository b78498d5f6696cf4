// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Why no answer came.
package enum UnreachableReason: String, Codable, CaseIterable, Hashable, Sendable {
  /// The name service says that there is no such host.
  case nameUnknown = "name-unknown"
  /// The name service did not answer.
  case nameTemporary = "name-temporary"
  case refusedConnection = "refused-connection"
  case timedOut = "timed-out"
  /// An answer began and then stood still.
  case stalled
  /// The connection was cut.
  case reset
  /// What came back was not HTTP.
  case protocolFault = "protocol-fault"
  /// Our own network or proxy.
  case ownNetwork = "own-network"
  /// The site could not deliver its robots.txt, without which nothing is asked for.
  case robotsUnread = "robots-unread"
}

extension UnreachableReason {
  var sentence: String {
    switch self {
    case .nameUnknown: "there is no host of that name"
    case .nameTemporary: "the host's name could not be looked up just now"
    case .refusedConnection: "the host refuses the connection"
    case .timedOut: "the host did not answer in time"
    case .stalled: "the answer began and then stood still"
    case .reset: "the connection was cut"
    case .protocolFault: "the host's answer makes no sense"
    case .ownNetwork: "our own network or proxy failed"
    case .robotsUnread: "the site's robots.txt could not be read, so nothing was asked for"
    }
  }
}
