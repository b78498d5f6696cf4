// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fetching

/// Work laid out so that many hosts are asked side by side and each one gently.
///
/// A lane does one host's work, one piece after another; a host has as many lanes as it may have
/// connections. Tasks are bounded by the number of lanes, not by the amount of work.
struct HostLanes<Work: Sendable>: Sendable {
  private let lanes: [[Work]]
  private let atOnce: Int

  /// - Parameters:
  ///   - hosts: the work for each host, the host with the most work first.
  ///   - politeness: how many lanes there are in all, and for each host.
  init(_ hosts: [[Work]], _ politeness: Politeness) {
    let width = politeness.connectionsPerHost
    atOnce = politeness.hosts * width
    lanes = hosts.flatMap { work in
      (0..<min(width, work.count)).map { lane in
        stride(from: lane, to: work.count, by: width).map { work[$0] }
      }
    }
  }

  /// Groups work by the host it goes to.
  init(_ work: [Work], _ politeness: Politeness, address: (Work) -> WebAddress) {
    var hosts: [[Work]] = []
    var places: [Substring: Int] = [:]
    for piece in work {
      let host = address(piece).authority
      if let place = places[host] {
        hosts[place].append(piece)
      } else {
        places[host] = hosts.count
        hosts.append([piece])
      }
    }
    self.init(hosts.sorted { $0.count > $1.count }, politeness)
  }

  /// Does all the work; the first error ends it.
  func forEach(_ body: @escaping @Sendable (Work) async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      var waiting = lanes[...]
      func startNext() {
        guard let lane = waiting.popFirst() else { return }
        group.addTask {
          for work in lane { try await body(work) }
        }
      }
      for _ in 0..<atOnce { startNext() }
      while try await group.next() != nil { startNext() }
    }
  }
}
