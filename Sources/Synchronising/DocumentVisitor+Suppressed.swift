// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Appraisal
import Fetching
import Fixity
import HTTP
import Night
import Records

extension DocumentVisitor {
  /// What is to be said of an answer that is a document which was let go of: by its bytes, or because it was fetched
  /// from there, whatever address led to it.
  ///
  /// - Parameters:
  ///   - fetch: what came.
  ///   - candidate: what it came for.
  /// - Returns: nil where it is none, or just what is held.
  func refusal(of fetch: Fetch, for candidate: Candidate) -> AppraisalRecord? {
    guard !suppressed.isEmpty, let answer = try? fetch.outcome.get(), let body = answer.body,
      body.digest != candidate.known?.digest
    else { return nil }
    let places = [answer.address] + fetch.hops.map(\.address)
    guard
      suppressed.of(content: body.digest) != nil
        || places.contains(where: { suppressed.of($0) != nil })
    else { return nil }
    return Appraiser.appraise(TransferFault.refused(.suppressed))
  }
}
