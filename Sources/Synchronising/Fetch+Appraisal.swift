// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import Records
import Robots
import Curl
import Fetching
import Filing
import HTTP

/// What a fetch brought, in the words of appraisal.
extension Fetch {
  /// - Throws: what concerns every fetch: a disk that takes no more, a cancelled run.
  func appraised(
    expecting expectation: ResponseEvidence.Expectation
  ) async throws -> AppraisalRecord {
    guard mayTakeLong else { return try appraised(against: expectation) }
    return try await BlockingThreads.shared.run { try appraised(against: expectation) }
  }

  /// Whether there is a disk to wait for or a page to read.
  ///
  /// Most answers of a quiet night have no body, and many of a first one are short files: a change of threads
  /// would cost more than all else about them.
  private var mayTakeLong: Bool {
    switch (try? outcome.get())?.body?.place {
    case nil: false
    case .memory(let bytes): !BodySignature.marks(bytes)
    case .file: true
    }
  }

  private func appraised(
    against expectation: ResponseEvidence.Expectation
  ) throws -> AppraisalRecord {
    switch outcome {
    case .failure(let failure):
      var appraisal = Appraiser.appraise(try TransferFault(failure))
      if case .transfer(.tooLarge(let limit, let stated)) = failure {
        (appraisal.evidence.limit, appraisal.evidence.declaredLength) = (limit, stated)
      }
      if case .robotsUnread(_, let status) = failure { appraisal.evidence.robotsStatus = status }
      if case .disallowed(_, let decision) = failure, let rule = decision.rule {
        appraisal.evidence.robotsRule = "line \(rule.number): \(rule.text.prefix(200))"
      }
      return appraisal
    case .success(let answer):
      do throws(FilingError) {
        return Appraiser.appraise(try evidence(of: answer, expecting: expectation))
      } catch {
        guard error.isOfReading else { throw error }
        return Appraiser.appraise(TransferFault.refused(.unreadable))
      }
    }
  }

  private func evidence(
    of answer: FetchedResponse,
    expecting expectation: ResponseEvidence.Expectation
  ) throws(FilingError) -> ResponseEvidence {
    ResponseEvidence(
      requested: order.address,
      final: answer.address,
      hops: hops,
      status: answer.status,
      headers: answer.head.fields,
      attachmentKind: answer.attachmentName?.pathExtension
        .flatMap(BodyKind.init(pathExtension:)),
      body: try answer.bodyEvidence,
      declaredLength: answer.declaredLength,
      wasConditional: answer.wasConditional,
      retryAfter: answer.retryAfter,
      expectation: expectation
    )
  }
}

extension FetchedResponse {
  /// The ends of the body; nil where none was asked for.
  fileprivate var bodyEvidence: BodyEvidence? {
    get throws(FilingError) {
      guard method == .get else { return nil }
      // An answer whose body has no byte is still an answer with a body.
      guard let body else { return BodyEvidence(whole: []) }
      let head = try body.head(BodyEvidence.longestHead)
      if response.isAbandoned { return BodyEvidence(beginning: head, of: declaredLength) }
      return BodyEvidence(
        length: body.length,
        head: head,
        tail: try body.tail(BodyEvidence.longestTail)
      )
    }
  }
}

extension TransferFault {
  /// - Throws: what is no fault of the site's: a full disk, a cancelled run.
  init(_ failure: FetchFailure) throws {
    switch failure {
    case .transfer(let error): try self.init(error)
    case .disallowed: self = .refused(.robots)
    case .robotsUnread: self = .unreachable(.robotsUnread)
    case .leftAlone(.deferred): self = .refused(.deferred)
    case .leftAlone(.failing): self = .refused(.failingHost)
    case .leftAlone(.cancelled): throw CancellationError()
    case .suppressed: self = .refused(.suppressed)
    case .redirectLoop: self = .refused(.redirectLoop)
    case .tooManyRedirects: self = .refused(.tooManyRedirects)
    case .insecureRedirect: self = .refused(.downgrade)
    case .unusableRedirect(_, .unsupportedScheme): self = .refused(.scheme)
    case .unusableRedirect: self = .refused(.invalidAddress)
    }
  }

  private init(_ error: TransferError) throws {
    self =
      switch error {
      // libcurl does not tell an unknown name from a resolver that is ill; the milder is assumed.
      case .unresolved: .unreachable(.nameTemporary)
      case .notConnected: .unreachable(.refusedConnection)
      case .noRoute: .unreachable(.ownNetwork)
      case .privateAddress: .refused(.privateAddress)
      case .timedOut: .unreachable(.timedOut)
      case .stalled: .unreachable(.stalled)
      case .reset: .unreachable(.reset)
      case .truncated: .truncated
      case .tooLarge: .refused(.tooLarge)
      case .headersTooLarge, .protocolFault, .unknownCoding, .other: .unreachable(.protocolFault)
      case .certificate(let verification, let detail): .tls(TLSFault(verification, detail))
      case .handshake: .tls(.protocolFault)
      case .invalidRequest: .refused(.invalidAddress)
      case .sink(is NoRoom): .refused(.noSpace)
      case .sink(let error): throw error
      case .cancelled: throw CancellationError()
      }
  }
}

extension TLSFault {
  /// From OpenSSL's verdict on a chain of certificates.
  ///
  /// A name that does not match leaves no verdict, only libcurl's sentence.
  /// Source: X509_V_ERR_…, X509_STORE_CTX_get_error(3)
  fileprivate init(_ verification: Int, _ detail: String) {
    self =
      switch verification {
      case 10: .expired
      case 18, 19: .selfSigned
      case 2, 20, 21: .incompleteChain
      case 62: .wrongHost
      default: detail.contains("subject name") ? .wrongHost : .other
      }
  }
}
