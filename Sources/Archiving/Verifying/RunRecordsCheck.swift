// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Records
import Filing
import Foundation
import OCFL
import SystemPackage
import Text

/// The records of the runs: whether they can be read to their end.
///
/// What changed and still reads well, the ledger knows of (``VerificationRound/compareRuns()``); how long the visits of a run were, the
/// catalogue.
struct RunRecordsCheck {
  private(set) var findings: [ArchiveFinding] = []
  /// Runs that did not come to their end, by their names.
  private(set) var withoutReport: [String] = []
  var isClean: Bool { findings.isEmpty && withoutReport.isEmpty }

  private static let largestReport = 16 << 20
  private let runs: FilePath
  private let takenIn: [String: Int64]?
  /// Runs of whose visits the catalogue states another length than they have, though nothing is missing.
  private var wrongInCatalogue: [String: Int64] = [:]
  /// Runs whose visits are shorter than the catalogue says, where their reports do not tell which is right.
  private(set) var shorter: Set<String> = []
  private let ask: @Sendable () async -> [String: Int64]?
  private var lines = VisitLineCheck()
  /// Whether a line of the run that was looked at last could not be read.
  private var hasUnreadable = false

  /// - Parameters:
  ///   - archive: whose runs.
  ///   - isUnfinished: whether the last run may be at work or interrupted.
  ///   - takenIn: how much of each run's visits the catalogue has, in bytes; nil where it cannot be asked.
  init(
    of archive: Archive,
    isUnfinished: Bool,
    takenIn: @escaping @Sendable () async -> [String: Int64]?
  ) async {
    runs = archive.path.appending(Archive.runs)
    ask = takenIn
    self.takenIn = await takenIn()
    do {
      let entries = try Disk().list(runs)
      let own = entries.filter { $0.kind == .directory && Archive.isRun($0.name) }
      for entry in own { check(entry, mayBeCut: isUnfinished && entry == own.last) }
      let known = self.takenIn ?? [:]
      for name in Set(known.keys).subtracting(own.map(\.name)).sorted() where known[name] != 0 {
        guard Archive.isRun(name) else {
          wrongInCatalogue[name] = 0
          continue
        }
        findings.append(
          .record(
            "\(Archive.runs)/\(name)",
            "the records of the run \(name) are missing",
            "missing"
          )
        )
      }
      await tellCatalogue()
      for entry in entries where !own.contains(entry) {
        findings.append(.stranger(at: "\(Archive.runs)/\(entry.name)"))
      }
    } catch {
      findings.append(.unread(Archive.runs, "the folder of the records of all runs", error))
    }
  }

  private mutating func tellCatalogue() async {
    guard !wrongInCatalogue.isEmpty else { return }
    // A run may have come to its end since the catalogue was asked.
    let now = await ask() ?? [:]
    let wrong = wrongInCatalogue.filter { now[$0.key] ?? 0 != $0.value }.keys.sorted()
    tellCatalogue(wrong)
  }

  private mutating func tellCatalogue(_ wrong: [String]) {
    guard let last = wrong.last else { return }
    let which = wrong.count == 1 ? "of the run \(last)" : "of \(wrong.count) runs"
    findings.append(
      ArchiveFinding(
        path: "catalogue.sqlite",
        codes: ["catalogue"],
        sentence: "the catalogue states another length of the visits \(which) than they have",
        next: "make it again with `\(.reindex)`; nothing kept is touched by it"
      )
    )
  }

  /// Takes in that visits which seemed to be cut are those that were signed for: it is the catalogue that is wrong.
  ///
  /// - Parameter runs: of ``shorter``.
  mutating func believe(_ runs: [String]) {
    guard !runs.isEmpty else { return }
    let files = Set(runs.map { "\(Archive.runs)/\($0)/\(Visit.fileName)" })
    findings.removeAll { files.contains($0.path) }
    shorter.subtract(runs)
    tellCatalogue(runs)
  }

