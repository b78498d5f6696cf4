// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

/// How gently hosts are asked.
///
/// The four first are the operator's to choose; the others have figures that suit a nightly run over
/// the sites of councils. A delay of zero means servers of one's own: then a host rests only if it asks
/// for it.
///
/// Source: the rule for slow hosts is Heritrix' <https://heritrix.readthedocs.io>
package struct Politeness: Hashable, Sendable {
  /// The least time between two requests to one host.
  package var delay: Duration
  /// The most hosts asked at the same time.
  package var hosts: Int
  /// The most requests to one host at the same time.
  package var connectionsPerHost: Int
  /// For how long a host is asked in one night; of more documents than fit into it, some wait for the next.
  package var night: Duration
  /// The most hosts of one network address asked at the same time: councils share machines.
  package var hostsPerAddress: Int
  /// A host rests so many times as long as its last answer took, if that is more than the delay.
  package var slowness: Int
  /// The longest rest after a slow answer, unless the delay is longer.
  package var longestDelay: Duration
  /// The longest `Crawl-delay` that is heeded whole.
  package var longestCrawlDelay: Duration
  /// The longest that a run waits for one host: until the end of its `Retry-After`, after its 429s, or
  /// to see whether it has come back.
  package var patience: Duration
  /// The longest that a `Retry-After` keeps later runs away, lest a mistake do so for ever.
  package var longestDeferral: Duration
  /// After so many failures in a row a host is left alone.
  package var failuresInARow: Int

  package init(
    delay: Duration = .seconds(2),
    hosts: Int = 32,
    connectionsPerHost: Int = 1,
    night: Duration = .seconds(8 * 3600),
    hostsPerAddress: Int = 4,
    slowness: Int = 5,
    longestDelay: Duration = .seconds(30),
    longestCrawlDelay: Duration = .seconds(60),
    patience: Duration = .seconds(120),
    longestDeferral: Duration = .seconds(7 * 86_400),
    failuresInARow: Int = 5
  ) {
    precondition(
      hosts > 0 && connectionsPerHost > 0 && hostsPerAddress > 0,
      "nothing can be fetched by nobody"
    )
    precondition(failuresInARow > 0, "a host fails at least once before it is left alone")
    self.delay = delay
    self.hosts = hosts
    self.connectionsPerHost = connectionsPerHost
    self.night = night
    self.hostsPerAddress = hostsPerAddress
    self.slowness = slowness
    self.longestDelay = longestDelay
    self.longestCrawlDelay = longestCrawlDelay
    self.patience = patience
    self.longestDeferral = longestDeferral
    self.failuresInARow = failuresInARow
  }
}

extension Politeness {
  /// How long a host rests after an answer that took so long.
  func rest(after duration: Duration) -> Duration {
    guard delay > .zero else { return .zero }
    return min(max(duration * slowness, delay), max(longestDelay, delay))
  }

  /// How long a host rests after its first 429 or 503; it doubles with each.
  var firstBackOff: Duration { min(delay * 5, patience) }

  /// How long a host that failed is left alone before it is tried once more.
  var recovery: Duration { min(delay * 60, patience) }
}
