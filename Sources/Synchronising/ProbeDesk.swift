// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import Fetching
import Filing
import HTTP
import Night
import Records
import Synchronization

/// Asks hosts, once a night at the most, for an address that cannot exist, and keeps how they answer.
///
/// Whoever comes while a host is being asked waits for that answer.
final class ProbeDesk: Sendable {
  private struct State {
    var memory = ProbeMemory()
    var turns: [String: OneAtATime] = [:]
  }

  private let fetcher: Fetcher
  private let state = Mutex(State())

  init(_ fetcher: Fetcher) {
    self.fetcher = fetcher
  }

  /// How the site answers for what cannot exist, in the folder of an address.
  ///
  /// - Returns: the answer, and what was asked for; nil where it is not asked.
  /// - Throws: what concerns every fetch: a disk that takes no more, a cancelled run.
  func answer(
    beside address: WebAddress
  ) async throws -> (answer: ProbeAnswer, address: WebAddress)? {
    let turn = state.withLock { state in
      let turn = state.turns[String(address.authority)] ?? OneAtATime()
      state.turns[String(address.authority)] = turn
      return turn
    }
    await turn.enter()
    defer { turn.leave() }
    let letters = String((0..<25).map { _ in "abcdefghijklmnopqrstuvwxyz".randomElement() ?? "x" })
    switch state.withLock({ $0.memory.step(beside: address, name: letters) }) {
    case .passedOver: return nil
    case .known(let answer, let nonsense): return (answer, nonsense)
    case .ask(let nonsense):
      let answer = try await ask(for: nonsense)
      state.withLock { $0.memory.take(answer, of: nonsense) }
      return (answer, nonsense)
    }
  }

  /// A source's reason to pass over robots.txt is about its documents, and not about this.
  private func ask(for address: WebAddress) async throws -> ProbeAnswer {
    let fetch = await fetcher.fetch(FetchOrder(address, purpose: .probe))
    switch try await fetch.appraised(expecting: .unknown).verdict {
    case .page, .softMissing: break
    case .notFound, .gone, .document, .clientError: return .otherwise
    default: return .unanswered
    }
    guard let likeness = try await fetch.likeness else { return .unanswered }
    return .page(likeness, at: fetch.finalAddress, isRedirected: fetch.isRedirected)
  }
}

extension Fetch {
  /// Whether redirects led to another address than by a change to https.
  var isRedirected: Bool {
    finalAddress.authority != order.address.authority
      || finalAddress.target != order.address.target
  }

  /// What the page says that came; nil where none did, or where it cannot be read.
  var likeness: PageLikeness? {
    get async throws {
      guard let answer = try? outcome.get(), let body = answer.body else { return nil }
      do throws(FilingError) {
        return try await BlockingThreads.shared.run { () throws(FilingError) in
          PageLikeness(
            try body.head(BodyEvidence.longestHead),
            charset: answer.mediaType?.charset,
            at: answer.address,
            asked: order.address
          )
        }
      } catch {
        guard error.isOfReading else { throw error }
        return nil
      }
    }
  }
}
