// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

package import Records
import Addressing
package import Curl
package import Foundation
import HTTP
import Robots
package import SystemPackage

/// Turns addresses into answers: politely, hop by hop, each body into a file.
///
/// It judges nothing but the transfer. Redirects are followed here, not by libcurl, so that every
/// hop waits its turn at its host and the whole chain is known.
package struct Fetcher: Sendable {
  /// The most redirects that are followed for one order.
  package static let redirectLimit = 10

  private let exchange: Exchange
  private let robots: RobotsCache
  /// By what name we are addressed; nil where no robots.txt is asked for at all.
  private let agent: RobotsAgent?
  /// What was let go of: none of it is asked for, whatever leads to it.
  private let suppressed: Tombstones
  private let clock: @Sendable () -> Date
  /// The longest that is waited for one thing.
  private let patience: Duration

  /// - Parameters:
  ///   - loop: what carries out the transfers.
  ///   - politeness: kept across everything that this fetcher fetches.
  ///   - agent: our User-Agent field, by whose name a robots.txt may address us; nil to ask for none.
  ///   - memory: what earlier runs were told by hosts.
  ///   - retries: what becomes of requests that fail for the moment.
  ///   - limits: for each request.
  ///   - spool: an existing directory for bodies on their way.
  ///   - room: says whether there is room for them; nil where that is not asked.
  ///   - usesProxy: whether a proxy answers for all hosts.
  ///   - suppressed: what was let go of, and is not asked for.
  ///   - clock: what time it is.
  package init(
    _ loop: TransferLoop,
    politeness: Politeness,
    agent: String? = nil,
    memory: HostMemory = HostMemory(),
    retries: RetryPolicy = RetryPolicy(),
    limits: TransferLimits,
    spool: FilePath,
    room: (any SpoolRoom)? = nil,
    usesProxy: Bool = false,
    suppressed: Tombstones = Tombstones(),
    clock: @escaping @Sendable () -> Date = { Date() }
  ) {
    let now = clock()
    let deferrals = memory.hosts.compactMapValues(\.notBefore)
      .mapValues { Duration.seconds($0.timeIntervalSince(now)) }
    exchange = Exchange(
      loop: loop,
      gate: HostGate(politeness, deferrals: deferrals.filter { $0.value > .zero }),
      retries: retries,
      limits: limits,
      spool: spool,
      room: room,
      now: { HTTPDate(secondsSince1970: Int64(clock().timeIntervalSince1970)) },
      usesProxy: usesProxy
    )
    robots = RobotsCache(memory, clock: clock)
    self.agent = agent.map { RobotsAgent($0) }
    self.suppressed = suppressed
    self.clock = clock
    patience = politeness.patience
  }

  /// What hosts told us, for the next run to know.
  package var memory: HostMemory {
    get async {
      var memory = HostMemory(hosts: await robots.memory)
      let now = clock()
      for (name, wait) in exchange.gate.deferrals {
        let end = now.addingTimeInterval(TimeInterval(wait.components.seconds))
        memory.hosts[name, default: .init()].notBefore = end
      }
      for (name, pace) in exchange.gate.paces {
        memory.hosts[name, default: .init()].pace = pace / .seconds(1)
      }
      return memory
    }
  }

  package func fetch(_ order: FetchOrder) async -> Fetch {
    var hops: [Hop] = []
    var address = order.address
    var chain = RedirectChain(with: order.cookies)
    var permission: RobotsPermission?
    func fetch(_ outcome: Result<FetchedResponse, FetchFailure>) -> Fetch {
      Fetch(order: order, hops: hops, permission: permission, outcome: outcome)
    }
    guard suppressed.of(address) == nil else { return fetch(.failure(.suppressed)) }
    while true {
      do throws(FetchFailure) {
        permission = try await self.permission(for: address, of: order)
        let answer = try await ask(address, for: order, with: chain.cookies).get()
        guard let location = answer.redirection else { return fetch(.success(answer)) }
        let target = try destination(location, from: address, after: hops)
        guard chain.goesOn(from: address, to: target, with: answer.response.cookies) else {
          throw .redirectLoop(target)
        }
        // Neither is it a hop: nobody is to read where the way led.
        guard suppressed.of(target) == nil else { throw .suppressed }
        hops.append(Hop(address: address, status: answer.status, target: target))
        try await pause(asked: answer.retryAfter)
        address = target
      } catch {
        return fetch(.failure(error))
      }
    }
  }

  // MARK: Robots

  /// Sees that robots.txt lets us ask for an address.
  ///
  /// - Returns: why we may.
  private func permission(
    for address: WebAddress,
    of order: FetchOrder
  ) async throws(FetchFailure) -> RobotsPermission? {
    guard let agent else { return nil }
    if let reason = order.reasonToIgnoreRobots { return .notAsked(reason: reason) }
    let standing = await robots.standing(of: address) { robots in await askForRobots(robots) }
    switch standing {
    case .unreachable(let failure): throw failure
    case .unread(let policy, let status):
      let decision = policy.decision(on: address, for: agent)
      guard decision.isAllowed else { throw .robotsUnread(decision, status: status) }
      return .given(decision)
    case .policy(let policy):
      if let delay = policy.crawlDelay(for: agent) {
        exchange.gate.heed(crawlDelay: delay.pause, of: String(address.authority))
      }
      let decision = policy.decision(on: address, for: agent)
      guard decision.isAllowed else { throw .disallowed(address, decision) }
      return .given(decision)
    }
  }

  /// Fetches a robots.txt, over a few redirects to any host.
  private func askForRobots(_ robots: WebAddress) async -> (RobotsReply, FetchFailure?) {
    var address = robots
    for _ in 0...RobotsPolicy.redirectLimit {
      let question = ExchangeRequest(
        address: address,
        coding: .compressed,
        wanted: Int64(RobotsFile.readLimit) + 1
      )
      switch await exchange.ask(question) {
      case .failure(let failure): return (.unreachable("\(failure)"), failure)
      case .success(let answer):
        guard let location = answer.redirection else {
          let body = try? answer.body?.head(RobotsFile.readLimit + 1)
          return (.answer(status: answer.status, body: body ?? []), nil)
        }
        guard let target = try? WebAddress(location, relativeTo: address) else {
          return (.lostInRedirects("a redirect to “\(location)”"), nil)
        }
        address = target
      }
    }
    return (.lostInRedirects("more than \(RobotsPolicy.redirectLimit) redirects"), nil)
  }

  // MARK: Hops

  /// Waits before a redirect is followed, as its answer asks.
  ///
  /// A wish for longer than a run has patience is passed over, as by everybody else: each night it would be the same, and
  /// what is behind it would never come.
  ///
  /// Source: RFC 9110 §10.2.3 <https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3>
  private func pause(asked wait: Duration?) async throws(FetchFailure) {
    guard let wait, wait > .zero, wait <= patience else { return }
    do {
      try await Task.sleep(for: wait)
    } catch {
      throw .transfer(.cancelled)
    }
  }

  private func destination(
    _ location: String,
    from address: WebAddress,
    after hops: [Hop]
  ) throws(FetchFailure) -> WebAddress {
    let target: WebAddress
    do {
      target = try WebAddress(location, relativeTo: address)
    } catch {
      throw .unusableRedirect(location, error)
    }
    guard hops.count < Self.redirectLimit else {
      throw .tooManyRedirects(limit: Self.redirectLimit)
    }
    guard address.scheme == "http" || target.scheme == "https" else {
      throw .insecureRedirect(to: target)
    }
    return target
  }

  private func ask(
    _ address: WebAddress,
    for order: FetchOrder,
    with cookies: [Cookie]
  ) async -> Result<FetchedResponse, FetchFailure> {
    // Validators go to the address that gave them, and to no other on the way.
    let validators = order.validators.flatMap { $0.address == address ? $0 : nil }
    let conditions = [
      validators?.etag.map { HeaderField("If-None-Match", $0) },
      validators?.lastModified.map { HeaderField("If-Modified-Since", $0) },
    ]
    return await exchange.ask(
      ExchangeRequest(
        address: address,
        method: order.purpose == .head ? .head : .get,
        coding: order.purpose == .page ? .compressed : .identity,
        conditions: conditions.compactMap(\.self).filter(\.isSendable),
        cookies: cookies,
        wanted: order.purpose.wanted,
        longestUnmeasured: order.longestUnmeasured,
        isInquiry: order.purpose.isInquiry
      )
    )
  }
}

extension FetchedResponse {
  /// Where this answer redirects to, as written, or nil if it is no redirect.
  fileprivate var redirection: String? {
    guard [301, 302, 303, 307, 308].contains(status) else { return nil }
    return head.fields.first(named: "Location")?.utf8Value
  }
}
