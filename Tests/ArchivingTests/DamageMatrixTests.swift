// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Archiving
import Filing
import Support
import SystemPackage
import Testing

/// Every single damage to every file and every folder of a small archive: what `verify` tells of it.
///
/// It is one finding, of the right document, whatever number of rules it breaks and in however many places
/// it shows; or a warning, where nothing kept is touched; and nothing is told of any other document.
/// Unless `HANAPER_CRASH_MATRIX=full`, only one document's files are damaged in every way.
@Suite(.timeLimit(.minutes(20)))
struct `The damage matrix of an archive` {
  /// What is to be told of a damage.
  private enum Expected {
    case finding(of: String?)
    case warning
    /// One, and a warning of what is there instead.
    case findingAndWarning
    /// One, of whichever document.
    case one
    /// Nobody can know: the file has no digest and may be lost or written by a person.
    case anything
    case nothing
  }

  /// Does each damage to an archive, on as many lanes as there are cores.
  ///
  /// Fewer than `floor` of them are a failure, so that nothing is good for want of trying.
  private func matrix(
    _ what: String,
    atLeast floor: Int,
    _ damages: @escaping @Sendable (DamageBench) -> [Damage],
    _ expected: @escaping @Sendable (Damage, DamageBench) -> Expected
  ) async throws {
    let tally = try await DetectionTally.gather { lane, folder, part in
      let bench = try await DamageBench(in: folder)
      let all = damages(bench)
      for number in stride(from: lane, to: all.count, by: Lanes.count) {
        let damage = all[number]
        let outcome = try await damage.run(in: bench.archive.path, bench.tree) {
          try await bench.verification.full(cores: 1)
        }
        let complaint = Self.complaint(outcome, expected(damage, bench))
        let isTold = !outcome.isIntact || !outcome.warnings.isEmpty || outcome.unfinished != nil
        part.add("\(damage)", isTold: isTold, complaint)
        try bench.mend(in: bench.archive.path)
      }
    }
    tally.tell(what)
    #expect(tally.bad == [])
    #expect(tally.tried >= floor)
  }

  private static func complaint(_ outcome: Verification.Outcome, _ expected: Expected) -> String? {
    let told = "\(outcome.findings) and \(outcome.warnings)"
    let isUnfinished = outcome.unfinished != nil
    switch expected {
    case .finding(let address):
      guard outcome.findings.count == 1, let finding = outcome.findings.first,
        outcome.warnings.isEmpty, !isUnfinished
      else { return told }
      guard finding.address == address else { return "it is of another document: \(told)" }
      let title = address.map { "Report \($0.split(separator: "/").last ?? "")" }
      guard finding.title == title else { return "its title is \(finding.title ?? "none")" }
      return finding.next.description.isEmpty || finding.codes.isEmpty
        ? "no code or nothing to do" : nil
    case .findingAndWarning:
      return outcome.findings.count == 1 && outcome.warnings.count == 1 ? nil : told
    case .warning:
      return outcome.isIntact && outcome.warnings.count == 1 && !isUnfinished ? nil : told
    case .one: return outcome.findings.count == 1 && outcome.warnings.isEmpty ? nil : told
    case .anything: return outcome.findings.count + outcome.warnings.count < 2 ? nil : told
    case .nothing:
      return outcome.isIntact && outcome.warnings.isEmpty && !isUnfinished ? nil : told
    }
  }

  @Test func `nothing is told of a sound one`() async throws {
    try await ScratchDirectory.run(in: ScratchDirectory.memory) { folder in
      let bench = try await DamageBench(in: folder)
      let outcome = try await bench.verification.full(cores: 2)
      #expect(outcome.findings == [])
      #expect(outcome.warnings == [])
      #expect(outcome.unfinished == nil)
      #expect(outcome.objects == 4)
    }
  }

  @Test func `a file of a document is one finding of that document`() async throws {
    try await matrix("files of a document", atLeast: 100) { bench in
      bench.files.filter(DamageBench.isTried).flatMap { path in
        Damage.Kind.ofFiles.map { Damage(kind: $0, path: path) }
      }
    } _: { damage, _ in
      .finding(of: DamageBench.address(of: damage.path))
    }
  }

  @Test func `a folder of a document is one finding of that document, a stranger in it a warning`()
    async throws
  {
    try await matrix("folders of a document", atLeast: 40) { bench in
      bench.folders.filter { $0 != "ocfl" && DamageBench.isTried($0) }
        .flatMap { path in
          Damage.Kind.ofFolders.map { Damage(kind: $0, path: path) }
        }
    } _: { damage, _ in
      switch damage.kind {
      case .stranger, .strangeFolder: .warning
      default: .finding(of: DamageBench.address(of: damage.path))
      }
    }
  }

