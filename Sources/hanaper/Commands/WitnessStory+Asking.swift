// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hanaper authors

import Addressing
import Archiving
import Foundation
import Ledger
import Records
import Reporting
import Synchronising
import SystemPackage

extension WitnessStory {
  /// Has the ledger's last checkpoint signed for by others.
  ///
  /// What cannot be kept or read here is one more word of the story: the run itself went well.
  ///
  /// - Returns: what they said, and the checkpoint with their signatures, where there are any; nil where nobody is to be asked.
  static func ask(
    for report: RunReport,
    _ archive: Archive,
    _ settings: Settings
  ) async -> (story: WitnessStory, checkpoint: String?)? {
    guard !settings.witnesses.isEmpty || !settings.timestamps.isEmpty,
      report.ledger?.checkpoint != nil,
      report.isComplete, !report.isNetworkDown
    else { return nil }
    let ledger = ArchiveLedger(of: archive)
    // Where it cannot be read, each witness is told not to have been asked.
    let last = try? ledger.checkpoint()?.checkpoint
    let now = Date()
    var story = WitnessStory()
    let answers = await Witnessing(of: ledger).ask(settings.witnesses, settings.network, at: now)
    for answer in answers { story.take(answer, in: archive, at: now) }
    // Time stamps are over the signatures, too.
    let signed = last.flatMap {
      story.keep(answers, under: $0, in: ledger, noting: settings.ledgerKey.note)
    }
    for answer in await Stamping(in: archive).ask(settings.timestamps, settings.network, at: now) {
      story.take(answer, in: archive, at: now)
    }
    return (story, signed)
  }

  private mutating func take(_ answer: Witnessing.Answer, in archive: Archive, at now: Date) {
    let name = answer.witness.key.name
    let evidence = keep(Array(answer.evidence.utf8), of: "witness", "txt", name, archive, now)
    switch answer.outcome {
    case .signed: signed.append(name)
    case .alarm(let sentence):
      let next: Advice =
        "put the archive back from its newest copy, or find out who rewrote it; until then believe no proof of it. Where there is no newer copy, `\(NextCommand("ledger", "--new-epoch"))` begins another ledger"
      alarms.append(.init(name, sentence, next: next.typed, evidence: evidence))
    case .problem(let sentence, let next):
      problems.append(.init(name, sentence, next: next.typed, evidence: evidence))
    }
  }

  private mutating func take(_ answer: Stamping.Answer, in archive: Archive, at now: Date) {
    guard case .failure(let failure) = answer.outcome else { return }
    let name = answer.authority.text
    unstamped.append(
      .init(
        name,
        failure.sentence,
        next: "the next run asks again; should it stay so, ask its people or name another",
        evidence: keep(failure.evidence, of: "timestamp", "tsr", name, archive, now)
      )
    )
  }

  /// Keeps what somebody answered; where it cannot, says so.
  private mutating func keep(
    _ bytes: [UInt8],
    of subject: String,
    _ ending: String,
    _ name: String,
    _ archive: Archive,
    _ now: Date
  ) -> String? {
    guard !bytes.isEmpty else { return nil }
    do {
      return try archive.keepEvidence(bytes, of: subject, ending: ending, at: now)
    } catch {
      problems.append(
        .init(
          name,
          "what it answered could not be kept: \(error)",
          next: "see that the archive's disk can be written to; the next run asks again",
          evidence: nil
        )
      )
      return nil
    }
  }

  /// Puts the signatures under the checkpoint that they are of.
  ///
  /// - Returns: the checkpoint with them; nil where there is none, or it could not be written.
  private mutating func keep(
    _ answers: [Witnessing.Answer],
    under checkpoint: Checkpoint,
    in ledger: ArchiveLedger,
    noting note: FilePath
  ) -> String? {
    let signatures = answers.compactMap { answer in
      if case .signed(let signature) = answer.outcome { signature } else { nil }
    }
    guard !signatures.isEmpty else { return nil }
    do {
      return try ledger.keep(signatures, under: checkpoint, noting: note)?.text
    } catch {
      for name in signed {
        problems.append(
          .init(
            name,
            "it signed, and that could not be written down: \(error)",
            next: "see that the archive's disk can be written to; the next run asks again",
            evidence: nil
          )
        )
      }
      signed = []
      return nil
    }
  }
}
