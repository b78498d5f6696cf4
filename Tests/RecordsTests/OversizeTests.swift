// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Testing

@Suite(.timeLimit(.minutes(5)))
struct `How large something is that is too large` {
  @Test func `is said with the limit and what to do`() {
    let known = Oversize(length: 2_100_000_000, limit: 500_000_000)
    #expect(known.words == "too large: 2.1 GB")
    #expect(known.sentence == "the file has 2.1 GB, and `limits.documentSize` allows 500.0 MB")
    #expect(known.advice == "raise `limits.documentSize` above 2.1 GB")
  }

  @Test(arguments: [nil, 0, -1, 500_000_000])
  func `is not made up where nobody states it`(length: Int64?) {
    let unknown = Oversize(length: length, limit: 500_000_000)
    #expect(unknown.length == nil)
    #expect(unknown.words == "too large: more than 500.0 MB")
    #expect(unknown.sentence.hasSuffix("nobody states how large"))
    #expect(unknown.advice == "raise `limits.documentSize`")
  }

  @Test func `is read from the evidence of an appraisal, and of no other`() {
    var appraisal = AppraisalRecord(verdict: .refused(.tooLarge))
    #expect(appraisal.oversize == nil)
    #expect(appraisal.sentence == "the file is larger than `limits.documentSize` allows")
    (appraisal.evidence.limit, appraisal.evidence.declaredLength) = (1_000_000, 3_000_000)
    #expect(appraisal.sentence == "the file has 3.0 MB, and `limits.documentSize` allows 1.0 MB")
    appraisal.verdict = .notFound
    #expect(appraisal.oversize == nil)
  }
}
