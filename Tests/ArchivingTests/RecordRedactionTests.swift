// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Records
import SystemPackage
import Testing

@testable import Archiving

@Suite(.timeLimit(.minutes(5)))
struct `Records without a document that was let go of` {
  private static let name = "https://example.org/reviews/child-zebedee.pdf"
  private static let other = "https://example.org/reviews/annual.pdf"
  private static let time = #""at":"2026-01-02T03:04:05Z","role":"document""#
  private let redaction = RecordRedaction(of: [Self.name])

  /// Records with every word in them.
  private static func records(_ file: String) throws -> String {
    let tests = FilePath(#filePath).removingLastComponent().removingLastComponent()
    return try Disk().readText(tests.appending("SynchronisingTests/Golden").appending(file))
  }

  private static func isVisit(_ line: String) -> Bool {
    var check = VisitLineCheck()
    if case .known = check.form(of: line) { return true }
    return false
  }

  private static func isReport(_ text: String) -> Bool {
    (try? RecordCoding.decode(RunReport.self, from: text.utf8)) != nil
  }

  @Test(arguments: [("visits.jsonl", 100), ("decisions.jsonl", 9)])
  func `are lines that can be read, wherever it stood in them`(_ file: String, _ count: Int) throws
  {
    var tried = 0
    for line in try Self.records(file).split(separator: "\n") {
      let tree = try RecordCoding.decode(JSONTree.self, from: line.utf8)
      for named in tree.each(saying: Self.name) {
        let text = try String(RecordCoding.encodeLine(named).dropLast())
        guard Self.isVisit(text) else { continue }
        tried += 1
        guard let kept = try redaction.redacted(line: text) else { continue }
        #expect(Self.isVisit(kept), "\(text) became \(kept)")
        #expect(!kept.contains("zebedee"))
      }
    }
    #expect(tried >= count, "\(tried)")
  }

  @Test func `are reports that can be read, wherever it stood in them`() throws {
    var tried = 0
    let tree = try RecordCoding.decode(JSONTree.self, from: Self.records("report.json").utf8)
    for named in tree.each(saying: Self.name) {
      let text = try RecordCoding.encode(named)
      guard Self.isReport(text) else { continue }
      tried += 1
      let kept = try #require(try redaction.redacted(report: text))
      #expect(Self.isReport(kept), "\(text) became \(kept)")
      #expect(!kept.contains("zebedee"))
    }
    #expect(tried > 80, "\(tried)")
  }

  @Test(
    arguments: [
      (#"{"address":"\#(name)","verdict":"moved"}"#, #"{"verdict":"unchanged"}"#),
      (
        #"{"address":"\#(name)","kind":"docx","verdict":"replaced"}"#,
        #"{"kind":"docx","verdict":"document"}"#
      ),
    ]
  )
  func `say of another that led to it what came`(_ verdict: String, _ kept: String) throws {
    func line(_ verdict: String, _ more: String = "") -> String {
      #"{"address":"\#(Self.other)",\#(Self.time),\#(more)"status":200,"verdict":\#(verdict)}"#
    }
    let succeeds = #""place":"\#(Self.name)","proposes":"\#(Self.name)","#
    let redacted = try #require(try redaction.redacted(line: line(verdict, succeeds)))
    #expect(
      try RecordCoding.decode(JSONTree.self, from: redacted.utf8)
        == RecordCoding.decode(JSONTree.self, from: line(kept).utf8)
    )
  }

  @Test func `keep the lists that another stands on, and its own text`() throws {
    let entry = #""heading":"Reviews","position":1,"source":"reviews""#
    let line =
      #"{"address":"\#(Self.other)",\#(Self.time),"listed":[{\#(entry),"page":"\#(Self.name)","text":"\#(Self.name)"}],"#
      + #""verdict":{"verdict":"unchanged"}}"#
    let redacted = try #require(try redaction.redacted(line: line))
    let visit = try RecordCoding.decode(Visit.self, from: redacted.utf8)
    #expect(visit.listed?.first?.page == nil)
    #expect(visit.listed?.first?.text == RecordRedaction.placeholder)
  }
}

extension JSONTree {
  /// The same value as often as it has texts, with another of them in each.
  fileprivate func each(saying text: String) -> [JSONTree] {
    switch self {
    case .string: [.string(text)]
    case .array(let values):
      values.indices.flatMap { index in
        values[index].each(saying: text).map {
          var values = values
          values[index] = $0
          return .array(values)
        }
      }
    case .object(let members):
      members.sorted { $0.key < $1.key }.flatMap { name, member in
        member.each(saying: text).map { .object(members.merging([name: $0]) { $1 }) }
      }
    case .null, .bool, .integer, .number: []
    }
  }
}
