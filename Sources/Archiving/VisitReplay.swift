// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Cataloguing
import Filing
import SystemPackage

/// Takes the visits of past runs into the catalogue, from the records that the runs left.
struct VisitReplay {
  let archive: Archive
  let catalogue: Catalogue
  private(set) var visits = 0
  /// What could not be read, in sentences.
  private(set) var unreadable: [String] = []

  init(of archive: Archive, into catalogue: Catalogue) {
    self.archive = archive
    self.catalogue = catalogue
  }

  /// Takes in every run from the beginning, the oldest first.
  mutating func all() throws {
    for run in try runs() { try replay(run, from: 0) }
  }

  /// Takes in what the last run wrote down and did not come to take in.
  mutating func rest() throws {
    guard let last = try runs().last else { return }
    let known = try catalogue.takenIn(of: last)
    let size = try Disk().size(of: path(of: last))
    if size < known {
      unreadable.append(
        "\(path(of: last)) is shorter than when it was read last; put it back from a copy"
      )
    }
    guard size > known else { return }
    try replay(last, from: known)
  }

  private func runs() throws -> [String] {
    let directory = archive.path.appending(Archive.runs)
    return try Disk().list(directory).filter { $0.kind == .directory }.map(\.name)
      .filter { try Disk().entry(at: path(of: $0)) == .file }
  }

  private func path(of run: String) -> FilePath {
    archive.path.appending(Archive.runs).appending(run).appending(Visit.fileName)
  }

  private mutating func replay(_ run: String, from start: Int64) throws {
    var portion: [VisitRecord] = []
    var retirements: [RetirementRecord] = []
    var end = start
    var lost = 0
    var strangers: Set<String> = []
    var count = 0
    func takeIn() throws {
      count += portion.count
      try catalogue.apply(
        versions: [],
        visits: portion,
        retirements: retirements,
        mark: (run, end)
      )
      portion.removeAll()
      retirements.removeAll()
    }
    try TextLines(of: path(of: run), from: start).forEach { line in
      // A last line without its end is what a crash left of a visit that never counted.
      guard line.isWhole else { return }
      end = line.end
      let visit = try? RecordCoding.decode(Visit.self, from: line.text.utf8)
      if let schema = visit?.schema ?? Self.schema(namedIn: line.text), schema != Visit.schema {
        strangers.insert(schema)
      } else if let record = try? visit?.record {
        portion.append(record)
      } else if let line = try? RecordCoding.decode(Retirement.self, from: line.text.utf8) {
        retirements.append(line.record)
      } else {
        lost += 1
      }
      if portion.count + retirements.count >= Intake.visitsPerBatch { try takeIn() }
    }
    try takeIn()
    visits += count
    if lost > 0 { unreadable.append("\(lost) lines of \(path(of: run))") }
    for schema in strangers.sorted() {
      let error = ArchiveError.otherSchema(path(of: run), found: schema, known: Visit.schema)
      unreadable.append("\(error)")
    }
  }

  /// The schema that a line names which is no visit as we know them.
  private static func schema(namedIn line: String) -> String? {
    struct Named: Decodable {
      let schema: String?
    }
    guard line.contains("\"schema\"") else { return nil }
    return (try? RecordCoding.decode(Named.self, from: line.utf8))?.schema
  }
}
