// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Curl
import Filing
import HTTP
import Synchronization
import SystemPackage

/// What is asked of one address.
struct ExchangeRequest: Sendable {
  let address: WebAddress
  var method = Request.Method.get
  var coding = ContentCoding.identity
  /// Fields that make the request conditional.
  var conditions: [HeaderField] = []
  /// What the redirects before this have set.
  var cookies: [Cookie] = []
  /// How much of the body is wanted, in bytes; nil means all.
  var wanted: Int64?
  /// How much is taken of a body whose length nobody states, in bytes; nil means all.
  var longestUnmeasured: Int64?

  /// Whether it is asked besides a document, by HEAD say, which many servers do not answer: it says nothing of the host, and is
  /// not waited for long.
  var isInquiry = false
}

/// Asks one address until it answers or has failed for good: in its turn, again where it failed for the
/// moment, and going on where a large body broke off.
struct Exchange: Sendable {
  let loop: TransferLoop
  let gate: HostGate
  let retries: RetryPolicy
  let limits: TransferLimits
  let spool: FilePath
  let room: (any SpoolRoom)?
  /// What time it is, to the second.
  let now: @Sendable () -> HTTPDate
  /// Whether the machine that answers is a proxy, and not the host's own.
  let usesProxy: Bool

  /// - Returns: the last answer, whatever its status, or why there is none.
  func ask(_ question: ExchangeRequest) async -> Result<FetchedResponse, FetchFailure> {
    var question = question
    let file = spool.appending(SpoolName.next())
    let sink = BodySpool(
      file,
      wanted: question.wanted,
      longestUnmeasured: question.longestUnmeasured,
      limit: limits.bodyBytes,
      room: room
    )
    let retries = question.isInquiry ? .never : self.retries
    var attempts = Attempts()
    while true {
      attempts.count += 1
      let request = request(question, attempts)
      let outcome = await perform(
        request,
        into: sink,
        isLast: attempts.count > retries.retries,
        isInquiry: question.isInquiry
      )
      switch outcome {
      case .success(let response):
        attempts.receivedBytes += response.receivedBytes
        let status = response.head.status
        let isUnfit = attempts.resumption != nil && status == 416
        if isUnfit || RetryPolicy.isTemporary(status), attempts.count <= retries.retries,
          await pause(after: attempts, isUnfit || RetryPolicy.asksForPatience(status))
        {
          // A 416 says that what is here does not fit what is there any more.
          attempts.resumption = nil
          attempts.answered = response
          sink.startOver()
          continue
        }
        return await answer(question, response, sink, attempts)
      case .failure(.transfer(.unknownCoding)):
        // Only libcurl's decoding is in the way; what the bytes are, their signature will tell.
        question.coding = .verbatim
        attempts.count -= 1
        attempts.resumption = nil
        sink.startOver()
      case .failure(.leftAlone(let refusal)):
        // What the host said last, a 429 say, or how it failed, tells more than that it was left alone then.
        guard let response = attempts.answered else {
          await sink.discard()
          return .failure(attempts.failure ?? .leftAlone(refusal))
        }
        attempts.count -= 1
        return await answer(question, response, sink, attempts)
      case .failure(let failure):
        guard let isHarmless = failure.isWorthAnotherTry, attempts.count <= retries.retries,
          await pause(after: attempts, isHarmless)
        else {
          await sink.discard()
          return .failure(failure)
        }
        attempts.failure = failure
        attempts.resumption = isHarmless ? nil : sink.resume()
        if attempts.resumption == nil { sink.startOver() }
      }
    }
  }

  private struct Attempts {
    var count = 0
    var receivedBytes: Int64 = 0
    /// The last answer that was not good enough.
    var answered: Response?
    /// How the last one failed that brought none.
    var failure: FetchFailure?
    /// The rest of a body that is asked for, if it is only that.
    var resumption: Resumption?
  }

  /// Waits before the next attempt.
  ///
  /// - Parameters:
  ///   - attempts: those made.
  ///   - isLeftToHost: whether the pause is the schedule's affair, or needs to be none.
  /// - Returns: false where the task was cancelled meanwhile.
  private func pause(after attempts: Attempts, _ isLeftToHost: Bool) async -> Bool {
    guard !isLeftToHost else { return true }
    var random = SystemRandomNumberGenerator()
    let pause = retries.pause(before: attempts.count, using: &random)
    return (try? await Task.sleep(for: pause)) != nil
  }

