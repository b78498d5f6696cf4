// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Filing
import Foundation
import Support
import SystemPackage
import Testing

@testable import Archiving

/// Whoever can write to an archive can put a link in the place of anything in it, and change what it leads to at leisure.
@Suite(.timeLimit(.minutes(5)))
struct `A link in an archive` {
  /// An archive of which something was moved away, and a link put in its place.
  struct Moved {
    let bench: DamageBench
    let copy: FilePath
    /// The place of the link, relative to the archive.
    let place: String
    let outside: FilePath

    init(_ place: String, in folder: FilePath) async throws {
      bench = try await DamageBench(in: folder)
      self.place = place
      copy = folder.appending("Copy")
      try Disk().makeDirectory(copy)
      try bench.tree.write(to: copy)
      outside = folder.appending("outside")
      let here = bench.archive.path.pushing(FilePath(place))
      try Disk().rename(here, to: outside)
      try FileManager.default.createSymbolicLink(
        atPath: here.string,
        withDestinationPath: outside.string
      )
    }

    /// Changes the content of the document behind the link.
    func alter() throws {
      let file = `A link in an archive`.object + "/v1/content/document.pdf"
      let path = outside.pushing(FilePath(String(file.dropFirst(place.utf8.count + 1))))
      try Disk().removeFile(path)
      try Disk().create(path, holding: "the first of twp")
    }

    /// What of the documents is not as it was.
    func differences() throws -> [String] {
      try Tree(bench.archive.path).changes(since: bench.tree).filter { $0.hasPrefix("ocfl/") }
    }
  }

  static let object = DamageBench.folder(of: DamageBench.two)
  static let places = [
    FilePath(object).removingLastComponent().string, object, "\(object)/v1", "\(object)/v1/content",
  ]

  @Test(arguments: places, [VerificationLevel.whole, .quick])
  func `is damage of the document behind it`(
    place: String,
    level: VerificationLevel
  ) async throws {
    try await ScratchDirectory.run { folder in
      let moved = try await Moved(place, in: folder)
      for isAltered in [false, true] {
        if isAltered { try moved.alter() }
        let outcome = try await moved.bench.verification.full(level, cores: 1)
        let told = "\(outcome.findings) \(outcome.warnings)"
        #expect(outcome.findings.map(\.address) == [DamageBench.two], "\(told)")
        #expect(outcome.findings.first?.sentence.contains("is a link") == true, "\(told)")
        #expect(outcome.warnings.isEmpty, "\(told)")
        let one = try await moved.bench.verification.documents(
          at: [WebAddress(DamageBench.two)]
        )
        #expect(one.findings.map(\.address) == [DamageBench.two], "\(one.findings)")
      }
    }
  }

  @Test(arguments: places)
  func `gives way to what lies behind it, where that is what was signed for`(place: String)
    async throws
  {
    try await ScratchDirectory.run { folder in
      let moved = try await Moved(place, in: folder)
      #expect(try await moved.bench.repair() == [])
      #expect(try moved.differences() == [])
      #expect(try await moved.bench.verification.full(cores: 1).findings == [])
    }
  }

  @Test(arguments: places)
  func `gives way to a copy, where what lies behind it was altered`(place: String) async throws {
    try await ScratchDirectory.run { folder in
      let moved = try await Moved(place, in: folder)
      try moved.alter()
      #expect(try await moved.bench.repair().map(\.address) == [DamageBench.two])
      #expect(try await moved.bench.repair(from: moved.copy) == [])
      #expect(try moved.differences() == [])
    }
  }

  @Test func `that hides nothing is damage of its document, too, and is taken away`() async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      for place in ["link", "v1/link", "v1/content/link", "logs"] {
        let path = bench.archive.path.pushing(FilePath(Self.object)).pushing(FilePath(place))
        try FileManager.default.createSymbolicLink(
          atPath: path.string,
          withDestinationPath: "v1/content/document.pdf"
        )
      }
      let found = try await bench.verification.full(cores: 1).findings
      #expect(found.count == 4 && found.allSatisfy { $0.address == DamageBench.two }, "\(found)")
      _ = try await bench.repair()
      let after = try await bench.verification.full(cores: 1)
      #expect(after.findings == [] && after.warnings == [], "\(after)")
    }
  }

  @Test(arguments: [
    "ledger/tile", "ledger/tile/entries", "ledger/tile/0/000.p", "ocfl/extensions",
    "ocfl/extensions/0003-hash-and-id-n-tuple-storage-layout",
  ])
  func `in the place of a folder beside the documents is damage, whatever it leads to`(
    place: String
  ) async throws {
    try await ScratchDirectory.run { folder in
      let moved = try await Moved(place, in: folder)
      let found = try await moved.bench.verification.full(cores: 1).findings
      #expect(found.count == 1 && found.allSatisfy { $0.codes == ["link"] }, "\(found)")
      #expect(found.allSatisfy { $0.sentence.contains("“\(place)” is a link") }, "\(found)")
      guard place.hasPrefix("ocfl/") else {
        // The line that is printed takes in what lies behind it.
        let next = "\(try #require(found.first).next)"
        let line = next.split(separator: "; ")[1].replacing(
          " takes in what lies behind it",
          with: ""
        )
        let run = try await ProgramRun(
          "/bin/sh",
          ["-c", "cd \"$1\" && \(line)", "sh", moved.bench.archive.path.string],
          environment: ["PATH": "/usr/bin:/bin"]
        )
        #expect(run.status == 0, "\(line): \(run.errorText)")
        return #expect(try await moved.bench.verification.full(cores: 1).findings == [])
      }
      #expect(try await moved.bench.repair() == [])
      #expect(try moved.differences() == [])
    }
  }

  @Test func `is not written through: what a run brings waits in quarantine`() async throws {
    try await ScratchDirectory.run { folder in
      let moved = try await Moved(Self.object, in: folder)
      let before = try Tree(moved.outside)
      try await Keeper(moved.bench.archive, in: folder)
        .keep([(DamageBench.two, "a third one")], day: 6)
      #expect(try Tree(moved.outside).changes(since: before) == [])
      let waiting = try Tree(moved.bench.archive.path.appending("quarantine")).entries.values
      #expect(waiting.contains(.file(Array("a third one".utf8))), "\(waiting)")
    }
  }
}
