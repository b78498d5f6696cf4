// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Appraisal
import Fetching
import Fixity
import Night
import Records

extension DocumentVisitor {
  /// What is to be said of an answer that is a document which was let go of, or a page that sends its readers there.
  ///
  /// It is known by its bytes. What a redirect leads to is never asked for (`Fetcher`).
  ///
  /// - Parameters:
  ///   - fetch: what came.
  ///   - appraisal: what it is.
  ///   - candidate: what it came for.
  /// - Returns: nil where it is none, or just what is held.
  func refusal(
    of fetch: Fetch,
    _ appraisal: AppraisalRecord,
    for candidate: Candidate
  ) -> AppraisalRecord? {
    guard !suppressed.isEmpty, let answer = try? fetch.outcome.get(), let body = answer.body else {
      return nil
    }
    let ways = [appraisal.evidence.sendsOn, appraisal.evidence.leadsTo].compactMap(\.self)
    let isCopy =
      body.digest != candidate.known?.digest && suppressed.of(content: body.digest) != nil
    guard isCopy || ways.contains(where: { suppressed.of($0) != nil }) else { return nil }
    return Appraiser.appraise(TransferFault.refused(.suppressed))
  }
}
