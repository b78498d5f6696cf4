// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Filing
import Foundation
import SystemPackage
import Testing

@testable import Archiving
@testable import OCFL
@testable import Synchronising

/// What is written down for ever, byte for byte: files of every kind of record, with every word in them.
///
/// Archives in the field are full of these bytes, so they may be added to and never changed. `HANAPER_GOLDEN=write`
/// writes the files anew, for a person to compare what became of them.
@Suite(.timeLimit(.minutes(5)))
struct `Records that are kept for ever` {
  private static let folder = FilePath(#filePath).removingLastComponent().appending("Golden")
  private static let isWriting = ProcessInfo.processInfo.environment["HANAPER_GOLDEN"] == "write"

  private func expectSame<Record: Codable>(_ type: Record.Type, _ name: String) throws {
    try expectSame(name) { try RecordCoding.encode(RecordCoding.decode(type, from: $0)) }
  }

  private func expectSame(_ name: String, _ rewrite: ([UInt8]) throws -> String) throws {
    let file = Self.folder.appending(name)
    let kept = try Disk().read(file)
    let written = try rewrite(kept)
    if Self.isWriting { try Disk().replace(file, with: Array(written.utf8)) }
    #expect(written == String(decoding: kept, as: UTF8.self))
  }

  @Test func `captures`() throws {
    try expectSame(Capture.self, "capture.json")
    try expectSame(Capture.self, "capture-of-page.json")
  }

  @Test func `what a night said of each document, line by line`() throws {
    try expectSame("visits.jsonl") { bytes in
      try bytes.split(separator: UInt8(ascii: "\n")).map { line in
        if let retirement = try? RecordCoding.decode(Retirement.self, from: line) {
          return try RecordCoding.encodeLine(retirement)
        }
        return try RecordCoding.decode(Visit.self, from: line).line
      }.joined()
    }
  }

  @Test func `what was let go of`() throws {
    try expectSame(Tombstone.self, "tombstone.json")
  }

  @Test func `what the ledger holds, leaf by leaf`() throws {
    try expectSame("leaves.jsonl") { bytes in
      try bytes.split(separator: UInt8(ascii: "\n")).map { line in
        try RecordCoding.decode(Leaf.self, from: line).entry + "\n"
      }.joined()
    }
  }

  @Test func `what a person decided, line by line`() throws {
    try expectSame("decisions.jsonl") { bytes in
      try bytes.split(separator: UInt8(ascii: "\n")).map { line in
        let decision = try RecordCoding.decode(Decision.self, from: line)
        #expect((try? RecordCoding.decode(Visit.self, from: line)) == nil)
        #expect((try? RecordCoding.decode(Retirement.self, from: line)) == nil)
        return try RecordCoding.encodeLine(decision)
      }.joined()
    }
  }

  @Test func `reports`() throws {
    try expectSame(RunReport.self, "report.json")
  }

  @Test func `what hosts asked for`() throws {
    try expectSame(HostMemory.self, "hosts.json")
  }

  @Test func `what a batch was about to do`() throws {
    try expectSame("intent.json") { bytes in
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      let intent = try JSONDecoder().decode(Intent.self, from: Data(bytes))
      return String(decoding: try encoder.encode(intent), as: UTF8.self)
    }
  }
}
