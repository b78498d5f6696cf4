// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// Why Hanaper itself did not ask, or did not go on.
package enum Refusal: String, Codable, CaseIterable, Hashable, Sendable {
  /// The site's robots.txt forbids it.
  case robots
  /// The host asked to be left alone for longer than a run waits.
  case deferred
  /// The host failed so often in a row that it is left alone for this run.
  case failingHost = "failing-host"
  /// The host is inside a private network.
  case privateAddress = "private-address"
  /// The body is longer than the configured limit.
  case tooLarge = "too-large"
  /// The archive's disk has no room for the body.
  case noSpace = "no-space"
  /// What came could not be read back from our own disk.
  case unreadable
  /// What came, or where it came from, is a document that was let go of here.
  case suppressed
  /// A redirect to something other than http or https.
  case scheme
  /// A redirect from https to http.
  case downgrade
  case redirectLoop = "redirect-loop"
  case tooManyRedirects = "too-many-redirects"
  /// A redirect to something that is no address.
  case invalidAddress = "invalid-address"
}

extension Refusal {
  /// Whether the site, not our policy, is at the bottom of it.
  package var isSitesFault: Bool {
    switch self {
    case .redirectLoop, .tooManyRedirects, .invalidAddress, .scheme, .downgrade: true
    case .robots, .deferred, .failingHost, .privateAddress, .tooLarge, .noSpace, .unreadable,
      .suppressed:
      false
    }
  }

  package var sentence: String {
    switch self {
    case .robots: "the site's robots.txt asks us to stay away"
    case .deferred: "the host asked to be left alone for now"
    case .failingHost: "the host failed again and again, and was left alone for this run"
    case .privateAddress: "the address leads into a private network"
    case .tooLarge: "the file is larger than `limits.documentSize` allows"
    case .noSpace: "there is no room for the file on the archive's disk"
    case .unreadable: "what came cannot be read back from this machine's disk"
    case .suppressed: "it leads to a document that was let go of here, and is not to be kept"
    case .scheme: "the address leads to something other than http or https"
    case .downgrade: "the address leads from https to unprotected http"
    case .redirectLoop: "the redirects go round in a circle"
    case .tooManyRedirects: "there are too many redirects"
    case .invalidAddress: "the redirect leads to something that is no address"
    }
  }
}
