// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fetching
import Synchronization

/// Work laid out so that many hosts are asked side by side and each one gently.
///
/// A worker does a host's work, one piece after another; a host has as many workers as it may have
/// connections. All are begun at once: who may ask when is for the fetcher to say, and a host that
/// rests must not keep another from its turn.
struct HostWorkers<Work: Sendable>: Sendable {
  /// A worker makes so many pieces ready at once, at the most.
  private static var mostAtOnce: Int { 64 }

  /// The work of each host, the host with the most work first.
  private let hosts: [[Work]]
  private let width: Int

  /// Groups work by the host it goes to.
  init(_ work: [Work], _ politeness: Politeness, host: (Work) -> Substring) {
    var hosts: [[Work]] = []
    var indices: [Substring: Int] = [:]
    for piece in work {
      let host = host(piece)
      if let index = indices[host] {
        hosts[index].append(piece)
      } else {
        indices[host] = hosts.count
        hosts.append([piece])
      }
    }
    self.hosts = hosts.sorted { $0.count > $1.count }
    width = politeness.connectionsPerHost
  }

  /// The workers, to be begun together.
  ///
  /// - Parameters:
  ///   - prepare: makes some pieces ready, in their order, shortly before they are done.
  ///   - body: does a piece.
  /// - Returns: what does all the work together.
  func workers<Ready: Sendable>(
    making prepare: @escaping @Sendable ([Work]) async throws -> [Ready],
    _ body: @escaping @Sendable (Ready) async throws -> Void
  ) -> [@Sendable () async throws -> Void] {
    hosts.flatMap { work in
      let begun = Counter()
      return (0..<min(width, work.count)).map { _ in
        { @Sendable in
          while let portion = begun.take(of: work.count, among: width) {
            let ready = try await prepare(Array(work[portion]))
            for piece in ready { try await body(piece) }
          }
        }
      }
    }
  }

  /// How large the next portion is: the smaller, the less is left, so that no worker has work to the end while the others
  /// have none any more.
  ///
  /// - Parameters:
  ///   - left: how many pieces nobody has taken.
  ///   - workers: how many take portions.
  /// - Returns: one piece at least.
  static func portion(ofLeft left: Int, among workers: Int) -> Int {
    max(1, min(mostAtOnce, left / (workers * 2)))
  }

  /// How much of a host's work has been begun.
  private final class Counter: Sendable {
    private let count = Mutex(0)

    /// - Returns: the next portion; nil where nothing is left.
    func take(of total: Int, among workers: Int) -> Range<Int>? {
      count.withLock { count in
        guard count < total else { return nil }
        let start = count
        count += HostWorkers.portion(ofLeft: total - start, among: workers)
        return start..<count
      }
    }
  }
}
