// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Fixity
import Foundation
import Records
import Support
import Testing

@testable import Night

/// One body that comes in one night for several documents.
@Suite(.timeLimit(.minutes(5)))
struct `One body for several documents` {
  /// Some reports of one host, each with a body at the beginning, night after night.
  private struct World {
    var archive = MemoryArchive()
    var bodies: [WebAddress: String] = [:]
    var titles: [WebAddress: String] = [:]
    /// What is served and not on the list.
    var unlisted: Set<WebAddress> = []
    private(set) var date = Date(timeIntervalSince1970: 1_600_000_000)
    private let source: Source

    init(_ bodies: KeyValuePairs<String, String>) throws {
      let page = try WebAddress("https://www.example.org/reviews/")
      source = Source(id: "s", title: "S", place: .page(page))
      for (name, body) in bodies { try set(name, body) }
    }

    static func address(_ name: String) throws -> WebAddress {
      try WebAddress("https://www.example.org/\(name)")
    }

    mutating func set(_ name: String, _ body: String) throws {
      let address = try Self.address(name)
      bodies[address] = body
      titles[address] = titles[address] ?? "Report \(name)"
    }

    mutating func night(after hours: Double = 24, seed: UInt64? = nil, stop: Int? = nil)
      -> RunReport
    {
      date += hours * 3_600
      var listing = SourceListing(notRead: .page, because: nil)
      listing.links = bodies.keys.filter { !unlisted.contains($0) }.sorted().enumerated().map {
        position,
        address in
        Link(address: address, text: titles[address] ?? "", position: position)
      }
      let night = ReplayedNight(
        plan: NightPlan(sources: [source], started: date),
        listings: [listing],
        answers: bodies.mapValues { .file($0) },
        seed: seed,
        stop: stop
      )
      return night.run(&archive)
    }

    func version(_ name: String) throws -> Int {
      archive.documents[try Self.address(name)]?.version ?? 0
    }

    func document(_ name: String) throws -> Document? {
      archive.documents[try Self.address(name)]
    }
  }

  private static let five: KeyValuePairs = [
    "a.pdf": "a", "b.pdf": "b", "c.pdf": "c", "d.pdf": "d", "e.pdf": "e",
  ]

  private func same(_ report: RunReport) -> [String] {
    report.news.filter { $0.news == .sameFile }.map {
      "\($0.address.lastPathComponent): \($0.sentence)"
    }
  }

