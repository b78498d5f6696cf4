// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Testing

@testable import Night
import Records

@Suite(.timeLimit(.minutes(20)))
struct `The health of a run` {
  @Test(arguments: [
    (0, 100, true), (2, 3, true), (3, 3, false), (3, 30, true), (3, 29, false),
    // Ofsted's index: 16 of 151 links for 13 days, and 53 of 153 for a day.
    (16, 151, false), (53, 153, false), (15, 151, true), (0, 0, true),
  ])
  func `a listing may lose a tenth of its links`(lost: Int, known: Int, isHealthy: Bool) {
    #expect((RunHealth.listing(lost: lost, of: known) == .healthy) == isHealthy)
  }

  @Test(arguments: [
    (0, 10, true), (2, 2, true), (3, 3, false), (3, 6, true), (4, 6, false), (5, 10, true),
    (6, 10, false),
  ])
  func `a host may fail in half of its documents`(failed: Int, visited: Int, isHealthy: Bool) {
    #expect((RunHealth.host(failed: failed, of: visited) == .healthy) == isHealthy)
  }

  @Test
  func `what stays ill is believed: a list after fourteen nights, a host with the third`() {
    #expect(RunHealth.listing(lost: 50, of: 100, nights: 14) != .healthy)
    #expect(RunHealth.listing(lost: 50, of: 100, nights: 15) == .healthy)
    #expect(RunHealth.host(failed: 50, of: 50, nights: 2) != .healthy)
    #expect(RunHealth.host(failed: 50, of: 50, nights: 3) == .healthy)
  }

  @Test
  func `if no host answers it is our network, for two nights`() {
    #expect(RunHealth.network(silentNights: 1) == .degraded(.ownNetwork))
    #expect(RunHealth.network(silentNights: 2) == .degraded(.ownNetwork))
    #expect(RunHealth.network(silentNights: 3) == .healthy)
    #expect(RunHealth.worst(of: .healthy, .degraded(.ownNetwork)) == .degraded(.ownNetwork))
    #expect(RunHealth.worst(of: .healthy, .healthy) == .healthy)
  }
}
