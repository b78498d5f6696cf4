// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Curl
import Fetching
import HTTP
import Support
import Testing

/// All of them at once over one loop: what one server did must not show in what another said.
@Suite(.timeLimit(.minutes(5)))
struct `A crowd of servers that misbehave` {
  /// Those that need neither patience nor a second request.
  private static let crowd = Misbehaviour.all.filter {
    $0.requests == 1 && $0.limits.total == .seconds(20)
  }

  @Test(arguments: [1, 2, 3])
  func `leaves every other answer as it was given`(seed: UInt64) async throws {
    #expect(Self.crowd.count > 100)
    var chance = Seeded(seed: seed)
    let lanes = (1...4).map { _ in Self.crowd.indices.shuffled(using: &chance) }
    let limits = TransferLimits(bodyBytes: 1_000_000, total: .seconds(60), stall: .seconds(30))
    try await Desk.run(limits: limits) { request in
      guard let number = Int(request.path.dropFirst(2)) else { return .status(404) }
      guard request.path.hasPrefix("/m") else {
        return .ok(Self.good(number), type: "a/b", headers: [("ETag", "\"\(number)\"")])
      }
      return Self.crowd[number].reply(request)
    } _: { desk in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (lane, numbers) in lanes.enumerated() {
          group.addTask {
            for number in numbers {
              _ = try await desk.fetch("/m\(number)")
              let own = number * 10 + lane
              let answer = try await desk.fetch("/g\(own)").outcome.get()
              let name = Comment(rawValue: Self.crowd[number].testDescription)
              #expect(answer.status == 200, name)
              #expect(answer.validators?.etag == "\"\(own)\"", name)
              let body = try answer.body?.head(10_000)
              #expect(body == Self.good(own), name)
            }
          }
        }
        try await group.waitForAll()
      }
    }
  }

  private static func good(_ number: Int) -> [UInt8] {
    Array(String(repeating: "good \(number) ", count: 200).utf8)
  }
}
