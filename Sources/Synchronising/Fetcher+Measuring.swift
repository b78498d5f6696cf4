// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl
import Fetching
import HTTP

extension Fetcher {
  /// So much of a body whose length nobody states is taken before it counts as too large: most error pages are within it.
  private static let longestUnmeasured: Int64 = 1_000_000

  /// Fetches what was too large the last time: asks how long it is first, and for the body only where that may fit.
  ///
  /// Of what HEAD answers, only one thing is believed: that what comes with status 200 is longer than the limit. Many servers refuse
  /// it, say 404, or know no length. Then GET decides, by the length that it states, or else by the first piece.
  ///
  /// - Parameters:
  ///   - order: what is to be fetched.
  ///   - limit: how many bytes it may have.
  /// - Returns: what came of it.
  func fetchMeasured(_ order: FetchOrder, limit: Int64) async -> Fetch {
    let head = await fetch(
      FetchOrder(
        order.address,
        purpose: .head,
        reasonToIgnoreRobots: order.reasonToIgnoreRobots
      )
    )
    let answer = try? head.outcome.get()
    // Who asks for patience is not asked a second time at once.
    if answer?.status == 429 { return head }
    let length = answer?.status == 200 ? answer?.declaredLength : nil
    if let length, length > limit {
      return head.ending(in: .transfer(.tooLarge(limit: limit, stated: length)))
    }
    var order = order
    order.longestUnmeasured = max(Self.longestUnmeasured, length ?? 0)
    return await fetch(order)
  }
}
