// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import FoundationEssentials
import Support
import Testing

@testable import Records

@Suite(.timeLimit(.minutes(5)))
struct `Verdicts in words` {
  @Test(arguments: EveryVerdict.all)
  func `a verdict survives JSON`(verdict: Verdict) throws {
    let data = try JSONEncoder().encode(verdict)
    #expect(try JSONDecoder().decode(Verdict.self, from: data) == verdict)
  }

  @Test(arguments: EveryVerdict.all)
  func `a verdict has a word and a clause`(verdict: Verdict) {
    let isWord = verdict.word.allSatisfy { $0 == "-" || ("a"..."z").contains($0) }
    #expect(isWord && !verdict.word.isEmpty)
    #expect(!verdict.sentence.isEmpty && !verdict.sentence.hasSuffix("."))
    #expect(verdict.sentence.first?.isUppercase == false)
  }

  @Test
  func `JSON has the words at the top`() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    func json(_ verdict: Verdict) throws -> String {
      String(decoding: try encoder.encode(verdict), as: UTF8.self)
    }
    #expect(try json(.document(.pdf)) == #"{"kind":"pdf","verdict":"document"}"#)
    #expect(
      try json(.softMissing(.viewerPage)) == #"{"reason":"viewer-page","verdict":"soft-missing"}"#
    )
    #expect(try json(.blocked(by: .awsWAF)) == #"{"reason":"aws-waf","verdict":"blocked"}"#)
    #expect(
      try json(.rateLimited(retryAfter: .seconds(90)))
        == #"{"retryAfter":90,"verdict":"rate-limited"}"#
    )
  }

  @Test
  func `an unknown word is refused`() {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Verdict.self, from: Data(#"{"verdict":"lovely"}"#.utf8))
    }
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Verdict.self, from: Data(#"{"verdict":"tls"}"#.utf8))
    }
  }

  @Test(arguments: EveryVerdict.all)
  func `no verdict is alive and dead, or kept and suspect`(verdict: Verdict) {
    #expect(!(verdict.isAlive && verdict.isDeadSign))
    #expect(!(verdict.kind != nil && verdict.isSuspect))
    #expect(verdict.kind == nil || verdict.isAlive)
    let doubts: [SoftMissingReason] = [.viewerPage, .landingPage, .wrongType, .siteNotice]
    let isDoubt = doubts.contains { verdict == .softMissing($0) }
    let isDead = ["gone", "not-found", "soft-missing"].contains(verdict.word) && !isDoubt
    #expect(verdict.isDeadSign == isDead)
  }
}