  @Test func `displaces no version, and is told once`() throws {
    var world = try World(Self.five)
    #expect(world.night().counts.new == 5)
    for name in ["a.pdf", "b.pdf", "c.pdf"] { try world.set(name, "notice") }
    try world.set("d.pdf", "d, revised")
    let report = world.night()
    #expect(
      same(report)
        == ["a.pdf", "b.pdf", "c.pdf"].map {
          "\($0): the same file now answers for 3 reports"
        }
    )
    #expect(report.counts.heldBack == 3 && report.counts.changed == 1)
    #expect(
      report.news.filter { $0.news == .replaced }.map(\.address.lastPathComponent) == ["d.pdf"]
    )
    #expect(try world.version("a.pdf") == 1)
    #expect(try world.document("a.pdf")?.standing == .present)
    #expect(try world.document("a.pdf")?.lastAlive == world.date - 86_400)
    #expect(same(world.night()) == [])
    // What was there before is there again.
    for (name, body) in Self.five { try world.set(name, body) }
    try world.set("d.pdf", "d, revised")
    #expect(world.night().news.isEmpty)
    #expect(try world.document("a.pdf")?.shared == nil)
    #expect(try world.document("a.pdf")?.lastAlive == world.date)
  }

  @Test
  func `that is another each night is told when it begins, and not again before it has ended`()
    throws
  {
    var world = try World(Self.five)
    _ = world.night()
    for night in 1...5 {
      for (name, _) in Self.five { try world.set(name, "notice of day \(night)") }
      #expect(same(world.night()).count == (night == 1 ? 5 : 0), "night \(night)")
    }
    for (name, body) in Self.five { try world.set(name, body) }
    #expect(world.night().news.isEmpty)
    for (name, _) in Self.five { try world.set(name, "notice of day 7") }
    #expect(same(world.night()).count == 5)
    #expect(try world.version("a.pdf") == 1)
  }

  @Test func `does not hide that a list drops a document`() throws {
    var world = try World(Self.five)
    _ = world.night()
    for (name, _) in Self.five { try world.set(name, "merged") }
    _ = world.night()
    world.unlisted = [try World.address("a.pdf")]
    let report = world.night()
    #expect(report.news.map(\.news) == [.delisted])
    #expect(report.news.map(\.address.lastPathComponent) == ["a.pdf"])
    #expect(world.night().news.isEmpty)
  }

  @Test func `becomes a version after 14 nights, counted as nights`() throws {
    var world = try World(Self.five)
    _ = world.night()
    for (name, _) in Self.five { try world.set(name, "merged") }
    for night in 1..<SharedBodies.nightsUntilBelieved {
      let report = world.night()
      #expect(same(report).count == (night == 1 ? 5 : 0), "night \(night)")
      #expect(report.counts.heldBack == 5)
      // Three runs in one evening are one night.
      #expect(world.night(after: 1).counts.heldBack == 5)
      _ = world.night(after: -1)
    }
    let report = world.night()
    #expect(report.counts.changed == 5 && same(report) == [])
    #expect(world.night().news.isEmpty)
  }

  @Test func `stays in doubt where the others recover`() throws {
    var world = try World(Self.five)
    _ = world.night()
    for name in ["a.pdf", "b.pdf", "c.pdf"] { try world.set(name, "notice") }
    _ = world.night()
    try world.set("a.pdf", "a")
    try world.set("b.pdf", "b, revised")
    let report = world.night()
    #expect(report.counts.changed == 1 && report.counts.heldBack == 1)
    #expect(try world.version("c.pdf") == 1 && world.version("b.pdf") == 2)
    #expect(same(report) == [])
  }

  @Test func `of which nothing was held is kept under each name, and told`() throws {
    var world = try World(["a.pdf": "a"])
    _ = world.night()
    for name in ["b.pdf", "c.pdf"] { try world.set(name, "one") }
    let two = world.night()
    #expect(same(two) == [] && two.counts.new == 2, "two are no crowd")
    for name in ["d.pdf", "e.pdf", "f.pdf"] { try world.set(name, "other") }
    let report = world.night()
    #expect(report.counts.new == 3)
    #expect(
      same(report)
        == ["d.pdf", "e.pdf", "f.pdf"].map {
          "\($0): the same file is kept under 3 names"
        }
    )
    #expect(same(world.night()) == [])
  }

  @Test func `is nothing where they were alike from the beginning`() throws {
    var world = try World(["a.pdf": "one", "b.pdf": "one", "c.pdf": "one", "d.pdf": "d"])
    _ = world.night()
    for name in ["a.pdf", "b.pdf", "c.pdf"] { try world.set(name, "one, revised") }
    #expect(world.night().counts.changed == 3)
    // With one that was another, they are two.
    for name in ["a.pdf", "b.pdf", "c.pdf", "d.pdf"] { try world.set(name, "all") }
    #expect(world.night().counts.changed == 4)
  }

  @Test func `is nothing where the name is decoration, or the title is one`() throws {
    var world = try World(["file/4711/child-a": "x", "file/4711/child-b": "x"])
    try world.set("file/4711/child-c", "x")
    #expect(same(world.night()) == [])
    try world.set("file/4711/child-d", "x, revised")
    for name in ["child-a", "child-b", "child-c"] {
      try world.set("file/4711/\(name)", "x, revised")
    }
    #expect(world.night().counts.changed == 3)

    var alike = try World(Self.five)
    for (name, _) in Self.five {
      alike.titles[try World.address(name)] = "Annual safeguarding review"
    }
    _ = alike.night()
    for (name, _) in Self.five { try alike.set(name, "new") }
    #expect(alike.night().counts.changed == 5)
  }

  @Test(arguments: [
    ("file/4711/a", true), ("downloads/file/1017/a.pdf", true), ("uploads/2017/06/a.pdf", false),
    ("2019/a.pdf", false), ("a.pdf", false), ("4711", false), ("id/x/a", false),
  ])
  func `a number before the name is told from a year`(path: String, isOne: Bool) throws {
    #expect((DecoratedName(try World.address(path)) != nil) == isOne)
  }

  @Test func `of a run that was stopped is not taken for the document's own`() throws {
    for stop in 1...4 {
      var world = try World(Self.five)
      _ = world.night()
      for (name, _) in Self.five { try world.set(name, "notice") }
      let report = world.night(stop: stop)
      #expect(report.counts.heldBack == (stop > 2 ? stop : 0))
      // One alone says nothing; that is found out by the next whole run.
      #expect(report.counts.changed == (stop == 1 ? 1 : 0))
    }
  }

  @Test func `is not held back for years by a clock that was ahead`() throws {
    var world = try World(Self.five)
    _ = world.night()
    for (name, _) in Self.five { try world.set(name, "notice") }
    _ = world.night(after: 24 * 4_000)
    _ = world.night(after: -24 * 3_999)
    #expect(try world.document("a.pdf")?.shared?.stay.nights == 1)
    for night in 2..<SharedBodies.nightsUntilBelieved {
      _ = world.night()
      #expect(try world.document("a.pdf")?.shared?.stay.nights == night)
    }
    #expect(world.night().counts.changed == 5)
  }

  /// Whatever happens, in whatever order: the rules, said in another way.
  @Test(arguments: UInt64(1)...60)
  func `in any history displaces nothing by itself, and holds back nothing else`(seed: UInt64)
    throws
  {
    var random = Seeded(seed: seed)
    let names = (0..<8).map { "\($0).pdf" }
    var world = try World([:])
    for name in names.prefix(6) { try world.set(name, "\(name) 0") }
    var doubts: [String: (body: String, nights: Int)] = [:]
    var told: Set<String> = []
    for night in 0..<40 {
      // On some nights one file comes for many, on some they recover.
      let crowd = random.next() % 4
      for name in names where random.next() % (crowd < 2 ? 2 : 6) == 0 {
        guard try world.bodies[World.address(name)] != nil || night > 5 else { continue }
        let isShared = crowd == 0 || crowd > 1 && random.next() % 4 == 0
        try world.set(
          name,
          isShared ? "shared \(crowd % 2)" : "\(name) \(random.next() % 3)"
        )
      }
      let before = world.archive.documents
      let report = world.night(seed: random.next())
      let asked = world.bodies.keys.sorted()
      // Those for which something came that is not held, by body.
      let arrived = asked.filter { before[$0]?.digest != world.bodies[$0].map { Digest.of($0) } }
      let groups = Dictionary(grouping: arrived) { world.bodies[$0] ?? "" }
      for address in asked {
        let (name, body) = (address.lastPathComponent, world.bodies[address] ?? "")
        guard let old = before[address], let held = old.digest, arrived.contains(address) else {
          doubts[name] = nil
          continue
        }
        let group = groups[body] ?? []
        let unlike = Set(group.compactMap { before[$0]?.digest }).count
        let new = group.count { before[$0]?.digest == nil }
        let last = doubts[name].flatMap { $0.body == body ? $0 : nil }
        let isInDoubt = last.map { $0.nights + 1 < 14 } ?? (unlike + new >= 3)
        let now = world.archive.documents[address]
        #expect((now?.digest == held) == isInDoubt, "\(name) in night \(night)")
        doubts[name] = isInDoubt ? (body, (last?.nights ?? 0) + 1) : nil
        let isTold = report.news.contains { $0.news == .sameFile && $0.address == address }
        #expect(isTold == (isInDoubt && last == nil), "\(name) in night \(night)")
        if isTold { told.insert(name) }
      }
      #expect(report.counts.heldBack == doubts.count)
    }
    #expect(!told.isEmpty)
  }
}
