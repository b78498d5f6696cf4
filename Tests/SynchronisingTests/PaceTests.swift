// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Fetching
import Foundation
import Records
import Testing

@testable import Synchronising

@Suite(.timeLimit(.minutes(1)))
struct `The pace of a host` {
  private static func memory(_ pace: Double?) -> HostMemory {
    var host = HostMemory.Host()
    host.pace = pace
    return HostMemory(hosts: ["slow.example": host])
  }

  @Test(
    arguments: [
      // Remembered once a run was late, and then as long as it is slow.
      (nil, 6, true, 6), (6, 7, false, 7), (6, 2.1, false, nil), (nil, 6, false, nil),
      (nil, 2.1, true, nil), (6, nil, true, 6), (6, nil, false, nil),
    ] as [(Double?, Double?, Bool, Double?)]
  )
  func `is remembered where nights have to reckon with it`(
    before: Double?,
    measured: Double?,
    isLate: Bool,
    kept: Double?
  ) {
    var memory = Self.memory(measured)
    memory.keepPaces(after: Self.memory(before), Politeness(delay: .seconds(2)), isLate: isLate)
    #expect(memory.hosts["slow.example"]?.pace == kept)
  }

  @Test(arguments: [1e300, -1, 3601, .infinity, .nan])
  func `is not believed where it is none`(pace: Double) {
    #expect(Self.memory(pace).pauses(for: "hanaper", Politeness()).isEmpty)
  }

  @Test func `is what lies between requests, if robots.txt asks for no longer pauses`() {
    var memory = Self.memory(6)
    var robots = HostMemory.Host(robots: Data("User-agent: *\nCrawl-delay: 10\n".utf8))
    memory.hosts["https://slow.example"] = robots
    robots.robots = Data("User-agent: *\nCrawl-delay: 3000\n".utf8)
    memory.hosts["https://other.example"] = robots
    let pauses = memory.pauses(for: "hanaper/0.1 (+mailto:a@example.org)", Politeness())
    #expect(pauses == ["slow.example": .seconds(10), "other.example": .seconds(60)])
    #expect(Self.memory(6).pauses(for: "hanaper", Politeness()) == ["slow.example": .seconds(6)])
  }
}