  @Test func `what stands beside the documents is one finding or a warning`() async throws {
    try await matrix("surroundings", atLeast: 150) { bench in
      let files = bench.files.filter(bench.isTriedSurrounding)
      let folders = bench.folders.filter(bench.isTriedSurrounding)
      return files.flatMap { path in Damage.Kind.ofFiles.map { Damage(kind: $0, path: path) } }
        + folders.flatMap { path in Damage.Kind.ofFolders.map { Damage(kind: $0, path: path) } }
    } _: { damage, bench in
      Self.expected(ofSurroundings: damage, bench)
    }
  }

  /// Of every file that is there for good; unless `HANAPER_CRASH_MATRIX=full`, of every 503rd byte only.
  @Test func `a flipped bit is one finding, wherever it is`() async throws {
    try await matrix("bits", atLeast: 70) { bench in
      let tops: Set = ["ocfl", "ledger", "runs", "manifest-sha512.txt"]
      let files = bench.files.filter { tops.contains(String($0.prefix { $0 != "/" })) }
      var number = 0
      return files.flatMap { path in
        (0..<(bench.tree[path]?.count ?? 0)).compactMap { place in
          number += 1
          guard CrashTally.isFull || number % 503 == 0 else { return nil }
          return Damage(kind: .flipped, path: path, place: place)
        }
      }
    } _: { damage, _ in
      // A line of the manifest is about a document.
      damage.path.hasPrefix("manifest") ? .one : .finding(of: DamageBench.address(of: damage.path))
    }
  }

  /// As of the files that are there for good; whatever table or row it hits.
  @Test func `a flipped bit of the catalogue is one finding`() async throws {
    try await matrix("bits of the catalogue", atLeast: 25) { bench in
      // Of the number of its last change nothing follows that anybody is told.
      let count = bench.tree["catalogue.sqlite"]?.count ?? 0
      return stride(from: CrashTally.isFull ? 0 : 53, to: count, by: CrashTally.isFull ? 1 : 1_321)
        .filter { !(24..<28).contains($0) }
        .map { Damage(kind: .flipped, path: "catalogue.sqlite", place: $0) }
    } _: { _, _ in
      .one
    }
  }

  private static func expected(ofSurroundings damage: Damage, _ bench: DamageBench) -> Expected {
    let parts = damage.path.split(separator: "/")
    if [.stranger, .strangeFolder].contains(damage.kind) { return .warning }
    // SQLite opens its file itself, past our door, and the lock's door has no lookout.
    let isPastOurDoor = [.refused, .broken].contains(damage.kind)
    switch (parts.first, parts.count) {
    case ("README.md", _):
      return [.renamed, .folder, .link, .deleted].contains(damage.kind) ? .warning : .nothing
    case ("lock", _):
      return [.renamed, .folder, .link].contains(damage.kind) ? .warning : .nothing
    case ("catalogue.sqlite", _):
      // It is read for its checksum, too, which says nothing then.
      if isPastOurDoor { return .nothing }
      return [.flipped, .longer, .shortened].contains(damage.kind) ? .one : .finding(of: nil)
    // By it the catalogue is proven, and nothing else.
    case ("catalogue.sqlite.sha512", _):
      return [.folder, .link].contains(damage.kind) ? .warning : .anything
    case ("manifest-sha512.txt", _):
      return [.flippedFirst, .flipped, .cut, .shortened].contains(damage.kind)
        ? .one : .finding(of: nil)
    // There is nothing in it that could be altered.
    case (_, _) where bench.tree[damage.path]?.isEmpty == true && damage.kind.isOfContent:
      return .anything
    // A line without its end is what a run leaves that is cut off.
    case ("ledger", 2) where damage.path.hasSuffix("seals.txt") && damage.kind == .longer:
      return .nothing
    case ("ledger", 2) where damage.path.hasSuffix("waiting.jsonl") && damage.kind == .renamed:
      return .findingAndWarning
    case ("quarantine", 3): return .anything
    case ("quarantine", 2):
      return isPastOurDoor ? .finding(of: nil) : .anything
    case ("quarantine", 1):
      return [.deleted, .renamed].contains(damage.kind) ? .warning : .finding(of: nil)
    case ("staging", _):
      return damage.kind == .deleted
        ? .nothing : damage.kind == .renamed ? .warning : .finding(of: nil)
    default: return .finding(of: nil)
    }
  }
}
