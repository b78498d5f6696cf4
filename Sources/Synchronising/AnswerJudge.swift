// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Appraisal
import Discovery
import Fetching
import HTTP
import Records

/// Judges what a fetch brought, and makes the one further request on which a verdict may hang.
struct AnswerJudge: Sendable {
  private let fetcher: Fetcher
  private let probes: ProbeDesk
  private let notices: NoticeShelf

  /// - Parameters:
  ///   - fetcher: asks.
  ///   - notices: what came in place of lists.
  init(_ fetcher: Fetcher, besides notices: NoticeShelf = NoticeShelf()) {
    self.fetcher = fetcher
    self.notices = notices
    probes = ProbeDesk(fetcher)
  }

  /// - Parameters:
  ///   - fetch: what came.
  ///   - expectation: what was meant.
  ///   - document: which one was asked for, where a page may have come in place of its site's; nil to think of none.
  ///   - isHeld: whether a death hangs on it, so that the site is asked how it answers for what cannot exist even where no word
  ///     says that something is missing.
  ///   - mayGoOn: whether a page is gone on from that shows a file or sends its reader on.
  /// - Returns: the appraisal, and the fetch that it is about: where a page showed the file, the fetch of that.
  /// - Throws: what concerns every fetch: a disk that takes no more, a cancelled run.
  func judge(
    _ fetch: Fetch,
    expecting expectation: ResponseEvidence.Expectation,
    of document: NoticeShelf.Document? = nil,
    isHeld: Bool,
    mayGoOn: Bool = true
  ) async throws -> (fetch: Fetch, appraisal: AppraisalRecord) {
    let appraisal = try await fetch.appraised(expecting: expectation)
    if mayGoOn, let file = try await file(shownBy: fetch, appraisal, expectation) { return file }
    if isHeld, let document, !notices.isEmpty, appraisal.verdict.mayBeNotice,
      let page = try await fetch.likeness, notices.has(page, for: document)
    {
      var notice = appraisal
      (notice.verdict, notice.question) = (.softMissing(.siteNotice), nil)
      return (fetch, notice)
    }
    guard let question = appraisal.question, isHeld || question == .saysMissing,
      let page = try await fetch.likeness,
      let probe = try await probes.answer(beside: fetch.order.address)
    else { return (fetch, appraisal) }
    let outcome = probe.answer.compared(
      with: page,
      at: fetch.finalAddress,
      isRedirected: fetch.isRedirected
    )
    return (fetch, appraisal.probed(outcome, by: probe.address))
  }

  /// Goes on to the file that a viewer's page shows, or that a page sends its reader on to: once, and by the rules of a redirect.
  ///
  /// - Returns: nil where no file came; then the page is all there is to tell of.
  private func file(
    shownBy fetch: Fetch,
    _ appraisal: AppraisalRecord,
    _ expectation: ResponseEvidence.Expectation
  ) async throws -> (fetch: Fetch, appraisal: AppraisalRecord)? {
    guard let target = appraisal.wayOn, !target.saysAction, target != fetch.order.address,
      let answer = try? fetch.outcome.get(), target != answer.address,
      fetch.hops.count < Fetcher.redirectLimit,
      answer.address.scheme == "http" || target.scheme == "https",
      !fetch.hops.contains(where: { $0.address == target })
    else { return nil }
    let next = await fetcher.fetch(fetch.order.continued(at: target, after: answer))
      .preceded(by: fetch)
    let found = try await next.appraised(expecting: expectation)
    switch found.verdict {
    case .document, .unchanged, .damaged, .refused(.tooLarge), .refused(.noSpace),
      .refused(.suppressed):
      return (next, found)
    default: return nil
    }
  }
}

extension Verdict {
  /// Whether it is of a page that a site may answer every address with.
  var mayBeNotice: Bool {
    switch self {
    case .softMissing(.notFoundPage), .softMissing(.redirectedHome), .softMissing(.redirectedUp),
      .softMissing(.wrongType), .softMissing(.landingPage):
      true
    default: false
    }
  }
}

extension AppraisalRecord {
  /// Where a file may be that every reader comes to; nil where there is no such place.
  fileprivate var wayOn: WebAddress? {
    switch verdict {
    case .softMissing(.viewerPage): evidence.leadsTo ?? evidence.sendsOn
    case .softMissing(.parked), .softMissing(.rejected): nil
    // A script without a word may be a redirect as well as a challenge.
    case .page, .softMissing, .damaged(.empty), .blocked(by: .unnamed):
      // A site's front page is no file.
      evidence.sendsOn.flatMap { $0.target == "/" ? nil : $0 }
    default: nil
    }
  }
}
