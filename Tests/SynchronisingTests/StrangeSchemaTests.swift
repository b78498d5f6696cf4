// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Archiving
import Filing
import Foundation
import Support
import SystemPackage
import Testing

@testable import Synchronising

/// What another program wrote is named, and neither taken for ours nor for absent.
@Suite(.timeLimit(.minutes(5)))
struct `A record of another schema` {
  private func withSite(_ body: (Partnership, FilePath) async throws -> Void) async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      _ = try await site.night()
      try await body(site, site.archive.path)
    }
  }

  @Test func `is told once and left as it is, if it is the memory of hosts`() async throws {
    try await withSite { site, archive in
      let file = archive.appending("hosts.json")
      let newer = "{\"hosts\":{},\"schema\":\"hanaper/hosts/9\"}\n"
      try Disk().replace(file, with: newer)
      let first = try await site.night()
      #expect(first.notes.map(\.isNews) == [true])
      #expect(first.notes.first?.sentence.contains("hanaper/hosts/9") == true)
      #expect(first.hasNews)
      let second = try await site.night()
      #expect(second.notes.map(\.isNews) == [false])
      #expect(!second.hasNews)
      let text = try Disk().readText(file)
      #expect(text == newer)
    }
  }

  @Test func `is made anew with a word, if it was ours and cannot be read`() async throws {
    try await withSite { site, archive in
      try Disk().replace(archive.appending("hosts.json"), with: "{\"hosts\":")
      let first = try await site.night()
      #expect(first.notes.count == 1)
      let second = try await site.night()
      #expect(second.notes.isEmpty)
    }
  }

  @Test func `is named, if it is a report or a line of visits`() async throws {
    try await withSite { site, archive in
      let run = try #require(try Disk().list(archive.appending("runs")).last)
      let folder = archive.appending("runs").appending(run.component)
      let report = try Disk().readText(folder.appending("report.json"))
      let newer = report.replacing("hanaper/sync/1", with: "hanaper/sync/9")
      try Disk().replace(folder.appending("report.json"), with: newer)
      let visits = try Disk().readText(folder.appending("visits.jsonl"))
      let line = "{\"schema\":\"hanaper/visit/9\"}\n"
      try Disk().replace(folder.appending("visits.jsonl"), with: visits + line)
      let night = try await site.night()
      #expect(night.notes.contains { $0.sentence.contains("hanaper/sync/9") })
      #expect(night.damaged.contains { $0.sentence.contains("hanaper/visit/9") })
      #expect(night.counts.unchanged == 1)
    }
  }

  @Test func `is refused by its name, if it is a capture`() throws {
    let path = FilePath("v1/content/capture.json")
    for (text, word) in [
      ("{\"schema\":\"hanaper/capture/9\"}", "hanaper/capture/9"), ("{\"schema\":", "not what was"),
      ("{}", "not what was"),
    ] {
      let error = #expect(throws: ArchiveError.self) {
        _ = try RecordCoding.decode(
          Capture.self,
          from: Array(text.utf8),
          schema: Capture.schema,
          of: path
        )
      }
      #expect("\(try #require(error))".contains(word))
    }
  }
}
