// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import HTTP
import Support
import Testing

@testable import Appraisal
import Records

@Suite(.timeLimit(.minutes(20)))
struct `Bodies that nobody meant` {
  static let seeds: [[UInt8]] = [
    SampleBody.pdf(), SampleBody.office("word"),
    SampleBody.package("application/vnd.oasis.opendocument.text"),
    SampleBody.zip([("a", "b")], comment: "c"), SampleBody.compoundFile(stream: "WordDocument"),
    Array("{\\rtf1 a}".utf8),
    SampleBody.page(title: "Page not found", heading: "404", text: "<a href=b.pdf>b</a>"),
    Array("<?xml version='1.0'?><!-- a --><rss>".utf8), [],
  ]

  private static func judge(_ body: [UInt8], _ random: inout Seeded) throws {
    let cut = Int.random(in: 0...body.count, using: &random)
    let extra = Int64.random(in: -10...100_000, using: &random)
    // Ends that do not belong together, and a length that fits neither.
    let evidences = [
      BodyEvidence(whole: body),
      BodyEvidence(
        length: Int64(body.count) + extra,
        head: Array(body.prefix(cut)),
        tail: Array(body.dropFirst(cut))
      ),
    ]
    let address = try WebAddress("https://example.org/a/b.pdf")
    for evidence in evidences {
      for kind in BodyKind.allCases {
        _ = Structure.check(evidence, kind: kind, declaredLength: extra)
      }
      for expectation in [ResponseEvidence.Expectation.document(known: .pdf), .page, .unknown] {
        let response = ResponseEvidence(
          requested: address,
          status: 200,
          headers: [HeaderField("content-type", "text/html")],
          body: evidence,
          expectation: expectation
        )
        let appraisal = Appraiser.appraise(response)
        #expect(!(appraisal.verdict.kind != nil && evidence.length == 0))
      }
    }
  }

  @Test(arguments: 0..<20)
  func `mutated bodies are judged without a crash`(seed: UInt64) throws {
    var random = Seeded(seed: seed)
    for original in Self.seeds {
      var body = original
      for _ in 0..<8 where !body.isEmpty {
        let place = Int.random(in: 0..<body.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: body[place] = UInt8.random(in: 0...255, using: &random)
        case 1: body.remove(at: place)
        case 2: body.insert(contentsOf: Array("<\"'&PK%".utf8.shuffled(using: &random)), at: place)
        default: body.removeSubrange(place..<min(body.count, place + 40))
        }
      }
      try Self.judge(body, &random)
    }
  }

  @Test(arguments: 0..<20)
  func `random bodies are judged without a crash`(seed: UInt64) throws {
    var random = Seeded(seed: seed &+ 1_000)
    let alphabet = Array("<>/!-=\"' &;#abPK%EOFstartxref0123\u{0}\n".utf8) + [0xFF, 0xFE, 0xE2]
    for length in [1, 2, 3, 30, 300, 1_500] {
      let anyBytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      let markup = (0..<length).compactMap { _ in alphabet.randomElement(using: &random) }
      for front in [[], [0x50, 0x4B, 3, 4], CompoundFile.signature, Array("<html>".utf8)] {
        try Self.judge(front + anyBytes, &random)
        try Self.judge(front + markup, &random)
      }
    }
  }

  @Test(arguments: [
    "<", "<a ", "<a href=\"", "<!--", "<script>", "&", "&#", "PK\u{3}\u{4}", "%PDF-", "404",
  ])
  func `64 KiB of one thing take no time`(text: String) throws {
    var random = Seeded(seed: 7)
    let front = Array("<html>".utf8)
    let body = front + Array(String(repeating: text, count: 64 * 1024 / text.utf8.count).utf8)
    let clock = ContinuousClock()
    let time = try clock.measure { try Self.judge(body, &random) }
    // Without optimisation this takes a second; quadratic work would take minutes.
    #expect(time < .seconds(60))
  }
}
