// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import ArgumentParser
import Cataloguing
import Foundation
import OCFL

struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Recompute every digest and report what no longer matches.",
    discussion: """
      Reads every byte of the archive once and compares it with what was recorded when it was kept; \
      then holds the manifest against the files, so that a missing one shows. With DOCUMENTs, only \
      their objects. It writes nothing.

      \(ExitStatus.table)
      """
  )

  @OptionGroup var configuration: ConfigurationOptions
  @OptionGroup var json: JSONOption

  @Argument(help: ArgumentHelp("Only these documents.", valueName: "document"))
  var documents: [String] = []

  func run() async throws {
    let archive = try configuration.archive()
    let verification = Verification(of: archive)
    let line = ProgressLine()
    let start = ContinuousClock.now
    let outcome: Verification.Outcome
    if documents.isEmpty {
      let cores = ProcessInfo.processInfo.activeProcessorCount
      outcome = try await verification.full(cores: cores) { progress in
        line.show(done: progress.objects, of: nil, what: "objects", bytes: progress.bytes)
      }
    } else {
      let finder = DocumentFinder(in: try archive.catalogue())
      outcome = try verification.objects(of: documents.map { try finder.find($0).address })
    }
    ProgressLine.clear()
    if json.isWanted {
      try json.print(Answer(outcome))
    } else {
      print(outcome, after: ContinuousClock.now - start)
    }
    try (outcome.isIntact ? ExitStatus.done : .damaged).end()
  }

  private func print(_ outcome: Verification.Outcome, after time: Duration) {
    for finding in outcome.findings {
      Swift.print(Terminal.styled(Terminal.clean(finding.object), .bold))
      Swift.print("  \(Terminal.clean(finding.description))")
    }
    let amount =
      "\(Readable.count(outcome.objects, "object")), \(Readable.count(outcome.files, "file")), "
      + "\(Readable.size(outcome.bytes)) read in \(Readable.time(time.seconds))"
    guard !outcome.isIntact else { return Swift.print("Intact: \(amount).") }
    Swift.print(
      """
      \(Terminal.styled("DAMAGED", .red)): \(Readable.count(outcome.findings.count, "finding")) \
      in \(amount).
      Nothing was changed, and every version that is not named can be restored. docs/recovery.md says \
      how to put sound copies back; do not edit inventories or the manifest to match what is there.
      """
    )
  }

  struct Answer: Encodable {
    let schema = "hanaper/verify/1"
    let isIntact: Bool
    let objects: Int
    let files: Int
    let bytes: Int64
    let findings: [Finding]

    init(_ outcome: Verification.Outcome) {
      isIntact = outcome.isIntact
      objects = outcome.objects
      files = outcome.files
      bytes = outcome.bytes
      findings = outcome.findings
    }
  }
}
