// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Archiving
import Reporting
import SystemPackage
import Text

/// What a verification found, as a records officer reads it: by document, each loss once.
struct VerificationText {
  private let outcome: Verification.Outcome
  private let archive: FilePath
  private let time: Duration

  init(_ outcome: Verification.Outcome, of archive: FilePath, took time: Duration) {
    self.archive = archive
    self.outcome = outcome
    self.time = time
  }

  func print() {
    Self.print(outcome.findings)
    if !outcome.warnings.isEmpty {
      say(CleanText.styled("Warnings (\(outcome.warnings.count))", .yellow))
      Self.print(outcome.warnings)
    }
    if (outcome.findings + outcome.warnings).contains(where: \.next.hasShellLine) {
      say("Lines for a shell (cp, mv, printf) are to be run in the archive's folder:")
      say("  cd \(archive.quoted)")
    }
    if let unfinished = outcome.unfinished {
      say("\(unfinished.sentence).")
      say("  \(unfinished.next)")
    }
    let amount =
      "\(Readable.count(outcome.objects, "object")), \(Readable.count(outcome.files, "file")), "
      + "\(Readable.size(outcome.bytes)) read in \(Readable.time(time.seconds))"
    let warnings =
      outcome.warnings.isEmpty ? "" : " (\(Readable.count(outcome.warnings.count, "warning")))"
    guard !outcome.isIntact else { return say("Intact\(warnings): \(amount).") }
    say(
      """
      \(CleanText.styled("DAMAGED", .red)): \(Readable.count(outcome.findings.count, "finding"))\
      \(warnings) in \(amount).
      Nothing was changed, and every version that is not named can be restored. \(ManualPage.recovery) \
      says how to put sound copies back; do not edit inventories or the manifest to match what is there.
      """
    )
  }

  /// Prints findings, those of one document under its title.
  static func print(_ findings: [ArchiveFinding]) {
    var last: String?
    for finding in findings {
      let heading = finding.address ?? finding.path
      if heading != last {
        let name = finding.title ?? heading
        Output.print(CleanText.styled("\(name)", .bold))
        if finding.title != nil { Output.print("\(heading)") }
        last = heading
      }
      let codes = finding.codes.joined(separator: ", ")
      Output.print("  \(finding.sentence) (\(codes))")
      if finding.path != heading { Output.print("    \(finding.path)") }
      Output.print("    \(finding.next)")
    }
  }

  private func say(_ line: CleanText) {
    Output.print(line)
  }
}
