// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Addressing
import Cataloguing
import Filing
import Foundation
import SystemPackage
import Text

/// Takes the visits of past runs into the catalogue, from the records that the runs left.
struct VisitReplay {
  let archive: Archive
  let catalogue: Catalogue
  private(set) var visits = 0
  /// What could not be read, in sentences.
  private(set) var unreadable: [String] = []
  /// What the catalogue has wrong about the records, in sentences.
  private(set) var catalogueFaults: [String] = []
  /// Documents whose newest version, by what was replayed so far, is not held any more.
  private var withoutCopy: Set<WebAddress> = []

  /// What was let go of: records of before may have been put back, and what they name stays unnamed.
  private let letGo: Tombstones
  private var isLetGo: [WebAddress: Bool] = [:]

  init(of archive: Archive, into catalogue: Catalogue) {
    self.archive = archive
    self.catalogue = catalogue
    letGo = Tombstones((try? archive.readableTombstones()) ?? [])
  }

  private mutating func mayName(_ address: WebAddress) -> Bool {
    guard !letGo.isEmpty else { return true }
    if let known = isLetGo[address] { return !known }
    let found = letGo.of(address) != nil
    isLetGo[address] = found
    return !found
  }

  /// Takes in every run from the beginning, the oldest first, into a catalogue that has all versions.
  ///
  /// - Parameter lengths: of the records, in bytes, when they were read last, as far as that is known.
  /// - Throws: where the records cannot be listed, or the catalogue not written.
  mutating func all(lengths: [String: Int64]) async throws {
    for run in try runs() {
      if let known = lengths[run] { try expect(known, of: run) }
      try await replay(run, from: 0, hasAllVersions: true)
    }
  }

  /// Takes in what the last run wrote down and did not come to take in.
  mutating func rest() async throws {
    let names = try names()
    // Where a clock was wrong, the last by its name is not the last that was made.
    let lastMade = try await catalogue.lastRun()
    for last in Set([names.last, lastMade].compactMap(\.self)).sorted() where names.contains(last) {
      try await rest(of: last)
    }
  }

  private mutating func rest(of last: String) async throws {
    let known = try await catalogue.takenIn(of: last)
    let size = try Disk().size(of: path(of: last))
    guard size != known else { return }
    // A run tells the catalogue before it writes its report.
    let isCatalogueWrong = RunTally.agrees(in: folder(of: last))
    if isCatalogueWrong {
      catalogueFaults.append(
        "the catalogue states another length of \(path(of: last)) than it has"
      )
    }
    try expect(known, of: last)
    if size > known { try await replay(last, from: isCatalogueWrong ? 0 : known) }
  }

  private mutating func expect(_ length: Int64, of run: String) throws {
    guard try Disk().size(of: path(of: run)) < length, !RunTally.agrees(in: folder(of: run)) else {
      return
    }
    unreadable.append(
      "\(path(of: run)) is shorter than when it was read last; put it back from a copy"
    )
  }

  /// A version is captured when its document is visited: one that was captured so long before or after came another way.
  private static let visitLength: TimeInterval = 3_600

  /// Forgets validators that vouch for a version which is not held any more, or has other bytes: a repair put another copy's in
  /// its place.
  ///
  /// The document is then fetched whole.
  private mutating func settle(_ visit: inout Visit) async throws {
    if let version = visit.version {
      let held = try await catalogue.versions(of: visit.address).first { $0.number == version }
      let isOwn = held.map { abs($0.capturedAt.timeIntervalSince(visit.at)) < Self.visitLength }
      if isOwn == true {
        withoutCopy.remove(visit.address)
      } else {
        withoutCopy.insert(visit.address)
      }
    }
    if withoutCopy.contains(visit.address) { visit.validators = nil }
  }

