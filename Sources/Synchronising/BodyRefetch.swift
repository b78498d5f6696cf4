// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Addressing
import Appraisal
import Curl
import Fetching
import Foundation
import Night
package import Records
package import SystemPackage

/// Fetches documents once more, whole, to see whether the site has still the very bytes that were kept.
package struct BodyRefetch: Sendable {
  private let plan: RunPlan
  private let memory: HostMemory

  /// - Parameters:
  ///   - plan: how to ask.
  ///   - memory: what hosts told earlier runs.
  package init(_ plan: RunPlan, memory: HostMemory) {
    (self.plan, self.memory) = (plan, memory)
  }

  /// What is fetched, and why its robots.txt is not asked; nil to obey it.
  package struct Order: Sendable {
    let address: WebAddress
    let reasonToIgnoreRobots: String?

    package init(_ address: WebAddress, reasonToIgnoreRobots: String?) {
      (self.address, self.reasonToIgnoreRobots) = (address, reasonToIgnoreRobots)
    }
  }

  /// Fetches bodies into a folder, a file each; what does not come is left out.
  ///
  /// - Parameters:
  ///   - orders: what is asked for.
  ///   - folder: an existing empty one.
  /// - Returns: why the others did not come, in sentences, by their addresses.
  /// - Throws: what is no fault of a site's: a full disk, a cancelled task.
  package func fetch(_ orders: [Order], into folder: FilePath) async throws -> [WebAddress: String]
  {
    let memory = memory.believed(at: Date(), plan.politeness.longestDeferral)
    return try await TransferLoop.withLoop(plan.network) { loop in
      let fetcher = Fetcher(loop, plan, memory: memory, spool: folder)
      var failures: [WebAddress: String] = [:]
      for (number, order) in orders.enumerated() {
        try Task.checkCancellation()
        let fetch = await fetcher.fetch(
          FetchOrder(
            order.address,
            purpose: .document,
            reasonToIgnoreRobots: order.reasonToIgnoreRobots
          )
        )
        if let body = (try? fetch.outcome.get())?.body {
          try body.move(to: folder.appending("fetched-\(number)"))
        } else {
          let appraisal = try await fetch.appraised(expecting: .unknown)
          failures[order.address] = appraisal.verdict.sentence
        }
      }
      return failures
    }
  }
}
