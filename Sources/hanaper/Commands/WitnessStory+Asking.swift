// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

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
    guard !settings.witnesses.isEmpty, report.ledger?.checkpoint != nil, !report.isNetworkDown
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
        ? nil : try archive.keepEvidence(answer.evidence, of: "witness", at: now)
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
    let signed = try ledger.keep(signatures, under: last)
    return (story, signed?.text)
  }
}
