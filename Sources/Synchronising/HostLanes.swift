// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fetching

/// Work laid out so that many hosts are asked side by side and each one gently.
///
/// A lane does one host's work, one piece after another; a host has as many lanes as it may have
/// connections. All lanes are begun at once: who may ask when is for the fetcher to say, and a host that
/// rests must not keep another from its turn.
struct HostLanes<Work: Sendable>: Sendable {
  private let lanes: [[Work]]

  /// - Parameters:
  ///   - hosts: the work for each host, the host with the most work first.
  ///   - politeness: how many lanes each host has.
  init(_ hosts: [[Work]], _ politeness: Politeness) {
    let width = politeness.connectionsPerHost
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
      for lane in lanes {
        group.addTask {
          for work in lane { try await body(work) }
        }
      }
      try await group.waitForAll()
    }
  }
}
