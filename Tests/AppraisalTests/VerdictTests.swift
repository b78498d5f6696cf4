// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import FoundationEssentials
import Testing

@testable import Appraisal

/// One of each verdict, with every reason.
enum EveryVerdict {
  static let all: [Verdict] = {
    let address = WebAddress(alreadyNormal: "https://example.org/b.pdf")
    var all: [Verdict] = [
      .document(.pdf), .document(.unknown), .unchanged, .page, .moved(to: address),
      .replaced(by: address, .docx), .gone, .notFound, .authenticationRequired, .forbidden,
      .rateLimited(retryAfter: nil), .rateLimited(retryAfter: .seconds(90)),
      .serverError(status: 500), .serverError(status: 304), .clientError(status: 451),
    ]
    all += SoftMissingReason.allCases.map { .softMissing($0) }
    all += BotWall.allCases.map { .blocked(by: $0) }
    all += UnreachableReason.allCases.map { .unreachable($0) }
    all += TLSFault.allCases.map { .tls($0) }
    all += Damage.allCases.map { .damaged($0) }
    all += Refusal.allCases.map { .refused($0) }
    return all
  }()
}

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
    #expect(!(verdict.bringsDocument && verdict.isSuspect))
    #expect(!verdict.bringsDocument || verdict.isAlive)
    #expect(verdict.isDeadSign == ["gone", "not-found", "soft-missing"].contains(verdict.word))
  }
}