  /// In the order in which they were made: that of their names, but where a clock was wrong.
  ///
  /// A run that found others with later names says so in its report.
  private func runs() throws -> [String] {
    let names = try names()
    let known = Set(names)
    var placed: Set<String> = []
    var runs: [String] = []
    func place(_ name: String) {
      guard placed.insert(name).inserted else { return }
      for ahead in RunTally.runsAhead(in: folder(of: name)).sorted() where known.contains(ahead) {
        place(ahead)
      }
      runs.append(name)
    }
    for name in names { place(name) }
    return runs
  }

  private func names() throws -> [String] {
    let directory = archive.path.appending(Archive.runs)
    return try Disk().list(directory).filter { $0.kind == .directory && Archive.isRun($0.name) }
      .map(\.name)
      .filter { try Disk().entry(at: path(of: $0)) == .file }
  }

  private func folder(of run: String) -> FilePath {
    archive.path.appending(Archive.runs).appending(run)
  }

  private func path(of run: String) -> FilePath {
    folder(of: run).appending(Visit.fileName)
  }

  private mutating func replay(
    _ run: String,
    from start: Int64,
    hasAllVersions: Bool = false
  ) async throws {
    var portion: [Visit] = []
    var retirements: [Retirement] = []
    var decisions: [Decision] = []
    var end = start
    var lost = 0
    var isCut = false
    var (lines, others) = (0, 0)
    var strangers: Set<String> = []
    var count = 0
    func takeIn() async throws {
      count += portion.count
      try await catalogue.apply(
        versions: [],
        visits: portion,
        retirements: retirements,
        decisions: decisions,
        mark: (run, end)
      )
      portion.removeAll()
      retirements.removeAll()
      decisions.removeAll()
    }
    let file = path(of: run)
    var text = try TextLines(of: file, from: start, longest: TextLines.longestVisit).reader()
    while let line = try text.next() {
      // A last line without its end is what a crash left of a visit that never counted.
      guard line.isWhole else {
        isCut = true
        continue
      }
      end = line.end
      var visit = try? RecordCoding.decode(Visit.self, from: line.text.utf8)
      if hasAllVersions, var read = visit {
        try await settle(&read)
        visit = read
      }
      if let schema = visit?.schema ?? Visit.schema(namedIn: line.text), schema != Visit.schema {
        strangers.insert(schema)
      } else if let visit {
        if mayName(visit.address) { portion.append(visit) }
      } else if let line = try? RecordCoding.decode(Retirement.self, from: line.text.utf8) {
        retirements.append(line)
        others += 1
      } else if let line = try? RecordCoding.decode(Decision.self, from: line.text.utf8) {
        decisions.append(line)
        others += 1
      } else if (try? RecordCoding.decode(SuppressedVisit.self, from: line.text.utf8)) != nil {
        // It says nothing of anything any more, and counts.
      } else {
        lost += 1
      }
      lines += 1
      if portion.count + retirements.count + decisions.count >= FilledBatch.mostVisits {
        try await takeIn()
      }
    }
    try await takeIn()
    visits += count
    if lost > 0 {
      unreadable.append("\(lost == 1 ? "1 line" : "\(lost) lines") of \(path(of: run))")
    }
    if isCut, try Disk().entry(at: folder(of: run).appending(Archive.reportName)) != nil {
      unreadable.append(
        "\(path(of: run)) ends within a line, though its run ended in order; put it back from a copy"
      )
    } else if start == 0, let counted = RunTally.visitsCounted(in: folder(of: run)),
      lines - others < counted
    {
      unreadable.append(
        "\(path(of: run)) has \(lines - others) of the \(counted) visits that its report counts; put it back from a copy"
      )
    }
    for schema in strangers.sorted() {
      let error = ArchiveError.otherSchema(path(of: run), found: schema, known: Visit.schema)
      unreadable.append("\(error)")
    }
  }
}

extension Visit {
  private static let schemaMark = BytePattern("\"schema\"")

  /// The schema that a line names; ours name none.
  static func schema(namedIn line: String) -> String? {
    struct Named: Decodable {
      let schema: String?
    }
    guard schemaMark.isIn(line) else { return nil }
    return (try? RecordCoding.decode(Named.self, from: line.utf8))?.schema
  }
}
