// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Support
import SystemPackage
import Testing

@testable import Archiving

/// What lies in another's place is told as that, and a repair puts each into its own, with no copy.
@Suite(.timeLimit(.minutes(5)))
struct `What lies in another's place` {
  private static let one = DamageBench.folder(of: DamageBench.one)
  private static let two = DamageBench.folder(of: DamageBench.two)
  private static let three = DamageBench.folder(of: DamageBench.three)
  private static let body = "v1/content/document.pdf"

  /// Renames one after the other, and makes room by a name that is none of the archive.
  private func turn(_ places: [String], in bench: DamageBench) throws {
    let paths = places.map { bench.archive.path.pushing(FilePath($0)) }
    let room = bench.archive.path.appending("room")
    try Disk().rename(paths[0], to: room)
    for (from, to) in zip(paths.dropFirst(), paths) { try Disk().rename(from, to: to) }
    try Disk().rename(room, to: paths[paths.count - 1])
  }

  private func findings(_ bench: DamageBench) async throws -> [ArchiveFinding] {
    try await bench.verification.full(cores: 1).findings
  }

  @Test(arguments: [[one, two], [one, two, three]])
  func `goes home, where folders of documents were exchanged`(folders: [String]) async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      try turn(folders, in: bench)
      let found = try await findings(bench)
      #expect(found.count == folders.count, "\(found)")
      #expect(found.allSatisfy { $0.sentence.contains("in its place is that of another") })
      #expect(found.allSatisfy { "\($0.next)".contains("`hanaper repair`") })
      try await bench.expectMended(try await bench.repair())
    }
  }

  @Test(arguments: [[one, two], [one, two, three]])
  func `goes home, where files of documents were exchanged`(folders: [String]) async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      try turn(folders.map { "\($0)/\(Self.body)" }, in: bench)
      let found = try await findings(bench)
      #expect(found.count == folders.count, "\(found)")
      let word = folders.count == 2 ? "lie in each other's place" : "is it"
      #expect(found.allSatisfy { $0.sentence.contains(word) && $0.files.count == 2 }, "\(found)")
      try await bench.expectMended(try await bench.repair())
    }
  }

  /// Captures may be the ones that were copied about: what they say is believed where a record confirms them.
  @Test(arguments: [true, false])
  func `is not said of a sound document by a capture that was copied`(isExchange: Bool) async throws
  {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let copy = folder.appending("copy")
      try Disk().makeDirectory(copy)
      try bench.tree.write(to: copy, over: try Tree(copy))
      let captures = [Self.one, Self.two].map { "\($0)/v1/content/capture.json" }
      if isExchange {
        try turn(captures, in: bench)
      } else {
        let place = bench.archive.path.pushing(FilePath(captures[1]))
        try Disk().replace(place, with: try Disk().read(copy.pushing(FilePath(captures[0]))))
      }
      let found = try await findings(bench)
      #expect(found.map(\.path).allSatisfy(captures.contains), "\(found)")
      if !isExchange {
        #expect(try await bench.repair().map(\.path) == [captures[1]])
      }
      try await bench.expectMended(try await bench.repair(from: copy))
    }
  }

  /// A version's folder says whose it is; the document's own record, whose the place is.
  @Test(arguments: [["v1"], ["inventory.json", "inventory.json.sha512"]])
  func `goes home, where parts of documents were exchanged`(parts: [String]) async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      for part in parts { try turn(["\(Self.one)/\(part)", "\(Self.two)/\(part)"], in: bench) }
      let found = try await findings(bench)
      #expect(Set(found.map(\.address)) == [DamageBench.one, DamageBench.two], "\(found)")
      try await bench.expectMended(try await bench.repair())
    }
  }

  @Test(arguments: [DamageBench.two, "https://example.net/never-seen.pdf"])
  func `is not said of a document whose record was made to say that it is another`(
    name: String
  ) async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let record = bench.archive.path.pushing(FilePath("\(Self.one)/inventory.json"))
      let text = try Disk().readText(record)
      let own = [DamageBench.one, DamageBench.one.replacing("/", with: "\\/")]
      let forged = own.reduce(text) { $0.replacing($1, with: name) }
      try Disk().replace(record, with: forged)
      // As another program writes it: with one space.
      let sidecar = FilePath("\(record).sha512")
      try Disk().replace(sidecar, with: "\(Digest.of(forged).hex) inventory.json\n")
      let found = try await findings(bench)
      #expect(Set(found.map(\.address)) == [DamageBench.one], "\(found)")
      try await bench.expectMended(try await bench.repair())
      let seals = try Disk().readText(bench.archive.path.pushing("ledger/seals.txt"))
      #expect(!seals.contains("never-seen"))
    }
  }

  @Test func `goes home where it lies as a version of a document that has none of that number`()
    async throws
  {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      try Disk().rename(
        bench.archive.path.pushing(FilePath("\(Self.two)/v1")),
        to: bench.archive.path.pushing(FilePath("\(Self.one)/v2"))
      )
      try await bench.expectMended(try await bench.repair())
    }
  }

  /// One of the two lies within the other's document by then, or in the way to it.
  @Test(arguments: [
    [one, "\(two)/v1"], ["\(two)/v2", one], [String(one.prefix(8)), two],
    [String(one.prefix(8)), "\(two)/v1"],
  ])
  func `goes home out of another's folder`(folders: [String]) async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      try turn(folders, in: bench)
      let found = try await findings(bench)
      #expect(found.contains { $0.address == DamageBench.one }, "\(found)")
      #expect(found.allSatisfy { $0.address != nil }, "\(found)")
      try await bench.expectMended(try await bench.repair())
    }
  }

  @Test(arguments: ["\(one)/v1/content/x.pdf", "ocfl/x.pdf", "x.pdf"])
  func `is found wherever it was moved to`(place: String) async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      try Disk().rename(
        bench.archive.path.pushing(FilePath("\(Self.two)/\(Self.body)")),
        to: bench.archive.path.pushing(FilePath(place))
      )
      let after = try await bench.verification.full(cores: 1)
      #expect(after.findings.count == 1 && after.warnings == [], "\(after)")
      #expect(after.findings.allSatisfy { $0.sentence.contains("what lies at “\(place)” is it") })
      #expect(after.findings.allSatisfy { $0.codes.contains("moved") })
      try await bench.expectMended(try await bench.repair())
    }
  }

  /// What somebody does to an archive, by paths relative to it.
  private static let mixes: [(String, @Sendable (FilePath) throws -> Void)] = [
    (
      "a chain: one in the place of another, which lies where nothing belongs",
      { archive in
        try Disk().rename(archive.pushing(FilePath(one)), to: archive.pushing("ocfl/x"))
        try Disk().rename(archive.pushing(FilePath(two)), to: archive.pushing(FilePath(one)))
      }
    ),
    (
      "exchanged, and one of them damaged in a way that follows from the rest",
      { archive in
        try Disk().removeFile(archive.pushing(FilePath("\(one)/v1/inventory.json.sha512")))
        try exchange(one, two, in: archive)
      }
    ),
    (
      "exchanged folders and exchanged files at once",
      { archive in
        try exchange("\(one)/\(body)", "\(two)/\(body)", in: archive)
        try exchange(one, three, in: archive)
      }
    ),
    (
      "in another document's folder",
      { archive in
        try Disk().rename(
          archive.pushing(FilePath(one)),
          to: archive.pushing(FilePath(two)).appending("inner")
        )
      }
    ),
    (
      "in staging, which commands empty",
      { archive in
        try Disk().makeDirectories(archive.pushing("staging"))
        try Disk().rename(archive.pushing(FilePath(one)), to: archive.pushing("staging/x"))
        try Disk().rename(
          archive.pushing(FilePath("\(two)/\(body)")),
          to: archive.pushing("staging/y")
        )
      }
    ),
    (
      "a file in a folder of its own name",
      { archive in
        let file = archive.pushing(FilePath("\(one)/\(body)"))
        try Disk().rename(file, to: archive.appending("room"))
        try Disk().makeDirectory(file)
        try Disk().rename(archive.appending("room"), to: file.appending("inner"))
      }
    ),
    (
      "among the records of what was given out",
      { archive in
        try Disk().makeDirectories(archive.pushing("requests"))
        try Disk().rename(
          archive.pushing(FilePath("\(one)/\(body)")),
          to: archive.pushing("requests/x.json")
        )
      }
    ),
    (
      "in quarantine, because it was in the way of a repair",
      { archive in
        let aside = archive.pushing("quarantine/repaired-0123456789abcdef")
        try Disk().makeDirectories(aside)
        try Disk().rename(archive.pushing(FilePath(one)), to: aside.appending("damaged-1-x"))
        try Disk().rename(
          archive.pushing(FilePath("\(two)/\(body)")),
          to: aside.appending("damaged-2-document.pdf")
        )
      }
    ),
  ]

  private static func exchange(_ one: String, _ other: String, in archive: FilePath) throws {
    let (first, second) = (archive.pushing(FilePath(one)), archive.pushing(FilePath(other)))
    try Disk().rename(first, to: archive.appending("room"))
    try Disk().rename(second, to: first)
    try Disk().rename(archive.appending("room"), to: second)
  }

  @Test(arguments: mixes.indices)
  func `goes home, whatever else is wrong`(mix: Int) async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let (name, body) = Self.mixes[mix]
      try body(bench.archive.path)
      #expect(try await !findings(bench).isEmpty, "\(name)")
      try await bench.expectMended(try await bench.repair(), "\(name)")
    }
  }

  @Test func `is told besides the document whose place it took, and both come back from a copy`()
    async throws
  {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let copy = folder.appending("copy")
      try Disk().makeDirectory(copy)
      try bench.tree.write(to: copy, over: try Tree(copy))
      let archive = bench.archive.path
      // One is lost, and the other lies there without its own record.
      try Disk().removeTree(archive.pushing(FilePath(Self.one)))
      try Disk().removeFile(archive.pushing(FilePath("\(Self.two)/inventory.json")))
      try Disk().rename(
        archive.pushing(FilePath(Self.two)),
        to: archive.pushing(FilePath(Self.one))
      )
      let told = Set(try await findings(bench).compactMap(\.address))
      #expect(told == [DamageBench.one, DamageBench.two])
      try await bench.expectMended(try await bench.repair(from: copy))
      // All records of both say that they are the other one.
      for file in [
        "inventory.json", "inventory.json.sha512", "v1/inventory.json", "v1/inventory.json.sha512",
      ] {
        try Self.exchange(
          "\(Self.one)/\(file)",
          "\(DamageBench.folder(of: DamageBench.page))/\(file)",
          in: archive
        )
      }
      try await bench.expectMended(try await bench.repair(from: copy))
    }
  }

  @Test func `gives way to what belongs there, and has its own place by then`() async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let places = [Self.one, Self.two].map {
        bench.archive.path.pushing(FilePath("\($0)/\(Self.body)"))
      }
      // The one's own bytes are lost, and the other's lie there.
      try Disk().removeFile(places[0])
      try Disk().rename(places[1], to: places[0])
      let left = try await bench.repair()
      #expect(left.map(\.address) == [DamageBench.one], "\(left)")
      #expect(left.allSatisfy { $0.sentence == "the file of version 1 is missing" }, "\(left)")
    }
  }

  @Test func `is no part of a document that is put back from a copy`() async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let copy = folder.appending("copy")
      try Disk().makeDirectory(copy)
      try bench.tree.write(to: copy, over: try Tree(copy))
      let home = bench.archive.path.pushing(FilePath(Self.one))
      try Disk().removeTree(home)
      // A copy of another document stands in its place.
      try Disk().makeDirectory(home)
      try bench.tree.below(Self.two).write(to: home, over: try Tree(home))
      #expect(try await findings(bench).contains { $0.address == DamageBench.one })
      try await bench.expectMended(try await bench.repair(from: copy))
    }
  }

  @Test func `the way home makes room once for each circle, and for what nothing else moves`() {
    func steps(_ moves: [(String, String)], taken: Set<String>) -> [RepairStep] {
      Homecoming.steps(for: moves.map { Move(from: $0.0, to: $0.1) }) { taken.contains($0) }
    }
    #expect(steps([], taken: []) == [])
    #expect(
      steps([("f/a", "f/b"), ("f/b", "f/a")], taken: ["f/a", "f/b", "f/moved-1"]) == [
        .moveHome(from: "f/a", folder: "f/moved-2"), .moveHome(from: "f/b", folder: "f/a"),
        .moveHome(from: "f/moved-2", folder: "f/b"),
      ]
    )
    #expect(
      steps([("a", "b"), ("b", "c")], taken: ["a", "b", "c"]) == [
        .setAside(file: "c"), .moveHome(from: "b", folder: "c"), .moveHome(from: "a", folder: "b"),
      ]
    )
    // The one within the other goes out first; what belongs within another goes home after that.
    #expect(
      steps([("f/b", "f/a/v1"), ("f/a/v1", "f/b/x")], taken: ["f/b", "f/a/v1", "f/a"]) == [
        .moveHome(from: "f/b", folder: "f/moved-1"),
        .moveHome(from: "f/a/v1", folder: "f/moved-2"), .setAside(file: "f/a/v1"),
        .moveHome(from: "f/moved-1", folder: "f/a/v1"),
        .moveHome(from: "f/moved-2", folder: "f/b/x"),
      ]
    )
    // Of two that belong in one place, the first is taken.
    #expect(
      steps([("a", "c"), ("b", "c")], taken: ["a", "b"]) == [.moveHome(from: "a", folder: "c")]
    )
  }

  @Test func `a file that was cut, or is longer, is told with both lengths`() async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let file = bench.archive.path.pushing(FilePath("\(Self.one)/\(Self.body)"))
      let bytes = try Disk().read(file)
      for (changed, isCut) in [(Array(bytes.dropLast(3)), true), ([], true), (bytes + [1], false)] {
        try Disk().replace(file, with: changed)
        let found = try await findings(bench)
        #expect(found.count == 1)
        let words = "it has \(changed.count) bytes, and had \(bytes.count)"
        #expect(found.allSatisfy { $0.sentence.contains(words) }, "\(found)")
        #expect(found.allSatisfy { $0.codes.contains("truncated") == isCut }, "\(found)")
      }
      try Disk().replace(file, with: bytes.reversed())
      #expect(
        try await findings(bench).map(\.sentence) == [
          "the file of version 1 has changed since it was kept"
        ]
      )
      try Disk().replace(file, with: bytes)
      let capture = file.removingLastComponent().appending("capture.json")
      try Disk().replace(capture, with: Array(try Disk().read(capture).dropLast(40)))
      let found = try await findings(bench)
      #expect(found.contains { $0.sentence.contains("it breaks off after") }, "\(found)")
    }
  }
}
