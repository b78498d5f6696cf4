// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Filing
import Fixity
import Foundation
import OCFL
import Records
import Support
import SystemPackage
import Testing

@testable import Archiving

/// Which documents are read, and what is known of that later.
@Suite(.timeLimit(.minutes(10)))
struct `How much a verification reads` {
  private static let night: TimeInterval = 86_400
  private static let start = Date(timeIntervalSince1970: 1_800_000_000)

  @Test(arguments: [1, 27, 28, 29, 100, 1_000])
  func `what is due every night: all within 28 days, whatever is added and whenever it began`(
    _ count: Int
  ) {
    var documents = (0..<count).map { UInt64($0) }
    var last: [UInt64: Date] = [:]
    var most = 0
    for number in 0..<90 {
      let now = Self.start.addingTimeInterval(Double(number) * Self.night)
      if number.isMultiple(of: 5) { documents += [UInt64(10_000 + number)] }
      let order = VerificationLevel.due.order(of: documents, lastRead: last, at: now)
      #expect(Set(order).count == order.count)
      for place in order { last[documents[place]] = now }
      most = max(most, order.count)
      guard number >= 28 else { continue }
      for document in documents where document < 10_000 {
        let age = last[document].map { now.timeIntervalSince($0) } ?? .infinity
        #expect(age <= VerificationLevel.cycle, "\(document) in night \(number)")
      }
      #expect(last.count == documents.count)
    }
    // A slice is a slice on every night.
    #expect(most <= max(2, (count + 20) / 28 * 2 + 2))
  }

  @Test func `what is new comes first, then what was read longest ago`() {
    let dates = [3, 1, 2].map { Self.start.addingTimeInterval(Double($0) * Self.night) }
    let last = Dictionary(uniqueKeysWithValues: zip([10, 11, 12] as [UInt64], dates))
    let now = Self.start.addingTimeInterval(4 * Self.night)
    let order = VerificationLevel.oldest.order(of: [10, 11, 12, 13], lastRead: last, at: now)
    #expect(order == [3, 1, 2, 0])
    // A clock that was ahead says nothing.
    let earlier = Self.start.addingTimeInterval(1.5 * Self.night)
    #expect(
      VerificationLevel.oldest.order(of: [10, 11, 12, 13], lastRead: last, at: earlier)
        == [0, 2, 3, 1]
    )
  }

  @Test func `slices are all of it, and nothing twice`() {
    let documents = (0..<500).map { ReadingMemory.key(ofFolder: "ocfl/\($0)") }
    for parts in [1, 2, 7, 400] {
      let slices = (1...parts).map { part in
        VerificationLevel.slice(part, of: parts).order(of: documents, lastRead: [:], at: Self.start)
      }
      #expect(slices.flatMap(\.self).sorted() == Array(documents.indices))
    }
  }

  @Test func `is remembered through a new catalogue, and not of what is damaged`() async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let one = bench.archive.path.pushing(
        FilePath("\(DamageBench.folder(of: DamageBench.one))/v1/content/document.pdf")
      )
      try Disk().removeFile(one)
      try Disk().create(one, holding: "the only onf")
      let first = try await bench.verification.full(cores: 2, at: Self.start)
      #expect(first.reading?.readWhole == 3 && first.reading?.neverRead == 1)
      let writer = try await ArchiveWriter(bench.archive, for: "test")
      _ = try await Reindexing.run(writer)
      #expect(ReadingMemory(of: bench.archive).dates.count == 3)

      try bench.mend(in: bench.archive.path)
      let later = Self.start.addingTimeInterval(Self.night)
      let due = try await bench.verification.full(.due, cores: 1, at: later)
      #expect(due.isIntact && due.reading?.readWhole == 1)
      withExtendedLifetime(writer) {}
    }
  }

  @Test func `of an archive that is only to be read is said not to be remembered`() async throws {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let outcome = try await DiskStep.$observer.withValue({ _ in .fail(.readOnlyFileSystem) }) {
        try await bench.verification.full(cores: 1)
      }
      #expect(outcome.isIntact && outcome.warnings.isEmpty)
      #expect(outcome.reading?.forgotten?.contains("ead-only") == true)
      #expect(try Disk().entry(at: bench.archive.path.appending(ReadingMemory.fileName)) == nil)
    }
  }

  @Test func `quick: everything but bytes that were changed in place`() async throws {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let bench = try await DamageBench(in: folder)
      let payloads = bench.files.filter { $0.contains("/document.") && $0.hasPrefix("ocfl/") }
      let files = bench.files.filter { $0.hasPrefix(DamageBench.folder(of: DamageBench.two)) }
      let kinds: [Damage.Kind] = [.flipped, .cut, .deleted, .folder]
      for path in files {
        for kind in CrashTally.isFull
          ? Damage.Kind.ofFiles.filter({ ![.refused, .broken].contains($0) }) : kinds
        {
          let isSpared = payloads.contains(path) && [.flipped, .flippedFirst].contains(kind)
          let outcome = try await Damage(kind: kind, path: path).run(
            in: bench.archive.path,
            bench.tree
          ) {
            try await bench.verification.full(.quick, cores: 1)
          }
          let told = outcome.findings.map(\.address)
          #expect(told == (isSpared ? [] : [DamageBench.two]), "\(path), \(kind.rawValue)")
          #expect(outcome.reading?.readWhole == 0)
          try bench.mend(in: bench.archive.path)
        }
      }
    }
  }

  @Test func `a budget: what is read is read whole, and that the time was up is said`() async throws
  {
    try await ScratchDirectory.run { folder in
      let bench = try await DamageBench(in: folder)
      let none = try await bench.verification.full(.oldest, within: .zero, cores: 1)
      #expect(none.reading?.isCutShort == true && none.reading?.readWhole == 0)
      #expect(none.isIntact && none.objects == 4)
      let all = try await bench.verification.full(.oldest, within: .seconds(3_600), cores: 1)
      #expect(all.reading?.isCutShort == false && all.reading?.readWhole == 4)
      #expect(all.reading?.neverRead == 0 && all.reading?.bytesRead == all.reading?.bytes)
    }
  }
}