  /// A request for status and fields is answered within this time, or not at all.
  private static let patienceOfInquiry = Duration.seconds(20)

  private func request(_ question: ExchangeRequest, _ attempts: Attempts) -> Request {
    var limits = limits
    if question.isInquiry { limits.total = min(limits.total, Self.patienceOfInquiry) }
    return Request(
      question.address,
      method: question.method,
      fields: attempts.resumption?.fields ?? question.conditions,
      coding: question.coding,
      cookies: question.cookies,
      limits: limits
    )
  }

  private func perform(
    _ request: Request,
    into sink: BodySpool,
    isLast: Bool,
    isInquiry: Bool
  ) async -> Result<Response, FetchFailure> {
    do {
      return try await gate.pass(
        to: String(request.address.authority),
        observing: { outcome, duration in
          observation(of: outcome, duration, isLast: isLast, isInquiry: isInquiry)
        }
      ) {
        do throws(TransferError) {
          return .success(try await loop.perform(request, into: sink))
        } catch .sink(let cause as TransferError) {
          return .failure(.transfer(cause))
        } catch .sink(is BodySpool.OtherRange) where isLast {
          // What a server sends in the place of the rest is its own fault, and not our disk's.
          return .failure(.transfer(.protocolFault(detail: "another part than was asked for")))
        } catch {
          return .failure(.transfer(error))
        }
      }
    } catch {
      return .failure(error == .cancelled ? .transfer(.cancelled) : .leftAlone(error))
    }
  }

  /// What an attempt says about its host.
  private func observation(
    of outcome: Result<Response, FetchFailure>,
    _ duration: Duration,
    isLast: Bool,
    isInquiry: Bool
  ) -> HostObservation {
    switch outcome {
    case .success(let response):
      let status = response.head.status
      // One document that fails again and again says little about the host; its last try counts.
      let isMeant =
        isLast && !isInquiry || status < 500 || RetryPolicy.asksForPatience(status)
      return HostObservation(
        duration: duration,
        outcome: isMeant ? .answered(status: status) : .nothing,
        retryAfter: RetryAfter.delay(in: response.head.fields, receivedAt: now()),
        peer: usesProxy ? nil : response.peer
      )
    case .failure(.transfer(let error)) where error.isOfHost && !isInquiry:
      return HostObservation(duration: duration, outcome: .failed)
    case .failure: return HostObservation(duration: duration)
    }
  }

  private func answer(
    _ question: ExchangeRequest,
    _ response: Response,
    _ sink: BodySpool,
    _ attempts: Attempts
  ) async -> Result<FetchedResponse, FetchFailure> {
    // Where a body was gone on with, the first answer speaks for the whole.
    let head = sink.head ?? response.head
    do {
      return .success(
        FetchedResponse(
          address: question.address,
          method: question.method,
          head: head,
          response: response,
          wasConditional: !question.conditions.isEmpty,
          body: try await sink.finish(),
          receivedBytes: attempts.receivedBytes,
          requests: attempts.count,
          retryAfter: RetryAfter.delay(in: response.head.fields, receivedAt: now())
        )
      )
    } catch {
      await sink.discard()
      return .failure(.transfer(.sink(error)))
    }
  }
}

extension TransferError {
  /// Whether the host is to blame, and not the request or our own machine.
  fileprivate var isOfHost: Bool {
    switch self {
    case .unresolved, .notConnected, .noRoute, .timedOut, .stalled, .reset, .truncated, .handshake,
      .certificate, .protocolFault:
      true
    case .privateAddress, .tooLarge, .headersTooLarge, .unknownCoding, .sink, .cancelled,
      .invalidRequest, .other:
      false
    }
  }
}

extension FetchFailure {
  /// Whether asking again may help, and if so, whether it may be done at once, from the beginning.
  fileprivate var isWorthAnotherTry: Bool? {
    guard case .transfer(let error) = self else { return nil }
    if case .sink(let cause) = error { return cause is BodySpool.OtherRange ? true : nil }
    return error.isTransient ? false : nil
  }
}

/// Names for spool files, never the same twice in one process.
private enum SpoolName {
  private static let last = Atomic<UInt64>(0)

  static func next() -> String {
    "body-\(last.add(1, ordering: .relaxed).newValue)"
  }
}
