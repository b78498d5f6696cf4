// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Records
import Filing
import Foundation
import Support
import SystemPackage

@testable import Archiving

/// A quarantine on trial: bodies are put aside and looked for by their text.
final class QuarantineTrial {
  let archive: Archive
  var quarantine: Quarantine
  private let workshop: FilePath
  private var number = 0

  init(in folder: FilePath, at archive: Archive? = nil, budget: Int64) throws {
    self.archive = try archive ?? Archive.create(at: folder.appending("Archive"))
    workshop = self.archive.path.appending("staging").appending("spool")
    try Disk().makeDirectory(workshop)
    quarantine = Quarantine(of: self.archive, workshop: workshop, budget: budget)
  }

  var directory: FilePath { archive.path.appending("quarantine") }

  /// Another run, perhaps with another budget.
  func nextRun(budget: Int64) {
    quarantine = Quarantine(of: archive, workshop: workshop, budget: budget)
  }

  func put(
    _ body: String,
    of document: String = "a",
    as verdict: Verdict = .blocked(by: .cloudflare)
  ) throws -> String? {
    number += 1
    let accession = try accession(body, of: document, as: verdict)
    return try quarantine.put(accession)
  }

  /// Has a body wait that came the next day.
  func hold(_ body: String, of document: String = "a") throws -> HeldBody {
    number += 1
    let accession = try accession(body, of: document, as: .document(.pdf))
    return try quarantine.hold(accession, note: "It waits.\n")
  }

  func accession(_ body: String, of document: String, as verdict: Verdict) throws -> Accession {
    let file = workshop.appending("body-\(number)")
    try Disk().create(file, holding: body)
    let address = try WebAddress("https://example.org/\(document).pdf")
    let time = Keeper.day.addingTimeInterval(Double(number) * 86_400)
    let capture = Keeper.capture(address, body, at: time, run: "r", verdict: verdict)
    return Accession(capture) { try Disk().rename(file, to: $0) }
  }

  /// The bodies that are there, by their texts.
  func texts() throws -> [String] {
    try Disk().list(directory).flatMap { entry in
      let place = directory.appending(entry.component)
      return try Disk().list(place).filter { $0.name.hasPrefix("document.") }
        .map { try Disk().readText(place.appending($0.component)) }
    }.sorted()
  }
}