  private mutating func check(_ run: DirectoryEntry, mayBeCut: Bool) {
    let place = "\(Archive.runs)/\(run.name)"
    let directory = runs.appending(run.component)
    do {
      let names = try Disk().list(directory)
      let hasReport = names.contains { $0.name == Archive.reportName }
      let hasVisits = names.contains { $0.name == Visit.fileName }
      if hasReport { checkReport(directory, place) }
      if hasVisits { checkVisits(directory, place, mayBeCut: !hasReport) }
      if hasVisits { checkLength(directory, place) }
      if !hasReport, !mayBeCut { withoutReport.append(run.name) }
      if hasReport, !hasVisits {
        findings.append(
          .record(
            "\(place)/\(Visit.fileName)",
            "the visits of the run \(run.name) are missing",
            "missing"
          )
        )
      }
      for entry in names where ![Archive.reportName, Visit.fileName].contains(entry.name) {
        if entry.name == "\(Archive.reportName).new", !hasReport { continue }
        findings.append(.stranger(at: "\(place)/\(entry.name)"))
      }
    } catch {
      findings.append(.unread(place, "the folder of the records of a run", error))
    }
  }

  private mutating func checkReport(_ directory: FilePath, _ place: String) {
    struct Head: Decodable {
      let schema: String
    }
    let path = directory.appending(Archive.reportName)
    let name = "\(place)/report.json"
    do {
      // A first night's report tells of every document; of that only the end is looked at.
      let size = try Disk().size(of: path)
      let isShort = size <= Self.largestReport
      let bytes = try isShort ? Disk().read(path) : JSONMembers.read(["schema"], of: path)
      let end = try isShort ? nil : ReadableFile(path).bytes(at: size - 2, count: 2)
      let head = try? RecordCoding.decode(Head.self, from: bytes)
      guard let head, end == nil || end == Array("}\n".utf8) else {
        findings.append(.record(name, "the report of the run \(directory.name) is cut or changed"))
        return
      }
      if head.schema != Archive.reportSchema {
        let what = "the report of the run \(directory.name)"
        findings.append(.otherForm(name, what, found: head.schema, known: Archive.reportSchema))
      }
    } catch {
      findings.append(.unread(name, "the report of the run \(directory.name)", error))
    }
  }

  private mutating func checkVisits(_ directory: FilePath, _ place: String, mayBeCut: Bool) {
    let name = "\(place)/\(Visit.fileName)"
    var unreadable: [Int] = []
    var number = 0
    var schemas: Set<String> = []
    do {
      let file = directory.appending(Visit.fileName)
      try TextLines(of: file, longest: TextLines.longestVisit).forEach { line in
        number += 1
        if !line.isWhole, mayBeCut { return }
        switch line.isWhole ? lines.form(of: line.text) : .none {
        case .known: break
        case .other(let schema): schemas.insert(schema)
        case .none: unreadable.append(number)
        }
      }
    } catch {
      findings.append(.unread(name, "the visits of the run \(directory.name)", error))
      // What cannot be read says nothing of how long it is.
      hasUnreadable = true
      return
    }
    for schema in schemas.sorted() {
      let what = "a line of the visits of the run \(directory.name)"
      findings.append(.otherForm(name, what, found: schema, known: Visit.schema))
    }
    hasUnreadable = !unreadable.isEmpty
    guard let first = unreadable.first else { return }
    let which =
      unreadable.count == 1 ? "line \(first)" : "\(unreadable.count) lines from \(first) on"
    findings.append(
      .record(name, "the visits of the run \(directory.name) are cut or changed (\(which))")
    )
  }
}

extension RunRecordsCheck {
  /// Holds how long the visits are against what the catalogue knows of them.
  private mutating func checkLength(_ directory: FilePath, _ place: String) {
    guard !hasUnreadable, let takenIn,
      let length = try? Disk().size(of: directory.appending(Visit.fileName))
    else { return }
    let known = takenIn[directory.name] ?? 0
    guard length != known else { return }
    // The catalogue was told before the report was written; where both records agree it is at fault.
    if RunTally.agrees(in: directory) {
      wrongInCatalogue[directory.name] = length
    } else if length < known {
      shorter.insert(directory.name)
      findings.append(
        .record(
          "\(place)/\(Visit.fileName)",
          "the visits of the run \(directory.name) are cut: \(length) of \(known) bytes"
        )
      )
    }
  }
}

extension FilePath {
  fileprivate var name: String { lastComponent?.string ?? string }
}
