// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
public import Curl
import Filing
import Synchronization
public import SystemPackage

/// Turns addresses into answers: politely, hop by hop, each body into a file.
///
/// It judges nothing but the transfer. Redirects are followed here, not by libcurl, so that every
/// hop waits its turn at its host and the whole chain is known.
public struct Fetcher: Sendable {
  /// The most redirects that are followed for one order.
  public static let redirectLimit = 10

  private let loop: TransferLoop
  private let turnstile: Turnstile
  private let limits: TransferLimits
  private let spool: FilePath

  /// - Parameters:
  ///   - loop: what carries out the transfers.
  ///   - politeness: kept across everything that this fetcher fetches.
  ///   - limits: for each request.
  ///   - spool: an existing directory for bodies on their way.
  public init(_ loop: TransferLoop, politeness: Politeness, limits: TransferLimits, spool: FilePath)
  {
    self.loop = loop
    self.turnstile = Turnstile(politeness)
    self.limits = limits
    self.spool = spool
  }

  public func fetch(_ order: FetchOrder) async -> Fetch {
    var hops: [Hop] = []
    var address = order.address
    while true {
      let answer: Answer
      switch await ask(address, for: order) {
      case .failure(let error):
        return Fetch(order: order, hops: hops, outcome: .failure(.transfer(error)))
      case .success(let success): answer = success
      }
      guard let location = answer.redirection else {
        return Fetch(order: order, hops: hops, outcome: .success(answer))
      }
      do throws(FetchFailure) {
        let target = try destination(location, from: address, after: hops)
        hops.append(Hop(address: address, status: answer.status, target: target))
        address = target
      } catch {
        return Fetch(order: order, hops: hops, outcome: .failure(error))
      }
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
    guard target != address, !hops.contains(where: { $0.address == target }) else {
      throw .redirectLoop(target)
    }
    guard address.scheme == "http" || target.scheme == "https" else {
      throw .insecureRedirect(to: target)
    }
    return target
  }

  private func ask(
    _ address: WebAddress,
    for order: FetchOrder
  ) async -> Result<Answer, TransferError> {
    // Validators go to the address that gave them, and to no other on the way.
    let validators = order.validators.flatMap { $0.address == address ? $0 : nil }
    var request = Request(
      address,
      coding: order.purpose == .document ? .identity : .compressed,
      limits: limits
    )
    let conditions = [
      validators?.etag.map { HeaderField("If-None-Match", $0) },
      validators?.lastModified.map { HeaderField("If-Modified-Since", $0) },
    ]
    request.fields = conditions.compactMap(\.self).filter(\.isSendable)
    do {
      return try await turnstile.pass(to: String(address.authority)) { [request] in
        await perform(request, wasConditional: !request.fields.isEmpty)
      }
    } catch {
      return .failure(.cancelled)
    }
  }

  private func perform(
    _ request: Request,
    wasConditional: Bool
  ) async -> Result<Answer, TransferError> {
    let sink = BodySpool(spool.appending(SpoolName.next()))
    do throws(TransferError) {
      let response = try await loop.perform(request, into: sink)
      let body: SpooledBody?
      do {
        body = try sink.finish()
      } catch {
        throw .sink(error)
      }
      return .success(
        Answer(
          address: request.address,
          response: response,
          wasConditional: wasConditional,
          body: body
        )
      )
    } catch {
      sink.discard()
      return .failure(error)
    }
  }
}

extension Answer {
  /// Where this answer redirects to, as written, or nil if it is no redirect.
  fileprivate var redirection: String? {
    guard [301, 302, 303, 307, 308].contains(status) else { return nil }
    return response.head.fields.first(named: "Location")?.utf8Value
  }
}

/// Names for spool files, never the same twice in one process.
private enum SpoolName {
  private static let last = Atomic<UInt64>(0)

  static func next() -> String {
    "body-\(last.add(1, ordering: .relaxed).newValue)"
  }
}
