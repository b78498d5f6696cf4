// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Testing

@testable import Records

@Suite(.timeLimit(.minutes(5)))
struct `Answers of the file servers of GOV.UK` {
  private static let asset = "https://assets.publishing.service.gov.uk/media/65cb4349/a.pdf"
  private static let successor = "https://assets.publishing.service.gov.uk/media/6849a7b6/b.pdf"
  private static let page = "https://www.gov.uk/government/publications/a"

  private static func record(_ verdict: Verdict, endingAt final: String? = nil) throws
    -> AppraisalRecord
  {
    var record = AppraisalRecord(verdict: verdict)
    record.evidence.finalAddress = try final.map { try WebAddress($0) }
    return record
  }

  @Test func `are told for what they mean there`() throws {
    let asset = try WebAddress(Self.asset)
    let successor = try WebAddress(Self.successor)
    let cases: [(AppraisalRecord, String)] = try [
      (
        Self.record(.movedAndChanged(to: successor, .pdf)),
        "the publisher replaced it: a PDF at \(successor) is its successor"
      ),
      (
        Self.record(.moved(to: successor)),
        "the publisher replaced it by the same file at \(successor)"
      ),
      (Self.record(.gone), "the publisher deleted the file (status 410)"),
      (
        Self.record(.softMissing(.wrongType), endingAt: Self.page),
        "the publisher unpublished it: its address leads to the page \(Self.page)"
      ),
      (
        Self.record(
          .softMissing(.wrongType),
          endingAt: "https://www.gov.uk/government/placeholder"
        ),
        "the file is being checked for viruses; for the time being a placeholder comes"
      ),
      (Self.record(.forbidden), Verdict.forbidden.sentence),
    ]
    for (record, sentence) in cases { #expect(record.sentence(at: asset) == sentence) }
    let old = try WebAddress("https://www.gov.uk/government/uploads/system/uploads/a.pdf")
    #expect(try Self.record(.gone).sentence(at: old).contains("deleted the file"))
  }

  @Test(arguments: [
    "https://www.example.org/a.pdf", "https://www.gov.uk/government/publications/a",
  ])
  func `mean nothing of the kind elsewhere`(address: String) throws {
    let record = try Self.record(.gone)
    #expect(try record.sentence(at: WebAddress(address)) == record.sentence)
  }
}
