// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Archiving
import Filing
import Foundation
import Support
import SystemPackage
import Testing

@testable import Synchronising

/// What a bad answer leaves in quarantine, night after night.
@Suite(.timeLimit(.minutes(5)))
struct `Bad nights and what they leave as evidence` {
  @Test func `suspect bodies are put aside once, with what brought them`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf"])
      site.serve("/a.pdf", Bodies.pdf("a"))
      _ = try await site.night()
      site.serve("/a.pdf") { _ in .ok(Bodies.softNotFound, type: "text/html") }
      let first = try await site.night()
      let second = try await site.night()
      let place = try #require(first.troubles.first?.quarantined)
      #expect(second.troubles.first?.quarantined == place)
      let directory = site.archive.path.appending("quarantine")
      let entries = try FileManager.default.contentsOfDirectory(atPath: directory.string)
      #expect(entries.count == 1)
      let body = try Files.readBytes(
        site.archive.path.pushing(.init(place)).appending("document.html")
      )
      #expect(body == Bodies.softNotFound)
    }
  }

  @Test
  func `a bot wall with another number in it every night leaves one body, and old ones give way`()
    async throws
  {
    try await Partnership.run { site in
      let counter = Counter()
      site.list(["/a.pdf", "/b.pdf"])
      for name in ["a", "b"] {
        site.serve("/\(name).pdf") { _ in
          let number = String(counter.next())
          return .ok(Bodies.botWall + Array("<!-- \(number) -->".utf8), type: "text/html")
        }
      }
      let directory = site.archive.path.appending("quarantine").string
      for night in 1...4 {
        let report = try await site.night()
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory).count == 2)
        #expect(report.droppedEvidence?.replaced == (night == 1 ? nil : 2))
        #expect(report.troubles.count == 2)
        for trouble in report.troubles {
          let place = site.archive.path.pushing(.init(try #require(trouble.quarantined)))
          #expect(
            try Files.readBytes(place.appending("document.html")).starts(with: Bodies.botWall)
          )
        }
        #expect(!report.hasNews || night == 1, "that newer evidence replaces older is no news")
      }
      // Two that lay there, and the two of tonight are larger than all may be.
      let tight = try await site.night { $0.quarantineBytes = 1 }
      #expect(tight.hasNews)
      #expect(tight.droppedEvidence?.bodies == 2)
      #expect(tight.droppedEvidence?.tooLarge == 2)
      #expect(tight.droppedEvidence?.sentence.contains("limits.quarantine") == true)
      #expect(tight.troubles.count == 2 && tight.troubles.allSatisfy { $0.quarantined == nil })
      #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
      let next = try await site.night { $0.quarantineBytes = 1 }
      #expect(next.droppedEvidence?.tooLarge == 2)
      #expect(!next.hasNews, "nothing went that had been there")
    }
  }

  @Test func `of what came tonight and had to give way, the report names no place`() async throws {
    try await Partnership.run { site in
      site.list(["/a.pdf", "/b.pdf", "/c.pdf"])
      for name in ["a", "b", "c"] {
        site.serve("/\(name).pdf") { _ in
          .ok(Bodies.botWall + Array(name.utf8), type: "text/html")
        }
      }
      // How much all of it takes, body and record.
      _ = try await site.night()
      let quarantine = site.archive.path.appending("quarantine")
      let whole = try Disk().list(quarantine).reduce(Int64(0)) { sum, folder in
        let place = quarantine.appending(folder.component)
        let sizes = try Disk().list(place).map {
          try Disk().size(of: place.appending($0.component))
        }
        try Disk().removeTree(place)
        return sum + sizes.reduce(0, +)
      }
      let room = whole * 2 / 3
      let report = try await site.night { $0.quarantineBytes = room }
      let dropped = try #require(report.droppedEvidence)
      #expect(dropped.bodies + dropped.tooLarge > 0)
      let places = report.troubles.compactMap(\.quarantined)
      #expect(places.count == 3 - dropped.bodies - dropped.tooLarge)
      #expect(!places.isEmpty, "there was room for one")
      for place in places {
        let folder = site.archive.path.pushing(.init(place))
        #expect(FileManager.default.fileExists(atPath: folder.string))
      }
    }
  }
}
