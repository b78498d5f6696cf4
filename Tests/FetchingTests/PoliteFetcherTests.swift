// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Fetching
import Support
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `A polite fetcher` {
  @Test(arguments: [1, 3])
  func `asks one host over so many connections at most`(connections: Int) async throws {
    let politeness = Politeness(delay: .zero, hosts: 8, connectionsPerHost: connections)
    try await Desk.run(politeness: politeness) { _ in
      Reply([.pause(.milliseconds(5))] + Reply.ok([1], type: "a/b").steps)
    } _: { desk in
      let answers = try await withThrowingTaskGroup(of: Int?.self) { group in
        for number in 1...30 {
          group.addTask { try await desk.fetch("/\(number)").outcome.get().status }
        }
        return try await group.reduce(into: [Int?]()) { $0.append($1) }
      }
      #expect(answers == [Int?](repeating: 200, count: 30))
      #expect(desk.server.peakConnections <= connections)
    }
  }

  @Test
  func `leaves a pause between the end of one request and the start of the next`() async throws {
    let delay = Duration.milliseconds(100)
    try await Desk.run(politeness: Politeness(delay: delay)) { _ in
      Reply([.pause(.milliseconds(30))] + Reply.ok([1], type: "a/b").steps)
    } _: { desk in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...4 { group.addTask { _ = try await desk.fetch("/\(number)") } }
        try await group.waitForAll()
      }
      let arrivals = desk.server.requests.map(\.arrival)
      #expect(arrivals.count == 4)
      for (earlier, later) in zip(arrivals, arrivals.dropFirst()) {
        #expect(later - earlier >= delay + .milliseconds(30))
      }
    }
  }

  @Test
  func `waits its turn for every hop of a redirect`() async throws {
    let delay = Duration.milliseconds(100)
    try await Desk.run(politeness: Politeness(delay: delay)) { request in
      switch request.path {
      case "/1": .redirect(302, to: "/2")
      case "/2": .redirect(302, to: "/3")
      default: .status(204)
      }
    } _: { desk in
      _ = try await desk.fetch("/1")
      let arrivals = desk.server.requests.map(\.arrival)
      #expect(arrivals.count == 3)
      for (earlier, later) in zip(arrivals, arrivals.dropFirst()) {
        #expect(later - earlier >= delay)
      }
    }
  }

  @Test
  func `is stopped by cancellation, in a request and before it`() async throws {
    let (requests, asked) = AsyncStream<Void>.makeStream()
    try await Desk.run(politeness: Politeness(delay: .zero, hosts: 1, connectionsPerHost: 1)) { _ in
      asked.yield()
      return Reply([.pause(.seconds(3_600))])
    } _: { desk in
      let task = Task {
        await withTaskGroup(of: String?.self) { group in
          for number in 1...5 {
            group.addTask { (try? await desk.fetch("/\(number)"))?.failure?.description }
          }
          return await group.reduce(into: []) { $0.append($1) }
        }
      }
      for await _ in requests { break }
      task.cancel()
      let failures = await task.value
      #expect(failures == [String?](repeating: "cancelled", count: 5))
      #expect(desk.server.requests.count == 1)
    }
  }
}
