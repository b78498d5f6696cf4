// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Discovery
import Foundation
import Records
import Support
import Testing

@testable import Night

/// A small world of three sources and four hosts, and what becomes of it at random.
private struct World {
  private static let verdicts: [Verdict] = [
    .notFound, .notFound, .gone, .softMissing(.wrongType), .blocked(by: .imperva), .forbidden,
    .serverError(status: 500), .unreachable(.timedOut), .tls(.expired), .damaged(.truncated),
    .refused(.robots),
  ]

  var random: Seeded
  let sources: [Source]
  let documents: [WebAddress]
  private(set) var listed: [[WebAddress]]
  private(set) var answers: [WebAddress: ReplayedNight.Answer] = [:]
  private(set) var date = Date(timeIntervalSince1970: 1_600_000_000)

  init(seed: UInt64) throws {
    random = Seeded(seed: seed)
    let documents = try (0..<24).map {
      try WebAddress("https://\(["a", "b", "c", "d"][$0 % 4]).example.org/\($0).pdf")
    }
    self.documents = documents
    let on = { (hosts: String) in documents.filter { $0.host.first.map(hosts.contains) == true } }
    listed = [on("ab"), on("bc"), on("d")]
    sources =
      try [("p", "a"), ("q", "c")].map { name, host in
        let page = try WebAddress("https://\(host).example.org/\(name)")
        return Source(id: name, title: name, place: .page(page))
      } + [Source(id: "n", title: "n", place: .addresses(listed[2]))]
    for address in documents { answers[address] = .file("\(address) 0") }
  }

  /// Lets a day go by.
  mutating func change() {
    date += 86_400
    for index in 0..<2 where random.next() % 3 == 0 {
      listed[index].removeAll { _ in random.next() % 24 == 0 }
      if let found = documents.randomElement(using: &random), !listed[index].contains(found) {
        listed[index].append(found)
      }
    }
    for address in documents where random.next() % 5 == 0 {
      if random.next() % 2 == 0 {
        answers[address] = .file("\(address) \(random.next() % 3)")
      } else if let verdict = Self.verdicts.randomElement(using: &random) {
        answers[address] = .verdict(verdict)
      }
    }
  }

  func listing(_ index: Int) -> SourceListing {
    if case .addresses(let addresses) = sources[index].place { return SourceListing(addresses) }
    var listing = SourceListing(notRead: .page, because: nil)
    listing.links = listed[index].enumerated().map { position, address in
      Link(address: address, text: "Report \(address.lastPathComponent)", position: position)
    }
    return listing
  }

  func night(seed: UInt64? = nil, stop: Int? = nil, later: TimeInterval = 0) -> ReplayedNight {
    ReplayedNight(
      plan: NightPlan(sources: sources, started: date + later),
      listings: sources.indices.map(listing),
      answers: answers,
      seed: seed,
      stop: stop
    )
  }
}

extension RunReport {
  fileprivate var items: Set<String> { Set(news.map { "\($0.news) \($0.address)" }) }
}

@Suite(.timeLimit(.minutes(20)))
struct `Any night` {
  private static let nights = 20

  @Test(arguments: 0..<12)
  func `concludes the same, in whichever order things happen`(seed: UInt64) throws {
    var world = try World(seed: seed)
    var archives = [MemoryArchive(), MemoryArchive()]
    for night in 0..<Self.nights {
      let plain = world.night().run(&archives[0])
      let other = world.night(seed: seed &* 977 &+ UInt64(night)).run(&archives[1])
      let texts = try [plain, other].map { try RecordCoding.encode($0) }
      #expect(texts[0] == texts[1])
      #expect(archives[0] == archives[1])
      world.change()
    }
    #expect(archives[0].documents.count == world.documents.count)
  }

  @Test func `waits with a host only for the sources that are expected to name it`() throws {
    var early = 0
    var relisted = 0
    for seed in UInt64(0)..<12 {
      var world = try World(seed: seed)
      var archive = MemoryArchive()
      for night in 0..<Self.nights {
        let outcome = world.night(seed: seed &* 31 &+ UInt64(night)).outcome(&archive)
        // Of sources that nobody has read, anything may be expected.
        if night == 0 { #expect(outcome.early == 0) }
        early += outcome.early
        relisted += outcome.relisted
        for (index, source) in world.sources.enumerated() {
          for address in world.listing(index).links?.map(\.address) ?? [] {
            #expect(archive.known(address).entries.contains { $0.source == source.id })
          }
        }
        world.change()
      }
    }
    #expect(early > 500)
    #expect(relisted > 5)
  }

  @Test(arguments: 0..<12)
  func `tells nothing twice when it is run again`(seed: UInt64) throws {
    var world = try World(seed: seed)
    var archive = MemoryArchive()
    var told = 0
    for _ in 0..<Self.nights {
      let first = world.night().run(&archive)
      let documents = archive.documents.mapValues(\.version)
      let second = world.night(later: 600).run(&archive)
      #expect(first.items.isDisjoint(with: second.items))
      #expect(second.counts.new == 0 && second.counts.changed == 0)
      #expect(archive.documents.mapValues(\.version) == documents)
      #expect(second.sources.count { $0.isNews } == 0)
      told += first.items.count
      world.change()
    }
    #expect(told > world.documents.count)
  }

  @Test(arguments: 0..<12)
  func `judges nothing that failed, if it was stopped`(seed: UInt64) throws {
    var world = try World(seed: seed)
    var archive = MemoryArchive()
    var stopped = 0
    for night in 0..<Self.nights {
      let before = archive.documents
      let isStopped = night % 2 == 1
      let report = world.night(seed: seed, stop: isStopped ? 12 : nil).run(&archive)
      #expect(report.isComplete == !isStopped)
      if isStopped {
        for (address, document) in archive.documents where document.verdict?.isAlive != true {
          #expect(document.standing ?? .unknown == before[address]?.standing ?? .unknown)
          stopped += 1
        }
        #expect(report.news.allSatisfy { $0.verdict.isAlive })
      }
      world.change()
    }
    #expect(stopped > 0)
  }

  @Test(arguments: 0..<12)
  func `changes no link, where the pages say that they are unchanged`(seed: UInt64) throws {
    var world = try World(seed: seed)
    var archive = MemoryArchive()
    for _ in 0..<5 {
      _ = world.night().run(&archive)
      world.change()
    }
    _ = world.night().run(&archive)
    let before = world.documents.map { archive.known($0).entries }
    // The pages are those of before, whatever becomes of the documents.
    let report = world.night(seed: seed, later: 86_400).run(&archive)
    #expect(world.documents.map { archive.known($0).entries } == before)
    #expect(report.sources.allSatisfy { $0.appeared == 0 })
    #expect(!report.news.contains { $0.news == .delisted })
  }

  @Test(arguments: 0..<12)
  func `keeps what was kept, and each change of the bytes once`(seed: UInt64) throws {
    var world = try World(seed: seed)
    var archive = MemoryArchive()
    var versions: [WebAddress: [String]] = [:]
    for _ in 0..<Self.nights {
      _ = world.night().run(&archive)
      for address in world.documents {
        let document = archive.documents[address]
        // Before it is met for the first time, nothing is known of it.
        if document != nil, case .file(let bytes) = world.answers[address],
          versions[address]?.last != bytes
        {
          versions[address, default: []].append(bytes)
        }
        #expect(document?.version == versions[address]?.count)
      }
      world.change()
    }
    #expect(versions.values.contains { $0.count > 2 })
  }
}
