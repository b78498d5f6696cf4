// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Foundation
import Ledger
import Records
import Reporting
import Synchronising

extension WitnessStory {
  /// Has the ledger's last checkpoint signed for by others.
  ///
  /// - Returns: what they said, and the checkpoint with their signatures; nil where nobody is to be asked.
  static func ask(
    for report: RunReport,
    _ archive: Archive,
    _ settings: Settings
  ) async throws -> (story: WitnessStory, checkpoint: String?)? {
    guard !settings.witnesses.isEmpty || !settings.timestamps.isEmpty,
      report.ledger?.checkpoint != nil,
      report.isComplete, !report.isNetworkDown
    else { return nil }
    let ledger = ArchiveLedger(of: archive)
    guard let last = try ledger.checkpoint()?.checkpoint else { return nil }
    let now = Date()
    let answers = await Witnessing(of: ledger).ask(settings.witnesses, settings.network, at: now)
    var story = WitnessStory()
    var signatures: [NoteSignature] = []
    for answer in answers {
      let name = answer.witness.key.name
      let evidence =
        answer.evidence.isEmpty
        ? nil : try archive.keepEvidence(Array(answer.evidence.utf8), of: "witness", at: now)
      switch answer.outcome {
      case .signed(let signature):
        story.signed.append(name)
        signatures.append(signature)
      case .alarm(let sentence):
        story.alarms.append(
          .init(
            name,
            sentence,
            next:
              "put the archive back from its newest copy, or find out who rewrote it; until then believe no proof of it",
            evidence: evidence
          )
        )
      case .problem(let sentence, let next):
        story.problems.append(.init(name, sentence, next: next, evidence: evidence))
      }
    }
    let signed = signatures.isEmpty ? nil : try ledger.keep(signatures, under: last)
    for answer in await Stamping(of: ledger).ask(settings.timestamps, settings.network, at: now) {
      guard case .failure(let failure) = answer.outcome else { continue }
      let evidence =
        failure.evidence.isEmpty
        ? nil : try archive.keepEvidence(failure.evidence, of: "timestamp", ending: "tsr", at: now)
      story.unstamped.append(
        .init(
          answer.authority.text,
          failure.sentence,
          next: "the next run asks again; should it stay so, ask its people or name another",
          evidence: evidence
        )
      )
    }
    return (story, signed?.text)
  }
}
